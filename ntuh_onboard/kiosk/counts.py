"""Count per day how many started, finished, or stopped at which step: no name, no time, no ID (S-03).

The counts go to a file that a flag names and only supervisors write; `daily` documents its format.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

from ntuh_onboard.common.clock import TAIPEI
from ntuh_onboard.kiosk import daily
from ntuh_onboard.kiosk.daily import Day
from ntuh_onboard.kiosk.supervisor_messages import Word

BEFORE_THE_JOURNEY = "start"
"""Where somebody stopped who pressed a key and chose nothing."""
AGAIN_AFTER = 15.0
"""Seconds until writing is tried again after a failure."""
LAST_WITHIN = 2.0
"""Seconds for the disk at the end."""


def today() -> str:
    """Return the date in Taipei by the machine's clock."""
    return datetime.now(UTC).astimezone(TAIPEI).date().isoformat()


class _Writing(Thread):
    """Writes days to the file, in a thread: a disk may hang for minutes, and the supervisor must not.

    Attributes:
        left: the days that are not written yet when the thread has ended.

    """

    def __init__(self, path: Path, days: Mapping[str, Day]) -> None:
        super().__init__(daemon=True)
        self.left = days
        self._path = path

    def run(self) -> None:
        """Write once; if the file cannot be written, leave it."""
        with suppress(OSError):
            daily.write(self._path, self.left)
            self.left = {}


class Counts:
    """Counts what students' processes tell. `path`: the file, or None. `day`: returns the date, `2026-11-24`."""

    def __init__(self, path: Path | None, day: Callable[[], str] = today) -> None:
        self._path = path
        self._day = day
        self._started = self._finished = False
        self._at = ""
        self._errors: Counter[str] = Counter()
        self._waiting: dict[str, Day] = {}
        self._writing: _Writing | None = None
        self._not_before = 0.0

    def take(self, word: Word, value: str) -> None:
        """Note what a student's process has told."""
        if word is Word.STARTED:
            self._started = True
        elif word is Word.FINISHED:
            self._finished = True
        elif word is Word.AT:
            self._at = value
        elif word is Word.ERROR:
            self._errors[value] += 1

    def ended(self) -> None:
        """Count the process that has ended under today; `write` will write it."""
        if self._path is not None and (self._started or self._errors):
            day = self._waiting.setdefault(self._day(), Day())
            day.started += self._started
            day.finished += self._finished
            if self._started and not self._finished:
                day.stopped[self._at or BEFORE_THE_JOURNEY] += 1
            day.errors += self._errors
        self._started = self._finished = False
        self._at = ""
        self._errors = Counter()

    def write(self) -> None:
        """Start writing what is waiting, unless that is under way; does not wait."""
        if self._path is None or (self._writing is not None and self._writing.is_alive()):
            return
        self._take_back()
        if self._waiting and time.monotonic() >= self._not_before:
            writing, self._waiting = _Writing(self._path, self._waiting), {}
            self._writing = writing
            with suppress(RuntimeError):  # no thread can be started: the counts are taken back
                writing.start()

    def close(self, patience: float = LAST_WITHIN) -> None:
        """Write what is waiting, unless that takes longer than `patience`."""
        end = time.monotonic() + patience
        for _ in range(2):  # what is being written, and what is waiting after it
            self._not_before = 0.0
            self.write()
            if self._writing is not None and self._writing.is_alive():
                self._writing.join(max(0.0, end - time.monotonic()))

    def _take_back(self) -> None:
        """Put what could not be written back among what is waiting."""
        if self._writing is None:
            return
        for day, left in self._writing.left.items():
            self._waiting.setdefault(day, Day()).add(left)
            self._not_before = time.monotonic() + AGAIN_AFTER
        self._writing = None
