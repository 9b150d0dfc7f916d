"""One student's way through the pages of one site: open, press, and judge what follows.

A commit has succeeded only if the answer says so, with no refusal beside it, and was refused only by a refusal with no
success beside it (O-10, H-12). The answer's own words are those that were not on the page before the press. Whatever
else comes back after it was sent is `AnswerUnclear`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from ntuh_onboard.backend.protocol import Picture
from ntuh_onboard.backend.web.engines.engine import Engine
from ntuh_onboard.backend.web.failures import UnexpectedPage, Unreachable, Why, without_past
from ntuh_onboard.backend.web.html.answer_views import View
from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.controls import Control
from ntuh_onboard.backend.web.html.embedded_addresses import embedded
from ntuh_onboard.backend.web.html.form_draft import Draft
from ntuh_onboard.backend.web.html.form_kinds import SIGN_IN
from ntuh_onboard.backend.web.html.new_words import Standing, news, standing
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.picture_codes import is_picture
from ntuh_onboard.backend.web.http.redirects import origin
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.backend.web.sites.asked_consent import Consents
from ntuh_onboard.backend.web.sites.commit_answers import Commit, outcome, unknown_within
from ntuh_onboard.backend.web.sites.confirm_pages import confirmation
from ntuh_onboard.backend.web.sites.forced_choices import chosen_where_forced
from ntuh_onboard.backend.web.sites.implied_consent import implied_consent
from ntuh_onboard.backend.web.sites.menu_entries import links_on
from ntuh_onboard.backend.web.sites.navigation import door_behind, first_page
from ntuh_onboard.backend.web.sites.notice_pages import Onward, can_be_filled, onward
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.backend.web.sites.signed_in import is_menu
from ntuh_onboard.common import errors
from ntuh_onboard.common.clock import Clock

Value = TypeVar("Value")
MOST_NOTICES = 5
MOST_TRAIL = 6
"""Pages of a session that are asked again for a way out, if none of those at its end has one."""
_SECOND = 1.0
_SAME_FRAME = frozenset({"", "_self"})
"""Targets of a form whose answer is shown in the frame of the form."""
_SERVER_ERROR = 500


class Visit(Sayings):
    """One student at one site.

    Attributes:
        shown: called with every picture code, for practice, where its text can be asked for.
        here: the page that the last answered commit led to, by which it was judged done or refused.
        pressed: the words of that form's button.
        engine: what opens and presses the pages of the site.
        passed: the notices between the last sign-in and the menu.
        behind: the last address that was read behind the sign-in or the proof; it may contain a session.
        trail: the addresses of the pages read last, the newest last.
        consents: what the person has said yes to here.

    """

    def __init__(self, site: str, door: str, profile: SiteProfile, clock: Clock, make: Callable[[], Engine]) -> None:
        super().__init__(site, door, profile, clock)
        self.shown: Callable[[bytes], None] | None = None
        self.here: Page | None = None
        self.pressed = ""
        self._drawn_on: Page | None = None
        self.engine = make()
        self._stood: Standing = frozenset()
        self.passed: list[Page] = []
        self.behind = ""
        self.trail: list[str] = []
        self._make = make
        self._used = clock.elapsed()
        self.consents = Consents()

    def another(self) -> Visit:
        """Return a visit to the same site without a session."""
        return Visit(self.site, self.door, self.profile, self.clock, self._make)

    def open(self, address: str, *, behind: bool = False) -> Page:
        """Read a page; `behind`: it is one that needs a sign-in or a proof."""
        return self.looked(self.engine.open(address), behind=behind)

    def first(self) -> Page:
        """Read the page where the site begins; where a sign-in belongs and is not, that at the site's `/`.

        Where `/` leads to the very page of the profile, that one is the site's first page, and is not as it should be.
        """
        address = self.profile.address(self.site, self.site)
        page = self.looked(first_page(self.engine, address))
        root = f"{origin(address)}/"
        if self.door != "captcha" or self.clearly_at_door(page):
            return page
        other = page if address == root else self.open(root)
        if other.url != page.url and self.clearly_at_door(other):
            return other
        return door_behind(page, self.general.press["enter"], self.open, self.clearly_at_door) or page

    def first_again(self) -> Page:
        """Read the page where the site begins, without losing the session."""
        return self._with_session(self.first)

    def _with_session(self, read: Callable[[], Page]) -> Page:
        """Read a page; if it is the door, which may have begun another session, go back to the present one."""
        back = self.engine.session()
        page = read()
        if self.clearly_at_door(page):
            back()
        return page

    def root(self) -> Page:
        """Read the site's `/`."""
        return self._with_session(lambda: self.open(f"{origin(self.profile.address(self.site, self.site))}/"))

    def beyond(self, page: Page | None) -> tuple[Callable[[], Page], ...]:
        """Return what reads the pages that the links of an unknown landing page lead to, the likeliest first."""
        if page is None or is_menu(self, page) or self.clearly_at_door(page):
            return ()
        return tuple(partial(self.open, each) for each in links_on(self, page, hosts=self.engine.hosts))

    def reread(self, address: str) -> Page:
        """Read a page as it is, a notice too, without losing the session."""
        return self._with_session(lambda: self._framed(self.engine.open(address)))

    def followed(self, page: Page, act: Act) -> Page:
        """Press a link or a button, and return whatever page follows."""
        found = self._framed(self.engine.follow(page, act))
        self._see(found)
        return found

    def follow(self, page: Page, key: str, *, behind: bool = False) -> Page:
        """Press a button or link of a page that changes nothing."""
        clue = self.profile.clue(key)
        with self.pressing(page, clue):
            act = page.act(clue)
        return self.looked(self.engine.follow(page, act), behind=behind)

    def send(
        self,
        page: Page,
        draft: Draft,
        act: Act,
        *,
        commit: bool,
        known: Iterable[Control] = (),
        on_file: bool = False,
    ) -> Page:
        """Send a form of this page, unless it wants something that is neither filled in nor known, or agrees to more.

        A commit holds a secret or personal facts, and those are never part of an address (H-10). `known` are boxes that
        may stay as they are; `on_file`: so may the choices of a form that shows what the hospital holds.
        """
        wanting = page.wanting(draft.form, {*draft.filled, *known}, on_file=on_file, pressed=act.element)
        wanting = tuple(chosen_where_forced(draft, wanting, self.profile.rules.get("domain", "")))
        self.consents.give(page, draft, wanting, implied_consent(self, page, act))
        self._stood = standing(page) if page.stood is None else page.stood
        self.pressed = act.words
        answer = self.engine.press(page, draft, act, commit=commit)
        self._stood |= answer.before - standing(page)
        if draft.form.get("target").strip().casefold() in _SAME_FRAME:
            answer.beside = answer.beside or page.beside
        self._see(answer)
        return answer

    def looked(self, page: Page, *, behind: bool = False) -> Page:
        """Return the page past frames and notices, if it is one of the site's own and the session goes on."""
        page = self._past_notices(page, keep_messages=False)
        self.stranger(page, self.engine.hosts)
        if page.status >= _SERVER_ERROR:
            raise Unreachable(Why.SERVER)
        if self.mentions(page, "session_ended") or (behind and self.at_door(page)):
            raise errors.SessionEnded(self.site, self.said(page))
        if behind and not isinstance(page, View):
            self.behind = page.url
        return page

    def idle(self) -> bool:
        """Return whether the session must have ended by silence, as far as the profile knows that time (N-05)."""
        limit = self.profile.rules.get(f"{self.site}_idle")
        return limit is not None and self.clock.elapsed() - self._used > float(limit)

    def committed(self, page: Page, commit: Commit[Value]) -> Value:
        """Judge a commit by its answer: return the value, or raise a refusal, the end of the session, or unknown."""
        self.here = page
        with unknown_within(lambda: news(self.here or page, self._stood).said):
            self.here = page = self._past_notices(page, keep_messages=True)
            if commit.between:
                self.here = page = self.past(page, commit.act)
            elif (sure := confirmation(self, page, news(page, self._stood), commit)) is not None:
                unsent, self.here = page.unsent, (page := self.send(page, *sure, commit=True))
                page.unsent &= unsent
            self.of_network(page, self.engine.hosts)
        return outcome(self, page, news(page, self._stood), commit, self.pressed)

    def past(self, page: Page, act: str = "") -> Page:
        """Go from a page behind the sign-in on to the menu, past notices of any kind; no further than a refusal."""
        self.passed = []
        while len(self.passed) < MOST_NOTICES and not is_menu(self, page):
            new = news(page, self._stood)
            no = act and (self.known_refusal(new.texts) or self.general_refusal(new, act, beside_form=False))
            on = None if no or self.clearly_at_door(page) else onward(self, page)
            if on is None:
                break
            beyond = self._framed(self.onto(on))
            self._see(beyond)
            if on.only and self.clearly_at_door(beyond):
                break  # that was no notice: what it says about the sign-in is said there, and nowhere else
            self.passed.append(page)
            page = beyond
        return page

    def onto(self, on: Onward) -> Page:
        """Go on from a notice."""
        if on.address:
            return self.engine.open(on.address)
        return self.engine.press(on.page, on.draft(), on.act, commit=False)

    def clearly_at_door(self, page: Page) -> bool:
        """Return whether an answer is the door; one with several such boxes is not, and is judged by `committed`."""
        try:
            return self.at_door(page)
        except UnexpectedPage:
            return False

    def picture(self, page: Page) -> Picture:
        """Fetch the picture beside the box for its code; a new one each time (C-01)."""
        box = self.form(page, SIGN_IN)["captcha"]
        shown = page.image(self.profile.clue("captcha_picture"), beside=box)
        if shown.url.startswith("data:"):
            self._drawn_on = page
            return self._pictured(embedded(shown.url), box)
        found = self.engine.picture(page, shown)
        if isinstance(found, bytes):
            return self._pictured(found, box)
        self.looked(found, behind=True)
        raise UnexpectedPage(Why.MALFORMED)

    def has_shown(self, page: Page) -> bool:
        """Return whether the picture is in the page itself and was shown: another one needs another page."""
        return self._drawn_on is page or self.engine.left(page)

    def _pictured(self, body: bytes, box: Control) -> Picture:
        if not is_picture(body):
            raise UnexpectedPage(Why.MALFORMED)
        if self.shown is not None:
            self.shown(body)
        return Picture(body, self.profile.case(self.site), box.most)

    def _past_notices(self, page: Page, *, keep_messages: bool) -> Page:
        """Return the page past frames, and past pages with nothing but lines and a link to go on."""
        page = self._framed(page)
        for _ in range(MOST_NOTICES):
            self._see(page)
            told = (keep_messages and page.messages) or self.mentions(page, "session_ended")
            onward = None if told or can_be_filled(page) else _onward(page, self.profile)
            if onward is None:
                break
            page = self._framed(self.engine.follow(page, onward))
        return page

    def _framed(self, page: Page) -> Page:
        """Return, for a page of frames, the one that says the site is closed, else the one with most to press."""
        if not page.frames:
            return page
        pages = (page, *self.engine.frames(page))
        closed = (each for each in pages if self.closed(each))
        chosen = next(closed, max(pages, key=lambda each: len(each.controls) + len(each.acts)))
        chosen.beside = tuple(each for each in pages if each is not chosen)
        chosen.whole = "" if isinstance(page, View) else page.url
        return chosen

    def _see(self, page: Page) -> None:
        """Remember its address, and keep the server's date: the workstation's may be wrong."""
        self.trail = [*(each for each in self.trail if each != page.url), page.url][-MOST_TRAIL:]
        self._used = self.clock.elapsed()
        if page.date is not None and abs((page.date - self.clock.now()).total_seconds()) > _SECOND:
            self.clock.set_now(page.date)


@contextmanager
def fitting(refused: errors.Refused) -> Iterator[None]:
    """Refuse a text that is longer than its box as the page would refuse it; it is not cut, and not sent (P-03)."""
    try:
        yield
    except UnexpectedPage as found:
        if found.why is not Why.TOO_LONG:
            raise
        raise without_past(refused) from None


def _onward(page: Page, profile: SiteProfile) -> Act | None:
    try:
        return page.act(profile.clue("go_on"))
    except UnexpectedPage:
        return None
