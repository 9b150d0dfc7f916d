"""A journey that begins where the hospital has seen that a person is."""

from __future__ import annotations

import pytest

from ntuh_onboard.journey.journeys import JOURNEYS, unfinished
from ntuh_onboard.journey.resuming import resumed
from ntuh_onboard.journey.state import begin

PORTAL = ("sign_in", "portal_password")


@pytest.mark.parametrize(
    ("done", "at", "answer"),
    [
        ((), "progress", None),
        (("sign_in",), "progress", None),
        (PORTAL, "sign_in", "password_changed"),
        (("portal_password",), "sign_in", "password_changed"),
        ((*PORTAL, "contact"), "regulations", "mail_only"),
        ((*PORTAL, "contact", "send_code"), "regulations", "mail_only"),
        ((*PORTAL, "contact", "send_code", "enter_code"), "regulations", "mail_only"),
        (("contact",), "progress", None),
    ],
)
def test_what_is_done_is_not_asked_again(done: tuple[str, ...], at: str, answer: str | None) -> None:
    """A session or a proof is got anew, since it ended with the wizard that had it."""
    there = resumed(begin("onboard"), done)
    assert there.at == at
    assert there.texts.get("progress") == answer
    assert there.step.needs in there.have


@pytest.mark.parametrize("journey", [each for each in JOURNEYS if each != "onboard"])
def test_a_journey_that_leaves_nothing_out_begins_at_its_beginning(journey: str) -> None:
    assert resumed(begin(journey), (*PORTAL, "contact")) == begin(journey)


@pytest.mark.parametrize(
    ("reached", "journey"),
    [((), "onboard"), (PORTAL, "onboard"), ((*PORTAL, "contact", "alias_again"), "reset")],
)
def test_the_first_screen_offers_what_is_not_finished(reached: tuple[str, ...], journey: str) -> None:
    assert unfinished(reached) == journey
