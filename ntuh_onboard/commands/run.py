"""`ntuh-onboard run`: activate an account for real, on the hospital's own pages."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from ntuh_onboard.commands.composition import keep_lean, show
from ntuh_onboard.commands.fronts import Beginning, prompt, screens, why_plain
from ntuh_onboard.commands.options import of_connection, of_front, of_window

if TYPE_CHECKING:
    from ntuh_onboard.commands import Commands


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    run = commands.add_parser("run", parents=[shared], help="for real, on the hospital's own pages")
    of_connection(run)
    of_window(run)
    of_front(run)
    run.add_argument("--backend", metavar="NAME", help="another way to the hospital; only where the policy names it")


def main(given: argparse.Namespace) -> int:
    """Run the wizard for real."""
    if why := why_plain(given):
        return prompt(lambda: _for_real(given), why)
    keep_lean()
    return show(lambda: screens(_for_real(given)))


def _for_real(given: argparse.Namespace) -> Beginning:
    """Open the hospital's pages. Raises OnboardError if a file or a flag is wrong."""
    from ntuh_onboard.commands.composition import practice, real, settings_of
    from ntuh_onboard.common.clock import SystemClock
    from ntuh_onboard.journey.idle import IdleWatch

    chosen = settings_of(given)
    scene, lane = real(chosen)
    idle = IdleWatch(SystemClock(), relaxed=chosen.own_device)
    ways = {"practice": partial(practice, chosen, "fresh")}
    return Beginning(scene, lane, idle, chosen.journey, ("real",), chosen.provider, ways)
