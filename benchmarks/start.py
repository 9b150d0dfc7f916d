"""Measure the wizard against a bare Textual form, both in a real terminal, in turns: `make bench ARGS='--rounds 20'`.

The speed of a machine changes within a second, so only ratios of interleaved runs are worth anything; the absolute
limits hold on a machine of two quiet cores. See docs/performance.md for the goals and how to read the table.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # a script's own folder is what Python looks into, and the harness lies beside it

from benchmarks.figures import MEASURES, Values, line, table  # noqa: E402  # behind the path
from benchmarks.player import Player  # noqa: E402  # behind the path
from benchmarks.subjects import FORM, Subject, wizard  # noqa: E402  # behind the path
from tests.terminal.harness import plain_environment  # noqa: E402  # behind the path

TURNS, KEYS, IDLE = 5, 12, 3.0
_LETTERS = "qwzjkv"
_ERASE = "\x7f"


def measured(subject: Subject, home: Path, chance: random.Random) -> Mapping[str, Values]:
    """Play one run from start to end; the values of every measure."""
    player = Player(subject.command, ROOT, plain_environment(home))
    try:
        return {
            **_started(player, subject),
            **_turned(player, subject),
            **_typed(player, subject, chance),
            **_left(player, subject),
        }
    finally:
        player.close()


def _started(player: Player, subject: Subject) -> dict[str, Values]:
    player.wait_for(subject.last_box)
    player.press(subject.first_key)
    ready = player.first_seen(subject.shown)
    values = {
        "first_paint": [player.pieces[0].at],
        "ready": [ready.at],
        "ready_cpu": [ready.cpu],
        "memory_start": [player.memory()],
        "bytes_start": [float(player.written())],
    }
    for keys, text in subject.before_turning:
        player.press(keys, text)
        player.settle()
    return values


def _turned(player: Player, subject: Subject) -> dict[str, Values]:
    """The first turn builds what the later ones show again, so it is told apart."""
    there, back, sizes = [], [], []
    for _ in range(TURNS + 1):
        before = len(player.pieces)
        there.append(player.press(*subject.turn))
        player.settle()
        sizes.append(float(player.written(before)))
        back.append(player.press(*subject.turn_back))
        player.settle()
    return {"first_turn": there[:1], "turn": there[1:], "turn_back": back[1:], "bytes_turn": sizes[1:]}


def _typed(player: Player, subject: Subject, chance: random.Random) -> dict[str, Values]:
    """At a person's pace, out of step with any timer; then nobody types."""
    for keys, text in subject.before_typing:
        player.press(keys, text)
        player.settle()
    echoes = []
    for at in range(KEYS):
        if at and at % len(_LETTERS) == 0:
            for _ in _LETTERS:
                player.press(_ERASE)
        letter = _LETTERS[at % len(_LETTERS)]
        echoes.append(player.press(letter, letter))
        player.pause(chance.uniform(0.09, 0.17))
    player.settle()
    used = player.cpu()
    player.pause(IDLE)
    return {"key": echoes, "idle": [(player.cpu() - used) / IDLE]}


def _left(player: Player, subject: Subject) -> dict[str, Values]:
    memory = player.memory()
    for keys, text in subject.before_leaving:
        player.press(keys, text)
        player.settle()
    return {"memory_end": [memory], "leave": [player.press_to_the_end(subject.leave)]}


def compared(rounds: int) -> str:
    """Play both programs in turns, after one round that only warms the machine; the table."""
    subjects = (FORM, wizard())
    runs: dict[str, list[Mapping[str, Values]]] = {subject.name: [] for subject in subjects}
    chance = random.Random(1)  # noqa: S311  # the same pauses each time; nothing is kept secret by them
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
    """Print the table; with `--gate`, 1 where a gate is passed beyond doubt."""
    parser = argparse.ArgumentParser(description="Measure start, keys and page turns against a bare Textual form.")
    parser.add_argument("--rounds", type=int, default=15, help="how often both are played (15 or more to trust it)")
    parser.add_argument("--gate", action="store_true", help="exit status 1 where a gate is passed beyond doubt")
    given = parser.parse_args(arguments)
    drawn = compared(given.rounds)
    print(drawn)
    return int(given.gate and "OVER" in drawn)


if __name__ == "__main__":
    sys.exit(main())
