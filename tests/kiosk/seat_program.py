"""One student's process as the kiosk starts it, over a simulated hospital that a test can watch and disturb.

Started by the supervisor of `kiosk_program`, with `--child` behind its own command line. What the terminal must not
show goes over a socket named after this process: see `tests.terminal.practice_program`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NoReturn

from ntuh_onboard.backend import mock
from ntuh_onboard.backend.mock import Practice
from ntuh_onboard.commands import cli
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.kiosk import child_process
from tests.terminal import practice_program


def main() -> int:
    """Be one student's process; its exit status."""
    asked = practice_program.parser().parse_args()
    asked.stage = f"{asked.stage}.{os.getpid()}"
    opened, leave = mock.open_practice, child_process.leave
    begun: list[Practice] = []

    def leave_word(status: int) -> NoReturn:
        """Say in the names of empty files, since this process can write no byte to one, which commits took effect."""
        for practice in begun:
            for verb, times in practice.stage.commits().items():
                Path(f"{asked.stage}.{verb}.{times}").touch()
        leave(status)

    child_process.leave = leave_word

    def open_disturbed(clock: SystemClock, **more: Any) -> Practice:
        practice = opened(clock, **{**more, "cheap_hashes": True, "stranger": False})
        begun.append(practice)
        practice_program.disturb(practice, asked)
        return practice

    mock.open_practice = open_disturbed
    return int(cli.main(asked.command))


if __name__ == "__main__":
    raise SystemExit(main())
