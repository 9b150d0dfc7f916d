"""Find out from time to time, while nobody is there, whether the hospital's sites can be used (J0.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future

from ntuh_onboard.backend.protocol import Reach, SiteState
from ntuh_onboard.common.clock import Clock

FIRST, LONGEST = 15.0, 300.0
"""Seconds between two questions while the sites are down; they double each time, up to five minutes."""

Asking = Callable[[], "Future[Iterable[Reach]]"]


class Probe:
    """Asks the sites over the lane, so that the screen never waits; called by a timer.

    Attributes:
        up: the last known state, initially perhaps from another process.

    """

    def __init__(self, clock: Clock, ask: Asking, *, up: bool = True) -> None:
        self.up = up
        self._clock = clock
        self._ask = ask
        self._next = clock.elapsed()
        self._pause = FIRST
        self._asked: Future[Iterable[Reach]] | None = None

    def look(self) -> bool:
        """Ask if it is time, take the answer if it has come, and return whether the sites can be used."""
        if self._asked is None:
            if self._clock.elapsed() >= self._next:
                self._asked = self._ask()
        elif self._asked.done():
            self._take(self._asked)
            self._asked = None
        return self.up

    def _take(self, asked: Future[Iterable[Reach]]) -> None:
        if asked.cancelled():
            return  # the wizard is leaving; nothing was learned about the sites
        failed = asked.exception() is not None
        self.up = not failed and all(each.state in {SiteState.UP, SiteState.NEEDS_BROWSER} for each in asked.result())
        self._pause = LONGEST if self.up else min(LONGEST, self._pause)
        self._next = self._clock.elapsed() + self._pause
        self._pause = FIRST if self.up else self._pause * 2
