"""The trainer jumps to a step that is not simply in front; the student then finishes from there (J8.4)."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.drills import DRILLS
from ntuh_onboard.backend.stage import Waiting
from ntuh_onboard.journey import moves
from ntuh_onboard.rules import mask_phone
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.trainer.jump import Ahead
from tests.long_cases import sparing
from tests.screens.student import SMALL, Student, wizard
from tests.training.panel import chosen, closed, drilled, jumped, opened, out_of_matrix, state

COMMITS = [each.id for each in DRILLS.values() if each.group == "commit"]
OWN = "Seventeen4Quinces"
"""A password that the student has thought of: no walker knows it."""


async def back_to(student: Student, step: str) -> None:
    """Esc, until this step is in front."""
    while student.step != step:
        before = student.step
        await student.press("escape")
        await student.until(lambda: student.step != before, f"leaving {before}")  # noqa: B023  # asked at once
        await student.ready()


async def session_over(student: Student) -> None:
    """The session ends under the contact details; the sign-in is in front again."""
    await student.at("contact")
    await drilled(student, "session_ended")
    await student.fill()
    await student.at("sign_in")


async def test_a_step_that_a_choice_has_left_out_is_met_in_a_fresh_hospital() -> None:
    """Who said that the password was changed already is taught to change it all the same."""
    async with wizard("progress", size=SMALL) as student:
        await student.fill(progress="password_changed")
        await student.at("preflight")
        await jumped(student, "portal_password")
        await student.finish()
        assert student.count("portal.change_password") == 1


async def test_a_choice_that_was_only_begun_does_not_lead_past_the_step() -> None:
    """It was chosen, and left by Esc: it counts as typed, and the step is met all the same."""
    async with wizard("progress", size=SMALL) as student:
        await student.fill(progress="password_changed")
        await back_to(student, "progress")
        assert student.journey.texts["progress"] == "password_changed"
        await jumped(student, "portal_password")
        await student.finish()
        assert student.count("portal.change_password") == 1


async def test_a_step_that_is_done_for_good_is_met_in_a_fresh_hospital() -> None:
    """From before it; what was armed for the student waits there too."""
    async with wizard("preflight", size=SMALL) as student:
        await jumped(student, "contact")
        await back_to(student, "sign_in")
        await drilled(student, "message_late")
        await jumped(student, "portal_password")
        assert student.count("portal.change_password") == 0
        assert student.stage.waiting() == (Waiting("message", "late"),)
        await drilled(student, "disarm")
        await student.finish()


async def test_a_step_that_can_be_done_again_is_met_where_the_student_is() -> None:
    """Back by Esc to the sign-in, and to the contact details: they are asked again, the password is not."""
    async with wizard("preflight", size=SMALL) as student:
        await jumped(student, "regulations")
        await back_to(student, "sign_in")
        await jumped(student, "contact")
        assert student.count("portal.change_password") == 1
        await student.finish()


async def test_what_was_done_in_the_browser_is_done_here_in_a_fresh_hospital() -> None:
    """This hospital has seen nothing of it, so that nothing can be walked on from there."""
    async with wizard("enter_code", size=SMALL) as student:
        assert student.app.front is not None
        student.app.do(ButtonAct.DID)
        await student.at("account")
        await student.press("escape")  # the way in the browser is shown over it
        await jumped(student, "alias_again")
        student.answers["alias"] = student.journey.texts["alias"]
        await student.finish()


@pytest.mark.parametrize("closed", ["left out", "done"])
async def test_the_walker_stops_behind_a_step_that_it_does_not_meet(closed: str) -> None:
    """It sends the step in front of it and no more; the student goes on by hand."""
    async with wizard("sign_in", size=SMALL) as student:
        walk = student.scene.walk
        journey = walk.journey
        if closed == "done":
            walk.journey = moves.pass_over(journey, "portal_password")
        else:
            changed = moves.advance(moves.go_to(journey, "progress"), {"progress": "password_changed"})
            walk.journey = moves.advance(changed)
        met = await Ahead(walk, student.stage, student.persona).to("portal_password")
        assert met is None
        assert walk.journey.at == "contact"
        assert student.sent == ["portal.sign_in"]
        assert student.app.front is not None
        student.app.work(student.app.front.show)
        await student.at("contact")
        await student.finish()


async def test_after_a_session_the_walker_signs_in_with_the_password_in_force() -> None:
    """The walker has set it on the way: no try is spent."""
    async with wizard("preflight", size=SMALL) as student:
        await jumped(student, "contact")
        await session_over(student)
        await jumped(student, "regulations")
        assert student.scene.walk.tries["portal.sign_in"].refused == 0
        assert student.count("portal.change_password") == 1
        await student.finish()


async def test_a_password_that_nobody_knows_any_more_is_set_in_a_fresh_hospital() -> None:
    """The student has thought of it, and it is forgotten as soon as it is set: it is not guessed at."""
    async with wizard("portal_password", size=SMALL, answers={"portal_new": OWN, "portal_again": OWN}) as student:
        await student.fill()
        await session_over(student)
        await jumped(student, "regulations")
        assert student.scene.walk.tries["portal.sign_in"].refused == 0
        assert student.count("portal.sign_in") == 1
        await student.finish()


@pytest.mark.parametrize("drill", sparing(COMMITS, [*COMMITS][::2].__contains__))
async def test_a_commit_that_is_jumped_past_leaves_its_drill_to_the_next_one(
    drill: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Armed at the contact details, jumped to the activation: that is what the student meets it at."""
    monkeypatch.setattr("ntuh_onboard.backend.hospital.visit.SLOWLY", 0.01)
    async with wizard("contact", size=SMALL) as student:
        await drilled(student, drill)
        await jumped(student, "alias_again")
        student.answers["alias"] = student.journey.texts["alias"]
        assert [(each.verb, each.times) for each in student.stage.waiting()] == [("account.activate", 1)]
        await opened(student)
        assert state(student, drill) == student.scene.say("trainer.armed", times=1)
        await closed(student)
        await student.fill()
        assert student.stage.waiting() == ()
        student.clock.jump(61)
        await student.finish()


