"""Run one student's process: everything is loaded and laid out, then it waits for its turn, serves and ends (S-08)."""

from __future__ import annotations

import os
import resource
import select
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from ntuh_onboard.kiosk.supervisor_messages import Word
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.kiosk.kiosk_app import KioskApp
    from ntuh_onboard.kiosk.seat import Seat

LAST_WORDS = 20.0
"""Seconds for which the code of a fault is shown, unless a key is pressed."""


def leave(status: int) -> NoReturn:
    """End the process at once: nothing is left to be done, and the next student is waiting."""
    os._exit(int(status))


def sit(make: Callable[[Seat], KioskApp], seat: Seat) -> NoReturn:
    """Run one student's process. `make`: builds the wizard."""
    write_no_file()
    stay_in_memory()
    app = make(seat)
    app.run()
    if app.typed_late:
        seat.tell(Word.TYPING)
    status = Exit.INTERNAL if app.return_value is None else app.return_value
    if status == Exit.INTERNAL:
        app.report.fault(app._exception)  # noqa: SLF001  # Textual has no public name for it
        with suppress(OSError):
            select.select([sys.stdin], [], [], LAST_WORDS)
    leave(status)


def write_no_file() -> None:
    """Let the kernel refuse every byte written to a regular file (S-07)."""
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def stay_in_memory() -> bool:
    """Keep this process out of the swap if the machine allows it; returns whether it does (S-04, place 20)."""
    if resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] != resource.RLIM_INFINITY:
        return False  # with a limit, later allocations would fail
    import ctypes

    now, later, when_used = 1, 2, 4
    try:
        lock = ctypes.CDLL(None).mlockall
    except (AttributeError, OSError):
        return False
    return bool(lock(now | later | when_used) == 0)
