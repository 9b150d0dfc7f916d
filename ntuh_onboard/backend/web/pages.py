"""One student's way through the pages of one site: open, press, and what the page that comes of it says.

A commit has succeeded only by a positive mark of the profile, with no refusal beside it (O-10, H-12). Whatever else
comes back once it was sent is `AnswerLost`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import TypeVar

from ntuh_onboard import errors
from ntuh_onboard.backend.protocol import Picture, Reach, SiteState
from ntuh_onboard.backend.web.acts import Act
from ntuh_onboard.backend.web.browse import frame_pages, open_page, press
from ntuh_onboard.backend.web.client import Client
from ntuh_onboard.backend.web.controls import Control, Kind
from ntuh_onboard.backend.web.draft import Draft
from ntuh_onboard.backend.web.failures import AnswerLost, UnexpectedPage, Why, without_past
from ntuh_onboard.backend.web.page import Page
from ntuh_onboard.backend.web.redirects import absolute, origin
from ntuh_onboard.backend.web.site_profile import SiteProfile
from ntuh_onboard.backend.web.wording import plain
from ntuh_onboard.clock import Clock

Value = TypeVar("Value")
MOST_NOTICES = 5
_SECOND = 1.0


class Visit:
    """One student at one site.

    door: the control by which the page before the sign-in or the proof is known. shown: told of every picture code, for
    practice, where its text can be asked for.
    """

    def __init__(self, site: str, door: str, profile: SiteProfile, clock: Clock, make: Callable[[], Client]) -> None:
        self.shown: Callable[[bytes], None] | None = None
        self.site = site
        self.profile = profile
        self.clock = clock
        self.client = make()
        self._door = door
        self._make = make
        self._used = clock.elapsed()

    def open(self, address: str, *, behind: bool = False) -> Page:
        """Read a page. behind: it is one that needs a sign-in or a proof."""
        return self.looked(open_page(self.client, address), behind=behind)

    def follow(self, page: Page, key: str, *, behind: bool = False) -> Page:
        """Press a button or link of a page that changes nothing."""
        act = page.act(self.profile.clue(key))
        return self.looked(self._pressed(page, act), behind=behind)

    def send(self, draft: Draft, act: Act, *, commit: bool) -> Page:
        """Send a form."""
        page = press(self.client, draft.press(act), commit=commit)
        self._see(page)
        return page

    def looked(self, page: Page, *, behind: bool = False) -> Page:
        """The page past frames and notices, if it is one of the site's own and the session goes on."""
        page = self._framed(page)
        for _ in range(MOST_NOTICES):
            self._see(page)
            onward = None if page.controls and any(each.seen for each in page.controls) else self._onward(page)
            if onward is None:
                break
            page = self._framed(self._pressed(page, onward))
        self._stranger(page)
        if self.mentions(page, "session_ended") or (behind and self.at_door(page)):
            raise errors.SessionEnded(self.site, self.said(page))
        return page

    def at_door(self, page: Page) -> bool:
        """Whether this is the page before the sign-in or the proof."""
        return self.find(page, self._door) is not None

    def idle(self) -> bool:
        """Whether the session must have ended by silence, as far as the profile knows that time (N-05)."""
        limit = self.profile.rules.get(f"{self.site}_idle")
        return limit is not None and self.clock.elapsed() - self._used > float(limit)

    def find(self, page: Page, key: str, *kinds: Kind) -> Control | None:
        """A field, None where the page has none."""
        try:
            return page.field(self.profile.clue(key), *kinds)
        except UnexpectedPage as missing:
            if missing.why is Why.NOT_FOUND:
                return None
            raise

    def mentions(self, page: Page, mark: str) -> bool:
        """Whether the page shows a mark, also within a line."""
        return any(page.mentions(each) for each in self.profile.marks[mark])

    def says(self, page: Page, mark: str) -> bool:
        """Whether a whole line or message of the page is this mark."""
        return any(page.says(each) for each in self.profile.marks[mark])

    def said(self, page: Page) -> str:
        """The page's own messages."""
        return "\n".join(each.text for each in page.messages)

    def refusal(self, page: Page, *, but: Iterable[type[errors.Refused]] = ()) -> errors.Refused | None:
        """The refusal that the page's messages mean by the profile; the longest words that fit tell which."""
        for message in page.messages:
            text = plain(message.text)
            fitting = [each for each in self.profile.messages if plain(each.words) in text and each.error not in but]
            if fitting:
                known = max(fitting, key=lambda each: len(each.words))
                until, left = self.number("wait", message.text), self.number("left", message.text)
                return known.error(
                    message.text,
                    until=None if until is None else self.clock.elapsed() + until,
                    left=None if left is None else int(left),
                    field=known.field or self._about(known.error, text),
                )
        return None

    def number(self, pattern: str, text: str) -> float | None:
        """The number in the hole of a pattern, None where the text does not have it."""
        wanted = self.profile.patterns.get(pattern)
        found = wanted.search(text) if wanted else None
        digits = found["number"].strip() if found else ""
        return float(digits) if digits.replace(".", "", 1).isascii() and digits.replace(".", "", 1).isdigit() else None

    def committed(
        self, page: Page, done: Callable[[Page], Value | None], *, but: Iterable[type[errors.Refused]] = ()
    ) -> Value:
        """What a commit came to, by its answer: the value, a refusal, the end of the session, or unknown."""
        page = self._after(page)
        if self.mentions(page, "session_ended"):
            raise errors.SessionEnded(self.site, self.said(page))
        refused = self.refusal(page, but=but)
        if refused is not None:
            raise refused
        with self.unknown():
            value = done(page) if page.status < 400 else None
        if value is None:
            raise AnswerLost(Why.NOT_FOUND)
        return value

    @contextmanager
    def unknown(self) -> Iterator[None]:
        """Whatever goes wrong within is unknown: the commit was sent."""
        lost: Why | None = None
        try:
            yield
        except (errors.NotSent, errors.Maintenance, errors.UnexpectedPage) as failed:
            lost = getattr(failed, "why", Why.NOT_FOUND)
        if lost is not None:
            raise without_past(AnswerLost(lost))

    def picture(self, page: Page) -> Picture:
        """The picture beside the box for its code; asked for anew each time (C-01)."""
        box = page.field(self.profile.clue("captcha"))
        shown = page.image(self.profile.clue("captcha_picture"), beside=box)
        answer = self.client.picture(shown.url)
        if not answer.kind.startswith("image/"):
            self.looked(Page.of(answer), behind=True)
            raise UnexpectedPage(Why.MALFORMED)
        if self.shown is not None:
            self.shown(answer.body)
        return Picture(answer.body, self.profile.case(self.site), box.most)

    def reach(self, sees: Callable[[Visit, Page], object]) -> Reach:
        """What can be said of the site without a session; the session that there may be is not touched (J0.2)."""
        address = self.profile.address(self.site, self.site)
        host = origin(address).host
        other = Visit(self.site, self._door, self.profile, self.clock, self._make)
        with closing(other.client):
            try:
                page = other.open(address)
                sees(other, page)
            except errors.Maintenance as closed:
                return Reach(host, SiteState.MAINTENANCE, said=closed.said)
            except (errors.UnexpectedPage, errors.SessionEnded):
                return Reach(host, SiteState.CHANGED)
            except errors.BackendError:
                return Reach(host, SiteState.DOWN)
        return Reach(host, SiteState.UP)

    def _after(self, page: Page) -> Page:
        """The page past the notices that a commit's answer may lead to."""
        with self.unknown():
            page = self._framed(page)
            for _ in range(MOST_NOTICES):
                onward = None if any(each.seen for each in page.controls) or page.messages else self._onward(page)
                if onward is None:
                    break
                page = self._framed(self._pressed(page, onward))
        return page

    def _onward(self, page: Page) -> Act | None:
        try:
            return page.act(self.profile.clue("go_on"))
        except UnexpectedPage:
            return None

    def _pressed(self, page: Page, act: Act) -> Page:
        return (
            open_page(self.client, act.url) if act.url else press(self.client, page.draft(act).press(act), commit=False)
        )

    def _framed(self, page: Page) -> Page:
        """Of a page of frames the one with something to press; else the page itself."""
        if not page.frames:
            return page
        return max((page, *frame_pages(self.client, page)), key=lambda each: len(each.controls) + len(each.acts))

    def _see(self, page: Page) -> None:
        """Keep the server's date (the workstation's may be wrong)."""
        self._used = self.clock.elapsed()
        if page.date is not None and abs((page.date - self.clock.now()).total_seconds()) > _SECOND:
            self.clock.set_now(page.date)

    def _stranger(self, page: Page) -> None:
        """A page that is not the site's own: closed, or a network's sign-in that asks for a password."""
        if self.mentions(page, "maintenance"):
            raise errors.Maintenance("\n".join(page.lines))
        for each in page.controls:
            if each.type == "password" and each.form is not None:
                action = each.form.get("action").strip()
                if action and absolute(page.base, action, page.charset) not in self.client.hosts:
                    raise errors.NetworkSignIn

    def _about(self, error: type[errors.Refused], text: str) -> str | None:
        """The contact field that a refusal names."""
        if error is not errors.ContactRefused:
            return None
        from ntuh_onboard.backend.protocol import CONTACT_FIELDS

        return next(
            (each for each in CONTACT_FIELDS if any(plain(w) in text for w in self.profile.clue(each).words)), None
        )
