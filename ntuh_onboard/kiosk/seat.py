"""A student's process: all is loaded and laid out, then it waits for its turn, and ends with its student (S-08)."""

from __future__ import annotations

import os
import resource
import select
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from ntuh_onboard.kiosk.children import BURST, DOWN
from ntuh_onboard.kiosk.supervisor_messages import Word, line
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.kiosk.kiosk_app import KioskApp

LAST_WORDS = 20.0
"""Seconds for which the code of a fault stands, unless a key is pressed."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What is known when it begins. burst: keys of somebody else were thrown away just now. down: no site answered."""

    burst: bool
    down: bool


class Seat:
    """This process's ends of the two pipes. turn: a byte comes from there. telling: words go there.

    Until the turn comes nothing reaches the terminal, which another student is using: no warning, and no last words.
    """

    def __init__(self, turn: int, telling: int) -> None:
        self.turn = turn
        self._telling = telling
        self._kept = [(each, os.dup(each)) for each in (1, 2)]
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for each, _ in self._kept:
            os.dup2(nowhere, each)
        os.close(nowhere)

    def take(self) -> Turn | None:
        """Take the turn, and the terminal with it, once `turn` can be read; None where the supervisor is gone."""
        given = os.read(self.turn, 1)
        if not given:
            return None
        for each, kept in self._kept:
            os.dup2(kept, each)
            os.close(kept)
        self._kept = []
        return Turn(burst=bool(given[0] & BURST), down=bool(given[0] & DOWN))

    def tell(self, word: Word, value: str = "") -> None:
        """Tell the supervisor one word of the list; raises NotToBeTold for any other."""
        told = line(word, value)
        with suppress(BrokenPipeError):  # the supervisor is gone: `turn` says so
            os.write(self._telling, told)


def leave(status: int) -> NoReturn:
    """End at once: nothing is left to be done, and the next student waits."""
    os._exit(int(status))


def sit(make: Callable[[Seat], KioskApp], seat: Seat) -> NoReturn:
    """Be one student's process. make: puts the wizard together."""
    write_no_file()
    stay_in_memory()
    app = make(seat)
    app.run()
    if app.typed_late:
        seat.tell(Word.TYPING)
    status = Exit.INTERNAL if app.return_value is None else app.return_value
    if status == Exit.INTERNAL:
        app.report.fault(app._exception)  # noqa: SLF001  # Textual keeps it nowhere else
        with suppress(OSError):
            select.select([sys.stdin], [], [], LAST_WORDS)
    leave(status)


def write_no_file() -> None:
    """Let the kernel refuse every byte to a regular file (S-07)."""
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def stay_in_memory() -> bool:
    """Keep this process out of the swap, where the machine lets it; whether it does (S-04, place 20)."""
    if resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] != resource.RLIM_INFINITY:
        return False  # with a limit, later allocations would fail
    import ctypes

    now, later, when_used = 1, 2, 4
    try:
        lock = ctypes.CDLL(None).mlockall
    except (AttributeError, OSError):
        return False
    return bool(lock(now | later | when_used) == 0)
