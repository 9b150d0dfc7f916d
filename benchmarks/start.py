"""Measure the wizard against a bare Textual form, both in a real terminal, in turns: `make bench ARGS='--rounds 20'`.

The speed of a machine changes within a second, so only ratios of interleaved runs mean anything; the absolute limits
hold on a machine with two idle cores. See docs/performance.md for the goals and how to read the table.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # Python looks into a script's own folder only; the harness is beside it

from benchmarks.figures import MEASURES, Values, line, table  # noqa: E402  # needs the path above
from benchmarks.film import Film  # noqa: E402  # needs the path above
from benchmarks.player import Player  # noqa: E402  # needs the path above
from benchmarks.subjects import FORM, Subject, wizard  # noqa: E402  # needs the path above
from tests.terminal.harness import plain_environment  # noqa: E402  # needs the path above

TURNS, KEYS, IDLE = 5, 12, 3.0
_LETTERS = "qwzjkv"
_ERASE = "\x7f"


class Run:
    """One program, run from its start to its end; `values` are filled in afterwards, from its film."""

    def __init__(self, subject: Subject, player: Player, chance: random.Random) -> None:
        self._subject = subject
        self._player = player
        self._chance = chance
        self._turns: dict[str, list[tuple[float, int, int]]] = {"turn": [], "turn_back": []}
        self.values: dict[str, Values] = {}

    def play(self) -> None:
        """Start, turn pages, type, do nothing, leave."""
        subject, player = self._subject, self._player
        player.wait_for(subject.last_box)
        player.press(subject.first_key)
        self.values |= {"memory_start": [player.memory()], "bytes_start": [float(player.written())]}
        player.go(subject.before_turning)
        for _ in range(TURNS + 1):
            self._turn("turn", subject.turn)
            self._turn("turn_back", subject.turn_back)
        player.go(subject.before_typing)
        self._type()
        used = player.cpu()
        player.pause(IDLE)
        self.values |= {"idle": [(player.cpu() - used) / IDLE], "memory_end": [player.memory()]}
        player.go(subject.before_leaving)
        self.values["leave"] = [player.press_to_the_end(subject.leave)]
        self._develop()

    def _turn(self, name: str, way: tuple[str, str]) -> None:
        pressed, first = self._player.now(), len(self._player.pieces)
        self._player.go([way])
        self._turns[name].append((pressed, first, len(self._player.pieces)))

    def _type(self) -> None:
        """Type at a person's pace, out of step with any timer."""
        echoes, sizes = [], []
        for at in range(KEYS):
            if at and at % len(_LETTERS) == 0:
                self._player.go([(_ERASE, "")] * len(_LETTERS))
            letter, written = _LETTERS[at % len(_LETTERS)], self._player.written()
            echoes.append(self._player.press(letter, letter))
            self._player.pause(self._chance.uniform(0.09, 0.17))
            sizes.append(float(self._player.written() - written))
        self._player.settle()
        self.values |= {"key": echoes, "bytes_key": sizes}

    def _develop(self) -> None:
        pieces = self._player.pieces
        film = Film(pieces, self._subject.shown)
        self.values |= {"first_paint": [pieces[0].at], "ready": [film.seen.at], "ready_cpu": [film.seen.cpu]}
        for name, turns in self._turns.items():
            took = [film.complete(first, end).at - pressed for pressed, first, end in turns]
            # The first turn builds what later ones only show again, so it is reported separately.
            self.values |= {f"first_{name}": took[:1], name: took[1:]}
        sizes = [sum(len(piece.output) for piece in pieces[first:end]) for _, first, end in self._turns["turn"]]
        self.values["bytes_turn"] = [float(size) for size in sizes[1:]]


def measured(subject: Subject, home: Path, chance: random.Random) -> Mapping[str, Values]:
    """Run a program once; returns the values of every measure."""
    player = Player(subject.command, ROOT, plain_environment(home))
    try:
        run = Run(subject, player, chance)
        run.play()
    finally:
        player.close()
    if subject.by_itself:
        run.values["memory_end"] = [_memory_at_the_end(subject.by_itself, home)]
    return run.values


def _memory_at_the_end(command: Sequence[str], home: Path) -> float:
    player = Player(command, ROOT, plain_environment(home))
    try:
        return player.memory_to_the_end()
    finally:
        player.close()


def compared(rounds: int) -> str:
    """Run both programs in turns, after one round to warm up the machine; returns the table."""
    subjects = (FORM, wizard())
    runs: dict[str, list[Mapping[str, Values]]] = {subject.name: [] for subject in subjects}
    chance = random.Random(1)  # noqa: S311  # the same pauses each time; no secret depends on them
    with tempfile.TemporaryDirectory() as home:
        for number in range(rounds + 1):
            for subject in subjects if number % 2 else subjects[::-1]:
                values = measured(subject, Path(home), chance)
                if number:
                    runs[subject.name].append(values)
            print(f"\rround {number} of {rounds}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return table([line(each, runs["form"], runs["wizard"]) for each in MEASURES])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; with `--gate`, return 1 if a gate is exceeded beyond doubt."""
    parser = argparse.ArgumentParser(description="Measure start, keys and page turns against a bare Textual form.")
    parser.add_argument("--rounds", type=int, default=15, help="how often both are played (15 or more to trust it)")
    parser.add_argument("--gate", action="store_true", help="exit status 1 where a gate is passed beyond doubt")
    given = parser.parse_args(arguments)
    drawn = compared(given.rounds)
    print(drawn)
    return int(given.gate and "OVER" in drawn)


if __name__ == "__main__":
    sys.exit(main())
