"""Every line of the trainer's panel, by keyboard: it is armed, met once, and the journey is then finished (J8.4)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import pytest

from ntuh_onboard.backend.drills import COLUMNS, DRILLS, REQUESTS
from ntuh_onboard.backend.stage import Waiting
from ntuh_onboard.screens.trainer.panel import Panel
from ntuh_onboard.texts.languages import Language, languages
from tests.long_cases import sparing
from tests.screens.student import SMALL, Student, wizard
from tests.training.panel import chosen, closed, drilled, jumped, opened, panel, state

Met = Callable[[Student], Awaitable[None]]


async def refused(student: Student, error: str) -> None:
    """Send the step: it is refused with this error, and what the hospital says is seen."""
    before = student.step
    await student.fill()
    met = student.app.front.error if student.app.front is not None else None
    assert type(met).__name__ == error
    assert met is not None
    assert student.sees(met.said), student.screen_text()
    assert student.stage.waiting() == (), f"{before} has not met it"


def refusing(error: str) -> Met:
    """The step in front is refused, once."""

    async def met(student: Student) -> None:
        await refused(student, error)

    return met


async def another_message(student: Student) -> None:
    """Wait for the cool-down, and ask for another message."""
    student.clock.jump(61)
    student.tick()
    await student.button("resend")


async def late(student: Student) -> None:
    await student.fill()
    student.clock.jump(3)
    assert student.stage.messages(student.persona.phone) == ()
    student.clock.jump(90)
    assert len(student.stage.messages(student.persona.phone)) == 1


async def never(student: Student) -> None:
    await student.fill()
    student.clock.jump(100)
    assert student.stage.messages(student.persona.phone) == ()
    await another_message(student)


async def wrong(student: Student) -> None:
    await student.fill()
    await refused(student, "CodeWrong")
    await another_message(student)


async def expired(student: Student) -> None:
    await student.fill(code="000000")
    if student.view.notice.key:  # the wizard has counted too, and objects first
        await student.enter()
    await another_message(student)


async def unreadable(student: Student) -> None:
    shown = student.stage.picture_text()
    await student.button("picture")
    assert student.stage.picture_text() != shown
    assert student.stage.waiting() == ()
    await student.button("picture")


async def locked(student: Student) -> None:
    await refused(student, "AccountLocked")
    student.assert_shows("error.AccountLocked")
    assert not student.wrong("employee_id")  # it is no mistake in the field
    await drilled(student, "ahead_quarter")
    await drilled(student, "ahead_minute")
    await refused(student, "SessionEnded")  # the sign-in page is too old by then


async def outdated(student: Student) -> None:
    await student.walk("contact")
    assert student.text("mobile_phone") != student.persona.phone


def over(error: str) -> Met:
    """Nothing helps but beginning anew."""

    async def met(student: Student) -> None:
        await refused(student, error)
        await opened(student)
        await chosen(student, "reset")
        await chosen(student, "back")
        assert student.step != "progress", "it asks first"
        await chosen(student, "reset")
        await chosen(student, "sure")
        await student.at("progress")

    return met


async def lost(student: Student) -> None:
    await student.fill()
    assert student.stage.waiting() == ()


async def ended(student: Student) -> None:
    await student.fill()
    student.assert_shows("said.proof_over")
    assert student.step == "send_code"
    student.clock.jump(61)


@dataclass(frozen=True)
class Case:
    """at: the step at which it is chosen; met: what happens then, up to where the journey can be finished."""

    at: str
    met: Met


CASES: Mapping[str, Case] = {
    "message_late": Case("send_code", late),
    "message_never": Case("send_code", never),
    "message_elsewhere": Case("send_code", never),
    "message_wrong": Case("send_code", wrong),
    "code_expired": Case("enter_code", expired),
    "picture_unreadable": Case("sign_in", unreadable),
    "account_locked": Case("sign_in", locked),
    "portal_down": Case("contact", refusing("Unreachable")),
    "portal_maintenance": Case("contact", refusing("Maintenance")),
    "phone_outdated": Case("portal_password", outdated),
    "alias_taken": Case("alias_again", refusing("AliasTaken")),
    "already_activated": Case("send_code", over("AlreadyActivated")),
    "account_expired": Case("send_code", over("AccountExpired")),
    "account_down": Case("send_code", refusing("Unreachable")),
    "account_maintenance": Case("send_code", refusing("Maintenance")),
    "lost_done": Case("alias_again", lost),
    "lost_not_done": Case("alias_again", lost),
    "commit_slow": Case("alias_again", lost),
    "session_ended": Case("alias_again", ended),
}
TIMES = {"time_ten": 10.0, "time_sixty": 60.0, "time_normal": 1.0}
AHEAD = {"ahead_minute": 60.0, "ahead_quarter": 900.0, "ahead_day": 86400.0}


def test_every_drill_is_tried() -> None:
    """A new one has to be added here too."""
    assert {*CASES, *TIMES, *AHEAD} == {*DRILLS}


@pytest.mark.parametrize("drill", sparing(CASES, [*CASES][::3].__contains__))
async def test_each_drill_is_met_and_the_journey_finished(drill: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chosen by keyboard in 80x24, seen to be armed, met once; then the student comes to the end."""
    monkeypatch.setattr("ntuh_onboard.backend.hospital.visit.SLOWLY", 0.2)
    async with wizard(CASES[drill].at, size=SMALL) as student:
        await opened(student)
        await chosen(student, drill)
        armed = student.scene.say("trainer.armed", times=1) if DRILLS[drill].waits else ""
        assert state(student, drill) == armed
        assert student.sees(student.scene.say(f"drill.{drill}") + armed)
        student.assert_shows("trainer.will_be_met" if armed else "trainer.done")
        await closed(student)
        await CASES[drill].met(student)
        await student.finish()
        assert student.stage.waiting() == ()


