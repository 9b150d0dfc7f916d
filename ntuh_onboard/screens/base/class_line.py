"""What a wizard at a seat of a class hears from the trainer, and tells them; a wizard elsewhere has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ClassNews:
    """What the class last said of this seat.

    Attributes:
        paused: whether the trainer holds every wizard.
        hand: whether the pupil's hand is up.
        note: a message that the pupil has not read yet, or empty.
        number: the number of that message, or 0.

    """

    paused: bool = False
    hand: bool = False
    note: str = ""
    number: int = 0


class ClassLine(Protocol):
    """The line between a seat and its class; every verb returns at once."""

    def news(self) -> ClassNews:
        """Return what the class last said."""

    def raise_hand(self, *, up: bool) -> None:
        """Raise the pupil's hand on the trainer's board, or lower it."""

    def confirm(self, number: int) -> None:
        """Tell that the message of this number was read."""
