"""A check repeated for a desk: how long to wait in between, and how it ends."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from ntuh_onboard.check.verdict import WELL, Verdict
from ntuh_onboard.startup.exits import Exit

LEAST, LONGEST = 5.0, 600.0
"""Seconds between two checks: a desk left alone must not wear out a site, nor miss its return."""
_SLICE = 0.25
_SIGNALS = (("SIGINT", Exit.INTERRUPT), ("SIGTERM", Exit.TERMINATED), ("SIGHUP", Exit.HANGUP))
_ANSWERED = WELL | {Verdict.WORDS_CHANGED, Verdict.CLOCK}


class Pauses:
    """How long to wait after each check: twice as long each time that a site did not answer as it should.

    `every` is the number of seconds that was asked for.
    """

    def __init__(self, every: float) -> None:
        self._every = max(LEAST, every)
        self._next = self._every

    def after(self, found: Verdict) -> float:
        """Return the seconds to wait after a check with this verdict."""
        if found in _ANSWERED:
            self._next = self._every
            return self._every
        pause = self._next
        self._next = max(self._every, min(self._next * 2, LONGEST))
        return pause


def repeat(once: Callable[[], Verdict], pauses: Pauses, rest: Callable[[float], object]) -> NoReturn:
    """Check, wait, and check again until interrupted; `rest` shows the pause and waits for that many seconds."""
    while True:
        rest(pauses.after(once()))


class Ending:
    """Whether this process was told to end, and the wait between two checks, which that ends.

    Told to end, it leaves at once by SystemExit with the status of the signal, so that every `with` on the way restores
    the terminal (R-05). An interrupt can be lost: between two lines of Python just before a wait begins, or in a
    finaliser, which swallows it. So it is also kept, and asked for during every wait.
    """

    def __init__(self) -> None:
        self._told: Exit | None = None
        self._never = threading.Event()

    def rest(self, seconds: float) -> None:
        """Wait for that many seconds; raises SystemExit if the process was told to end, before or meanwhile."""
        over = time.monotonic() + seconds
        while True:
            if self._told is not None:
                sys.exit(self._told)
            left = over - time.monotonic()
            if left <= 0:
                return
            self._never.wait(min(left, _SLICE))

    def told(self, code: Exit) -> NoReturn:
        """Leave with this status: from whatever runs now, or at the next wait."""
        self._told = code
        sys.exit(code)


@contextmanager
def ended_from_outside() -> Iterator[Ending]:
    """Let Ctrl+C, a closed terminal and an order to end leave the same way; restores the former handlers at the end."""
    ending = Ending()
    known = ((getattr(signal, name, None), code) for name, code in _SIGNALS)
    before = {each: signal.signal(each, _leaving(ending, code)) for each, code in known if each is not None}
    try:
        yield ending
    finally:
        for each, old in before.items():
            signal.signal(each, old)


def _leaving(ending: Ending, code: Exit) -> Callable[..., None]:
    def leave(*_: object) -> None:
        ending.told(code)

    return leave
