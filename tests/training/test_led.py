"""Whoever leads a scenario is never fought by it: not by keys in quick succession, nor after the computer has slept."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from ntuh_onboard.journey.idle import JUMP
from ntuh_onboard.screens.dialogs.card import Cover
from ntuh_onboard.training.scenario_file import load
from tests.long_cases import sparing
from tests.training.show import FAST, Show, begun, playing


async def pressed(show: Show, keys: str, rounds: int) -> None:
    """Press these keys; rounds: how often the machine takes its turn after each."""
    for key in keys:
        show.key(key)
        for _ in range(rounds):
            await asyncio.sleep(0)


PRESSED = [("rh", 0), ("rh", 3), ("rrrrh", 0), ("rrrrh", 3), ("rrrrh", 10)]


@pytest.mark.parametrize(("keys", "rounds"), sparing(PRESSED, {("rh", 0), ("rrrrh", 3)}.__contains__))
async def test_h_stops_it_however_often_r_was_pressed(keys: str, rounds: int) -> None:
    """A key that is held repeats itself; then a person goes on, and nobody types but that person."""
    async with playing(load("straight"), led=True, speed=FAST) as show:
        await begun(show)
        await show.beat(2)
        await pressed(show, keys, rounds)
        await show.student.until(lambda: not show.app.player.playing, "by hand")
        await show.student.until(lambda: show.captions == 0, "the wizard's own lines")
        await show.student.ready()
        await show.student.finish()
        show.student.assert_shows("ui.menu")
        assert show.captions == 0


@pytest.mark.parametrize("rounds", sparing([0, 3], bool))
async def test_r_pressed_often_plays_once(rounds: int) -> None:
    """From the newest press on, with one caption, in a hospital as at the beginning."""
    async with playing(load("straight"), led=True, speed=FAST) as show:
        await begun(show)
        await show.beat(3)
        await pressed(show, "rrr", rounds)
        await show.student.until(lambda: show.app.player.over, "the end")
        assert show.line == "scenario.over"
        assert show.captions == 1
        assert show.student.count("account.activate") == 1


async def test_a_press_that_nobody_waits_for_any_more_does_no_harm() -> None:
    """It was under way when the hands were stopped."""
    async with playing(load("straight"), led=True, speed=1) as show:
        await begun(show)
        press = asyncio.create_task(show.app.player.autopilot._press("x"))
        await asyncio.sleep(0)
        press.cancel()
        await show.student.drawn()
        assert show.app._exception is None


@pytest.mark.parametrize("held", [False, True])
async def test_a_computer_that_slept_covers_nothing_while_it_plays(*, held: bool) -> None:
    """The people are invented. Where somebody goes on by hand it is covered as ever, and a key brings it back."""
    async with playing(load("straight"), led=True, speed=1) as show:
        student = show.student
        await begun(show)
        await show.beat(0)
        show.app._repaint()
        if held:
            show.key("space")
            await student.until(lambda: show.line == "scenario.held", "that it is held")
        student.idle.jump(JUMP + 1)
        show.app._repaint()
        assert not isinstance(show.app.screen, Cover)
        show.key("h")
        await student.until(lambda: not show.app.player.playing, "by hand")
        show.app._repaint()
        assert not isinstance(show.app.screen, Cover), "what was slept through before is no reason now"
        student.idle.jump(JUMP + 1)
        show.app._repaint()
        await student.until(lambda: isinstance(show.app.screen, Cover), "the cover")
        await student.press("enter")
        await student.until(lambda: not isinstance(show.app.screen, Cover), "the wizard")


async def test_a_title_that_waited_through_a_sleep_is_not_covered() -> None:
    """A laptop is shut on the way to the class."""
    async with playing(replace(load("straight"), beats=()), led=True) as show:
        await show.student.until(lambda: show.student.shows("scenario.begin"), "the title")
        show.app._repaint()
        show.student.idle.jump(JUMP + 1)
        show.app._repaint()
        assert show.student.shows("scenario.begin")
