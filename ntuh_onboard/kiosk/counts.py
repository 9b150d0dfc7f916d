"""How many started, finished, or stopped at which step, a day: no name, no time, no ID (S-03).

One line of JSON a day, of this form, in a file that is named by a flag and written by the supervisor alone:

    {"day": "2026-11-24", "started": 3, "finished": 2, "stopped": {"sign_in": 1}, "errors": {"E-2012": 1}}
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
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


class Counts:
    """Counts what the processes tell. path: the file, None for none. day: gives the date, `2026-11-24`."""

    def __init__(self, path: Path | None, day: Callable[[], str] = today) -> None:
        self._path = path
        self._day = day
        self._started = self._finished = False
        self._at = ""
        self._errors: Counter[str] = Counter()

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
        """The process is gone: what it told goes into the file of the day. A file that cannot be written is let be."""
        if self._path is not None and (self._started or self._errors):
            with suppress(OSError):
                self._write(self._path)
        self._started = self._finished = False
        self._at = ""
        self._errors = Counter()

    def _write(self, path: Path) -> None:
        days = _days(path)
        found = days.setdefault(self._day(), {})
        found["started"] = _number(found.get("started")) + self._started
        found["finished"] = _number(found.get("finished")) + self._finished
        stopped = _counted(found.get("stopped"))
        if self._started and not self._finished:
            stopped[self._at or BEFORE_THE_JOURNEY] += 1
        found["stopped"] = dict(stopped)
        found["errors"] = dict(_counted(found.get("errors")) + self._errors)
        private.write(path, "".join(json.dumps({"day": day, **told}) + "\n" for day, told in sorted(days.items())))


def _days(path: Path) -> dict[str, dict[str, object]]:
    """The days that the file tells of; what is no line of ours is dropped."""
    days: dict[str, dict[str, object]] = {}
    with suppress(FileNotFoundError, UnicodeDecodeError):
        for each in path.read_text(encoding="ascii").splitlines():
            with suppress(ValueError):
                told = json.loads(each)
                if isinstance(told, dict) and isinstance(told.get("day"), str):
                    days[told.pop("day")] = told
    return days


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _counted(value: object) -> Counter[str]:
    found = value if isinstance(value, dict) else {}
    return Counter({str(name): _number(times) for name, times in found.items()})
