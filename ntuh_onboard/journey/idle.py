"""How long nobody has typed, and what follows from that on a shared computer (J0.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ntuh_onboard.common.clock import Clock
from ntuh_onboard.journey.step import Busy, Step

COVER_AFTER = 60.0
"""Seconds without a key after which personal data is covered."""
WARN_AFTER = 270.0
"""Seconds after which the end is announced, 30 s before it (WCAG 2.2.1 asks for at least 20)."""
WIPE_AFTER = 300.0
"""Seconds after which the program signs out and ends."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds without a key after which personal data is covered, the end announced, and the program ended."""

    cover: float = COVER_AFTER
    warn: float = WARN_AFTER
    wipe: float = WIPE_AFTER


SHARED = Patience()
"""The limits on a shared computer (J0.8); a kiosk has its own (K-04)."""
_WHILE: Mapping[Busy, Patience] = {
    Busy.TYPING: SHARED,
    Busy.READING: Patience(cover=180.0),
    Busy.WAITING: Patience(cover=150.0),
}
"""Who reads, or looks at a phone while a code of two minutes runs, is there; that screen masks the number anyway."""


def shared_patience(step: Step | None) -> Patience:
    """Return the limits of a shared computer at this step; None is any screen before the journey."""
    return SHARED if step is None else _WHILE[step.busy]


JUMP = 30.0
"""A gap of so many seconds between two checks means that the computer slept or was locked."""


class Idleness(StrEnum):
    """What has to be done after a silence."""

    NONE = "none"
    COVER = "cover"
    WARN = "warn"
    WIPE = "wipe"


class IdleWatch:
    """Measures silence; a timer calls `look`, and `touched` is called for every key.

    With `relaxed`, on the student's own device, nothing but the cover ever follows.

    Attributes:
        patience: the limits; they may be changed at any time.
        led: whether what is shown goes on without typing, as when a scenario plays or a trainer talks. Then nothing
            follows, not even if the computer slept.

    """

    def __init__(self, clock: Clock, *, relaxed: bool = False) -> None:
        self.patience = SHARED
        self.led = False
        self._clock = clock
        self._relaxed = relaxed
        self._last = clock.elapsed()
        self._looked: float | None = None
        self._jumped = False

    def touched(self) -> None:
        """Note a key or a mouse event; ignored if the end is due and only has not been noticed yet.

        The key that wakes a computer may come before the timer: it must hide neither the sleep nor the end.
        """
        now = self._clock.elapsed()
        if self._looked is not None:
            self._jumped = self._jumped or now - self._looked > JUMP
            self._looked = now
            if not self._relaxed and now - self._last >= self.patience.wipe:
                return
        self._last = now

    @property
    def last(self) -> float:
        """When the last key was pressed, in seconds of the clock."""
        return self._last

    def again(self) -> None:
        """Restart the silence from now on, even if the end was due."""
        self._last, self._jumped = self._clock.elapsed(), False

    @property
    def over(self) -> bool:
        """Whether the end is due."""
        return not self._relaxed and self.left() <= 0

    def left(self) -> float:
        """Return the seconds until the end."""
        return max(0.0, self._last + self.patience.wipe - self._clock.elapsed())

    def look(self) -> Idleness:
        """Return what is due now. A jump of the clock covers the screen at once, whenever the last key was."""
        now = self._clock.elapsed()
        jumped = self._jumped or (self._looked is not None and now - self._looked > JUMP)
        self._looked, self._jumped = now, False
        idle = now - self._last
        if self.led:
            return Idleness.NONE
        if self._relaxed:
            return Idleness.COVER if jumped else Idleness.NONE
        limits = self.patience
        for limit, due in ((limits.wipe, Idleness.WIPE), (limits.warn, Idleness.WARN), (limits.cover, Idleness.COVER)):
            if idle >= limit:
                return due
        return Idleness.COVER if jumped else Idleness.NONE
