"""`ntuh-onboard profile try DIR`: kept pages read with a mended profile, before and after, without any network."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ntuh_onboard.commands.options import of_drawing
from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.commands import Commands


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    profile = commands.add_parser("profile", help="for staff: try a mended profile on kept pages")
    below = profile.add_subparsers(dest="act", metavar="ACT", required=True)
    trial = below.add_parser("try", help="read the pages that `check --save-pages DIR` kept, before and after")
    trial.add_argument("folder", metavar="DIR", help="the folder of the kept pages")
    trial.add_argument("--profile", metavar="FILE", help="the mended file")
    of_drawing(trial)


def main(given: argparse.Namespace) -> int:
    """Read the pages with the packaged profile, then with the mended one."""
    from ntuh_onboard.commands.staff_composition import trial

    try:
        return trial(given)
    except OnboardError as error:
        sys.stderr.write(f"{error}\n")
        return Exit.CONFIGURATION
