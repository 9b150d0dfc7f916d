"""End in order when a Windows console tells the program to end: Ctrl+C, Ctrl+Break, closing, log-off, shutdown (R-05).

Windows knows no SIGHUP and no SIGTERM: it calls a function in a thread of its own. After closing, log-off or shutdown
the process is gone as soon as that returns or has taken five seconds, so it waits there for the process's own end.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

from ntuh_onboard.startup.exits import Exit

_ENDINGS = {
    0: Exit.INTERRUPT,  # CTRL_C_EVENT
    1: Exit.INTERRUPT,  # CTRL_BREAK_EVENT
    2: Exit.HANGUP,  # CTRL_CLOSE_EVENT
    5: Exit.HANGUP,  # CTRL_LOGOFF_EVENT
    6: Exit.TERMINATED,  # CTRL_SHUTDOWN_EVENT
}
_FINAL = frozenset({2, 5, 6})
_GRACE = 4.5
"""Seconds to wait for the process's end; Windows itself waits for five."""
_kept: list[Any] = []
"""What Windows calls must live as long as the process."""


def take_console_events(leave: Callable[[Exit], None]) -> None:
    """Call `leave`, in a thread of Windows' own, when the console ends the program; does nothing elsewhere."""
    if sys.platform == "win32":
        import ctypes

        never = threading.Event()

        def told(event: int) -> bool:
            return answered(event, leave, lambda: never.wait(_GRACE))

        _kept.append(ctypes.WINFUNCTYPE(ctypes.c_int, ctypes.c_uint)(told))
        ctypes.WinDLL("kernel32").SetConsoleCtrlHandler(_kept[-1], 1)


def answered(event: int, leave: Callable[[Exit], None], wait: Callable[[], object]) -> bool:
    """Handle one event; returns whether it was one that ends the program, so that Windows asks nobody else.

    wait: returns when the process may be ended; called for what ends it anyway.
    """
    if event not in _ENDINGS:
        return False
    leave(_ENDINGS[event])
    if event in _FINAL:
        wait()
    return True
