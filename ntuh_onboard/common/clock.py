"""One clock for the wizard and, in practice, for the simulated hospital (R-04).

Screens keep no time of their own: their timers only repaint, and ask this clock what to paint.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

TAIPEI = timezone(timedelta(hours=8), "Asia/Taipei")
"""Taiwan keeps UTC+8 all year; a fixed offset needs no time zone database on the workstation."""


class Clock(Protocol):
    """What everything that keeps time is given."""

    def elapsed(self) -> float:
        """Seconds since some fixed moment; goes on while the machine sleeps, never goes back."""

    def now(self) -> datetime:
        """The date and time in Taipei, by the server's date where one was seen (`set_now`)."""

    def today(self) -> date:
        """The date in Taipei."""

    def set_now(self, seen: datetime) -> None:
        """Take the date of a server's answer as right; a workstation's own clock may be wrong."""


def _suspend_aware() -> float:
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class SystemClock:
    """The machine's clock, which practice may run faster (`rate`) or put forward (`jump`)."""

    def __init__(
        self, ticks: Callable[[], float] = _suspend_aware, wall: Callable[[], float] = time.time, rate: float = 1.0
    ) -> None:
        self._ticks = ticks
        self._lock = threading.Lock()
        self._rate = rate
        self._since = ticks()
        self._base = 0.0
        self._origin = datetime.fromtimestamp(wall(), UTC)

    @property
    def rate(self) -> float:
        """How many seconds pass here in one second of the machine."""
        return self._rate

    def elapsed(self) -> float:
        """Seconds since this clock was made, at its rate and with its jumps."""
        with self._lock:
            return self._base + (self._ticks() - self._since) * self._rate

    def now(self) -> datetime:
        """Date and time in Taipei."""
        return (self._origin + timedelta(seconds=self.elapsed())).astimezone(TAIPEI)

    def today(self) -> date:
        """Date in Taipei."""
        return self.now().date()

    def set_now(self, seen: datetime) -> None:
        """Let `now()` be `seen` at this moment; `elapsed()` does not change."""
        self._origin = seen.astimezone(UTC) - timedelta(seconds=self.elapsed())

    def set_rate(self, rate: float) -> None:
        """From now on, `rate` seconds pass in one second of the machine; practice only."""
        with self._lock:
            ticks = self._ticks()
            self._base += (ticks - self._since) * self._rate
            self._since = ticks
            self._rate = rate

    def jump(self, seconds: float) -> None:
        """Go forward by `seconds` at once; practice only."""
        with self._lock:
            self._base += seconds


class ManualClock(SystemClock):
    """A clock that stands still until it is moved; for tests."""

    def __init__(self, at: datetime = datetime(2026, 11, 24, 9, 41, tzinfo=TAIPEI)) -> None:
        super().__init__(ticks=lambda: 0.0, wall=at.timestamp)
