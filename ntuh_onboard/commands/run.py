"""`ntuh-onboard run`: for real."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ntuh_onboard.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.commands import Commands


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    commands.add_parser("run", parents=[shared], help="for real (not built in this version)")


def main(given: argparse.Namespace) -> int:
    """Say that it cannot be done."""
    sys.stderr.write("ntuh-onboard run: this version cannot do it for real yet. Use: ntuh-onboard demo\n")
    return Exit.CONFIGURATION
