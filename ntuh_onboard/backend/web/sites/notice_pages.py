"""Pages between the sign-in and the menu: notices, in a chain, with 「繼續」, with a tick (J1.6)."""

from __future__ import annotations

from dataclasses import dataclass

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.buttons import Act, words_on
from ntuh_onboard.backend.web.html.controls import SUBMITTERS, Control, Kind
from ntuh_onboard.backend.web.html.form_draft import Draft
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.html.tree import Element
from ntuh_onboard.backend.web.http.redirects import origin
from ntuh_onboard.backend.web.profile.general_words import general_words, spoken
from ntuh_onboard.backend.web.sites.implied_consent import implied_by_notice
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.backend.web.sites.signed_in import way_out
from ntuh_onboard.profiles.control_words import control_words

MOST_ONWARD = 16
"""Characters on what leads on; longer words are a sentence of the notice."""
_ASKED = frozenset({Kind.TEXT, Kind.CHOICE, Kind.RADIO, Kind.FILE})
"""A page with one of these asks for something, and is no notice."""


@dataclass(frozen=True, slots=True)
class Onward:
    """How to go on from a notice.

    Attributes:
        page: the notice.
        act: what leads on.
        ticks: those to be ticked first, which say only that it was read.
        only: whether nothing says that it leads on, except that there is nothing else to press.

    """

    page: Page
    act: Act
    ticks: tuple[Control, ...] = ()
    only: bool = False

    @property
    def address(self) -> str:
        """Where a link leads; empty for a button."""
        return self.act.url

    def draft(self) -> Draft:
        """Return the form of a button, with the ticks set."""
        draft = self.page.draft(self.act)
        for each in self.ticks:
            draft.tick(each)
        return draft


def asked_for(page: Page) -> tuple[Control, ...]:
    """Return the boxes that a page asks to be filled in; a search box stands on every page of a site and is none."""
    shown = [each for each in page.controls if each.seen and each.kind in _ASKED]
    open_ones = (each for each in shown if not (each.disabled or each.read_only))
    return tuple(each for each in open_ones if not _searches(page, each))


def to_fill_in(page: Page) -> Page:
    """Return the one page among frames that has something to fill in, if the page chosen from them has nothing."""
    found = [] if asked_for(page) else [each for each in page.beside if asked_for(each)]
    if len(found) != 1:
        return page
    found[0].beside = tuple(each for each in (page, *page.beside) if each is not found[0])
    found[0].whole = page.whole
    return found[0]


def can_be_filled(page: Page) -> bool:
    """Return whether there is anything to fill in or to send, besides a search box with its button."""
    searching = search_forms(page)
    return any(each.seen and (each.form is None or each.form not in searching) for each in page.controls)


def search_forms(page: Page) -> frozenset[Element]:
    """Return the forms by which the site can be searched; they stand on every page, and ask nobody for anything."""
    found = (each.form for each in page.controls if each.seen and _searches(page, each))
    return frozenset(each for each in found if each is not None)


def _searches(page: Page, box: Control) -> bool:
    """Return whether it is a search box: by its type, the role of what is around it, or its words or its button's.

    By words only if it is alone in its form, and that form changes nothing (GET).
    """
    if box.kind is not Kind.TEXT or box.type == "password":
        return False
    around = (each.get("role").strip().casefold() for each in box.element.above())
    if box.type == "search" or "search" in around:
        return True
    if box.form is None or box.form.get("method").strip().casefold() not in {"", "get"}:
        return False
    mine = [each for each in page.controls if each.form is box.form and each.seen]
    if any(each.kind in _ASKED and each is not box for each in mine):
        return False
    said = [*(each.text for each in page.labels.claims(box)), *(words_on(each) for each in mine if each is not box)]
    return any(_names(general_words().press["search"], spoken(each)) for each in said)


