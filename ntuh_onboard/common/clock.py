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
    """The interface of a clock; whatever keeps time is given one."""

    def elapsed(self) -> float:
        """Return the seconds since some fixed moment; counts on while the machine sleeps, never goes back."""

    def now(self) -> datetime:
        """Return the date and time in Taipei, corrected by the server's date once one was seen (`set_now`)."""

    def today(self) -> date:
        """Return the date in Taipei."""

    def set_now(self, seen: datetime) -> None:
        """Take the date of a server's response as right; a workstation's own clock may be wrong."""


def _suspend_aware() -> float:
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class SystemClock:
    """The machine's clock, which practice can speed up (`rate`) or put forward (`jump`)."""

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
        """How many seconds pass on this clock during one second of the machine."""
        return self._rate

    def elapsed(self) -> float:
        """Return the seconds since this clock was made, including its rate and jumps."""
        with self._lock:
            return self._base + (self._ticks() - self._since) * self._rate

    def now(self) -> datetime:
        """Return the date and time in Taipei."""
        return (self._origin + timedelta(seconds=self.elapsed())).astimezone(TAIPEI)

    def today(self) -> date:
        """Return the date in Taipei."""
        return self.now().date()

    def set_now(self, seen: datetime) -> None:
        """Make `now()` return `seen` at this moment; `elapsed()` is not affected."""
        self._origin = seen.astimezone(UTC) - timedelta(seconds=self.elapsed())

    def set_rate(self, rate: float) -> None:
        """From now on, let `rate` seconds pass during one second of the machine; practice only."""
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
    """A clock that stands still until a test moves it."""

    def __init__(self, at: datetime = datetime(2026, 11, 24, 9, 41, tzinfo=TAIPEI)) -> None:
        super().__init__(ticks=lambda: 0.0, wall=at.timestamp)
