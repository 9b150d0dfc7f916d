"""What practice hands out is what works at the hospital now (J8.3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.journey.state import begin
from ntuh_onboard.journey.steps import STEPS
from ntuh_onboard.journey.walk import Walk
from ntuh_onboard.screens.base.persona import line
from tests.screens.student import SMALL, Student, wizard


def handed(student: Student) -> bool:
    """Whether the password that the person begins with stands in the line of the sign-in."""
    told = line(student.scene, STEPS["sign_in"])
    assert told is not None
    return student.persona.password.reveal() in student.scene.say(told[0], **told[1])


async def test_a_password_that_was_changed_is_not_handed_out_again() -> None:
    """The session is over: ID and phone are told once more; the new password is the student's, and the old one dead."""
    async with wizard("contact", size=SMALL) as student:
        student.stage.inject("portal.save_contact", Fault.SESSION_ENDED)
        await student.fill()
        await student.at("sign_in")
        assert not student.sees(student.persona.password.reveal())
        assert line(student.scene, STEPS["sign_in"]) == line(student.scene, STEPS["send_code"])
        await student.finish()


async def test_a_password_that_was_changed_in_another_journey_is_not_handed_out() -> None:
    """The hospital knows that the student has another one."""
    async with wizard("contact", size=SMALL) as student:
        student.scene.walk = Walk(begin("contact"), student.app.lane, student.scene.clock)
        assert not handed(student)
        student.stage.reset()
        assert handed(student)


@pytest.mark.parametrize("kind", ["changed", "fresh", "pupil"])
async def test_whose_password_is_the_one_of_the_beginning(kind: str) -> None:
    """Who has passed the change by still needs the one that works: what they say about themselves changes nothing."""
    answers = {"progress": "password_changed"}
    async with wizard("progress", "fresh" if kind == "pupil" else kind, size=SMALL, answers=answers) as student:
        assert student.scene.persona is not None
        student.scene.persona = replace(student.scene.persona, kind=kind)
        await student.walk("sign_in")
        assert student.sees(student.persona.password.reveal())
        await student.finish()


async def test_what_stood_there_comes_back_when_an_act_is_over() -> None:
    """A hospital that takes its time over another picture must not cost the student the numbers to type."""
    async with wizard("progress", size=SMALL) as student:
        await student.walk("sign_in")
        assert student.sees(student.persona.employee_id)
        with student.holding("portal.picture"):
            student.app.action_act("picture")
            await student.until(lambda: student.shows("ui.busy"), "the sign that an act is under way")
        await student.ready()
        assert student.sees(student.persona.employee_id)
        await student.finish()
