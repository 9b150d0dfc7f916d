"""The kiosk as `ntuh-onboard kiosk demo` runs it, with students' processes that a test can watch and disturb.

    python -m tests.kiosk.kiosk_program --stage SOCKET --slow portal.change_password=1 -- kiosk demo --lang zh-TW

What stands before `--` but for `--module` goes to each of these processes.
"""

from __future__ import annotations

import argparse
import sys

from ntuh_onboard import cli, environment
from ntuh_onboard.commands import kiosk


def main() -> int:
    """Be the supervisor; its exit status."""
    at = sys.argv.index("--")
    options = argparse.ArgumentParser()
    options.add_argument("--module", default="tests.kiosk.seat_program", help="what to run as a student's process")
    asked, own = options.parse_known_args(sys.argv[1:at])
    given = cli.parser().parse_args(sys.argv[at + 1 :])
    environment.forget_core_dumps()
    environment.private_files()
    program = (sys.executable, "-m", asked.module, *own, "--")
    return kiosk.supervise(given, program)


if __name__ == "__main__":
    raise SystemExit(main())
