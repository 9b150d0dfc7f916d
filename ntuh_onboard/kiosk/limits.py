"""How long a student may stay at a kiosk, and for how long without a key (K-04)."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from ntuh_onboard.common.clock import Clock
from ntuh_onboard.journey.idle import Patience
from ntuh_onboard.journey.step import Busy, Step

USUAL = Patience(cover=60.0, warn=120.0, wipe=150.0)
"""The warning is shown for 30 s (T-08 asks for at least 20)."""
READING = Patience(cover=240.0, warn=240.0, wipe=270.0)
"""While reading a text or deciphering a picture: both must stay visible."""
WAITING = Patience(cover=60.0, warn=240.0, wipe=270.0)
"""While waiting for a message: two lifetimes of a code (J5.3), with personal data covered after a minute."""
_WHILE: Mapping[Busy, Patience] = {Busy.TYPING: USUAL, Busy.READING: READING, Busy.WAITING: WAITING}

CLASS = Patience(cover=1740.0, warn=1740.0, wipe=1800.0)
"""At every step of a pupil's wizard in a class: pupils listen to the trainer, and all people are invented."""
CLASS_RENEW_AFTER = 2 * 3600.0
"""Seconds that a pupil's wizard waits for its first key: as long as a class lasts."""

STAY = 45 * 60.0
"""Seconds that one student has, from the first key on."""
EXTENSION = 15 * 60.0
"""Additional seconds, once; the simulated server's own limit is 60 min."""
ANNOUNCED = 120.0
"""Seconds before the end at which it is announced."""
RECEIPT = 30.0
"""Seconds for which the result of a commit is shown before the wizard ends (K-05)."""


def patience_at(step: Step | None) -> Patience:
    """Return how long nobody may type at this step; None is any screen before the journey."""
    return USUAL if step is None else _WHILE[step.busy]


class Stay:
    """One student's time at the kiosk, from the first key on.

    Attributes:
        clock: the machine's, which practice does not speed up.
        extended: whether more time was asked for, which is possible once.

    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._end = inf
        self._announced = False
        self.extended = False

    def begin(self) -> None:
        """Start the student's time."""
        self._end = self.clock.elapsed() + STAY

    def left(self) -> float:
        """Return the seconds until the end; infinite before the first key."""
        return self._end - self.clock.elapsed()

    def to_announce(self) -> bool:
        """Return whether the end is near and has not been announced yet; afterwards it counts as announced."""
        due = not self._announced and self.left() <= ANNOUNCED
        self._announced = self._announced or due
        return due

    def extend(self) -> bool:
        """Extend the time; returns False if that was done before."""
        if self.extended:
            return False
        self.extended, self._announced = True, False
        self._end += EXTENSION
        return True
