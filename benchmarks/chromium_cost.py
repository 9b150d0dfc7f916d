"""Cost of the same journey scripted in headless Chromium, counting the browser's processes but not the script."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from ntuh_onboard.backend.stage import Stage
from tests.chromium.installed_browser import Chromium, opened
from tests.chromium.journey import Journey
from tests.chromium.person import Person
from tests.chromium.window import Window

_TICK = os.sysconf("SC_CLK_TCK")
_SESSION, _USER, _LAST = 3, 11, 15
"""Positions of fields in /proc/PID/stat after the name: the session; user and system time up to ended children's."""


def _processes(session: int) -> Iterator[tuple[Path, list[str]]]:
    for each in Path("/proc").iterdir():
        if each.name.isdecimal():
            try:
                told = (each / "stat").read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):  # it has just ended
                continue
            if int(told[_SESSION]) == session:
                yield each, told


def cpu_of(session: int) -> float:
    """Return the CPU seconds used so far by all processes of this session, including ended children."""
    return sum(int(tick) for _, told in _processes(session) for tick in told[_USER:_LAST]) / _TICK


def memory_of(session: int) -> float:
    """Return the megabytes of the session's processes; shared memory is counted once (PSS)."""
    kilobytes = 0
    for folder, _ in _processes(session):
        try:
            lines = (folder / "smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):  # it has just ended
            continue
        kilobytes += sum(int(each.split()[1]) for each in lines if each.startswith("Pss:"))
    return kilobytes / 1024


def measured(path: str, stage: Stage, urls: Mapping[str, str]) -> Mapping[str, float]:
    """Measure a browser started for one journey, and a second journey in a new window of it; seconds and megabytes."""
    with opened(path) as browser:
        first_wall = _journey(browser, stage, urls)
        first = cpu_of(browser.pid)
        wall = _journey(browser, stage, urls)
        return {
            "cpu_alone": first,
            "cpu": cpu_of(browser.pid) - first,
            "wall_alone": first_wall,
            "wall": wall,
            "memory": memory_of(browser.pid),
        }


def _journey(browser: Chromium, stage: Stage, urls: Mapping[str, str]) -> float:
    stage.reset()
    who = next(each for each in stage.people() if each.kind == "fresh")
    with closing(Window(browser)) as window:
        before = time.perf_counter()
        Journey(Person(window), who, stage, urls).all()
        return time.perf_counter() - before
