"""The kiosk as `ntuh-onboard kiosk demo` runs it, with students' processes that a test can watch and disturb.

    python -m tests.kiosk.kiosk_program --stage SOCKET --slow portal.change_password=1 -- kiosk demo --lang zh-TW

What stands before `--` but for `--module`, `--disk` and `--blocked` goes to each of these processes.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path

from ntuh_onboard.commands import cli, kiosk
from ntuh_onboard.common import private_files
from ntuh_onboard.kiosk.signals import ENDING
from ntuh_onboard.startup import environment


def main() -> int:
    """Be the supervisor; its exit status."""
    at = sys.argv.index("--")
    options = argparse.ArgumentParser()
    options.add_argument("--module", default="tests.kiosk.seat_program", help="what to run as a student's process")
    options.add_argument("--disk", help="nothing is written until this file is there, as on a slow disk")
    options.add_argument("--blocked", action="store_true", help="begin as under a parent that has blocked what ends it")
    asked, own = options.parse_known_args(sys.argv[1:at])
    if asked.disk:
        _slow_disk(Path(asked.disk))
    if asked.blocked:
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    given = cli.parser().parse_args(sys.argv[at + 1 :])
    environment.forget_core_dumps()
    environment.private_files()
    program = (sys.executable, "-m", asked.module, *own, "--")
    return kiosk.supervise(given, program)


def _slow_disk(answers: Path) -> None:
    written = private_files.write

    def write(path: Path, text: str, errors: str = "strict") -> None:
        while not answers.exists():
            time.sleep(0.01)
        written(path, text, errors)

    private_files.write = write


if __name__ == "__main__":
    raise SystemExit(main())
