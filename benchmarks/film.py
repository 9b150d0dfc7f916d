"""The output of a run, replayed on an emulator when the run is over: which piece brought what onto the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.terminal.emulator import Emulator

SIZE = (120, 36)
Seen = Callable[[Emulator], bool]


class NeverShown(AssertionError):
    """What was waited for did not come; the text shows what stood there."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What was written at a moment: seconds since the start, and the CPU seconds that the program had used by then."""

    at: float
    cpu: float
    output: bytes


class Film:
    """All pieces of a run, each with the text that stood on the screen after it."""

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
        """The piece after which it was seen for the first time."""
        if self._seen is None:
            raise NeverShown("\n".join(self._texts[-1]))
        return self._seen

    def complete(self, first: int, end: int) -> Piece:
        """Of the pieces from `first` to before `end`, the one after which all text stood that stands at their end.

        Textual paints labels first and boxes up to 40 ms later, so a word alone does not tell that a screen is there.
        """
        at = end - 1
        while at > first and self._texts[at - 1] == self._texts[end - 1]:
            at -= 1
        return self._pieces[at]
