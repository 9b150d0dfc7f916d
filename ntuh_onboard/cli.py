"""The command line. Each command is a module in `commands`, and puts together what it needs.

Importing this module loads no screen and no wire: `main` scrubs the surroundings first.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ntuh_onboard import __version__, commands, environment
from ntuh_onboard.commands.options import LANGUAGES
from ntuh_onboard.journeys import JOURNEYS


def parser() -> argparse.ArgumentParser:
    """The command line; it has no option that takes a secret (S-01)."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--lang", dest="language", choices=LANGUAGES, default=None, help="language of the screens")
    shared.add_argument("--journey", choices=tuple(JOURNEYS), default=None, help="which task to walk")
    shared.add_argument("--own-device", action="store_true", default=None, help="this computer is the student's own")
    shared.add_argument("--ascii", action="store_true", default=None, help="draw with ASCII characters only")
    top = argparse.ArgumentParser(
        prog="ntuh-onboard",
        description="A guided wizard from a 6-digit ID to an activated mail account.",
        parents=[shared],
    )
    top.add_argument("-V", "--version", action="version", version=f"ntuh-onboard {__version__}")
    below = top.add_subparsers(dest="command", metavar="COMMAND")
    for each in commands.every():
        each.add(below, shared)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns one of `exits.Exit`. Without one, the wizard asks: practice or for real."""
    environment.scrub()
    environment.forget_core_dumps()
    environment.private_files()
    given = parser().parse_args(arguments)
    return commands.command(given.command or "demo").main(given)
