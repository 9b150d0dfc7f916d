"""`ntuh-onboard policy`: which settings are in force on this computer, and what has decided each; for staff."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from ntuh_onboard.commands.options import of_language, refused
from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.commands import Commands
    from ntuh_onboard.startup.setting_origins import Origin
    from ntuh_onboard.texts.sentences import Texts


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    policy = commands.add_parser("policy", help="for staff: the settings in force here, and what has decided each")
    policy.add_argument("--json", action="store_true", help="one line for machines")
    of_language(policy, "the table")


def main(given: argparse.Namespace) -> int:
    """Print the table; a policy that cannot be used is reported as every run reports it."""
    from ntuh_onboard.startup.setting_origins import origins

    try:
        found = tuple(origins())
        out = json.dumps([asdict(each) for each in found]) if given.json else table(found, _texts(given))
    except OnboardError as error:
        return refused(given.command, str(error))
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    sys.stdout.write(f"{out}\n")
    return Exit.DONE


def _texts(given: argparse.Namespace) -> Texts:
    from ntuh_onboard.commands.composition import drawable
    from ntuh_onboard.profiles import hospital_profile
    from ntuh_onboard.startup import settings

    return drawable(settings.load({"language": given.language}), hospital_profile.load())[0]


def table(found: tuple[Origin, ...], texts: Texts) -> str:
    """Return the policy's file, and one line for each setting: name, value, what has decided it, and where."""
    from ntuh_onboard.common.safe_text import safe_line
    from ntuh_onboard.startup.settings import policy_file

    file = policy_file()
    lines = [texts.say("policy.file" if file.exists() else "policy.no_file", file=str(file)), ""]
    for each in found:
        value = safe_line(str(each.value)) or texts.say("policy.nothing")
        decided = texts.say(f"policy.{each.source}", place=safe_line(each.place))
        lines += [f"{each.key:<13} {value}", f"{'':<13} {decided}"]
    return "\n".join(lines)
