"""A wizard at a seat of a class: held by the trainer, written to, and a hand that goes up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest
from textual import events

from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.class_line import ClassNews
from ntuh_onboard.screens.dialogs.card import STANDS
from ntuh_onboard.screens.dialogs.from_trainer import FromTrainer
from ntuh_onboard.screens.steps.start_view import StartScreen
from ntuh_onboard.screens.widgets.sentence import ActButton
from ntuh_onboard.texts.languages import Language, languages
from tests.languages import ZH_TW
from tests.screens.moment import Moment
from tests.screens.student import LARGE, Student, at_the_door, opened, practising


@dataclass
class Line:
    """A class that says what the test has it say."""

    told: ClassNews = field(default_factory=ClassNews)
    up: list[bool] = field(default_factory=list)
    read: list[int] = field(default_factory=list)

    def news(self) -> ClassNews:
        return self.told

    def raise_hand(self, *, up: bool) -> None:
        self.told = replace(self.told, hand=up)
        self.up.append(up)

    def confirm(self, number: int) -> None:
        self.read.append(number)


@asynccontextmanager
async def seated(at: str = "sign_in", language: Language = ZH_TW) -> AsyncIterator[tuple[Student, Line]]:
    """A student at this step at a seat, and the class."""
    student, line = practising(language=language), Line()
    student.scene.class_line = line
    async with opened(student, at, LARGE):
        yield student, line


async def stands(student: Student) -> None:
    """The card has been there for a moment, so that it takes keys."""
    now = student.app.lock._now
    assert isinstance(now, Moment)
    now.now += STANDS


async def hears(student: Student, line: Line, **told: object) -> None:
    """The class says this, and the wizard looks."""
    line.told = ClassNews(**told)  # type: ignore[arg-type]  # as the test names them
    assert student.app.class_watch is not None
    student.app.class_watch.look()
    await student.ready()


@pytest.mark.parametrize("language", languages(), ids=str)
async def test_a_pause_holds_keys_and_time(language: Language) -> None:
    """What is typed meanwhile goes nowhere, and afterwards the same screen goes on."""
    async with seated(language=language) as (student, line):
        clock = student.scene.clock
        assert isinstance(clock, SystemClock)
        await hears(student, line, paused=True)
        student.assert_shows("class.paused_title")
        assert clock.rate == 0
        await student.press(*"104567", "enter", "escape")
        student.assert_shows("class.paused_title")
        await hears(student, line)
        await stands(student)
        assert not isinstance(student.app.screen, FromTrainer)
        assert clock.rate == 1
        assert not student.text("employee_id")
        await student.fill()
        await student.at("portal_password")


async def test_a_message_is_read_once() -> None:
    """Also where the class has not heard yet that it was; the next one is shown again."""
    async with seated() as (student, line):
        await hears(student, line, note="Look at page 3.", number=1)
        assert student.sees("Look at page 3.")
        await stands(student)
        await student.press("enter")
        assert line.read == [1]
        assert not isinstance(student.app.screen, FromTrainer)
        await hears(student, line, note="Look at page 3.", number=1)
        assert not isinstance(student.app.screen, FromTrainer)
        await hears(student, line, note="Now page 4.", number=2)
        assert student.sees("Now page 4.")


async def test_a_message_during_a_pause_is_part_of_it() -> None:
    """Reading it does not end the pause."""
    async with seated() as (student, line):
        await hears(student, line, paused=True, note="Look at page 3.", number=1)
        await stands(student)
        await student.press("enter")
        assert line.read == [1]
        student.assert_shows("class.paused_title")
        assert not student.sees("Look at page 3.")


async def test_a_hand_goes_up_and_down_and_is_lowered_by_the_trainer() -> None:
    """The button says what it would do next."""
    async with seated() as (student, line):
        student.app.do(ButtonAct.HAND)
        await student.ready()
        student.assert_shows("ui.act_hand_down")
        await hears(student, line, hand=True)
        await hears(student, line, hand=False)
        student.assert_shows(ButtonAct.HAND.label)
        student.app.do(ButtonAct.HAND)
        student.app.do(ButtonAct.HAND)
        assert line.up == [True, True, False]


async def test_a_hand_raised_with_the_mouse_leaves_the_focus_where_one_types() -> None:
    """What is typed next would be lost at a button."""
    async with seated() as (student, line):
        before = student.app.focused
        button = next(
            each for each in student.app.screen.query(ActButton) if each.act is ButtonAct.HAND and each.region
        )
        await student.pilot.click(button)
        await student.ready()
        assert line.up == [True]
        assert student.app.focused is before


async def test_elsewhere_there_is_no_hand() -> None:
    """Nobody would see it."""
    student = practising()
    async with opened(student, "sign_in", LARGE):
        student.app.do(ButtonAct.HAND)
        assert not student.sees(student.scene.say(ButtonAct.HAND.label))


async def test_the_focus_is_where_it_was_after_a_message_to_somebody_in_another_window() -> None:
    """The next Enter does what it would have done: it went to the switch of languages, which comes first."""
    student, line = practising(), Line()
    student.scene.class_line = line
    async with at_the_door(student, LARGE):
        assert isinstance(student.app.screen, StartScreen)
        before = student.app.focused
        student.app.post_message(events.AppBlur())
        await student.ready()
        await hears(student, line, note="Look at page 3.", number=1)
        await stands(student)
        student.app.post_message(events.AppFocus())
        await student.press("enter")
        await student.ready()
        assert isinstance(student.app.screen, StartScreen)
        assert student.app.focused is before is student.app.screen.beginning
