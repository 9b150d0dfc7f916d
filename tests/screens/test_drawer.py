"""The simulated phone where there is little room: a drawer beside the step."""

from __future__ import annotations

from tests.screens.student import LARGE, SMALL, Student, wizard


def out(student: Student) -> bool:
    """Whether the phone can be seen."""
    assert student.app.front is not None
    return bool(student.app.front.frame.phone.region.area)


async def message(student: Student) -> None:
    """The message arrives, and the screen is looked at."""
    student.clock.jump(3)
    student.tick()
    await student.drawn()


async def test_a_message_draws_it_out_and_the_next_step_puts_it_away() -> None:
    """Beside it the step leaves out what has no room; of that nothing stays when the drawer is closed."""
    async with wizard("enter_code", size=SMALL) as student:
        await message(student)
        assert out(student)
        assert student.view.has_class("-beside-phone")
        was = student.view
        await student.fill()
        await student.until(lambda: student.view is not was, "the next step")
        await student.ready()
        assert not out(student)
        assert not was.has_class("-beside-phone")
        assert not student.view.has_class("-beside-phone")
        await student.finish()


async def test_it_is_opened_and_closed_by_hand_at_the_code() -> None:
    """By its button, as often as one likes."""
    async with wizard("enter_code", size=SMALL) as student:
        await message(student)
        assert out(student)
        for opened in (False, True, False):
            student.app.action_act("phone")
            await student.drawn()
            assert out(student) is opened
            assert student.view.has_class("-beside-phone") is opened


async def test_where_there_is_room_it_always_stands_there() -> None:
    """Whatever the drawer would be."""
    async with wizard("enter_code", size=LARGE) as student:
        for _ in range(2):
            await student.drawn()
            assert out(student)
            student.app.action_act("phone")
