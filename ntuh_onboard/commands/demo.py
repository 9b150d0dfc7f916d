"""`ntuh-onboard demo`: practise on a simulated hospital in this process."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from ntuh_onboard.commands.wizard import keep_lean, show

if TYPE_CHECKING:
    from ntuh_onboard.answers import Script
    from ntuh_onboard.app import OnboardApp
    from ntuh_onboard.commands import Commands


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    demo = commands.add_parser("demo", parents=[shared], help="practise on the simulated hospital")
    demo.add_argument("--answers", metavar="FILE", help="type the answers of this file into the screens, then end")
    demo.add_argument("--persona", metavar="KIND", default="fresh", help="which invented person to be")


def main(given: argparse.Namespace) -> int:
    """Walk in practice."""
    keep_lean()
    return show(lambda: _practice(given))


def _practice(given: argparse.Namespace) -> OnboardApp:
    """The wizard over a simulated hospital in this process. Raises OnboardError where a file or a flag is wrong."""
    from ntuh_onboard.app import OnboardApp
    from ntuh_onboard.clock import SystemClock
    from ntuh_onboard.commands.wizard import practice, real, settings_of
    from ntuh_onboard.idle import IdleWatch
    from ntuh_onboard.screens.start import StartScreen

    chosen = settings_of(given)
    script = _script(given)
    scene, lane = practice(chosen, getattr(given, "persona", "fresh"))
    start = None
    if script is None:
        modes = ("practice",) if given.command else ("practice", "real")
        start = StartScreen(scene, modes=modes, provider=chosen.provider, journey=chosen.journey)
    idle = IdleWatch(SystemClock(), relaxed=chosen.own_device)
    journey = script.journey if script is not None else chosen.journey or "onboard"
    app = OnboardApp(scene, lane, idle, start, journey, ways={} if given.command else {"real": partial(real, chosen)})
    if script is not None:
        script.play(app)
    return app


def _script(given: argparse.Namespace) -> Script | None:
    """The answers file, where one is named."""
    if not getattr(given, "answers", None):
        return None
    from ntuh_onboard import answers

    return answers.load(given.answers)
