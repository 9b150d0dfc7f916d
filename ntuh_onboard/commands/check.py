"""`ntuh-onboard check`, for staff: can the sites be used, and does the profile fit. Signs in only if asked to."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ntuh_onboard.commands.options import of_connection, of_drawing
from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.commands import Commands


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    check = commands.add_parser("check", help="for staff: can the sites be used, and do their pages fit the profile")
    of_drawing(check)
    of_connection(check)
    once = check.add_mutually_exclusive_group()
    once.add_argument("--sign-in", action="store_true", help="with an account of your own, read the inner pages too")
    once.add_argument("--watch", type=_seconds, metavar="SECONDS", help="check again and again, until interrupted")
    check.add_argument("--save-pages", metavar="DIR", help="keep the pages there, with every value taken out")


def main(given: argparse.Namespace) -> int:
    """Check once, or until interrupted; the exit status says what was found."""
    from ntuh_onboard.commands.staff_composition import Desk, NoTerminal

    try:
        desk = Desk.of(given)
    except OnboardError as error:
        sys.stderr.write(f"{error}\n")
        return Exit.NO_TERMINAL if isinstance(error, NoTerminal) else Exit.CONFIGURATION
    try:
        if given.watch:
            desk.watch(given.watch)
        return desk.once()
    except KeyboardInterrupt:
        return Exit.INTERRUPT
    except OnboardError as error:
        sys.stderr.write(f"{error}\n")
        return Exit.CONFIGURATION


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 86400:
        raise argparse.ArgumentTypeError("must be seconds: more than 0, less than a day")
    return seconds
