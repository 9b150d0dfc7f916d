"""How long the next student waits: from the last byte of the old process to the first key that counts for the new one.

python -m tests.kiosk.change --rounds 50
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.kiosk.visitor import CALLS, CHOOSE, Visitor

LEFT = b"\x1b[?1049l"
"""The last that a student's process writes, but for a few modes."""


PATIENCE = 15.0


def changes(folder: Path, rounds: int) -> list[float]:
    """Seconds of each change; the spare stands ready, as it does when a student has been there for a while."""
    found = []
    with Visitor(folder) as visitor:
        visitor.called()
        for _ in range(rounds):
            visitor.spare_ready()
            visitor.press("x")
            visitor.shows(CHOOSE)
            visitor.settle(0.3)
            visitor.press("escape")
            came = _until(visitor, LEFT)
            left = time.monotonic()
            came += _until(visitor, visitor.word(CALLS).encode())
            visitor.press("y")
            came += _until(visitor, visitor.word(CHOOSE).encode())
            found.append(time.monotonic() - left)
            visitor.send(visitor.emulator.feed(came).decode())
            visitor.settle(0.3)
            visitor.press("escape")
            visitor.called()
    return found


def _until(visitor: Visitor, needle: bytes) -> bytes:
    """Read until this was written; not drawn yet, since the test's own drawing would be measured too."""
    came, end = b"", time.monotonic() + PATIENCE
    while needle not in came:
        assert time.monotonic() < end, f"{needle!r} never came"
        came += visitor.program.read(0.1) or b""
    return came


def p95(found: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(found)[max(0, round(len(found) * 0.95) - 1)]


def main() -> int:
    """Print the figures; 1 where p95 is not under 0.2 s."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=50)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = changes(Path(folder), asked.rounds)
    middle = sorted(found)[len(found) // 2]
    sys.stdout.write(f"{len(found)} changes: p50 {middle:.3f} s, p95 {p95(found):.3f} s, longest {max(found):.3f} s\n")
    return int(p95(found) >= 0.2)


if __name__ == "__main__":
    raise SystemExit(main())
