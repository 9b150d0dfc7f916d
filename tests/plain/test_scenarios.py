"""Every shipped scenario goes the same way by line prompts as on the screens: same requests, same end."""

from __future__ import annotations

import pytest

from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.languages import Language
from ntuh_onboard.training.prompt_typist import PromptPlayer
from ntuh_onboard.training.scenario_file import SHIPPED, Scenario, load
from tests.languages import EN, ZH_TW
from tests.long_cases import sparing
from tests.plain.prompted import prompting
from tests.screens.student import Student, practising
from tests.training.show import playing


async def prompted(scenario: Scenario, language: Language) -> tuple[Student, list[str]]:
    """The student who has walked this scenario by line prompts to its end, and what was told."""
    said = list[str]()
    student = practising(scenario.persona, language=language)
    wizard = prompting(student, PromptPlayer(student.scene, scenario, said.append))
    assert await wizard.converse(None, scenario.journey) == Exit.DONE, "\n".join(said)
    return student, said


@pytest.mark.parametrize("language", [ZH_TW, EN], ids=str)
@pytest.mark.parametrize("name", SHIPPED)
async def test_every_scenario_comes_to_its_end(name: str, language: Language) -> None:
    """In each language; every caption is told."""
    scenario = load(name)
    _, said = await prompted(scenario, language)
    assert all(f"* {each.caption[language]}" in said for each in scenario.beats)


@pytest.mark.parametrize("name", sparing(SHIPPED, {"wrong_phone"}.__contains__))
async def test_line_prompts_send_what_the_screens_send(name: str) -> None:
    """What the hospital received, call by call, and how it ended."""
    scenario = load(name)
    student, said = await prompted(scenario, ZH_TW)
    async with playing(scenario) as show:
        assert await show.end() == Exit.DONE
    assert student.calls == show.student.calls, "\n".join(said)
