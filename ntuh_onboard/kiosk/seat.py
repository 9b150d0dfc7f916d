"""A student's process's ends of the pipes to its supervisor (S-08)."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass

from ntuh_onboard.kiosk.children import BURST, DOWN
from ntuh_onboard.kiosk.supervisor_messages import Word, line


@dataclass(frozen=True, slots=True)
class Turn:
    """What is known when a student's turn begins.

    Attributes:
        burst: whether keys for the last screen were discarded just now.
        down: whether the sites could not be used.

    """

    burst: bool
    down: bool


class Seat:
    """This process's ends of the two pipes: its turn is read from `turn`, and messages are written to `telling`.

    Until the turn comes, nothing reaches the terminal, which another student is using: no warnings, no error messages.
    """

    def __init__(self, turn: int, telling: int) -> None:
        self.turn = turn
        self._telling = telling
        self._kept = [(each, os.dup(each)) for each in (1, 2)]
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for each, _ in self._kept:
            os.dup2(nowhere, each)
        os.close(nowhere)

    def take(self) -> Turn | None:
        """Take the turn, and the terminal with it, once `turn` can be read; None if the supervisor has gone."""
        given = os.read(self.turn, 1)
        if not given:
            return None
        for each, kept in self._kept:
            os.dup2(kept, each)
            os.close(kept)
        self._kept = []
        return Turn(burst=bool(given[0] & BURST), down=bool(given[0] & DOWN))

    def tell(self, word: Word, value: str = "") -> None:
        """Tell the supervisor a word of the fixed list; raises NotToBeTold for any other."""
        told = line(word, value)
        with suppress(BrokenPipeError):  # the supervisor has gone, which `turn` shows too
            os.write(self._telling, told)
