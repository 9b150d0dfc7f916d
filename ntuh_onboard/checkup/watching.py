"""A check repeated for a desk: how long to wait in between, and the ways out."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

from ntuh_onboard.checkup.judging import Verdict
from ntuh_onboard.exits import Exit

LEAST, LONGEST = 5.0, 600.0
"""Seconds between two checks: a desk left alone must not wear out a site, nor sleep through its return."""
_ANSWERED = frozenset({Verdict.OK, Verdict.WORDS_CHANGED, Verdict.CLOCK})


class Pauses:
    """How long to wait after each check: twice as long each time that a site did not answer as it should.

    every: the seconds that were asked for.
    """

    def __init__(self, every: float) -> None:
        self._every = max(LEAST, every)
        self._next = self._every

    def after(self, found: Verdict) -> float:
        """Seconds to wait after a check that ended so."""
        if found in _ANSWERED:
            self._next = self._every
            return self._every
        pause = self._next
        self._next = max(self._every, min(self._next * 2, LONGEST))
        return pause


def repeat(once: Callable[[], Verdict], pauses: Pauses, rest: Callable[[float], object]) -> NoReturn:
    """Check, wait, and check again, until it is interrupted. rest: shows the pause and waits for so many seconds."""
    while True:
        rest(pauses.after(once()))


@contextmanager
def ended_from_outside() -> Iterator[None]:
    """Being told to end leaves by the same way as every other end, so that the terminal is put back (R-05)."""
    known = ((getattr(signal, name, None), code) for name, code in _SIGNALS)
    before = {each: signal.signal(each, _leaving(code)) for each, code in known if each is not None}
    try:
        yield
    finally:
        for each, old in before.items():
            signal.signal(each, old)


_SIGNALS = (("SIGTERM", Exit.TERMINATED), ("SIGHUP", Exit.HANGUP))


def _leaving(code: Exit) -> Callable[..., None]:
    def leave(*_: object) -> None:
        sys.exit(code)

    return leave
