"""One tab of the browser: open, read, fill in, press; everything here runs in the browser's own thread.

After each act the tab waits until the page is at rest: nothing on its way, no change for a moment, no short timer of a
script running. Boxes of the browser's own are answered (`_met`), or read as a page if they ask for a text.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from ntuh_onboard.backend.web.engines.browser.driver import BrowserProcess
from ntuh_onboard.backend.web.engines.browser.rendered_page import LivePage, LiveView, box_page
from ntuh_onboard.backend.web.engines.browser.traffic import Traffic
from ntuh_onboard.backend.web.failures import UnexpectedPage, Unreachable, Why
from ntuh_onboard.backend.web.html.controls import Control, Kind
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.backend.web.http.carrier import Carrier
from ntuh_onboard.profiles.control_words import control_words

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Dialog, ElementHandle, Frame, Page

Value = TypeVar("Value")
OURS = "window[Symbol.for('ntuh-onboard')]"
QUIET, STEP = 0.15, 0.03
"""Seconds without request and change after which a page is at rest; seconds between two looks."""
RESTLESS = 2.0
"""Seconds after the last request for which a page may go on changing, as one with a moving picture does."""
ANSWERS = 1.0
"""Seconds for a question to the page itself."""
TRIES = 20
"""Times that a page is asked before it counts as gone."""


class Tab:
    """One student's tab at one site, with cookies of its own.

    Attributes:
        traffic: what it sends.
        alerts: what boxes have said since the last press.
        token: the mark of the document that was read last.
        pressing: whether a press is going on: then a box that asks whether to go on is answered with yes.

    """

    def __init__(self, process: BrowserProcess, carrier: Carrier) -> None:
        self._process = process
        self._context: BrowserContext | None = None
        self._page: Page | None = None
        self.traffic = Traffic(carrier, process.refused)
        self.alerts: list[str] = []
        self.token = ""
        self.pressing = False
        self.box: Dialog | None = None
        self._boxed = asyncio.Event()

    async def page(self) -> Page:
        """Return the browser's page, opened if there is none; a window that a script opened takes its place."""
        if self._context is not None and self._context.browser is not None and not self._context.browser.is_connected():
            self._context = self._page = self.box = None
            self._boxed.clear()
        if self._context is None:
            self._context = await self._process.context()
            await self._context.route("**/*", self.traffic.handle)
            self._context.on("page", self._opened)
        if self._page is None or self._page.is_closed():
            others = [each for each in self._context.pages if not each.is_closed()]
            self._page = others[-1] if others else await self._context.new_page()
        return self._page

    def _opened(self, page: Page) -> None:
        page.on("dialog", self._met)
        self._page = page

    async def _met(self, dialog: Dialog) -> None:
        """Answer a box of the browser's own: one that tells is closed, one that asks for a text is kept for the reader.

        A question is answered with yes only during a press, for which the student has been asked already, and never if
        it asks for a consent.
        """
        if dialog.type == "prompt":
            self.box = dialog
            self._boxed.set()
            return
        if dialog.type == "alert":
            self.alerts.append(dialog.message)
        others = control_words().ticks["another_consent"]
        consent = any(plain(word) in plain(dialog.message) for word in others)
        if dialog.type == "confirm" and (consent or not self.pressing):
            self.alerts.append(dialog.message)
            await dialog.dismiss()
        else:
            await dialog.accept()

    async def answer_box(self, text: str | None) -> None:
        """Answer the box that asks for a text; None for cancelling it."""
        box, self.box = self.box, None
        self._boxed.clear()
        if box is None:
            raise UnexpectedPage(Why.NOT_FOUND)
        await (box.dismiss() if text is None else box.accept(text))

    async def unless_boxed(self, work: Awaitable[Value]) -> Value | None:
        """Return the result of an act, or None if a box came up that holds the page: the act then ends with it."""
        task, boxed = asyncio.ensure_future(work), asyncio.ensure_future(self._boxed.wait())
        try:
            await asyncio.wait({task, boxed}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            task.add_done_callback(_heard)
            return None
        finally:
            boxed.cancel()

    async def go(self, url: str) -> None:
        """Go to an address, and wait until the page is at rest; raises why it did not come."""
        page = await self.page()
        if self.box is not None:
            await self.answer_box(None)
        self.alerts = []
        self.traffic.begin()
        await _quietly(page.goto(url, wait_until="commit", timeout=self._limit * 1000))
        await self.rest()
        if self.traffic.document_lost is not None:
            raise self.traffic.document_lost

    @property
    def _limit(self) -> float:
        return self.traffic.carrier.limits.total

    async def rest(self, first: float = 0.0) -> None:
        """Wait until nothing happens any more, within the limit of an exchange.

        After a press, for so many seconds at most, wait for the first thing that happens: on a busy computer a browser
        needs a while.
        """
        begun = time.monotonic()
        end = begun + self._limit
        while time.monotonic() < end and self.box is None:
            await asyncio.sleep(STEP)
            silent = time.monotonic() - self.traffic.silent_since
            if not self.traffic.idle() or silent < QUIET:
                continue
            state = await self.unless_boxed(self._asked(await self.page(), f"{OURS}.state()"))
            if state is None or self._works(state, silent):
                continue
            gone = time.monotonic() - begun
            nothing = not self.traffic.pressed.begun and not self.alerts and state["quiet"] > gone * 1000
            if nothing and gone < first:
                continue
            if self.traffic.idle() and (state["quiet"] >= QUIET * 1000 or silent > RESTLESS):
                return
        if self.box is None and self.traffic.pending:
            self.traffic.overdue()

    def _works(self, state: Mapping[str, Any], silent: float) -> bool:
        """Return whether the page is loading, a short timer runs, or what its script asks for is on its way to us."""
        timed = state["timers"] and silent < self._limit
        return bool(not state["ready"] or timed or (state["asked"] and silent < RESTLESS))

    async def _asked(self, where: Page | Frame, expression: str, given: object = None) -> Any:
        """Return what the page answers; None while its document is being replaced."""
        try:
            return await asyncio.wait_for(where.evaluate(expression, given), ANSWERS)
        except Exception as failed:  # noqa: BLE001  # the driver's own kinds, and the page's
            if _is_end(failed):
                raise Unreachable(Why.CLOSED) from None
            return None

    async def _answered(self, frame: Frame, expression: str) -> Any:
        """Return what a frame answers, asked again while it does not: a computer may be busy; None if it never does."""
        for _ in range(TRIES):
            found = await self._asked(frame, expression)
            if found is not None:
                return found
            await asyncio.sleep(STEP)
        return None

    async def read(self, frame: Frame | None = None, *, view: bool = False) -> LivePage:
        """Return a frame's page as it is now, by default the whole tab's; a box that asks for a text comes first."""
        if self.box is not None:
            return box_page(self.box.type, self.box.message, self.box.default_value)
        page = await self.page()
        shown = frame or page.main_frame
        found = await self._answered(shown, f"{OURS} ? {OURS}.snapshot() : null")
        if found is None:
            raise UnexpectedPage(Why.MALFORMED)
        if not found["room"] > 0:
            raise UnexpectedPage(Why.TOO_COMPLEX)
        kind = LiveView if view or (shown is page.main_frame and self._is_routed(found["url"])) else LivePage
        made = kind.of_snapshot(found, shown, status=self.traffic.status, date=self.traffic.date)
        made.alerts = tuple(dict.fromkeys(self.alerts))
        self.token = made.at.token if shown is page.main_frame else self.token
        return made

    def _is_routed(self, url: str) -> bool:
        """Return whether a script has given the document another address, or a route in it: it may not lead here."""
        address, _, fragment = url.partition("#")
        asked = self.traffic.document.partition("#")[0]
        return fragment.startswith(("/", "!")) or (bool(asked) and address != asked)

    async def windows(self) -> AsyncIterator[LivePage]:
        """Yield the page that is shown now, and those of other windows that are open; the last one yielded is used.

        If all were looked at, the first one is used again.
        """
        shown = await self.page()
        others = () if self._context is None else self._context.pages
        for each in (shown, *(other for other in reversed(others) if other is not shown)):
            if not each.is_closed():
                self._page = each
                yield await self.read()
        self._page = shown

    async def lives(self, page: LivePage) -> bool:
        """Return whether the document of this page is still there."""
        frame = page.at.frame
        if frame is None or frame.is_detached():
            return False
        there = bool(await self._answered(frame, f"{OURS} ? {OURS}.token : ''") == page.at.token)
        if there:
            self._page = frame.page  # another window may have been opened since
        return there

    async def element(self, page: LivePage, number: int) -> ElementHandle | None:
        """Return an element of a page that is there; None if it is gone."""
        frame = page.at.frame
        if frame is None:
            return None
        handle = await frame.evaluate_handle(f"id => {OURS}.find(id)", number)
        return handle.as_element()

    async def fill(self, page: LivePage, changes: Mapping[Control, str | bool]) -> None:
        """Type, choose and tick, in this order, as a person does; raises UnexpectedPage if a box does not take it."""
        for control, value in changes.items():
            box = await self.element(page, control.element.mark)
            if box is None:
                raise UnexpectedPage(Why.NOT_FOUND, control.name)
            if control.kind is Kind.TEXT:
                await self._type(box, control, str(value))
            elif control.kind is Kind.CHOICE:
                if await box.evaluate("el => el.value") != value:
                    await box.select_option(value=str(value))
            elif await box.evaluate("el => el.checked") != value:
                await self._tick(box)
            await self.rest_if_busy()

    async def _type(self, box: ElementHandle, control: Control, text: str) -> None:
        """Type into a box by keys, so that the page's own scripts hear each of them, and leave the box."""
        await box.focus()
        await box.evaluate("el => el.select && el.select()")
        keyboard = (await self.page()).keyboard
        if await box.evaluate("el => el.value"):
            await keyboard.press("Delete")
        if control.type in _PICKED:
            await box.fill(text)
        else:
            await keyboard.type(text)
        taken = await box.evaluate("(el, text) => el.value === text || el.value.length >= text.length", text)
        await box.evaluate("el => el.blur()")
        if not taken:
            raise UnexpectedPage(Why.TOO_LONG, control.name)

    async def _tick(self, box: ElementHandle) -> None:
        """Click a tick box, or its label where a drawn one stands in its place."""
        await box.evaluate(
            "el => (el.checkVisibility({checkOpacity: true}) || !el.labels[0] ? el : el.labels[0]).click()"
        )

    async def rest_if_busy(self) -> None:
        """Wait only if something is on its way: an availability check that leaving a box has begun."""
        await asyncio.sleep(0)
        if self.traffic.pending:
            await self.rest()

    async def cookies(self) -> Sequence[Any]:
        """Return its cookies, as the browser describes them."""
        return () if self._context is None else await self._context.cookies()

    async def with_cookies(self, kept: Sequence[Any]) -> None:
        """Have these cookies, and no others."""
        if self._context is not None:
            await self._context.clear_cookies()
            await self._context.add_cookies(kept)

    async def forget(self) -> None:
        """Leave cookies and pages behind."""
        context, self._context, self._page, self.box = self._context, None, None, None
        self._boxed.clear()
        if context is not None:
            await context.close()


_PICKED = frozenset({"date", "month", "week", "time", "datetime-local", "color", "range"})


def _heard(task: asyncio.Future[Any]) -> None:
    """Take note of the end of an act that nobody waits for any more."""
    if not task.cancelled():
        task.exception()


async def _quietly(work: Coroutine[Any, Any, object]) -> None:
    """Do this; that it failed is known by the traffic, whose reason is the better one."""
    try:
        await work
    except Exception as failed:  # noqa: BLE001  # the driver's own kinds, and the page's
        if _is_end(failed):
            raise Unreachable(Why.CLOSED) from None


def _is_end(failed: Exception) -> bool:
    """Return whether this says that the browser, or the tab, is gone."""
    return type(failed).__name__ == "TargetClosedError" or "has been closed" in str(failed)
