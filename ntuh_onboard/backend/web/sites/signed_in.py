"""How a page shows that somebody is signed in, and where its way out is (J1.6, N-04).

A missing sign-in form proves nothing: an error page has none either. In addition, a page must have what only a
signed-in page has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ntuh_onboard.backend.web.failures import UnexpectedPage, unknown, without_past
from ntuh_onboard.backend.web.html.buttons import Act, words_on
from ntuh_onboard.backend.web.html.controls import FILLED, SUBMITTERS, Control
from ntuh_onboard.backend.web.html.form_kinds import ACTIVATION, CODE, PASSWORD_RESET, PHONE
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.html.tree import Element
from ntuh_onboard.backend.web.html.word_forms import plain, shorter_forms
from ntuh_onboard.backend.web.http.redirects import Hosts
from ntuh_onboard.backend.web.script.page_functions import FormSubmit
from ntuh_onboard.backend.web.sites.menu_entries import act_of, is_headed, without_code
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.common.errors import NetworkSignIn

_SESSION = re.compile(r"[?&;]session=[0-9a-f]{16,}", re.IGNORECASE)
_STILL_ASKED = (ACTIVATION, PASSWORD_RESET, CODE, PHONE)
"""Forms of the account site: beside one of these 關閉 may do anything."""
MOST_WAY_OUT = 8
"""Characters on a way out; longer words tell about signing out."""
_MENU = ("change_password", "contact_page", "personal_menu")
"""Words of the guide that the portal's menu has, and no page before the sign-in."""


def is_signed_in(site: Sayings, page: Page, *names: str) -> bool:
    """Return whether the page is behind the sign-in.

    `names` are what was typed there, if the page answers a sign-in: it may greet by them, or have a session in its
    address. These, and a greeting, count only if the page says nothing against it: a refusal may greet, too.
    """
    if site.at_door(page):
        return False
    if _is_menu(site, page) or way_out(site, page) is not None or asks_for_new_password(page):
        return True
    names = tuple(each for each in names if each)
    greets = site.mentions(page, "landed") or site.general.shows("welcome", page.lines)
    named = any(each.casefold() in line for each in names for line in page.plain_lines)
    if not (greets or named or (names and _SESSION.search(page.url))):
        return False
    return not site.general.says_no(page.lines, beside_form=False)


def is_next_door(site: Sayings, answer: Page, hosts: Hosts) -> bool:
    """Return whether a sign-in is typed in again on this answer: it is the door, and no network's own (CP)."""
    try:
        site.of_network(answer, hosts)
        return site.at_door(answer)
    except (NetworkSignIn, UnexpectedPage):
        return False


def refuse_a_networks_own(site: Sayings, page: Page, hosts: Hosts) -> None:
    """Raise if a network's own page answered: the hospital was not reached, and no try was spent (CP)."""
    try:
        site.of_network(page, hosts)
    except UnexpectedPage as failed:
        raise without_past(unknown(failed.why)) from None


def asks_for_new_password(page: Page) -> bool:
    """Return whether the page asks for an old and a new password, which only those signed in are asked (P-01)."""
    return sum(each.type == "password" and each.seen for each in page.controls) > 1


def must_change_first(site: Sayings, page: Page) -> bool:
    """Return whether the portal lets nobody on without a new password (P-01).

    In general words that counts only beside the boxes for it: elsewhere it is a notice for others.
    """
    return site.mentions(page, "must_change") or (
        asks_for_new_password(page) and site.general.shows("must_change", page.plain_lines)
    )


def is_menu(site: Sayings, page: Page) -> bool:
    """Return whether the page is the one to land on, not one before it: it has the menu, or the inbox."""
    return not site.at_door(page) and (_is_menu(site, page) or asks_for_new_password(page))


def _is_menu(site: Sayings, page: Page) -> bool:
    if site.site == "mail":
        return site.shows(page, "inbox") or site.general.shows("inbox", [each.words for each in page.acts])
    wanted = frozenset(plain(word) for key in _MENU for word in site.profile.clue(key).words)
    said = (*(act.words for act in page.acts), *page.lines)
    return any(is_headed(each, wanted) or without_code(each) in wanted for each in said)


