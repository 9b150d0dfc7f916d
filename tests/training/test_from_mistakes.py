"""A scenario from what went wrong in a class plays to its end, whatever that was."""

from __future__ import annotations

from pathlib import Path

import pytest

from ntuh_onboard.common import errors
from ntuh_onboard.training.from_mistakes import PLACES, Part, parts, scenario_of
from ntuh_onboard.training.scenario_file import load
from tests.long_cases import sparing
from tests.training.show import FAST, begun, playing


def name_of(part: Part) -> str:
    return part.errors[0]


def test_every_part_is_about_errors_that_there_are() -> None:
    """At a place where one mistake can be shown; each place has one."""
    assert {each.place for each in parts()} == set(PLACES)
    for each in parts():
        assert all(hasattr(errors, error) for error in each.errors)


@pytest.mark.parametrize("error", sparing([name_of(each) for each in parts()], lambda each: each == "CodeWrong"))
async def test_each_mistake_is_shown_and_mended(tmp_path: Path, error: str) -> None:
    """The hospital refuses it in the play, too, and the account is activated all the same."""
    file = tmp_path / "mistakes.toml"
    file.write_text(scenario_of({error: 3}), encoding="utf-8")
    async with playing(load(str(file)), led=True, speed=FAST) as show:
        await begun(show)
        await show.student.until(lambda: show.app.player.over, "the end")
        assert not show.app.player.stuck
        assert show.student.count("account.activate") == 1


def test_the_commonest_of_each_place_are_in_it(tmp_path: Path) -> None:
    """In the order of the journey, and the counts at its head."""
    text = scenario_of({"CodeExpired": 2, "CodeWrong": 9, "WrongCaptcha": 1, "Unreachable": 5})
    file = tmp_path / "mistakes.toml"
    file.write_text(text, encoding="utf-8")
    armed = [each for beat in load(str(file)).beats for each in beat.arm]
    assert armed == ["picture_unreadable", "message_wrong"]
    assert "# CodeWrong: 9\n# Unreachable: 5\n" in text


def test_without_mistakes_there_is_nothing_to_show() -> None:
    """Nor where none of them can be shown."""
    assert scenario_of({}) == scenario_of({"Unreachable": 4}) == ""
