"""The busy lock: while an act is under way, no key reaches a field and no second act begins."""

from __future__ import annotations

import time
from collections.abc import Callable

BURST = 0.25
"""Seconds after a refusal by our own rules in which typed-ahead keys are dropped: they were meant for the next screen,
and would put a password into the field that the cursor went to."""


class BusyLock:
    """Decides whether keys are accepted; otherwise they are dropped, for this screen and the next one.

    now: returns the machine's time in seconds; this is about a person's typing, not about the hospital's time.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._busy = False
        self._until = 0.0
        self.dropped = 0

    @property
    def busy(self) -> bool:
        """Whether an act is under way."""
        return self._busy

    @property
    def takes_keys(self) -> bool:
        """Whether keys go to the fields."""
        return not self._busy and self._now() >= self._until

    def begin(self) -> bool:
        """Begin an act; returns False if one is under way."""
        if self._busy:
            return False
        self._busy, self.dropped = True, 0
        return True

    def end(self) -> None:
        """End the act."""
        self._busy = False

    def drop_burst(self) -> None:
        """Drop the keys that are still coming in from the same burst."""
        self.drop_for(BURST)

    def drop_for(self, seconds: float) -> None:
        """Drop what is typed from now on, for at least this long."""
        self._until = max(self._until, self._now() + seconds)