def way_out(site: Sayings, page: Page) -> Act | None:
    """Return the way out: by the profile's words, by general ones, or if it is only a picture, by its name."""
    clue = site.profile.clue("sign_out")
    for each in (clue, *(Clue((words,)) for words in site.general.press["sign_out"])):
        try:
            return page.act(each)
        except UnexpectedPage:
            continue
    for found in (_worded(site, page), _named(site, page), _by_form(site, page), _closing(site, page)):
        ways = list(found)
        if ways and all(each is ways[0] or each.same_as(ways[0]) for each in ways):
            return ways[0]
    return None


def _closing(site: Sayings, page: Page) -> Iterator[Act]:
    """What closes a result of the account site: a link away from a page on which nothing is left to fill in."""
    if site.site != "account" or any(site.has_form(page, each) for each in _STILL_ASKED):
        return
    wanted = {plain(each) for each in site.general.press["close"]}
    yield from (act for act in page.acts if plain(act.words) in wanted)


def _worded(site: Sayings, page: Page) -> Iterator[Act]:
    """Yield what says so in a few more words: 離開本服務, 登出電子信."""
    for act in page.acts:
        forms = (plain(act.words), *shorter_forms(act.words))
        short = [said for said in forms if len(said) <= MOST_WAY_OUT]
        if any(words in said for words in site.general.press["way_out"] for said in short):
            yield act


def _named(site: Sayings, page: Page) -> Iterator[Act]:
    """Yield what names itself a way out, in its id, its name or its address."""
    parts = site.general.names["sign_out"]
    pressed = {each.element for each in page.acts}
    for act in page.acts:
        if _says_out(parts, act.id, act.name, act.url, "" if act.words.strip() else _alternatives(act.element)):
            yield act
    for each in page.tree.all("a", "area"):
        address = each.get("href").strip()
        if each in pressed or not each.look.seen or not _says_out(parts, each.get("id"), address, _alternatives(each)):
            continue
        found = act_of(page, each)
        if found is not None:
            yield found


def _by_form(site: Sayings, page: Page) -> Iterator[Act]:
    """Yield the forms that name themselves a way out and hold nothing to fill in, for a script elsewhere to send.

    Frameworks sign out so, lest another site's picture do it; the link beside such a form only calls the script.
    """
    parts = site.general.names["sign_out"]
    for form in page.tree.all("form"):
        mine = [each for each in page.controls if each.form is form]
        if not _says_out(parts, form.get("id"), form.get("action")) or any(each.kind in FILLED for each in mine):
            continue
        buttons = [each for each in mine if each.kind in SUBMITTERS]
        if len(buttons) == 1:  # in a dialog that asks once more
            yield Act(words_on(buttons[0]), buttons[0].element, control=buttons[0])
        elif not buttons:
            yield Act("", form, submit=FormSubmit(""), sent_form=form)


def hidden_way_out(site: Sayings, page: Page) -> Act | None:
    """Return the way out in a menu that opens when it is pressed; it tells nothing about whether one is signed in."""
    wanted = {plain(each) for each in (*site.profile.clue("sign_out").words, *site.general.press["sign_out"])}
    links = (act_of(page, each) for each in page.tree.all("a") if plain(each.raw_text()) in wanted)
    buttons = (each for each in page.controls if each.kind in SUBMITTERS and not each.disabled)
    sent = (Act(words_on(each), each.element, control=each) for each in buttons if _hidden_words(each) & wanted)
    return next((each for each in (*links, *sent) if each is not None), None)


def _hidden_words(button: Control) -> frozenset[str]:
    return frozenset({plain(button.element.raw_text()), plain(words_on(button))})


def _alternatives(link: Element) -> str:
    drawn = (each for each in link.walk() if each is not link)
    return " ".join(f"{each.get('id')} {each.get('src')} {each.get('class')} {each.get('href')}" for each in drawn)


def _says_out(parts: tuple[str, ...], *texts: str) -> bool:
    return any(part in text.casefold() for part in parts for text in texts)
