"""Scenarios of other journeys than onboarding, and of those that change it on the way (docs/training.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ntuh_onboard.screens.trainer.caption import Caption
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.training.recorder import Recorder
from ntuh_onboard.training.scenario_file import Scenario, load
from tests.screens.student import SMALL
from tests.training.show import FAST, Show, begun, playing

HEAD = """
typing = 100
[title]
zh-TW = "重設"
en = "Reset"
[about]
zh-TW = "重設"
en = "Reset"
[answers]
progress = "activated_before"
channel = "sms"
account_id = "@id"
registered_phone = "@phone"
code = "@message"
cloud_new = "Harbour9Quietly"
cloud_new_again = "Harbour9Quietly"
mail_alias = "@alias"
mail_password = "@cloud"
mail_captcha = "@picture"
"""
TOLD = '[[beat]]\nstep = "progress"\nzh-TW = "說了"\nen = "told"\n'
CHANGE = '[[beat]]\nstep = "progress"\nzh-TW = "改"\nen = "change"\nact = "reset"\n'
SEND = '[[beat]]\nstep = "send_code"\nzh-TW = "送出之前"\nen = "before it is sent"\n'
DONE = '[[beat]]\nstep = "done"\nzh-TW = "好了"\nen = "done"\n'


def written(folder: Path, text: str) -> Scenario:
    """The scenario of this text, read from a file."""
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return load(str(path))


def captioned(show: Show, caption: str) -> bool:
    """Whether this caption stands on the wizard's screen, alone."""
    return show.captions == 1 and show.student.sees(caption)


@pytest.mark.parametrize("persona", ["activated", "fresh"])
async def test_the_caption_goes_on_in_another_journey(tmp_path: Path, persona: str) -> None:
    """And R plays from the first journey and its person on; the fresh student gives way to one who can be reset."""
    scenario = written(tmp_path, f'persona = "{persona}"{HEAD}{TOLD}{CHANGE}{SEND}{DONE}')
    async with playing(scenario, led=True, speed=FAST) as show:
        student, first = show.student, show.student.scene.persona
        await begun(show)
        await show.beat(2)
        show.pace.speed = 2
        await student.until(lambda: captioned(show, "送出之前"), "the caption")
        assert student.journey.name == "reset"
        assert show.line == "scenario.keys"
        show.key("r")
        await student.until(lambda: student.journey.name == "onboard", "the first journey")
        assert student.scene.persona == first
        show.pace.speed = FAST
        await student.until(lambda: show.app.player.over, "the end")
        assert show.line == "scenario.over"
        assert captioned(show, "好了")
        assert student.count("account.reset_cloud_password") == 1
        show.key("h")
        await student.until(lambda: not show.app.screen.query(Caption), "the wizard's own lines")
        student.assert_shows("ui.menu")


@pytest.mark.parametrize("journey", ["reset", "mail_check"])
async def test_a_journey_is_played_by_somebody_who_can_walk_it(tmp_path: Path, journey: str) -> None:
    """Where the file names nobody: the person who is shown is the one who is typed."""
    async with playing(written(tmp_path, f'journey = "{journey}"{HEAD}{DONE}')) as show:
        shown, typed = show.student.scene.persona, show.app.player.autopilot.known.persona
        assert shown is typed
        assert shown.kind == "activated"
        assert await show.end() == Exit.DONE


async def test_a_recording_veils_the_person_who_is_shown(tmp_path: Path) -> None:
    """Stars from the first screen on; the recording is searched for the secrets of that person."""
    scenario = written(tmp_path, f'journey = "mail_check"{HEAD}{DONE}')
    async with playing(scenario, recorder=Recorder(*SMALL, "")) as show:
        shown, known = show.student.scene.persona, show.app.player.autopilot.known
        assert shown is not None
        assert shown.employee_id == known.persona.employee_id
        assert set(shown.cloud_password.reveal()) == {"*"}
        assert known.persona.cloud_password.reveal() in {each.reveal() for each in known.every()}
        assert await show.end() == Exit.DONE
        assert show.app.recorder is not None
        show.app.recorder.save(tmp_path / "mine.cast", known.every())


async def test_a_field_without_an_answer_is_named_where_it_stops(tmp_path: Path) -> None:
    """The author is told the beat, the step and the field, and not only a status."""
    text = HEAD.replace('mail_captcha = "@picture"\n', "")
    async with playing(written(tmp_path, f'journey = "mail_check"{text}{DONE}')) as show:
        assert await show.end() == Exit.UNFINISHED
        assert show.app.player.stuck == "stuck at beat 1 of 1, step mail_sign_in: no answer for mail_captcha"


async def test_a_button_that_never_comes_is_no_field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then scenario and screens do not fit each other, and no field is blamed."""
    monkeypatch.setattr("ntuh_onboard.training.answers_file.PATIENCE", 1.0)
    beat = '[[beat]]\nstep = "mail_sign_in"\nzh-TW = "按"\nen = "press"\nact = "desk"\n'
    async with playing(written(tmp_path, f'journey = "mail_check"{HEAD}{beat}{DONE}')) as show:
        assert await show.end() == Exit.UNFINISHED
        assert show.app.player.stuck.endswith("1 of 2, step mail_sign_in: scenario and screens do not fit")
