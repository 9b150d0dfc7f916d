"""`ntuh-onboard run`: for real, on the hospital's own pages."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from ntuh_onboard.commands.options import of_connection
from ntuh_onboard.commands.wizard import keep_lean, show

if TYPE_CHECKING:
    from ntuh_onboard.app import OnboardApp
    from ntuh_onboard.commands import Commands


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    run = commands.add_parser("run", parents=[shared], help="for real, on the hospital's own pages")
    of_connection(run)
    run.add_argument("--backend", metavar="NAME", help="another way to the hospital; only where the policy names it")


def main(given: argparse.Namespace) -> int:
    """Walk for real."""
    keep_lean()
    return show(lambda: _for_real(given))


def _for_real(given: argparse.Namespace) -> OnboardApp:
    """The wizard over the hospital's pages. Raises OnboardError where a file or a flag is wrong."""
    from ntuh_onboard.app import OnboardApp
    from ntuh_onboard.clock import SystemClock
    from ntuh_onboard.commands.wizard import practice, real, settings_of
    from ntuh_onboard.idle import IdleWatch
    from ntuh_onboard.screens.start import StartScreen

    chosen = settings_of(given)
    scene, lane = real(chosen)
    start = StartScreen(scene, modes=("real",), provider=chosen.provider, journey=chosen.journey)
    idle = IdleWatch(SystemClock(), relaxed=chosen.own_device)
    ways = {"practice": partial(practice, chosen, "fresh")}
    return OnboardApp(scene, lane, idle, start, chosen.journey or "onboard", ways=ways)
