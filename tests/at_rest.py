"""When an application of ours has done all that its keys have set off, and has painted it; no time is measured."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable

from textual.message_pump import MessagePump

from ntuh_onboard.screens.base.safe_app import SafeApp
from tests.patience import PATIENCE

OFTEN, EAGER = 0.002, 50
"""Seconds between two looks at what tells nobody when it is so, and how many looks come without any before."""


async def drained(app: SafeApp) -> None:
    """Wait until whatever a key has set off has run its course, but for an act: every widget waits for a message.

    Twice in a row, since what comes from another thread, or to a widget that is being made, is on its way in between.
    """
    end, rested, asked, last = time.monotonic() + PATIENCE, 0, 0, list[MessagePump]()
    while rested < 2 and app.return_value is None and time.monotonic() < end:
        assert app._exception is None, repr(app._exception)
        asked += 1
        await asyncio.sleep(0 if asked < EAGER else OFTEN)
        rested = rested + 1 if _rests(app, last) else 0


def _rests(app: SafeApp, last: list[MessagePump]) -> bool:
    """Whether the application and all that it has waits: nothing stands in a queue, and nothing is being done.

    last: what was not at rest when this was asked last, and is asked first, since it mostly still is not.
    """
    if any(not _waits(each) for each in last):
        return False
    last[:] = [next((each for each in (app, *app._registry) if not _waits(each)), app)]
    return _waits(last[0])


def _waits(pump: MessagePump) -> bool:
    waiting: Iterable[asyncio.Future[bool]] = vars(pump._message_queue.ready_event)["_waiters"]
    return pump._closing or pump._closed or not pump._running or any(not each.done() for each in waiting)


async def painted(app: SafeApp) -> None:
    """Wait until the screen in front is painted, where there is one still."""
    if app.is_running:
        await called(app, app.screen.call_after_refresh)
    await drained(app)


async def called(app: SafeApp, later: Callable[..., bool]) -> None:
    """Wait until this calls, or will not any more: its application or its widget has ended, or its screen gave way."""
    call, front = asyncio.get_running_loop().create_future(), app.screen if app.is_running else None
    asked: MessagePump = later.__self__  # type: ignore[attr-defined]  # a method of a widget, a screen or the application
    if not later(lambda: call.set_result(None)):  # Textual would ask a built-in what it takes, which costs most of it
        return
    end = time.monotonic() + PATIENCE
    while not call.done() and time.monotonic() < end:
        assert app._exception is None, repr(app._exception)
        await asyncio.wait({call}, timeout=0.05)
        if app.return_value is not None or asked._closed or (app.is_running and app.screen is not front):
            return


def anything_seen(app: SafeApp) -> bool:
    """Whether anything but boxes is on the screen in front."""
    return any(not each.is_container for each in app.screen._compositor.visible_widgets)
