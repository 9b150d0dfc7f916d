"""The file of what was counted a day, which staff read, and into which more than one supervisor may count.

One line of JSON a day, of this form:

    {"day": "2026-11-24", "started": 3, "finished": 2, "stopped": {"sign_in": 1}, "errors": {"E-2012": 1}}

What somebody else has put into it, with whatever editor, stays at its top.
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
"""Bytes that are no UTF-8, as of a line that was written in Big5, are written again as they were read."""


@dataclass(slots=True)
class Day:
    """What is to be added to a day's line."""

    started: int = 0
    finished: int = 0
    stopped: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)

    def add(self, more: Day) -> None:
        """Count this as well."""
        self.started += more.started
        self.finished += more.finished
        self.stopped += more.stopped
        self.errors += more.errors


def write(path: Path, more: Mapping[str, Day]) -> None:
    """Add this to the days that the file tells of, `2026-11-24` -> what more there was; raises OSError.

    It may take as long as the disk does, and as another supervisor that counts into the same file.
    """
    with _alone(path.parent):
        notes, days = _read(path)
        for day, counted in more.items():
            _add(days.setdefault(day, {}), counted)
        told = [json.dumps({"day": day, **found}) for day, found in sorted(days.items())]
        private_files.write(path, "".join(f"{each}\n" for each in (*notes, *told)), errors=_AS_IT_IS)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else counts into a file of this folder meanwhile; where a folder cannot be locked, nothing is held."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def _add(found: dict[str, object], more: Day) -> None:
    """Count more of a day that the file may tell of."""
    found["started"] = _number(found.get("started")) + more.started
    found["finished"] = _number(found.get("finished")) + more.finished
    found["stopped"] = dict(_counted(found.get("stopped")) + more.stopped)
    found["errors"] = dict(_counted(found.get("errors")) + more.errors)


def _read(path: Path) -> tuple[list[str], dict[str, dict[str, object]]]:
    """What else stands in the file, line by line, and the days that it tells of; half a line of ours is dropped."""
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
