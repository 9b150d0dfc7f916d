"""When an application of ours has done all that its keys have set off, and has painted it; no time is measured."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from textual.message_pump import MessagePump

from ntuh_onboard.screens.base.safe_app import SafeApp
from tests.patience import PATIENCE


async def drained(app: SafeApp, rounds: int = 4) -> None:
    """Wait until whatever a key has set off has run its course, but for an act.

    A key goes from the application to what has the focus and up again, and then a button's press does, and then
    what the press asks for.
    """
    for _ in range(rounds):
        await called(app, app.call_later)
        chain = app.focused or (app.screen if app.is_running else None)
        for each in chain.ancestors_with_self if chain is not None else ():
            await called(app, each.call_later)


async def painted(app: SafeApp) -> None:
    """Wait until the screen in front is painted, where there is one still."""
    if app.is_running:
        await called(app, app.screen.call_after_refresh)
    await drained(app, 1)


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