async def test_a_drill_stays_where_it_is_armed_while_that_is_still_ahead() -> None:
    """A request that was chosen in the matrix is not moved to another one; nor is what is no commit."""
    async with wizard("sign_in", size=SMALL) as student:
        await opened(student)
        await chosen(student, "matrix")
        for request in ("Q10", "Q1"):
            await chosen(student, request)
            await chosen(student, "F2")
        await out_of_matrix(student)
        await closed(student)
        armed = {Waiting("account.activate", "lost_after"), Waiting("portal.sign_in_page", "lost_after")}
        await jumped(student, "send_code")
        assert set(student.stage.waiting()) == armed
        await student.walk("alias_again")
        await student.fill()
        assert student.stage.waiting() == (Waiting("portal.sign_in_page", "lost_after"),)
        await student.finish()


async def test_behind_the_last_commit_nothing_waits_for_one() -> None:
    """There is none left that could meet it."""
    async with wizard("alias_again", size=SMALL) as student:
        await drilled(student, "lost_done")
        await jumped(student, "done")
        assert student.stage.waiting() == ()
        await student.finish()


async def test_a_commit_that_is_done_again_meets_what_is_armed_there() -> None:
    """Back at the contact details: what this step sends is meant, though it was sent before."""
    async with wizard("regulations", size=SMALL) as student:
        await back_to(student, "contact")
        await drilled(student, "lost_not_done")
        await student.fill()
        assert student.stage.waiting() == ()
        await student.finish()


@pytest.mark.parametrize(("journey", "kind"), [("reset", "activated"), ("onboard", "fresh")])
async def test_where_a_proof_ends_a_code_is_asked_for_and_no_sign_in(journey: str, kind: str) -> None:
    """And the number that the next message goes to is said."""
    async with wizard("send_code", kind, journey=journey, size=SMALL) as student:
        await jumped(student, "enter_code")
        await drilled(student, "session_ended")
        await student.fill()
        await student.at("send_code")
        student.assert_shows("said.proof_over")
        student.assert_shows("ui.sms_to", phone=mask_phone(student.persona.phone))
