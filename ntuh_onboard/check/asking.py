"""Ask the sites without any credential: reads only, one engine per site, all sites at once (H-01 to H-12)."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial

from ntuh_onboard.backend.web.engines.engine import Engine
from ntuh_onboard.backend.web.failures import UnexpectedPage, Unreachable, Untrusted, Why
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.http.redirects import origin
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.backend.web.sites.navigation import first_page
from ntuh_onboard.backend.web.sites.site_visit import Visit
from ntuh_onboard.check.expected_words import PAGES, ExpectedPage
from ntuh_onboard.check.findings import Access, PageFound, SiteFound, State
from ntuh_onboard.check.form_holding import number_dialog
from ntuh_onboard.check.page_comparison import compared
from ntuh_onboard.check.word_findings import STILL_FOUND, Held, Remark, RemarkSort, Sort, Word
from ntuh_onboard.common import errors
from ntuh_onboard.common.clock import Clock, SystemClock
from ntuh_onboard.common.safe_text import safe_line
from ntuh_onboard.journey.lane import Lane
from ntuh_onboard.profiles.hospital_profile import SITES

MakeEngine = Callable[[str], Engine]
"""Makes the engine for the pages of a site; raises Untrusted if its file of authorities cannot be used."""
_CLOSED, _SIGN_IN_FIRST, _ERROR, _GONE = 503, 511, 500, 400
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that was read, so that it can be kept, and what was found on it."""

    page: Page
    found: PageFound


@dataclass(frozen=True, slots=True)
class Asked:
    """One site: what was found, and the pages that were read."""

    found: SiteFound
    seen: tuple[Seen, ...] = ()


def ask_all(
    profile: SiteProfile,
    make: MakeEngine,
    clock: Clock,
    readable: Callable[[bytes], bool],
    in_browser: MakeEngine | None = None,
) -> tuple[Asked, ...]:
    """Ask every site of the profile, each in its own thread, which is abandoned if the caller is interrupted.

    Args:
        profile: what the sites are held against.
        make: makes an engine for a site.
        clock: the computer's own, which is compared and never set.
        readable: tells whether the bytes of a picture code can be shown.
        in_browser: makes an engine over a browser, for a site with a page that needs one; None for none.

    """
    lanes = [
        (site, Lane(partial(_Site, site, profile, make, clock, readable, in_browser=in_browser))) for site in SITES
    ]
    try:
        waiting = [lane.submit(_Site.ask) for _, lane in lanes]
        return tuple(each.result() for each in waiting)
    finally:
        for _, lane in lanes:
            lane.close()


class _Site:
    """Asks one site; its clock is the computer's own, which is compared and never set."""

    def __init__(
        self,
        site: str,
        profile: SiteProfile,
        make: MakeEngine,
        clock: Clock,
        readable: Callable[[bytes], bool],
        *,
        in_browser: MakeEngine | None,
    ) -> None:
        self._in_browser = in_browser
        self._site = site
        self._profile = profile
        self._make = make
        self._clock = clock
        self._readable = readable

    def ask(self) -> Asked:
        """Ask for the site's pages, the first page first."""
        every = [each for each in PAGES.values() if each.site == self._site]
        wanted = [each for each in every if each.access is Access.PUBLIC]
        unread = tuple(
            PageFound(each.name, State.NOT_ASKED, access=each.access) for each in every if each not in wanted
        )
        address = self._profile.address(self._site, self._site)
        host = origin(address).host
        try:
            engine = self._make(self._site)
        except Untrusted as refused:
            return Asked(SiteFound(self._site, host, (*_not_asked(wanted, refused), *unread)))
        seen = self._read_as_needed(engine, wanted, address)
        seen += self._in_a_dialog(seen)
        read = {found.page for found, _ in seen}
        left = (each for each in unread if each.page not in read)
        made = SiteFound(self._site, host, (*(found for found, _ in seen), *left))
        return Asked(made, tuple(Seen(page, found) for found, page in seen if page is not None))

    def _read_as_needed(
        self, engine: Engine, wanted: list[ExpectedPage], address: str
    ) -> list[tuple[PageFound, Page | None]]:
        """Read the pages, all of them in a browser if one of them needs it; that one is marked."""
        seen = self._read(engine, wanted, address)
        needed = {found.page for found, _ in seen if found.state is State.NEEDS_BROWSER}
        if not needed or self._in_browser is None or self._make is self._in_browser:
            return seen
        again = self._read(self._in_browser(self._site), wanted, address)
        return [(_by_browser(found) if found.page in needed else found, page) for found, page in again]

    def _read(self, engine: Engine, wanted: list[ExpectedPage], address: str) -> list[tuple[PageFound, Page | None]]:
        with closing(engine):
            # The visit sets its clock by the server; the clock that is compared must be another one.
            visit = Visit(self._site, "captcha", self._profile, SystemClock(), lambda: engine)
            return [*self._pages(visit, wanted, address)]

    def _in_a_dialog(self, seen: list[tuple[PageFound, Page | None]]) -> Iterator[tuple[PageFound, Page | None]]:
        """Yield the page asking for the phone number if it is a dialog of the page before: nothing is sent for it."""
        code = next((page for found, page in seen if found.page == "code"), None)
        dialog = None if code is None else number_dialog(code, self._profile)
        if dialog is not None:
            yield of_words(dialog, PAGES["phone"], self._profile), dialog

    def _pages(self, visit: Visit, wanted: list[ExpectedPage], address: str) -> Iterator[tuple[PageFound, Page | None]]:
        first: Page | None = None
        for each in wanted:
            target = address if not each.behind else self._behind(first, each)
            if not target:
                yield PageFound(each.name, State.NOT_ASKED), None
                continue
            found, page = self._page(visit, each, target)
            first = page if not each.behind else first
            yield found, page

    def _with_picture(self, visit: Visit, page: Page, found: PageFound) -> PageFound:
        """Return the finding with the state of its picture code, which is asked for as the wizard does."""
        if not any(each.sort is Sort.PICTURE and each.held in STILL_FOUND for each in found.words):
            return found
        with suppress(errors.BackendError):
            if self._readable(visit.picture(page).data):
                return found
        words = tuple(map(_unshown, found.words))
        return replace(found, words=words, state=state_of(words, found.remarks))

    def _behind(self, first: Page | None, wanted: ExpectedPage) -> str:
        """Return where the first page's link leads; empty if there is none that can be followed."""
        if first is None:
            return ""
        try:
            return first.act(self._profile.clue(wanted.behind)).url
        except UnexpectedPage:
            return ""

    def _page(self, visit: Visit, wanted: ExpectedPage, address: str) -> tuple[PageFound, Page | None]:
        off: float | None = None
        page: Page | None = None
        before = self._clock.now()
        try:
            page = visit.engine.open(address) if wanted.behind else first_page(visit.engine, address)
            if page.date is not None:
                middle = before + (self._clock.now() - before) / 2
                off = (middle - page.date).total_seconds()
            page = visit.looked(page)  # first: a page that says it is closed says so whatever its status
        except errors.BackendError as failed:
            found = of_error(wanted, failed)
            told = _by_status(page) if page is not None and isinstance(failed, errors.Unreachable) else None
        else:
            found = self._with_picture(visit, page, of_words(page, wanted, self._profile))
            found = replace(found, remarks=(*found.remarks, *_moved(page, address)))
            told = _by_status(page)
        found = PageFound(wanted.name, told) if told else found
        status = page.status if page is not None else 0
        look = zlib.crc32("\n".join(page.plain_lines).encode("utf-8", "replace")) if page is not None else 0
        return replace(found, off=off, status=status, look=look), page


