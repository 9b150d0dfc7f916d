"""What the screens claim holds in the journey that is walked, and an end says what happened and what is left to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.journey.steps import JOURNEYS, STEPS
from ntuh_onboard.screens.base.fatal import fault_code, last_words
from ntuh_onboard.screens.steps.start_view import StartScreen
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.sentences import MissingSentence
from tests.languages import EN, ZH_TW
from tests.screens.moment import waited
from tests.screens.student import Student, practising, wizard

PERSON = {"reset": "activated", "mail_check": "activated"}


def words(student: Student, *keys: str, **values: object) -> list[str]:
    return [student.scene.say(each, **values) for each in keys]


@pytest.mark.parametrize("language", [ZH_TW, EN], ids=str)
async def test_an_end_on_the_way_says_what_is_done_and_what_is_left(language: object) -> None:
    """And how to begin again; no name, number or address stays on the terminal."""
    async with wizard("contact", language=language) as student:  # type: ignore[arg-type]
        student.app.leave(Exit.UNFINISHED)
        await student.ended()
        said, join = student.app.farewell, student.scene.say("ui.site_join")
        marks = [student.scene.say(f"rail.{each}") for each in ("prepare", "sign_in", "portal_password")]
        assert words(student, "bye.done", steps=join.join(marks))[0] in said
        left = [student.scene.say(f"rail.{each}") for each in ("contact", "regulations", "code", "alias")]
        assert words(student, "bye.left", steps=join.join(left))[0] in said
        for each in words(student, "bye.again", "bye.out", command="ntuh-onboard demo"):
            assert each in said
        for personal in (student.persona.name, student.persona.phone, student.persona.employee_id):
            assert personal not in said


async def test_an_end_by_silence_says_so() -> None:
    """Not only what is left (J0.8)."""
    async with wizard("sign_in") as student:
        student.idle.jump(301)
        student.app.watching.look()
        student.idle.jump(301)
        student.app.watching.look()
        await student.ended()
        assert student.app.farewell.startswith(student.scene.say("bye.idle"))


async def test_an_end_before_the_beginning_says_that_nothing_was_sent() -> None:
    """Esc on the first screen goes to the button that leaves, and Enter presses it."""
    student = practising()
    student.app._start = StartScreen(student.scene, modes=("practice",), provider="")
    async with student.app.run_test() as student.pilot:
        await student.until(lambda: student.app.screen is student.app._start, "the first screen")
        for _ in range(10):
            student._key("escape")
        await student.ready()
        assert student.app.return_value is None
        await student.press("enter")
        await student.ended()
    assert student.app.farewell == "\n".join(words(student, "bye.not_begun", "bye.again", command="ntuh-onboard demo"))


async def test_an_end_with_something_unknown_warns_against_sending_it_again() -> None:
    """Above what is left to do (R-01)."""
    async with wizard("alias_again") as student:
        student.stage.inject("account.activate", Fault.LOST_AFTER)
        student.stage.inject("account.activation", Fault.DOWN, 5)
        await student.fill()
        await student.until(lambda: student.journey.lost, "a lost answer")
        title = student.scene.say("step.alias_again.title")
        student.app.leave(Exit.UNFINISHED)
        await student.ended()
        assert student.app.farewell.startswith(words(student, "bye.unknown", step=title)[0])


@pytest.mark.parametrize("journey", JOURNEYS)
async def test_the_end_of_practice_names_what_was_practised(journey: str) -> None:
    """After a reset no account is "not activated yet"; what must be in hand is what the journey asks for (J8.3)."""
    at = next(each for each in JOURNEYS[journey] if STEPS[each].rail == "prepare" and STEPS[each].load)
    async with wizard(at, PERSON.get(journey, "fresh"), journey=journey) as student:
        assert student.sees("已解鎖") is ("send_code" in JOURNEYS[journey])
        await student.walk("done")
        key = "ui.practice_done" if journey == "onboard" else f"ui.practice_done_{journey}"
        student.assert_shows(key)
        await student.button("quit")
        await student.ended()
        assert student.app.farewell.startswith(student.scene.say(key))


async def test_a_saved_summary_is_said_where_nothing_stored_was(tmp_path: Path) -> None:
    """Both cannot stand on one screen (J7.3); deleted again, nothing is stored."""
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        async with wizard("done") as student:
            student.assert_shows("ui.nothing_stored")
            await student.button("summary")
            await student.button("savesummary")
            await student.ready()
            path = tmp_path / "ntuh-onboard-summary.html"
            assert path.exists()
            student.assert_shows("ui.only_saved", path=str(path))
            assert not student.shows("ui.nothing_stored")
            await student.button("summary")  # whoever has taken it along leaves nothing
            await student.button("deletesummary")
            await student.ready()
            assert not path.exists()
            student.assert_shows("ui.nothing_stored")
            assert not student.shows("ui.only_saved", path=str(path))
    finally:
        os.chdir(before)


async def test_a_second_enter_does_not_close_the_last_page_unread() -> None:
    """The address stands there, and what works when; whoever pressed Enter twice to activate sees it."""
    async with wizard("alias_again") as student:
        await student.fill(wait=False)
        await student.until(lambda: student.step == "done" and not student.app.lock.busy, "the end")
        waited(student.app.lock)  # a moment later
        student._key("enter")
        await student.drawn()
        assert not student.app._leaving
        await student.enter()
        assert await student.ended() == Exit.DONE


def test_a_fault_is_told_where_no_sentence_can_be() -> None:
    """A wizard that stood still at its first picture, with every key dead, had failed to say that it had failed."""

    def mute(key: str, **_: object) -> str:
        raise MissingSentence(key, EN)

    fault = MissingSentence("ui.start_why", EN)
    said = str(last_words(fault, mute))
    assert fault_code(fault) in said
    assert "ui.fatal" in said
