"""Nobody types: the screen is covered, the end is announced, and what was typed is wiped (J0.8)."""

from __future__ import annotations

import pytest
from textual import events
from textual.screen import ModalScreen

from ntuh_onboard.screens.dialogs.card import Cover
from ntuh_onboard.startup.exits import Exit
from tests.screens.student import Student, wizard


async def silence(student: Student, seconds: int) -> None:
    """Nobody types for so long, while the wizard goes on looking at the clock."""
    for _ in range(seconds):
        student.idle.jump(1)
        student.app.watching.look()
    await student.ready()


def covered(student: Student) -> bool:
    return isinstance(student.app.screen, Cover)


async def test_a_minute_covers_and_enter_comes_back() -> None:
    """Nothing personal is seen, and the key that takes the cover away does nothing else."""
    async with wizard("contact") as student:
        await silence(student, 59)
        assert not covered(student)
        await silence(student, 1)
        assert covered(student)
        student.assert_shows("ui.covered")
        for personal in (student.persona.name, student.persona.phone, student.persona.employee_id):
            assert not student.sees(personal)
        before = student.text("mobile_phone")
        await student.press("enter")
        assert not covered(student)
        assert student.text("mobile_phone") == before
        await silence(student, 59)
        assert not covered(student), "the key began the minute anew"


async def test_what_is_typed_at_a_cover_never_reaches_a_field_in_part() -> None:
    """Neither its end nor the Enter behind it; the cover says so, and Enter alone comes back."""
    async with wizard("sign_in") as student:
        await silence(student, 180)
        assert covered(student)
        await student.press(*"104567", "enter", *"A301", "tab", "enter")
        assert covered(student)
        student.assert_shows("ui.cover_typed")
        student.clock.jump(2)
        await student.press("enter")
        assert not covered(student)
        assert not student.text("employee_id")
        await student.fill()
        await student.at("portal_password")


@pytest.mark.parametrize(("step", "seconds"), [("contact", 60), ("sign_in", 180), ("enter_code", 150)])
async def test_who_reads_or_waits_for_a_message_is_covered_later(step: str, seconds: int) -> None:
    """A picture is deciphered, a code of two minutes comes to a phone: meanwhile nobody types."""
    async with wizard(step) as student:
        await silence(student, seconds - 1)
        assert not covered(student)
        await silence(student, 1)
        assert covered(student)


@pytest.mark.parametrize("over", ["cover", "menu", "trainer"])
async def test_a_burst_of_keys_takes_away_no_more_than_what_is_in_front(over: str) -> None:
    """Two keys at once at a cover, a card or the panel: the wizard still stands, goes back, and on to the end."""
    async with wizard("contact") as student:
        student.app.action_act(over)
        await student.ready()
        above = student.app.screen
        assert student.app.front is not None
        assert above is not student.app.front.frame
        assert isinstance(above, ModalScreen)
        for _ in range(3):
            if over == "cover":
                above.post_message(events.Key("escape", None).set_sender(student.app))  # each is on its way already
            else:
                above.dismiss(None)
        await student.ready()
        assert student.app.screen is student.app.front.frame
        await student.press("escape")
        await student.finish()


async def test_the_end_is_announced_and_a_key_goes_on() -> None:
    """Half a minute before it (WCAG 2.2.1)."""
    async with wizard("progress") as student:
        await silence(student, 270)
        student.assert_shows("ui.cover_warning", seconds=30)
        await student.press("enter")
        await silence(student, 59)
        assert student.app.return_value is None
        assert not covered(student)


async def test_after_five_minutes_it_signs_out_wipes_and_ends() -> None:
    """With the status of a journey that was left; no secret is held any more."""
    async with wizard("portal_password") as student:
        assert student.scene.walk.held.all()
        await silence(student, 300)
        await student.until(lambda: student.app.return_value is not None, "the end")
        assert student.app.return_value == Exit.UNFINISHED
        assert "portal.sign_out" in student.calls
        assert not student.scene.walk.held.all()


async def test_a_jump_of_the_clock_covers_at_once() -> None:
    """The computer slept, or was locked."""
    async with wizard("progress") as student:
        student.app.watching.look()
        student.idle.jump(31)
        student.app.watching.look()
        await student.ready()
        assert covered(student)


async def test_ones_own_device_only_covers_after_a_sleep() -> None:
    """`--own-device` relaxes the rest."""
    async with wizard("progress", own_device=True) as student:
        await silence(student, 400)
        assert not covered(student)
        assert student.app.return_value is None
        student.app.watching.look()
        student.idle.jump(31)
        student.app.watching.look()
        await student.ready()
        assert covered(student)


async def test_a_commit_in_flight_finishes_first() -> None:
    """The end waits for the answer, so that it is known what became of the activation (R-05)."""
    async with wizard("alias_again") as student:
        with student.holding("account.activate"):
            await student.fill(wait=False)
            await student.until(lambda: "account.activate" in student.calls, "the activation")
            for _ in range(300):
                student.idle.jump(1)
                student.app.watching.look()
            assert student.app.return_value is None
            assert student.count("account.activate") == 0
        await student.until(lambda: student.app.return_value is not None, "the end")
        assert student.count("account.activate") == 1
        assert student.calls[-1].endswith("sign_out")


@pytest.mark.parametrize("way", ["button", "act"])
async def test_one_act_covers_the_screen_now(way: str) -> None:
    """「先遮住畫面」."""
    async with wizard("contact") as student:
        if way == "button":
            await student.button("cover")
        else:
            student.app.action_act("cover")
            await student.ready()
        assert covered(student)
