"""The two fronts of a wizard: screens, or line prompts if those were asked for or the terminal cannot show screens."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.journey.idle import IdleWatch
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.plain.person import Person
    from ntuh_onboard.screens.base.scene import Scene
    from ntuh_onboard.screens.wizard_app import OnboardApp


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a wizard begins with, whichever its front.

    Attributes:
        scene: what every front is given.
        lane: the line to the backend.
        idle: measures the silence.
        journey: the journey to begin, or the one that is offered first.
        modes: the modes that are offered first, `practice` and `real`; none begins the journey at once.
        provider: who provides this copy.
        ways: opens the other hospitals, by mode.

    """

    scene: Scene
    lane: Lane[Backend]
    idle: IdleWatch
    journey: str
    modes: tuple[str, ...] = ()
    provider: str = ""
    ways: Mapping[str, Callable[[], tuple[Scene, Lane[Backend]]]] = field(default_factory=dict)


def why_plain(given: argparse.Namespace) -> str:
    """Return why line prompts are asked in place of screens, as the key of a sentence; empty if they are not."""
    from ntuh_onboard.commands.composition import settings_of
    from ntuh_onboard.startup import terminal

    try:
        asked = settings_of(given).plain
    except OnboardError:  # told by the front that is then begun
        asked = bool(given.plain)
    return "plain.asked" if asked else terminal.why_plain()


def screens(begun: Beginning) -> OnboardApp:
    """Build the wizard's screens."""
    from ntuh_onboard.screens.steps.start_view import StartScreen
    from ntuh_onboard.screens.wizard_app import OnboardApp

    start = None
    if begun.modes:
        start = StartScreen(begun.scene, modes=begun.modes, provider=begun.provider, journey=begun.journey)
    return OnboardApp(begun.scene, begun.lane, begun.idle, start, begun.journey or "onboard", ways=begun.ways)


def prompt(
    make: Callable[[], Beginning], why: str, person: Callable[[Scene, Callable[[str], None]], Person] | None = None
) -> int:
    """Run the wizard by line prompts; returns one of `exits.Exit`.

    Args:
        make: opens the hospital; raises OnboardError if a file or a flag is wrong.
        why: the key of the sentence that says why there are no screens.
        person: makes whoever answers in place of a person at the terminal, given what tells it to the terminal.

    """
    from ntuh_onboard.plain.console import console
    from ntuh_onboard.plain.plain_wizard import PlainWizard, Start
    from ntuh_onboard.screens.base.scene import Glyphs

    try:
        begun = make()
    except OnboardError as error:
        sys.stderr.write(f"{error}\n")
        return Exit.CONFIGURATION
    begun.scene.glyphs = Glyphs(ascii=begun.scene.glyphs.ascii, done="-")
    mine = console()
    try:
        answers = person(begun.scene, mine.tell) if person else mine
        wizard = PlainWizard(begun.scene, begun.lane, begun.idle, answers, begun.ways)
        mine.look = wizard.talk.look
        start = Start(begun.modes, begun.provider, begun.journey) if begun.modes else None
        return wizard.run(start, begun.journey or "onboard", why)
    finally:
        mine.close()
