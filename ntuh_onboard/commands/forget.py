"""`ntuh-onboard forget`: delete what was remembered on the student's own device."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.commands import Commands


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    commands.add_parser("forget", help="forget what was remembered on the student's own device")


def main(given: argparse.Namespace) -> int:
    """Delete everything, including practice's."""
    from ntuh_onboard.common.vault import Kept, open_vault

    vaults = [open_vault(own_device=True, practice=practice) for practice in (False, True)]
    dropped = [vault.forget(kept) for vault in vaults for kept in Kept]
    gone = all(dropped)
    sys.stdout.write("Forgotten.\n" if gone else "The keyring did not answer, or could not drop everything.\n")
    return Exit.DONE if gone else Exit.FAILURE
