"""A row of the fault matrix that stands for several requests is armed once, and met by the first of them (J8.4)."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.drills import REQUESTS
from ntuh_onboard.backend.hospital.faults import Faults
from ntuh_onboard.backend.site.board import Board
from ntuh_onboard.backend.stage import Fault
from tests.long_cases import sparing
from tests.screens.student import SMALL, Student, wizard
from tests.training.panel import chosen, closed, drilled, jumped, opened, out_of_matrix, state


async def cell(student: Student, request: str, column: str, times: int = 1) -> None:
    """Arm this cell by keyboard, and see that it is armed so many times."""
    await opened(student)
    await chosen(student, "matrix")
    for _ in range(times):
        await chosen(student, request)
        await chosen(student, column)
    assert state(student, request) == student.scene.say("trainer.armed", times=times)
    await out_of_matrix(student)
    assert state(student, "disarm") == student.scene.say("trainer.armed", times=times)
    await closed(student)


async def unarmed(student: Student) -> None:
    """Nothing waits any more, and the panel says so."""
    assert student.stage.waiting() == ()
    await opened(student)
    assert state(student, "disarm") == ""
    await closed(student)


@pytest.mark.parametrize("step", sparing(["sign_in", "contact", "alias_again"], "contact".__eq__))
async def test_reading_back_meets_it_once_whatever_is_read(step: str) -> None:
    """The landing page, the contact page or the account page: the first try finds nothing out, the second one does."""
    async with wizard(step, size=SMALL) as student:
        await cell(student, "Q11", "F1")
        await drilled(student, "lost_done")
        await student.fill()
        assert student.journey.lost == step
        await unarmed(student)
        await student.button("submit")
        await student.until(lambda: not student.journey.lost, "the commit is settled")
        await student.ready()
        await student.finish()


async def test_signing_out_meets_it_once() -> None:
    """At the end, by whichever site is left first."""
    async with wizard("alias_again", size=SMALL) as student:
        await cell(student, "Q12", "F1")
        await student.finish()
        await unarmed(student)


async def test_it_is_armed_as_often_as_it_was_chosen() -> None:
    """Each press once more, and a jump keeps them."""
    async with wizard("regulations", size=SMALL) as student:
        await cell(student, "Q11", "F1", times=2)
        await jumped(student, "alias_again")
        assert [(each.verb, each.times) for each in student.stage.waiting()] == [(" ".join(REQUESTS["Q11"]), 2)]
        await drilled(student, "disarm")
        student.answers["alias"] = student.journey.texts["alias"]
        await student.finish()


@pytest.mark.parametrize("last", ["portal.sign_out", "account.sign_out"])
def test_one_count_for_several_verbs_in_this_process_and_over_http(last: str) -> None:
    """No other verb meets it, and none of them a second time; what waits for one of them alone waits still."""
    faults, board = Faults(), Board()
    for each in (faults, board):
        each.inject("portal.sign_out account.sign_out", Fault.DOWN)
        each.inject("mail.sign_out", Fault.DOWN)
    for verb, met in (("account.activate", False), (last, True), ("portal.sign_out", False), ("mail.sign_out", True)):
        assert bool(faults.take(verb)) is met, verb
        assert bool(board.sending("Q12", verb)) is met, verb
    assert faults.waiting() == board.waiting() == ()
