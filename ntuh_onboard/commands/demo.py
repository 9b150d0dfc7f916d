"""`ntuh-onboard demo`: practise on a simulated hospital in this process."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ntuh_onboard.commands.composition import keep_lean, show
from ntuh_onboard.commands.fronts import Beginning, prompt, screens, why_plain
from ntuh_onboard.commands.options import of_engine, of_front, of_window, refused, unwritable
from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.commands import Commands
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.screens.base.scene import Scene
    from ntuh_onboard.screens.wizard_app import OnboardApp
    from ntuh_onboard.startup.settings import Settings
    from ntuh_onboard.training.answers_file import Script

_DECIDED = (
    ("play", "the scenario", ("answers", "persona", "trainer", "over_http", "seat", "journey")),
    ("seat", "the class", ("persona", "trainer", "over_http")),
    ("answers", "the answers file", ("journey",)),
    ("plain", "nothing is drawn, and the front", ("record", "trainer")),
)
"""Options that make others meaningless: refused together, since ignoring one would surprise a trainer in class."""


_LAYOUT = "with --over-http: another look of the pages, such as scripted=true"


def add(commands: Commands, shared: argparse.ArgumentParser) -> None:
    """Declare the command."""
    demo = commands.add_parser("demo", parents=[shared], help="practise on the simulated hospital")
    of_front(demo)
    demo.add_argument("--answers", metavar="FILE", help="type the answers of this file into the screens, then end")
    demo.add_argument("--persona", metavar="KIND", help="which invented person to be")
    demo.add_argument(
        "--trainer", action="store_true", help="with the trainer's panel, also by F2: what is to go wrong"
    )
    demo.add_argument("--over-http", action="store_true", help="on the simulator's web pages, for faults on the wire")
    demo.add_argument("--layout", action="append", default=[], metavar="NAME=VALUE", help=_LAYOUT)
    of_engine(demo)
    of_window(demo)
    demo.add_argument("--play", metavar="FILE", help="play this scenario, or the shipped one of this name")
    demo.add_argument("--record", metavar="FILE.cast", help="keep what is drawn while it plays; no secret is in it")
    demo.add_argument("--force", action="store_true", help="write the recording over a file that is there")
    demo.add_argument("--seat", metavar="FILE", help="sit at this seat of a class, on the class's own hospital")


def main(given: argparse.Namespace) -> int:
    """Run the wizard in practice, or play a scenario."""
    keep_lean()
    if clash := _clash(given):
        sys.stderr.write(f"{clash}\n")
        return Exit.USAGE
    if wrong := unwritable("--record", getattr(given, "record", None)):
        return refused(given.command, wrong)
    if _is_there(given):
        return refused(given.command, f"--record: {given.record} is there already; say --force to write over it")
    why = why_plain(given)
    if getattr(given, "play", None):
        from ntuh_onboard.commands.play_scenario import play

        return play(given)
    if why:
        return _prompts(given, why)
    return show(lambda: _screens(given), typed=not getattr(given, "answers", None))


def _is_there(given: argparse.Namespace) -> bool:
    """Return whether a recording would be lost."""
    return bool(getattr(given, "record", None)) and not given.force and Path(given.record).exists()


def _clash(given: argparse.Namespace) -> str:
    """Return which options do not go together; empty if all do."""
    for decides, who, others in _DECIDED:
        if getattr(given, decides, None):
            for name in (each for each in others if getattr(given, each, None)):
                return f"--{name.replace('_', '-')} does not go with --{decides}: {who} decides that"
    if why := _without_pages(given):
        return why
    if getattr(given, "record", None) and not getattr(given, "play", None):
        return "--record keeps a scenario: name one with --play"
    return ""


def _without_pages(given: argparse.Namespace) -> str:
    """Return the first option about pages that was given without any; empty if there is none."""
    if getattr(given, "over_http", False):
        return ""
    named = (name for name in ("layout", "engine", "browser", "show_browser") if getattr(given, name, None))
    return next(
        (f"--{name.replace('_', '-')} goes with --over-http only: there are no pages otherwise" for name in named), ""
    )


def _prompts(given: argparse.Namespace, why: str) -> int:
    """Run practice by line prompts, answered by the answers file if one is given."""
    try:
        script = _script(given)
    except OnboardError as error:
        sys.stderr.write(f"{error}\n")
        return Exit.CONFIGURATION
    if script is None:
        return prompt(lambda: _practice(given), why)
    from ntuh_onboard.training.prompt_typist import PromptTypist

    return prompt(lambda: _practice(given, script), why, lambda scene, tell: PromptTypist(scene, script, tell))


def _screens(given: argparse.Namespace) -> OnboardApp:
    """Build the wizard's screens over a simulated hospital. Raises OnboardError if a file or a flag is wrong."""
    script = _script(given)
    app = screens(_practice(given, script))
    if script is not None:
        script.play(app)
    return app


def _practice(given: argparse.Namespace, script: Script | None = None) -> Beginning:
    """Open a simulated hospital; with a script the journey begins at once. Raises OnboardError likewise."""
    from ntuh_onboard.commands.composition import real, settings_of
    from ntuh_onboard.common.clock import SystemClock
    from ntuh_onboard.journey.idle import IdleWatch
    from ntuh_onboard.startup import settings

    chosen = settings_of(given)
    if script is not None:
        settings.keep_to(chosen, "journey", script.journey, given.answers)
    scene, lane = _opened(given, chosen)
    idle = IdleWatch(SystemClock(), relaxed=chosen.own_device)
    idle.led = bool(getattr(given, "trainer", False))  # a trainer may explain a screen for as long as it takes
    if script is not None:
        return Beginning(scene, lane, idle, script.journey)
    modes = ("practice",) if given.command else ("practice", "real")
    ways = {} if given.command else {"real": partial(real, chosen)}
    return Beginning(scene, lane, idle, chosen.journey, modes, chosen.provider, ways)


def _opened(given: argparse.Namespace, chosen: Settings) -> tuple[Scene, Lane[Backend]]:
    """Open the simulated hospital: in this process, on its web pages, or a class's."""
    from ntuh_onboard.commands.composition import practice, seated
    from ntuh_onboard.commands.practice_over_http import practice_over_http

    persona = getattr(given, "persona", None) or "fresh"
    if getattr(given, "seat", None):
        return seated(chosen, given.seat)
    if getattr(given, "over_http", False):
        scene, lane = practice_over_http(chosen, persona, given.layout)
    else:
        scene, lane = practice(chosen, persona)
    scene.trainer = getattr(given, "trainer", False)
    return scene, lane


def _script(given: argparse.Namespace) -> Script | None:
    """Load the answers file, if one is given."""
    if not getattr(given, "answers", None):
        return None
    from ntuh_onboard.training import answers_file

    return answers_file.load(given.answers)