async def test_time_goes_as_the_trainer_wants() -> None:
    """Faster, as it is, and ahead; which rate is on stands beside it."""
    async with wizard("enter_code", size=SMALL) as student:
        await opened(student)
        for drill, rate in TIMES.items():
            await chosen(student, drill)
            assert student.clock.rate == rate
            assert state(student, drill) == student.scene.say("trainer.now")
        for drill, seconds in AHEAD.items():
            before = student.clock.elapsed()
            await chosen(student, drill)
            assert student.clock.elapsed() == before + seconds


async def test_what_is_armed_can_be_taken_back_and_armed_twice() -> None:
    """The count stands beside it; after it nothing is met."""
    async with wizard("alias_again", size=SMALL) as student:
        await opened(student)
        for drill in ("lost_done", "lost_done", "alias_taken"):
            await chosen(student, drill)
        assert state(student, "lost_done") == student.scene.say("trainer.armed", times=2)
        assert state(student, "disarm") == student.scene.say("trainer.armed", times=3)
        await chosen(student, "disarm")
        assert state(student, "lost_done") == state(student, "disarm") == ""
        await closed(student)
        await student.finish()


async def test_a_commit_that_is_not_left_cannot_be_lost() -> None:
    """On the last screen it is said, and nothing is armed."""
    async with wizard("alias_again", size=SMALL) as student:
        await student.finish()
        await opened(student)
        await chosen(student, "lost_done")
        student.assert_shows("trainer.no_commit")
        assert student.stage.waiting() == ()


async def test_a_jump_forwards_keeps_what_is_armed_for_the_student() -> None:
    """The way there is not the lesson."""
    async with wizard("preflight", size=SMALL) as student:
        await drilled(student, "message_never")
        await jumped(student, "send_code")
        assert student.stage.waiting() == (Waiting("message", "blocks"),)
        await never(student)
        await student.finish()