def _by_browser(found: PageFound) -> PageFound:
    """Add that the page was read in a browser, because it needs one."""
    return replace(found, remarks=(*found.remarks, Remark(RemarkSort.BROWSER, found.page)))


def _moved(page: Page, address: str) -> Iterator[Remark]:
    """Yield a remark if the page of an address was read at the site's `/`."""
    if page.url == f"{origin(address)}/" != address:
        yield Remark(RemarkSort.MOVED, address)


def _unshown(word: Word) -> Word:
    """Mark the picture code as one whose bytes cannot be shown."""
    return replace(word, held=Held.NO_PICTURE) if word.sort is Sort.PICTURE else word


def of_words(page: Page, wanted: ExpectedPage, profile: SiteProfile) -> PageFound:
    """Hold a page that was read against the profile."""
    found = compared(page, wanted, profile)
    state = state_of(found.words, found.remarks)
    return PageFound(
        wanted.name, state, status=page.status, words=found.words, remarks=found.remarks, access=wanted.access
    )


def state_of(words: Iterable[Word], seen: Iterable[Remark]) -> State:
    """Return the state of a page on which these words and remarks were found."""
    words, seen = tuple(words), tuple(seen)
    if any(each.to_mend for each in words) or any(each.sort is RemarkSort.FORM for each in seen):
        return State.WORDS_CHANGED
    stopped = any(each.stops for each in words) or any(each.stops for each in seen)
    return State.NEEDS_BROWSER if stopped else State.OK


def _by_status(page: Page) -> State | None:
    """Return what the HTTP status says, if it says that this is not the page."""
    if page.status == _SIGN_IN_FIRST:
        return State.NETWORK_SIGN_IN
    if page.status == _CLOSED:
        return State.MAINTENANCE
    if page.status >= _ERROR:
        return State.SERVER_ERROR
    return State.PAGE_MISSING if page.status >= _GONE else None


_STATES: Mapping[type[errors.BackendError], State] = {
    errors.Maintenance: State.MAINTENANCE,
    errors.NetworkSignIn: State.NETWORK_SIGN_IN,
    errors.Untrusted: State.UNTRUSTED,
    errors.Unreachable: State.UNREACHABLE,
    errors.NeedsBrowser: State.NEEDS_BROWSER,
}
_LEADS_AWAY = frozenset({Why.OTHER_HOST, Why.REDIRECT_KIND})


def of_error(wanted: ExpectedPage, failed: errors.BackendError) -> PageFound:
    """Return what an error of the engine or of the page reader says about the page."""
    why = failed.why if isinstance(failed, Unreachable | Untrusted | UnexpectedPage) else None
    state = next((each for kind, each in _STATES.items() if isinstance(failed, kind)), State.WORDS_CHANGED)
    if why in _LEADS_AWAY:
        state = State.OTHER_HOST
    return PageFound(wanted.name, state, why, safe_line(failed.said, _LONGEST), access=wanted.access)


def _not_asked(wanted: list[ExpectedPage], refused: Untrusted) -> Iterator[PageFound]:
    for each in wanted:
        yield PageFound(each.name, State.NOT_ASKED if each.behind else State.UNTRUSTED, refused.why)
