"""How long nobody has typed, and what follows on a shared computer (J0.8)."""

from __future__ import annotations

from enum import StrEnum

from ntuh_onboard.clock import Clock

COVER_AFTER = 60.0
"""Seconds without a key after which personal data is covered."""
WARN_AFTER = 270.0
"""Seconds after which the end is announced: 30 s before it (WCAG 2.2.1 asks for 20 at least)."""
WIPE_AFTER = 300.0
"""Seconds after which the program signs out and ends."""
JUMP = 30.0
"""A gap of this many seconds between two looks means that the computer slept or was locked."""


class Idleness(StrEnum):
    """What the silence asks for."""

    NONE = "none"
    COVER = "cover"
    WARN = "warn"
    WIPE = "wipe"


class IdleWatch:
    """Looked at by a timer, told of every key. relaxed: on the student's own device nothing follows but the cover."""

    def __init__(self, clock: Clock, *, relaxed: bool = False) -> None:
        self._clock = clock
        self._relaxed = relaxed
        self._last = clock.elapsed()
        self._looked: float | None = None
        self._jumped = False

    def touched(self) -> None:
        """A key was pressed, or the mouse was used; too late where the end was due and was only not looked for yet.

        The key that wakes a computer may come before the timer: it hides neither the jump nor the end.
        """
        now = self._clock.elapsed()
        if self._looked is not None:
            self._jumped = self._jumped or now - self._looked > JUMP
            self._looked = now
            if not self._relaxed and now - self._last >= WIPE_AFTER:
                return
        self._last = now

    def left(self) -> float:
        """Seconds until the end."""
        return max(0.0, self._last + WIPE_AFTER - self._clock.elapsed())

    def look(self) -> Idleness:
        """What is due now. A jump of the clock covers at once, whatever the last key."""
        now = self._clock.elapsed()
        jumped = self._jumped or (self._looked is not None and now - self._looked > JUMP)
        self._looked, self._jumped = now, False
        idle = now - self._last
        if self._relaxed:
            return Idleness.COVER if jumped else Idleness.NONE
        for limit, due in ((WIPE_AFTER, Idleness.WIPE), (WARN_AFTER, Idleness.WARN), (COVER_AFTER, Idleness.COVER)):
            if idle >= limit:
                return due
        return Idleness.COVER if jumped else Idleness.NONE
