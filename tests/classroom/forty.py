"""A class of forty walks at once on this computer: `make forty`.

Forty wizard processes in forty terminals, over HTTP, against one simulator server that hashes at full cost. Prints when
each was activated, and holds the board against the server's own store. A longer proof, no part of the checks.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ntuh_onboard.backend.site.stage_client import StageClient
from ntuh_onboard.classroom.class_server import Class, ClassSetting, class_running
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.texts.sentences import Texts
from tests.classroom.seated import SeatedStudent
from tests.languages import EN
from tests.terminal.harness import NeverCame
from tests.terminal.student import LOOKS

WATCHERS = 4
"""Processes that read the terminals: one could not keep up with forty."""
PATIENCE = 900.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a watcher needs. folder: of this run; begun: `time.time()` of the start."""

    folder: Path
    stage: str
    token: str
    begun: float


def walked(lesson: Lesson, number: int, seat: Path) -> tuple[int, float, str]:
    """One pupil to the end: number, seconds since the start, and what went wrong."""
    line = StageClient(lesson.stage, Secret(lesson.token))

    def text_of(digest: str) -> str:
        return str(line.ask("picture_text", picture=digest))

    folder = lesson.folder / str(number)
    folder.mkdir()
    look = LOOKS[number % 2]
    try:
        with SeatedStudent(folder, number, seat, text_of, look, patience=PATIENCE) as student:
            student.walk_all()
            student.leave()
    except (AssertionError, NeverCame) as failed:
        return number, time.time() - lesson.begun, str(failed)[:2000]
    return number, time.time() - lesson.begun, ""


def watched(lesson: Lesson, group: Sequence[tuple[int, Path]]) -> list[tuple[int, float, str]]:
    """A few pupils at once, each in a thread of this process."""
    with ThreadPoolExecutor(len(group)) as threads:
        return list(threads.map(lambda each: walked(lesson, *each), group))


def main() -> int:
    """Run it; 0 where everybody was activated, and board and store agree."""
    options = argparse.ArgumentParser()
    options.add_argument("--students", type=int, default=40)
    students = options.parse_args().students
    site = hospital_profile.load()
    texts = Texts(EN, site.words, site.hosts)
    labels = tuple(f"{number:02}" for number in range(1, students + 1))
    with tempfile.TemporaryDirectory() as made, class_running(ClassSetting(labels), texts) as lesson:
        return report(lesson, Path(made))


def report(held: Class, folder: Path) -> int:
    """Walk, and tell."""
    files = held.write_seats(folder)
    pairs = list(files.items())
    stage = held.room.site
    lesson = Lesson(folder, stage.urls["stage"], stage.token.reveal(), time.time())
    with ProcessPoolExecutor(WATCHERS) as watchers:
        groups = [pairs[at::WATCHERS] for at in range(WATCHERS)]
        ends = [one for group in watchers.map(partial(watched, lesson), groups) for one in group]
    for number, seconds, wrong in sorted(ends):
        print(f"seat {number}: {seconds:.0f} s {wrong}")  # noqa: T201  # a proof tells what it saw
    times = sorted(seconds for _, seconds, wrong in ends if not wrong)
    board = {each.employee_id: each.state == "done" for each in held.room.board()}
    stored = {each.employee_id: bool(each.alias) for each in held.records() if each.kind == "pupil"}
    activated = held.room.site.hospital.commits().get("account.activate", 0)
    if times:
        middle = statistics.median(times)
        print(f"first {times[0]:.0f} s, median {middle:.0f} s, last {times[-1]:.0f} s")  # noqa: T201  # as above
    print(f"{len(times)} of {len(ends)} at the end; activations {activated}; board and store agree: {board == stored}")  # noqa: T201  # as above
    return 0 if len(times) == len(ends) == activated and board == stored else 1


if __name__ == "__main__":
    sys.exit(main())
