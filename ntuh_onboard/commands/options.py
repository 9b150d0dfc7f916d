"""Options that several commands have, and the sentence by which a command is refused."""

from __future__ import annotations

import argparse
import sys

from ntuh_onboard.exits import Exit

LANGUAGES = ("zh-TW", "en")


def of_connection(command: argparse.ArgumentParser) -> None:
    """Which pages are walked, and how they are reached; the machine's policy may lock each."""
    command.add_argument("--profile", metavar="FILE", help="what is known of the pages, in place of the packaged file")
    command.add_argument("--ca-file", metavar="FILE", help="authorities to trust in place of the system's")
    command.add_argument("--proxy", metavar="URL", help="the way out of this network; never taken from the environment")


def of_hospital(command: argparse.ArgumentParser) -> None:
    """Which hospital a shared computer is for; it never becomes the other one."""
    command.add_argument("which", choices=("ntuh", "demo"), help="the hospital's own pages, or the simulated hospital")
    of_connection(command)


def of_drawing(command: argparse.ArgumentParser) -> None:
    """The options of how findings are shown. Where one is missing, what stood before the command's name holds."""
    command.add_argument(
        "--lang", dest="language", choices=LANGUAGES, default=argparse.SUPPRESS, help="language of the table"
    )
    command.add_argument("--ascii", action="store_true", default=argparse.SUPPRESS, help="draw with ASCII only")
    command.add_argument("--json", action="store_true", help="one line for machines (docs/check.md)")


def refused(command: str, why: str) -> int:
    """Say on standard error what is wrong with what was asked for, or with this machine."""
    sys.stderr.write(f"{command}: {why}\n")
    return Exit.CONFIGURATION
