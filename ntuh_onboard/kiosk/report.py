"""What the wizard tells the supervisor while a student is there."""

from __future__ import annotations

import time

from ntuh_onboard.kiosk.seat import Seat
from ntuh_onboard.kiosk.supervisor_messages import Word
from ntuh_onboard.screens.base.fatal import fault_code
from ntuh_onboard.screens.base.refusals import code_of
from ntuh_onboard.screens.frame.front import Front

ALIVE_EVERY = 5.0
"""Seconds between two signs of life."""


class Report:
    """Tells everything once, and signs of life repeatedly."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._told: set[tuple[Word, str]] = set()
        self._alive = 0.0

    def once(self, word: Word, value: str = "") -> None:
        """Tell this, unless it was told before."""
        if (word, value) not in self._told:
            self._told.add((word, value))
            self._seat.tell(word, value)

    def alive(self) -> None:
        """Tell that the screens still respond."""
        if time.monotonic() - self._alive >= ALIVE_EVERY:
            self._alive = time.monotonic()
            self._seat.tell(Word.ALIVE)

    def service(self, *, up: bool) -> None:
        """Tell whether the sites can be used now."""
        self._seat.tell(Word.UP if up else Word.DOWN)

    def where(self, front: Front) -> None:
        """Tell the journey's step, and the number of an error that is shown."""
        if front.frame.view is None:
            return
        self.once(Word.AT, front.scene.walk.journey.at)
        if front.error is not None:
            self.once(Word.ERROR, code_of(front.frame.view.step, front.error))
        if front.over:
            self.once(Word.FINISHED)

    def fault(self, error: BaseException | None) -> None:
        """Tell the code of the fault that has ended the wizard."""
        if error is not None:
            self.once(Word.ERROR, fault_code(error))
