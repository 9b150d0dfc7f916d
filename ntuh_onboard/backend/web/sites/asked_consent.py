"""Ask the person for a consent that a page wants, in the page's own words, and give it once if the person says yes.

Nothing is agreed to unasked. What is asked for must be told whole: a tick whose words are too few to say what is agreed
to, or that says nothing of agreeing, goes with everything else that is unknown to the browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ntuh_onboard.backend.web.failures import ConsentAsked, UnexpectedPage, Why
from ntuh_onboard.backend.web.html.controls import Control, Kind
from ntuh_onboard.backend.web.html.form_draft import Draft
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.backend.web.sites.notice_pages import Onward, consenting
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.common.safe_text import safe_line
from ntuh_onboard.profiles.control_words import control_words

FEWEST_WORDS, MOST_WORDS = 6, 600
"""Characters of a consent that can be told whole on the screen."""


class Consents:
    """The consents of one visit, each by all of its words on the page."""

    def __init__(self) -> None:
        self._given: frozenset[str] = frozenset()

    def give(self, page: Page, draft: Draft, wanting: Sequence[Control], implied: str) -> None:
        """Tick what the person has agreed to, which is then forgotten; raises ConsentAsked or UnexpectedPage.

        Args:
            page: the page of the form.
            draft: the form.
            wanting: what it wants that nothing else fills.
            implied: what pressing its button agrees to; empty if nothing.

        """
        asked = {each: _told(page, each) for each in wanting}
        texts = tuple(dict.fromkeys(filter(None, (*asked.values(), implied))))
        called = tuple(page.labels.called(each) for each in wanting)
        if not all(asked.values()) or (implied and not _can_be_told(implied)):
            raise _unknown_field((*called, *filter(None, [implied])))
        if not self._given.issuperset(texts):
            raise ConsentAsked(texts, partial(self._agree, frozenset(texts)))
        self._given = frozenset()
        for each in wanting:
            draft.tick(each)

    def _agree(self, texts: frozenset[str]) -> None:
        self._given = texts


class ConsentBehind:
    """A page behind the sign-in that lets nobody on without a consent.

    Attributes:
        given: whether the person has said yes to all of its words.

    """

    def __init__(self, on: Onward) -> None:
        self.onward = on
        self.given = False

    @classmethod
    def of(cls, site: Sayings, page: Page | None) -> ConsentBehind | None:
        """Return it if this page is one, and can be told whole."""
        found = None if page is None else consenting(site, page)
        return None if found is None or not _can_be_told("".join(found.page.lines)) else cls(found)

    def asked(self) -> ConsentAsked:
        """Return the error that asks the person for it."""
        page = self.onward.page
        ticks = (_told(page, each) for each in self.onward.ticks)
        texts = tuple(dict.fromkeys(filter(None, (*page.lines, *ticks, safe_line(self.onward.act.words)))))
        return ConsentAsked(texts, self._agree, behind=True)

    def _agree(self) -> None:
        self.given = True


def _told(page: Page, control: Control) -> str:
    """Return all words of a tick that agrees to something; empty if it is none, or has too few to tell."""
    if control.kind is not Kind.TICK:
        return ""
    claims = sorted(page.labels.claims(control), key=lambda mine: mine.rank)
    text = safe_line(claims[0].text, MOST_WORDS + 1) if claims else ""
    agrees = any(plain(each) in plain(text) for each in control_words().ticks["agree"])
    return text if agrees and _can_be_told(text) else ""


def _can_be_told(text: str) -> bool:
    return FEWEST_WORDS <= len(plain(text)) <= MOST_WORDS


def _unknown_field(called: tuple[str, ...]) -> UnexpectedPage:
    """Return the error for a form that wants something unknown; the person is told what the page calls it."""
    failed = UnexpectedPage(Why.UNKNOWN_FIELD, called[0], len(called), called)
    failed.said = "\n".join(called)
    return failed
