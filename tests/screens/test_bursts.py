"""The burst sweep: whatever is pressed too often, nothing is sent twice and the journey is finished (T-02)."""

from __future__ import annotations

import pytest

from ntuh_onboard.journey.steps import JOURNEYS, STEPS
from tests.long_cases import sparing
from tests.screens.bursts import BURSTS, KEYS, Hasty, hasty

QUIET = tuple(key for key in KEYS if key not in {"enter", "escape"})
"""Keys that lead nowhere by themselves."""
MET = [(journey, step) for journey, steps in JOURNEYS.items() for step in steps[:-1] if step != "progress"]
"""Every step that somebody meets who has begun at the front door, but for the end."""


async def finished(student: Hasty, journey: str) -> None:
    """Walk to the end; every commit that cannot be undone has taken effect once at most."""
    await student.on_to("done", journey)
    for verb in ("portal.change_password", "account.verify_code", "account.activate", "account.reset_cloud_password"):
        assert student.count(verb) <= 1, verb


@pytest.mark.parametrize("journey", sparing(JOURNEYS, {"onboard"}.__contains__))
async def test_a_journey_is_finished_through_bursts_at_every_screen(journey: str) -> None:
    """All keys twice in one write at each step, and the last Enter of each step ten times."""
    async with hasty(journey) as student:
        for step in [each for own, each in MET if own == journey]:
            await student.on_to(step, journey)
            await student.burst(2, *QUIET)
            await student.on_to(step, journey)
            await student.fill_and_hammer(10)
        await finished(student, journey)


@pytest.mark.long
@pytest.mark.parametrize(("journey", "step"), MET)
async def test_each_burst_at_each_screen(journey: str, step: str) -> None:
    """Also of keys that lead on and back, of double clicks on every button, and of clicks while a page is read."""
    async with hasty(journey) as student:
        for key, times in BURSTS:
            await student.on_to(step, journey)
            await student.burst(times, key)
            await student.back_in_the_journey(journey)
            if student.journey.order.index(student.journey.at) > student.journey.order.index(step):
                break
        await finished(student, journey)


@pytest.mark.long
@pytest.mark.parametrize(("journey", "step"), MET)
async def test_each_button_twice_at_each_screen(journey: str, step: str) -> None:
    """A double click does what a click does, once."""
    async with hasty(journey) as student:
        await student.on_to(step, journey)
        for name in [each.id for each in student.buttons()]:
            await student.on_to(step, journey)
            for button in (each for each in student.buttons() if each.id == name):
                await student.double_click(button)
            await student.back_in_the_journey(journey)
            if student.journey.order.index(student.journey.at) > student.journey.order.index(step):
                break
        await finished(student, journey)


@pytest.mark.long
@pytest.mark.parametrize(("journey", "step"), [each for each in MET if STEPS[each[1]].load or STEPS[each[1]].picture])
async def test_clicks_while_a_page_is_read(journey: str, step: str) -> None:
    """Every button of the frame and of the step before, and Enter, while the hospital takes its time."""
    read = STEPS[step].load or STEPS[step].picture
    assert read is not None
    async with hasty(journey) as student:
        order = [each for (own, each) in MET if own == journey]
        if (at := order.index(step)) == 0:
            await student.press("escape")
            await student.ready()
        else:
            await student.on_to(order[at - 1], journey)
        before = len(student.sent)
        with student.holding(read.name):
            await student.set_out(journey)
            await student.until(lambda: student.app.lock.busy, "an act under way")
            for button in student.buttons():
                button.press()
                button.press()
            for _ in range(10):
                student._key("enter")
            await student._drained()
        await student.back_in_the_journey(journey)
        await student.settled(before, "clicks")
        await finished(student, journey)
