"""The engine over one tab of a browser: what the page sequences call, handed to the browser's own thread."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any, TypeVar

from ntuh_onboard.backend.web.engines.browser.driver import START_SECONDS, BrowserProcess, NotStarted
from ntuh_onboard.backend.web.engines.browser.pressing import ENABLED, Pressing
from ntuh_onboard.backend.web.engines.browser.rendered_page import LivePage, LiveView, is_bare
from ntuh_onboard.backend.web.engines.browser.tab import OURS, Tab
from ntuh_onboard.backend.web.failures import (
    NeedsBrowser,
    UnexpectedPage,
    Unreachable,
    Why,
    unknown,
    without_past,
)
from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.embedded_addresses import Image
from ntuh_onboard.backend.web.html.form_draft import Draft
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.picture_codes import is_picture
from ntuh_onboard.backend.web.http.carrier import Carrier
from ntuh_onboard.backend.web.http.client import TROUBLED
from ntuh_onboard.backend.web.http.cookies import Cookie
from ntuh_onboard.backend.web.http.redirects import Hosts
from ntuh_onboard.backend.web.http.response import Answer
from ntuh_onboard.common import errors

Value = TypeVar("Value")
_AGAIN = frozenset({Why.NAME, Why.CONNECT, Why.RESET, Why.SLOW, Why.CLOSED})


class BrowserEngine:
    """One student's tab at one site.

    Args:
        process: the browser, which other tabs share.
        carrier: sends what the tab asks for.
        back: words that lead from an inner page to its menu.
        site: the site's name, for what cannot be done without a browser.

    """

    def __init__(self, process: BrowserProcess, carrier: Carrier, back: Sequence[str] = (), site: str = "") -> None:
        self._site = site
        self._process = process
        self._carrier = carrier
        self._tab = Tab(process, carrier)
        self._pressing = Pressing(self._tab, back)
        self._went_to = self._sent_to = ""

    @property
    def hosts(self) -> Hosts:
        """The servers that may be contacted."""
        return self._carrier.hosts

    @property
    def went_to(self) -> str:
        """Where the answer to the last form has led."""
        return self._went_to

    @property
    def sent_to(self) -> str:
        """The address of the form sent last."""
        return self._sent_to

    def together(self) -> AbstractContextManager[object]:
        """Do nothing: each act of the browser has its own deadline."""
        return nullcontext()

    def open(self, url: str) -> Page:
        """Go to an address; read it again while no answer comes, or none but that of a server in trouble (AG)."""
        self.hosts.checked(url)
        return self._again(lambda: self._run(self._opened(url)), lambda page: page.status in TROUBLED)

    def _again(self, read: Callable[[], Value], in_trouble: Callable[[Value], bool]) -> Value:
        for tries_left in reversed(range(self._carrier.limits.again + 1)):
            try:
                found = read()
            except Unreachable as failed:
                if failed.why not in _AGAIN or not tries_left:
                    raise
            else:
                if not (tries_left and in_trouble(found)):
                    return found
        raise Unreachable(Why.RESET)

    async def _opened(self, url: str) -> Page:
        await self._tab.go(url)
        page = await self._pressing.opened()
        pressed = self._tab.traffic.pressed
        if is_bare(page):
            failed = pressed.unread or pressed.unsent
            if failed is not None:
                raise failed
            page.status = max(page.status, pressed.status)
        return page

    def follow(self, page: Page, act: Act) -> Page:
        """Press a link or a button; an address that the page only names is opened."""
        if not isinstance(page, LivePage) or not act.live:
            return self.open(act.url) if act.url else page
        try:
            return self._run(self._pressing.follow(page, act))
        except UnexpectedPage as gone:
            if gone.why is not Why.NOT_FOUND or not act.url:
                raise
        return self.open(act.url)  # the page that named it is gone, and what it names may be there all the same

    def press(self, page: Page, draft: Draft, act: Act, *, commit: bool) -> Page:
        """Fill in a form, and press what sends it."""
        if not isinstance(page, LivePage):
            raise UnexpectedPage(Why.FORM)
        self._went_to = ""
        self._sent_to = page.url
        try:
            found = self._run(self._pressing.press(page, draft, act, commit=commit))
        except Unreachable as failed:
            if commit and failed.why in {Why.CLOSED, Why.DEADLINE} and self._tab.traffic.pressed.posted:
                raise without_past(unknown(failed.why)) from None
            raise
        posted = self._tab.traffic.pressed.posted
        self._sent_to = posted[-1] if posted else page.url
        self._went_to = found.url if found.url in self.hosts else ""
        return found

    def frames(self, page: Page) -> tuple[Page, ...]:
        """Return the pages in the frames of a page, and in theirs."""
        return tuple(self._run(self._framed(page))) if isinstance(page, LivePage) else ()

    async def _framed(self, page: LivePage) -> list[Page]:
        found: list[Page] = []
        waiting = [*page.at.frame.child_frames] if page.at.frame is not None else []
        while waiting:
            frame = waiting.pop(0)
            with suppress(UnexpectedPage):
                found.append(await self._tab.read(frame, view=True))
            waiting += frame.child_frames
        return found

    def picture(self, page: Page, shown: Image) -> bytes | Page:
        """Return the picture that the page shows; if that was given already, another one, which it then shows."""
        first = self._tab.traffic.image(shown.url)
        if first is not None and is_picture(first):
            return first
        if not isinstance(page, LivePage) or page.at.frame is None:
            raise UnexpectedPage(Why.MALFORMED)
        number = shown.element.mark
        found = self._again(lambda: self._run(self._redrawn(page, number)), lambda each: each["status"] in TROUBLED)
        body = b64decode(found["body"])
        if is_picture(body):
            return body
        return Page.of(Answer(str(found["url"]), int(found["status"]), str(found["kind"]).partition(";")[0], body))

    async def _redrawn(self, page: LivePage, number: int) -> dict[str, Any]:
        if page.at.frame is None or not await self._tab.lives(page):
            raise Unreachable(Why.CLOSED)
        self._tab.traffic.begin()
        try:
            found: dict[str, Any] = await page.at.frame.evaluate(f"id => {OURS}.redrawn(id)", number)
        except Exception:  # noqa: BLE001  # the page's own rules forbid it, or no answer came
            pressed = self._tab.traffic.pressed
            failed = pressed.lost or pressed.unsent or pressed.unread
            raise without_past(failed or UnexpectedPage(Why.MALFORMED)) from None
        return found

    def take(self, cookies: Iterable[Cookie]) -> None:
        """Go on with the session that these cookies belong to; raises NeedsBrowser if no browser starts."""
        kept = [
            {
                "name": each.name,
                "value": each.value,
                "domain": each.host,
                "path": each.path,
                "secure": each.secure,
                "httpOnly": each.http_only,
            }
            for each in cookies
        ]

        async def taken() -> None:
            await self._tab.page()
            await self._tab.with_cookies(kept)

        self._run(taken())

    def session(self) -> Callable[[], None]:
        """Return what brings back the cookies of now."""
        kept = self._run(self._tab.cookies())
        return lambda: self._run(self._tab.with_cookies(kept))

    def left(self, page: Page) -> bool:
        """Return whether the tab shows another document, or a script another view, than this page."""
        return isinstance(page, LivePage) and self._run(self._pressing.left(page))

    def shown_now(self, page: Page) -> Page:
        """Return a kept view as it is now."""
        return self._run(self._pressing.shown_now(page)) if isinstance(page, LiveView) else page

    def forget(self) -> None:
        """Begin a new session at every server."""
        self._run(self._tab.forget())

    def close(self) -> None:
        """Close the tab."""
        self._tab.traffic.close()
        with suppress(errors.BackendError):
            self._run(self._tab.forget())

    def _run(self, work: Coroutine[Any, Any, Value]) -> Value:
        """Run this in the browser's thread; raises only our own errors.

        Where no browser starts, the person's own one is needed (`NeedsBrowser`): the site is not out of reach.
        """
        limit = self._carrier.limits.total * 2 + START_SECONDS + ENABLED
        failed: errors.BackendError
        try:
            return self._process.run(work, limit)
        except errors.BackendError:
            raise
        except NotStarted:
            failed = NeedsBrowser(self._site)
        except TimeoutError:
            failed = Unreachable(Why.DEADLINE)
        except Exception:  # noqa: BLE001  # the driver's own kinds: the browser is gone, or does not answer
            failed = Unreachable(Why.CLOSED)
        raise failed
