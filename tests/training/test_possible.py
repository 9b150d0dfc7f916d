"""What a scenario may name is what the simulated hospital, the port and the screens have."""

from __future__ import annotations

from dataclasses import fields

from textual.app import App, ComposeResult
from textual.widgets import Button

from ntuh_onboard.backend.drills import REQUESTS
from ntuh_onboard.backend.hospital.figures import Switches
from ntuh_onboard.backend.hospital.invented import ROSTER
from ntuh_onboard.journey.state import begin
from ntuh_onboard.journey.steps import READ_BACKS, STEPS
from ntuh_onboard.journey.walk import Walk
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.view_registry import build
from ntuh_onboard.training.possible_names import PERSONAS, SWITCHES, VERBS, acts_at, own_acts, step_named
from tests.screens.student import practising

EVERY = {**STEPS, **READ_BACKS}


class Drawn(App[None]):
    """Every step at once, as it comes."""

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene

    def compose(self) -> ComposeResult:
        for step in EVERY.values():
            yield build(self._scene, step)


async def test_every_step_has_the_buttons_that_a_scenario_may_press_there() -> None:
    """A new button is one more word for scenarios, and one that is gone would be waited for before a class."""
    student = practising(own_device=True)
    student.scene.walk = Walk(begin("onboard"), student.app.lane, student.clock)
    app = Drawn(student.scene)
    async with app.run_test():
        for key in EVERY:
            there = {(each.id or "").partition("-")[0] for each in app.query_one(f"#view-{key}").query(Button)}
            assert there == set(own_acts(step_named(key))), key


def test_ways_on_after_a_refusal_can_be_pressed_where_they_can_be_offered() -> None:
    """The ways on from any error, and those from an error about a field at the step of that field."""
    assert {"reload", "browser", "desk", "goto", "reset", "tocontact"} <= set(acts_at(STEPS["send_code"]))
    assert "tocontact" not in acts_at(STEPS["alias_again"])
    assert "wasreset" in acts_at(STEPS["sign_in"])
    assert "resend" not in acts_at(STEPS["sign_in"])
    assert {"reset", "desk"} <= set(acts_at(STEPS["mail_sign_in"]))
    assert set(acts_at(STEPS["done"])) == {"summary", "takealong", "quit"}


def test_switches_and_people_are_those_of_the_simulated_hospital() -> None:
    """In their order, so that a refusal lists them as they are documented."""
    assert tuple(each.name for each in fields(Switches)) == SWITCHES
    assert tuple(each.kind for each in ROSTER) == PERSONAS


def test_verbs_are_those_of_the_port() -> None:
    """Every row of the fault matrix among them."""
    assert {verb for verbs in REQUESTS.values() for verb in verbs} <= set(VERBS)
    assert {"mail.sign_in", "account.activation"} <= set(VERBS)
    assert all(each.partition(".")[0] in {"portal", "account", "mail"} for each in VERBS)
