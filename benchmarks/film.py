"""Replay a run's output on an emulator after the run, to find out which piece brought what onto the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.terminal.emulator import Emulator

SIZE = (120, 36)
Seen = Callable[[Emulator], bool]


class NeverShown(AssertionError):
    """What was waited for did not appear; the message shows the screen."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of output.

    Attributes:
        at: when it was written, in seconds since the start.
        cpu: the CPU seconds that the program had used by then.
        output: the bytes.

    """

    at: float
    cpu: float
    output: bytes


class Film:
    """All pieces of a run, each with the text on the screen after it."""

    def __init__(self, pieces: Sequence[Piece], seen: Seen) -> None:
        self._pieces = pieces
        self._texts: list[list[str]] = []
        self._seen: Piece | None = None
        emulator = Emulator(*SIZE)
        for piece in pieces:
            emulator.feed(piece.output)
            self._texts.append(emulator.lines())
            if self._seen is None and seen(emulator):
                self._seen = piece

    @property
    def seen(self) -> Piece:
        """The first piece after which it was on the screen."""
        if self._seen is None:
            raise NeverShown("\n".join(self._texts[-1]))
        return self._seen

    def complete(self, first: int, end: int) -> Piece:
        """Return, among the pieces from `first` to before `end`, the one after which all of their final text was shown.

        Textual paints labels first and boxes up to 40 ms later, so one word alone does not prove that a screen is up.
        """
        at = end - 1
        while at > first and self._texts[at - 1] == self._texts[end - 1]:
            at -= 1
        return self._pieces[at]
