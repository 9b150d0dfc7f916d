"""A verb that does not do its work: the words stand in their place, what was typed is kept, and the way goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from ntuh_onboard.backend.hospital import hospital_phrases
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.common.errors import BackendError, Maintenance, Refused, UnexpectedPage, Unreachable
from ntuh_onboard.journey.journeys import JOURNEYS
from ntuh_onboard.journey.step import Kind
from ntuh_onboard.screens.base.refusals import code_of
from tests.languages import EN, ZH_TW
from tests.long_cases import sparing
from tests.screens.student import SMALL, Student, wizard

ERRORS: Mapping[Fault, type[BackendError]] = {
    Fault.REFUSED: Refused,
    Fault.DOWN: Unreachable,
    Fault.MAINTENANCE: Maintenance,
    Fault.UNEXPECTED_PAGE: UnexpectedPage,
}
WORDS = {fault: f"error.{error.__name__}" for fault, error in ERRORS.items()}
"""What a student reads where this fault was met."""
SAID = {Fault.REFUSED: hospital_phrases.REFUSED, Fault.MAINTENANCE: hospital_phrases.MAINTENANCE}
"""What the hospital says then, in its own words."""
WAYS = {
    Fault.REFUSED: (),
    Fault.DOWN: (),
    Fault.MAINTENANCE: ("desk",),
    Fault.UNEXPECTED_PAGE: ("browser", "reload", "desk"),
}
"""The ways on beside the step's own button."""


@dataclass(frozen=True)
class Submit:
    """verb, the step that sends it, and the step at which a session that is over is begun again."""

    verb: str
    step: str
    again: str

    def __str__(self) -> str:
        return self.verb


SUBMITS = (
    Submit("portal.sign_in", "sign_in", "sign_in"),
    Submit("portal.change_password", "portal_password", "sign_in"),
    Submit("portal.save_contact", "contact", "sign_in"),
    Submit("account.send_code", "send_code", "send_code"),
    Submit("account.verify_code", "enter_code", "send_code"),
    Submit("account.activate", "alias_again", "send_code"),
)


def assert_fault_shown(student: Student, fault: Fault, *, reload: bool = False) -> None:
    """The sentence, the hospital's own words, a code for the desk, and the ways on."""
    student.assert_shows(WORDS[fault])
    if fault in SAID:
        assert student.sees(SAID[fault])
    student.assert_shows("ui.code", code=code_of(student.view.step, ERRORS[fault]()))
    for act in (*WAYS[fault], *(("reload",) if reload else ())):
        student.assert_shows(f"ui.act_{act}")


def assert_kept(student: Student, fault: Fault) -> None:
    """Everything that was typed but for secrets and picture codes still stands in its field."""
    for key, labelled in student.view.labelled.items():
        if labelled.display and labelled.asked.kind in {Kind.TEXT, Kind.CHOICE} and key in student.answers:
            assert labelled.text == student.answer(key), key
        if labelled.asked.kind is Kind.CAPTCHA and fault is not Fault.DOWN:
            assert labelled.text == "", "the picture is used up whatever the answer was"


@pytest.mark.parametrize("submit", sparing(SUBMITS, SUBMITS[::2].__contains__), ids=str)
async def test_each_fault_of_a_submit(submit: Submit) -> None:
    """Refused, down, closed, another page, one after the other; then the session ends; then the journey is finished."""
    language = EN if SUBMITS.index(submit) % 2 else ZH_TW
    async with wizard(submit.step, language=language, size=SMALL) as student:
        before = dict(student.stage.commits())
        if submit.step == "contact":
            await student.put("english_given", "Yi-Fen")
        for fault in WORDS:
            student.stage.inject(submit.verb, fault)
            await student.fill()
            await student.at(submit.step)
            assert_fault_shown(student, fault)
            assert_kept(student, fault)
            assert dict(student.stage.commits()) == before, fault
        assert student.sent.count(submit.verb) - before.get(submit.verb, 0) == len(WORDS)
        await session_ends(student, submit)
        await student.finish()
        assert student.count(submit.verb) >= 1


async def session_ends(student: Student, submit: Submit) -> None:
    """The site's session is over: the step that begins it is next, and what was finished stays finished (SE)."""
    done = student.journey.done
    student.stage.inject(submit.verb, Fault.SESSION_ENDED)
    await student.fill()
    await student.at(submit.again)
    student.assert_shows("error.SessionEnded" if submit.again == "sign_in" else "said.proof_over")
    assert student.sees(hospital_phrases.SESSION_OVER)
    assert done - student.journey.done <= {"sign_in", "send_code", "enter_code"}
    # The site sends no second message within a minute.
    student.clock.jump(61)


