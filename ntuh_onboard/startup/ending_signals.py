"""End in order when the system tells the program to end: signed out, wiped, the terminal as before (R-05)."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress

from ntuh_onboard.startup.console_events import take_console_events
from ntuh_onboard.startup.exits import Exit

_ENDINGS = {
    "SIGTERM": Exit.TERMINATED,
    "SIGHUP": Exit.HANGUP,
    "SIGINT": Exit.INTERRUPT,
    "SIGQUIT": Exit.QUIT,
    "SIGBREAK": Exit.INTERRUPT,  # Ctrl+Break on Windows
}


def take_signals(leave: Callable[[Exit], None]) -> None:
    """Make the signals that end a program, and a Windows console's events, end it in order.

    Each is handled twice, since asyncio loses signals while its own pipe is full, which a few hundred waiting keys
    achieve: the interpreter itself calls the handler below, and asyncio's pipe wakes a sleeping loop. `leave` may be
    called by both.
    """
    loop = asyncio.get_running_loop()
    for name, status in _ENDINGS.items():
        if hasattr(signal, name):
            number = getattr(signal, name)
            try:
                with suppress(NotImplementedError):  # on Windows; there the handler below does it alone
                    loop.add_signal_handler(number, leave, status)
                signal.signal(number, lambda *_, status=status: loop.call_soon_threadsafe(leave, status))
            except (RuntimeError, ValueError):  # a loop outside the main thread
                return
    signal.set_wakeup_fd(signal.set_wakeup_fd(-1), warn_on_full_buffer=False)
    take_console_events(lambda status: _tell(loop, leave, status))


def _tell(loop: asyncio.AbstractEventLoop, leave: Callable[[Exit], None], status: Exit) -> None:
    with suppress(RuntimeError):  # the loop has ended: the program is ending already
        loop.call_soon_threadsafe(leave, status)