def handover(site: Sayings, page: Page) -> Onward | None:
    """Return how to go on from a page that only hands a person over to another server; None if it is none.

    Single sign-on does that: a form of hidden fields alone, which a script in a file of its own sends at once, and a
    button for those without it. What agrees to something is for the person to press.
    """
    buttons = [each for each in page.controls if each.seen and each.kind in SUBMITTERS and not each.disabled]
    if len(buttons) != 1 or asked_for(page):
        return None
    act = next((each for each in page.acts if each.control is buttons[0]), None)
    mine = [each for each in page.controls if each.form is buttons[0].form and each is not buttons[0]]
    hidden = bool(mine) and all(each.kind is Kind.HIDDEN for each in mine)
    if act is None or not hidden or _names(site.general.press["consent"], spoken(act.words)):
        return None
    on = Onward(page, act)
    sent = on.draft().press(act)
    return on if sent.posts and origin(sent.address) != origin(page.url) else None


def onward(site: Sayings, page: Page) -> Onward | None:
    """Return how to go on from a page that has nothing but a notice; None if it has something else.

    What agrees to anything is the person's own, whether by a tick, by the button or by a sentence, and also if the page
    has set the tick itself: such a page is not passed.
    """
    if asked_for(page):
        return None
    shown = [each for each in page.controls if each.seen and not each.disabled]
    ticks = {each: _words(page, each) for each in shown if each.kind is Kind.TICK}
    if any(_names(site.general.press["consent"], words) for words in ticks.values()):
        return None
    act = _act(site, page)
    if act is None:
        link = _only_link(site, page)
        return None if link is None or implied_by_notice(site, page, link) else Onward(page, link, only=True)
    if implied_by_notice(site, page, act):
        return None
    read = [each for each, words in ticks.items() if not each.checked and _names(site.general.press["read_it"], words)]
    return Onward(page, act, tuple(each for each in read if act.control is not None and each.form is act.control.form))


def consenting(site: Sayings, page: Page) -> Onward | None:
    """Return how to agree to a page that has nothing but a text to agree to; None if it has something else."""
    if asked_for(page):
        return None
    agrees = [each for each in page.acts if _names(site.general.press["consent"], _agreeing(each.words))]
    words = (*site.general.press["consent"], *site.general.press["read_it"])
    shown = [each for each in page.controls if each.kind is Kind.TICK and each.seen and not each.disabled]
    ticks = [each for each in shown if _names(words, _words(page, each))]
    act = agrees[0] if len(agrees) == 1 else _act(site, page) if ticks and not agrees else None
    if act is None or (act.control is None and not act.url):
        return None
    mine = [each for each in ticks if act.control is not None and each.form is act.control.form and not each.checked]
    return Onward(page, act, tuple(mine))


def _agreeing(words: str) -> str:
    """Return the words on what is pressed; those of what refuses are no consent."""
    said = spoken(words)
    return "" if _names(control_words().ticks["refuse"], said) else said


def _act(site: Sayings, page: Page) -> Act | None:
    """Return what leads on: by the profile's word first, then by the general ones in their order."""
    known = site.profile.clue("go_on")
    for each in (*([known] if known.words else []), *(Clue((words,)) for words in site.general.press["go_on"])):
        try:
            return page.act(each)
        except UnexpectedPage:
            continue
    parts = site.general.press["on_parts"]
    found = [each for each in page.acts if len(spoken(each.words)) <= MOST_ONWARD and _names(parts, spoken(each.words))]
    return found[0] if found and all(each is found[0] or each.same_as(found[0]) for each in found) else None


def _only_link(site: Sayings, page: Page) -> Act | None:
    """Return the only thing to press on a page, if it is a link and no way out; else None."""
    acts = page.acts
    alone = bool(acts) and bool(acts[0].url) and all(each.same_as(acts[0]) for each in acts)
    return acts[0] if alone and not any(each.seen for each in page.controls) and way_out(site, page) is None else None


def _words(page: Page, tick: Control) -> str:
    return spoken(page.labels.flow.after(tick.element) or page.labels.flow.before(tick.element)[0])


def _names(words: tuple[str, ...], text: str) -> bool:
    return any(each.casefold() in text for each in words)
