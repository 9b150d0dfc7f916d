"""`ntuh-onboard simulate`: the simulated hospital as web pages on this computer, until it is interrupted."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ntuh_onboard.commands.options import layout_pair, refused, unwritable
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.commands import Commands


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    simulate = commands.add_parser("simulate", help="the simulated hospital as web pages on this computer")
    simulate.add_argument("--https", action="store_true", help="with a certificate authority of its own")
    simulate.add_argument("--trainer-file", metavar="FILE", help="write there what trainers need; else it is shown")
    simulate.add_argument("--profile-file", metavar="FILE", help="write there what `run --profile FILE` needs")
    simulate.add_argument("--layout", action="append", default=[], metavar="NAME=VALUE", help="another look of pages")


def main(given: argparse.Namespace) -> int:
    """Serve until interrupted."""
    from pathlib import Path

    try:
        from ntuh_onboard.backend.site.layout import Layout
        from ntuh_onboard.backend.site.simulator import Setting, serve
    except ModuleNotFoundError as missing:
        return refused(given.command, f"needs {missing.name}: pip install 'ntuh-onboard[server]'")
    try:
        layout = Layout().changed(dict(layout_pair(each) for each in given.layout))
    except ValueError as error:
        sys.stderr.write(f"--layout: {error}\n")
        return Exit.USAGE
    files = {"--trainer-file": given.trainer_file, "--profile-file": given.profile_file}
    if why := next(filter(None, (unwritable(option, each) for option, each in files.items())), ""):
        return refused(given.command, why)
    file = Path(given.trainer_file) if given.trainer_file else None
    profile_file = Path(given.profile_file) if given.profile_file else None
    try:
        serve(Setting(https=given.https, layout=layout), token_file=file, profile_file=profile_file)
    except OSError as error:  # for example a full disk, or somebody else's file
        return refused(given.command, str(error))
    return Exit.DONE
