"""`ntuh-onboard demo --play NAME [--record FILE.cast]`: play a scenario in the real screens (J8.4)."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ntuh_onboard.commands.composition import practice, settings_of, show
from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.training.playing_app import ScenarioApp
    from ntuh_onboard.training.recorder import Recorder


def play(given: argparse.Namespace) -> int:
    """Play a scenario; its recording is written only if it contains no secret. Returns one of `exits.Exit`."""
    if getattr(given, "plain", False):
        return _prompts(given)
    made: list[ScenarioApp] = []

    def make() -> ScenarioApp:
        made.append(_app(given))
        return made[0]

    status = show(make, typed=False)  # without a terminal it plays by itself
    if made and made[0].player.stuck:
        sys.stderr.write(f"{given.play}: {made[0].player.stuck}\n")
    if not given.record or not made:
        return status
    recorder = made[0].recorder
    assert recorder is not None  # noqa: S101  # there is one whenever a file was given
    try:
        recorder.save(Path(given.record), made[0].player.autopilot.known.every())
    except (OnboardError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return Exit.FAILURE
    sys.stdout.write(f"{given.record}: {recorder.seconds:.0f} seconds, searched: no secret is in it\n")
    return status


def _prompts(given: argparse.Namespace) -> int:
    """Play a scenario by line prompts. Returns one of `exits.Exit`."""
    from ntuh_onboard.commands.fronts import Beginning, prompt
    from ntuh_onboard.common.clock import SystemClock
    from ntuh_onboard.journey.idle import IdleWatch
    from ntuh_onboard.startup import settings
    from ntuh_onboard.training.prompt_typist import PromptPlayer
    from ntuh_onboard.training.scenario_file import load

    def make() -> Beginning:
        scenario, chosen = load(given.play), settings_of(given)
        settings.keep_to(chosen, "journey", scenario.journey, given.play)
        scene, lane = practice(chosen, scenario.persona)
        return Beginning(scene, lane, IdleWatch(SystemClock(), relaxed=True), scenario.journey)

    return prompt(make, "plain.asked", lambda scene, tell: PromptPlayer(scene, load(given.play), tell))


def _app(given: argparse.Namespace) -> ScenarioApp:
    """Build the wizard that plays. Raises OnboardError if a file or a flag is wrong."""
    from ntuh_onboard.common.clock import SystemClock
    from ntuh_onboard.journey.idle import IdleWatch
    from ntuh_onboard.startup import settings
    from ntuh_onboard.training.playing_app import ScenarioApp
    from ntuh_onboard.training.scenario_file import load

    chosen = settings_of(given)
    scenario = load(given.play)
    settings.keep_to(chosen, "journey", scenario.journey, given.play)
    scene, lane = practice(chosen, scenario.persona)
    title = scenario.title[scene.texts.language]
    # Nobody types while it plays, so silence does not mean that somebody has left.
    idle = IdleWatch(SystemClock(), relaxed=True)
    app = ScenarioApp(scene, lane, idle, scenario, recorder=_recorder(title) if given.record else None)
    app.player.alone = bool(given.record) or not sys.stdout.isatty()
    return app


def _recorder(title: str) -> Recorder:
    from ntuh_onboard.training.recorder import Recorder

    size = shutil.get_terminal_size()
    return Recorder(size.columns, size.lines, title)
