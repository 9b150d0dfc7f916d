"""The front door: where to begin is asked once, on the first screen, and can be asked again before anything is done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from ntuh_onboard.journey.journeys import BEGINNINGS
from ntuh_onboard.screens.steps.start_view import StartScreen
from tests.screens.student import SMALL, Student, practising


@asynccontextmanager
async def at_the_door(kind: str = "fresh") -> AsyncIterator[Student]:
    """A student in front of the first screen."""
    student = practising(kind)
    student.app._start = StartScreen(student.scene, modes=("practice",), provider="")
    async with student.app.run_test(size=SMALL) as student.pilot:
        await student.until(lambda: isinstance(student.app.screen, StartScreen), "the front door")
        await student.drawn()
        yield student
        student.app.lane.close()


@pytest.mark.parametrize(("number", "name"), [*enumerate(BEGINNINGS, 1)])
async def test_each_row_begins_its_journey_where_it_says(number: int, name: str) -> None:
    """Its digit and Enter; how far one is, is not asked again, and Esc leads back to choose otherwise."""
    async with at_the_door() as student:
        await student.press(str(number), "enter")
        await student.until(lambda: student.app.front, "a journey")
        await student.ready()
        begun = BEGINNINGS[name]
        assert student.journey.name == begun.journey
        assert {key: student.journey.texts.get(key) for key in begun.answers} == begun.answers
        assert student.step in {"preflight", "mail_ready"}
        await student.press("escape")
        await student.until(lambda: isinstance(student.app.screen, StartScreen), "the front door")
        assert student.scene.persona is not None
        assert student.scene.persona.kind == "fresh"


async def test_the_person_on_the_card_is_the_one_who_can_walk_the_chosen_journey() -> None:
    """All that they type stands there."""
    async with at_the_door() as student:
        for fact in (student.persona.name, student.persona.employee_id, student.persona.password.reveal()):
            assert student.sees(fact), student.screen_text()
        await student.press("5")
        await student.until(lambda: not student.sees(student.persona.name), "another person")


async def test_another_choice_after_going_back_is_walked_to_its_end() -> None:
    """From the reset, which nothing was sent for, to the usual way as the fresh person."""
    async with at_the_door() as student:
        await student.press("5", "enter")
        await student.at("preflight")
        await student.press("escape")
        await student.until(lambda: isinstance(student.app.screen, StartScreen), "the front door")
        await student.ready()
        await student.press("1", "enter")
        await student.at("preflight")
        await student.walk("sign_in")
        await student.walk("portal_password")
        assert student.sent == ["portal.sign_in"]
