"""What goes between trainer and pupils during a lesson: start, pause, messages, raised hands."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.common.safe_text import safe_line

LONGEST = 200
"""Characters of a message; it has to be read in a few seconds."""


@dataclass(frozen=True, slots=True)
class Note:
    """A message from the trainer to a pupil. `number`: 1 for the first of the class."""

    number: int
    text: str


@dataclass(slots=True)
class Lesson:
    """The state of a lesson; may be called from any thread.

    Attributes:
        clock: the class's, which stands still while it is paused: no code expires, and nobody counts as stuck.
        began: when it began, as a moment of the hospital; 0 before the start, while pupils wait at their seats.
        paused: whether every wizard is held.
        hands: who has raised a hand, by number of the seat, and when.
        notes: the newest message to each seat.
        read: the number of the newest message that each seat has read.

    """

    clock: SystemClock
    began: float = 0.0
    paused: bool = False
    hands: dict[int, float] = field(default_factory=dict)
    notes: dict[int, Note] = field(default_factory=dict)
    read: dict[int, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def pause(self, *, paused: bool) -> None:
        """Hold every wizard, or let all go on."""
        with self._lock:
            self.paused = paused
            self.clock.set_rate(0.0 if paused else 1.0)

    def write(self, seats: Iterable[int], text: str) -> None:
        """Send a message to these seats; it replaces the one before."""
        with self._lock:
            number = max((each.number for each in self.notes.values()), default=0) + 1
            note = Note(number, safe_line(text, LONGEST))
            self.notes |= dict.fromkeys(seats, note)

    def confirm(self, seat: int, number: int) -> None:
        """Note that this seat has read the message of this number."""
        self.read[seat] = max(number, self.read.get(seat, 0))

    def raise_hand(self, seat: int, now: float, *, up: bool) -> None:
        """Raise or lower the hand of this seat; one that is up already stays since when it was."""
        with self._lock:
            if up:
                self.hands.setdefault(seat, now)
            else:
                self.hands.pop(seat, None)

    def forget(self, seat: int) -> None:
        """Drop what concerns a seat that is reset."""
        with self._lock:
            for each in (self.hands, self.notes, self.read):
                each.pop(seat, None)

    def news(self, seat: int) -> dict[str, Any]:
        """Return, as JSON, what the wizard and the pages of this seat are to show."""
        note = self.notes.get(seat)
        unread = note if note is not None and note.number > self.read.get(seat, 0) else None
        return {
            "started": bool(self.began),
            "paused": self.paused,
            "hand": seat in self.hands,
            "note": unread.text if unread else "",
            "number": unread.number if unread else 0,
        }

    def delivered(self) -> dict[str, Any]:
        """Return, as JSON, the newest message, how many it went to and how many have read it; empty without any."""
        newest = max(self.notes.values(), key=lambda each: each.number, default=None)
        if newest is None:
            return {}
        seats = [seat for seat, each in self.notes.items() if each.number == newest.number]
        read = sum(self.read.get(seat, 0) >= newest.number for seat in seats)
        return {"text": newest.text, "seats": len(seats), "read": read}
