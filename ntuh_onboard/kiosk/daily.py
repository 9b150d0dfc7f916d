"""The file of counts per day, which staff read and which several supervisors may add to.

It has one line of JSON per day:

    {"day": "2026-11-24", "started": 3, "finished": 2, "stopped": {"sign_in": 1}, "errors": {"E-2012": 1}}

Whatever else somebody has written into it, with any editor, stays at its top.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from ntuh_onboard.common import private_files

_AS_IT_IS = "surrogateescape"
"""Bytes that are not UTF-8, for example of a line in Big5, are written back as they were read."""


@dataclass(slots=True)
class Day:
    """What to add to a day's line."""

    started: int = 0
    finished: int = 0
    stopped: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)

    def add(self, more: Day) -> None:
        """Add another day's counts."""
        self.started += more.started
        self.finished += more.finished
        self.stopped += more.stopped
        self.errors += more.errors


def write(path: Path, more: Mapping[str, Day]) -> None:
    """Add these counts to the file, by date (`2026-11-24`); raises OSError.

    Takes as long as the disk, and as any other supervisor that is writing to the same file.
    """
    with _alone(path.parent):
        notes, days = _read(path)
        for day, counted in more.items():
            _add(days.setdefault(day, {}), counted)
        told = [json.dumps({"day": day, **found}) for day, found in sorted(days.items())]
        private_files.write(path, "".join(f"{each}\n" for each in (*notes, *told)), errors=_AS_IT_IS)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other supervisors from writing to a file in this folder; no protection if the folder cannot be locked."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def _add(found: dict[str, object], more: Day) -> None:
    """Add to the counts of a day that the file may already have."""
    found["started"] = _number(found.get("started")) + more.started
    found["finished"] = _number(found.get("finished")) + more.finished
    found["stopped"] = dict(_counted(found.get("stopped")) + more.stopped)
    found["errors"] = dict(_counted(found.get("errors")) + more.errors)


def _read(path: Path) -> tuple[list[str], dict[str, dict[str, object]]]:
    """Return the other lines of the file, and the counts by day; a truncated line of ours is dropped."""
    notes: list[str] = []
    days: dict[str, dict[str, object]] = {}
    with suppress(FileNotFoundError):
        for each in path.read_text(encoding="utf-8-sig", errors=_AS_IT_IS).split("\n"):
            try:
                told = json.loads(each)
            except (ValueError, RecursionError):
                told = None
            if isinstance(told, dict) and isinstance(told.get("day"), str):
                days[told.pop("day")] = told
            elif each.strip() and (told is not None or not each.startswith("{")):
                notes.append(each)
    return notes, days


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _counted(value: object) -> Counter[str]:
    found = value if isinstance(value, dict) else {}
    return Counter({str(name): _number(times) for name, times in found.items()})
