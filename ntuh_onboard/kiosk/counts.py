"""How many started, finished, or stopped at which step, a day: no name, no time, no ID (S-03).

They go to a file that is named by a flag, and that supervisors alone write: `daily` says how it looks.
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
"""Seconds until what could not be written is tried again."""
LAST_WITHIN = 2.0
"""Seconds that the disk has at the end."""


def today() -> str:
    """The date in Taipei by the machine's clock."""
    return datetime.now(UTC).astimezone(TAIPEI).date().isoformat()


class _Writing(Thread):
    """Puts days into the file. left: what is not there yet when it has ended.

    A thread, since a disk may hang for minutes, and who waits for it can neither serve nor end anybody.
    """

    def __init__(self, path: Path, days: Mapping[str, Day]) -> None:
        super().__init__(daemon=True)
        self.left = days
        self._path = path

    def run(self) -> None:
        """Once; a file that cannot be written is let be."""
        with suppress(OSError):
            daily.write(self._path, self.left)
            self.left = {}


class Counts:
    """Counts what the processes tell. path: the file, None for none. day: gives the date, `2026-11-24`."""

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
        """Begin to put what waits into the file, unless that is under way; waits for nothing."""
        if self._path is None or (self._writing is not None and self._writing.is_alive()):
            return
        self._take_back()
        if self._waiting and time.monotonic() >= self._not_before:
            writing, self._waiting = _Writing(self._path, self._waiting), {}
            self._writing = writing
            with suppress(RuntimeError):  # no room for a thread: it is taken back
                writing.start()

    def close(self, patience: float = LAST_WITHIN) -> None:
        """Put what waits into the file, unless that takes more than so many seconds."""
        end = time.monotonic() + patience
        for _ in range(2):  # what is under way, and what waits behind it
            self._not_before = 0.0
            self.write()
            if self._writing is not None and self._writing.is_alive():
                self._writing.join(max(0.0, end - time.monotonic()))

    def _take_back(self) -> None:
        """What could not be written waits on."""
        if self._writing is None:
            return
        for day, left in self._writing.left.items():
            self._waiting.setdefault(day, Day()).add(left)
            self._not_before = time.monotonic() + AGAIN_AFTER
        self._writing = None
