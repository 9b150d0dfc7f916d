"""Journeys under one supervisor, each with a random fault: what the supervisor holds stays as it is.

python -m tests.kiosk.soak --journeys 1000
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.kiosk.visitor import Visitor
from tests.terminal.emulator import Emulator

OWN = ("--module", "tests.kiosk.soak_program")
EVERY = 10
"""Journeys between two looks at the supervisor."""
PATIENCE = 90.0
KEPT = 1 << 18
LAST_WORDS = b"X-"
"""Stands in what a process says that has ended by a fault of its own."""
CHANGE = b"\x1b[3J"
"""Empties the scrollback: the supervisor writes it between two students."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the supervisor holds: KiB of memory, open descriptors, threads, processes of its own."""

    memory: int
    descriptors: int
    threads: int
    children: int


def held(process: int) -> Held:
    """As the kernel says, when the day's counts are written: that takes a thread and a file for a moment."""
    end = time.monotonic() + PATIENCE
    while len([*Path(f"/proc/{process}/task").iterdir()]) > 1:
        assert time.monotonic() < end, "the counts are being written for ever"
        time.sleep(0.01)
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    told = dict(each.split(":", 1) for each in lines if ":" in each)
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    descriptors = sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())
    return Held(int(told["VmRSS"].split()[0]), descriptors, int(told["Threads"]), len(children))


def soak(folder: Path, journeys: int) -> tuple[list[Held], dict[str, int]]:
    """Let so many students walk; the looks at the supervisor, and what came of the journeys."""
    looks = []
    with Visitor(folder, own=OWN, kiosk=("--counts", f"{folder}/counts")) as visitor:
        for number in range(journeys):
            _one(visitor, looked=number % EVERY == 0 or number == journeys - 1)
            if number % EVERY == 0 or number == journeys - 1:
                looks.append(held(visitor.supervisor))
        visitor.called()
    days = [json.loads(each) for each in (folder / "counts").read_text(encoding="ascii").splitlines()]
    found = {each: sum(day[each] for day in days) for each in ("started", "finished")}
    return looks, found | {each: len([*folder.glob(f"stage.{each}.*")]) for each in ("done", "by_hand", "wrong")}


def _one(visitor: Visitor, *, looked: bool) -> None:
    """One student: a key, and the process walks by itself; a fault's last words want another key."""
    visitor.called()
    if looked:
        visitor.spare_ready()
    child, end, seen = visitor.child, time.monotonic() + PATIENCE, b""
    visitor.press("x")
    while Path(f"/proc/{child}").exists():
        assert time.monotonic() < end, f"a journey never ends; last was written:\n{seen[-2000:]!r}"
        seen = (seen + (visitor.program.read(0.05) or b""))[-KEPT:]
        if LAST_WORDS in seen:
            visitor.press("x")
    # Drawing a thousand journeys would take hours; what is drawn after the change is all that the next one needs.
    visitor.emulator = Emulator(visitor.look.columns, visitor.look.rows)
    visitor.emulator.feed(seen[seen.rfind(CHANGE) :] if CHANGE in seen else b"")
    visitor.output.clear()


def main() -> int:
    """The figures; 1 where something grows or was said wrongly."""
    options = argparse.ArgumentParser()
    options.add_argument("--journeys", type=int, default=1000)
    asked = options.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        looks, found = soak(Path(folder), asked.journeys)
    took = time.monotonic() - begun
    sys.stdout.write(f"{asked.journeys} journeys in {took:.0f} s: {found}\n")
    first, last = looks[min(1, len(looks) - 1)], looks[-1]
    sys.stdout.write(f"the supervisor, early: {first}\nand at the end:        {last}\n")
    flat = last.memory <= first.memory * 1.02 and (last.descriptors, last.threads) == (first.descriptors, first.threads)
    judged = found["finished"] == found["done"] + found["by_hand"]
    return int(not flat or not judged or found["wrong"] > 0)


if __name__ == "__main__":
    raise SystemExit(main())