async def test_finished_steps_are_not_asked_again_after_a_session_has_ended() -> None:
    """Whoever signs in again while saving the contact details comes back to them, and changes no second password."""
    async with wizard("contact") as student:
        student.answers["english_given"] = "Half-Typed"
        await student.put("english_given", "Half-Typed")
        student.stage.inject("portal.save_contact", Fault.SESSION_ENDED)
        await student.fill()
        await student.at("sign_in")
        await student.fill()
        await student.at("contact")
        assert student.text("english_given") == "Half-Typed"
        await student.finish(by_keys=True)
        assert student.count("portal.change_password") == 1
        assert student.sent.count("portal.change_password") == 1


PICTURE_FAULTS = (Fault.REFUSED, Fault.DOWN, Fault.MAINTENANCE, Fault.SESSION_ENDED)
LOADS = (
    ("portal.sign_in_page", "sign_in"),
    ("portal.contact", "contact"),
    ("account.regulations", "regulations"),
)


@pytest.mark.parametrize(("verb", "step"), LOADS)
async def test_each_fault_of_a_page_that_is_read(verb: str, step: str) -> None:
    """A page that does not come is not sent, nor agreed to; the first way on is to read it again."""
    order = JOURNEYS["onboard"]
    before = order[order.index(step) - 1]
    async with wizard(before, size=SMALL) as student:
        student.stage.inject(verb, Fault.REFUSED)
        await student.fill()
        sent = student.sent
        for fault in (Fault.REFUSED, Fault.DOWN, Fault.MAINTENANCE, Fault.UNEXPECTED_PAGE):
            await student.at(step)
            assert_fault_shown(student, fault, reload=True)
            if fault is Fault.DOWN:
                student.stage.inject(verb, Fault.DOWN)
                await student.button("submit")
                assert_fault_shown(student, Fault.DOWN, reload=True)
                assert student.sent == sent
            following = {
                Fault.REFUSED: Fault.DOWN,
                Fault.DOWN: Fault.MAINTENANCE,
                Fault.MAINTENANCE: Fault.UNEXPECTED_PAGE,
            }
            if fault in following:
                student.stage.inject(verb, following[fault])
            await student.button("reload")
        await student.at(step)
        assert student.notice == ""
        assert student.sent == sent
        await student.finish()


async def test_a_session_that_is_over_when_a_page_is_read() -> None:
    """The portal has forgotten who is signed in: sign in again, and then the page is read."""
    async with wizard("portal_password") as student:
        student.stage.inject("portal.contact", Fault.SESSION_ENDED)
        await student.fill()
        await student.at("sign_in")
        student.assert_shows("error.SessionEnded")
        await student.fill()
        await student.at("contact")
        await student.finish()
        assert student.count("portal.change_password") == 1


async def test_regulations_are_not_passed_by_when_the_site_ends_its_session() -> None:
    """Nobody comes to the code without having agreed (J4.1)."""
    async with wizard("contact") as student:
        student.stage.inject("account.regulations", Fault.SESSION_ENDED)
        await student.fill()
        await student.at("regulations")
        student.assert_shows("said.proof_over")
        await student.button("reload")
        await student.at("regulations")
        await student.finish()


@pytest.mark.parametrize("fault", sparing(PICTURE_FAULTS, {Fault.DOWN, Fault.SESSION_ENDED}.__contains__))
async def test_a_picture_that_does_not_come_is_asked_for_again(fault: Fault) -> None:
    """Everything else stays in its field, and the button for a new picture brings one (C-05)."""
    async with wizard("sign_in") as student:
        await student.put("employee_id", student.persona.employee_id)
        student.stage.inject("portal.picture", fault)
        await student.button("picture")
        student.assert_shows(WORDS.get(fault, "error.SessionEnded"))
        assert student.text("employee_id") == student.persona.employee_id
        await student.button("picture")
        await student.fill()
        await student.at("portal_password")


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault.DOWN, "ui.site_down"),
        (Fault.MAINTENANCE, "ui.site_maintenance"),
        (Fault.UNEXPECTED_PAGE, "ui.site_changed"),
    ],
)
async def test_a_site_that_is_not_there_is_told_before_anything_is_typed(fault: Fault, sentence: str) -> None:
    """Each site with its state; [check again] asks again (J0.2)."""
    async with wizard("preflight") as student:
        student.stage.inject("account.reach", fault)
        await student.button("reload")
        student.assert_shows("ui.site_up", host="portal.practice.invalid")
        student.assert_shows(sentence, host="help.practice.invalid")
        await student.button("reload")
        student.assert_shows("ui.site_up", host="help.practice.invalid")


async def test_a_computer_outside_the_hospital_is_told_so() -> None:
    """「需在醫院內電腦操作」, before anything is typed (J0.2)."""
    async with wizard("preflight", switches={"inside": False}) as student:
        student.assert_shows("ui.outside")
