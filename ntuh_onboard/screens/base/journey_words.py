"""Sentences that depend on the journey, so that a screen claims only what holds in it; returned as catalogue keys."""

from __future__ import annotations

from collections.abc import Iterator

from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step import Step
from ntuh_onboard.journey.step_acts import ACTIVATE, CHANGE_PASSWORD, SEND_CODE, SIGN_IN
from ntuh_onboard.screens.base.scene import Scene


def practice_done(journey: Journey) -> str:
    """Return the sentence at the end of practice: which real thing is unchanged (J8.3)."""
    return "ui.practice_done" if journey.step_of(ACTIVATE) else f"ui.practice_done_{journey.name}"


def ready_list(journey: Journey) -> str:
    """Return the list of what must be in hand: a phone only where a message is sent, a password where one is typed."""
    if not journey.step_of(SEND_CODE):
        return "ui.portal_list"
    if not journey.step_of(ACTIVATE) or journey.step_of(SIGN_IN) in journey.skipped:
        return "ui.reset_list"
    return "ui.changed_list" if journey.step_of(CHANGE_PASSWORD) in journey.skipped else "ui.preflight_list"


def why(step: Step, journey: Journey) -> str:
    """Return the reason for a step: no other step builds on it if it is walked alone.

    Who has changed the portal password before is told nothing of the one of the first sign-in.
    """
    if step.id == journey.step_of(SIGN_IN) and journey.step_of(CHANGE_PASSWORD) in journey.skipped:
        return f"step.{step.id}.why_changed"
    return f"step.{step.id}.why_alone" if step.id == journey.name else f"step.{step.id}.why"


def kept_words(scene: Scene) -> Iterator[str]:
    """Yield what this computer keeps; nothing on the student's own device, where the ID may be remembered."""
    if scene.saved:
        yield scene.say("ui.only_saved", path=scene.saved)
    elif not scene.own_device:
        yield scene.say("ui.nothing_stored")