async def test_a_jump_forwards_and_back() -> None:
    """From one step to a later one, and on; then back, in a hospital as at the beginning."""
    async with wizard("preflight", size=SMALL) as student:
        for step in ("sign_in", "enter_code", "alias_again"):
            await jumped(student, step)
        assert student.count("portal.change_password") == 1
        await jumped(student, "portal_password")
        assert student.count("portal.change_password") == 0
        student.answers["portal_old"] = student.persona.password.reveal()
        await student.finish()


async def test_any_cell_of_the_fault_matrix() -> None:
    """Armed at the request where it can be met without a wire; what needs one says so (security.md B3)."""
    async with wizard("alias_again", size=SMALL) as student:
        await opened(student)
        await chosen(student, "matrix")
        student.assert_shows("trainer.wire_elsewhere")
        for column, fault in COLUMNS.items():
            student.stage.disarm()
            await chosen(student, "Q10")
            assert state(student, column) == ("" if fault else student.scene.say("trainer.wire_only"))
            await chosen(student, column)
            expected = (Waiting(REQUESTS["Q10"][0], fault.value),) if fault else ()
            assert student.stage.waiting() == expected
            assert state(student, "Q10") == (student.scene.say("trainer.armed", times=1) if fault else "")


@pytest.mark.parametrize("language", languages(), ids=str)
async def test_the_panel_fits_80_by_24_in_both_languages(language: Language) -> None:
    """No line is cut, the keys are seen, and it is said that this is practice (J8.3)."""
    async with wizard("sign_in", size=SMALL, language=language) as student:
        await opened(student)
        student.assert_shows("trainer.title", "trainer.keys", "ui.practice_banner", "trainer.jump")
        await student.press("end")
        student.assert_shows("drill.ahead_day", "trainer.keys")


async def test_the_menu_has_the_panel_in_practice_only() -> None:
    """A real hospital, a kiosk and a class's seat have none, by menu or by key; F2 alone opens it to no student."""
    async with wizard("sign_in") as student:
        await student.press("f2")
        await student.drawn()
        assert not isinstance(student.app.screen, Panel)
        await student.button("menu")
        await student.until(lambda: student.shows("ui.act_trainer"), "the menu")
        await student.button("trainer")
        await student.until(lambda: isinstance(student.app.screen, Panel), "the panel")
        await closed(student)
        for name, value in (("kiosk", True), ("panel", False), ("stage", None)):
            before = getattr(student.scene, name)
            setattr(student.scene, name, value)
            await student.press("f2")
            await student.drawn()
            assert not isinstance(student.app.screen, Panel), name
            setattr(student.scene, name, before)
        await opened(student)
        assert panel(student).shown


async def test_the_rate_that_stands_there_is_the_clocks() -> None:
    """Also in a panel that is opened again; going back begins with the time as it is."""
    async with wizard("enter_code", size=SMALL) as student:
        now = student.scene.say("trainer.now")
        await drilled(student, "time_sixty")
        await opened(student)
        assert (state(student, "time_sixty"), state(student, "time_normal")) == (now, "")
        await chosen(student, "jump")
        await chosen(student, "contact")
        await student.at("contact")
        assert student.clock.rate == 1
        await opened(student)
        assert (state(student, "time_sixty"), state(student, "time_normal")) == ("", now)


async def test_what_has_to_be_typed_stands_there_after_a_jump() -> None:
    """The ID, the password and the phone of the invented person, whose student has not seen the first steps."""
    async with wizard("preflight", size=SMALL) as student:
        person = student.persona
        await jumped(student, "sign_in")
        student.assert_shows("ui.persona", id=person.employee_id, password=person.password.reveal(), phone=person.phone)
        await jumped(student, "send_code")
        student.assert_shows("ui.persona_phone", id=person.employee_id, phone=person.phone)
        await jumped(student, "contact")
        student.assert_shows("ui.persona_phone", id=person.employee_id, phone=person.phone)
