"""How many started, finished, or stopped at which step, a day: no name, no time, no ID (S-03).

One line of JSON a day, of this form, in a file that is named by a flag and written by the supervisor alone:

    {"day": "2026-11-24", "started": 3, "finished": 2, "stopped": {"sign_in": 1}, "errors": {"E-2012": 1}}

What somebody else has put into it, with whatever editor, stays at its top.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ntuh_onboard import private
from ntuh_onboard.clock import TAIPEI
from ntuh_onboard.kiosk.told import Word

BEFORE_THE_JOURNEY = "start"
"""Where somebody stopped who pressed a key and chose nothing."""


def today() -> str:
    """The date in Taipei by the machine's clock."""
    return datetime.now(UTC).astimezone(TAIPEI).date().isoformat()


@dataclass(slots=True)
class _Day:
    """What is to be added to a day's line."""

    started: int = 0
    finished: int = 0
    stopped: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)


class Counts:
    """Counts what the processes tell. path: the file, None for none. day: gives the date, `2026-11-24`."""

    def __init__(self, path: Path | None, day: Callable[[], str] = today) -> None:
        self._path = path
        self._day = day
        self._started = self._finished = False
        self._at = ""
        self._errors: Counter[str] = Counter()
        self._waiting: dict[str, _Day] = {}

    def take(self, word: Word, value: str) -> None:
        """One thing that a student's process has told."""
        if word is Word.STARTED:
            self._started = True
        elif word is Word.FINISHED:
            self._finished = True
        elif word is Word.AT:
            self._at = value
        elif word is Word.ERROR:
            self._errors[value] += 1

    def ended(self) -> None:
        """The process is gone: what it told is of this day, and waits for `write`."""
        if self._path is not None and (self._started or self._errors):
            day = self._waiting.setdefault(self._day(), _Day())
            day.started += self._started
            day.finished += self._finished
            if self._started and not self._finished:
                day.stopped[self._at or BEFORE_THE_JOURNEY] += 1
            day.errors += self._errors
        self._started = self._finished = False
        self._at = ""
        self._errors = Counter()

    def write(self) -> None:
        """Put what waits into the file, which may take its time. A file that cannot be written is let be."""
        if self._path is None or not self._waiting:
            return
        with suppress(OSError):
            notes, days = _read(self._path)
            for day, more in self._waiting.items():
                _add(days.setdefault(day, {}), more)
            told = [json.dumps({"day": day, **found}) for day, found in sorted(days.items())]
            private.write(self._path, "".join(f"{each}\n" for each in (*notes, *told)))
        self._waiting = {}


def _add(found: dict[str, object], more: _Day) -> None:
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
        for each in path.read_text(encoding="utf-8-sig", errors="replace").split("\n"):
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
