"""The other language at any time: what stands on the screen, what is kept, and what is built ahead."""

from __future__ import annotations

import re

import pytest
from textual.widgets import Button

from ntuh_onboard.journey.steps import JOURNEYS
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.sentence import Sentence
from ntuh_onboard.texts.languages import Language, languages
from tests.languages import EN, ZH_TW
from tests.screens.student import SMALL, Student, wizard

HAN = re.compile(r"[\u3400-\u9fff]+")
QUOTED = re.compile(r"[「『][^」』]*[」』]")
SWITCH = frozenset(HAN.findall(" ".join(each.name for each in languages())))
"""The button that switches the language names each in its own."""


def left_over(student: Student, text: str) -> list[str]:
    """Chinese that is neither a word of the hospital's in 「」 nor something that a site or a message has said."""
    messages = "".join(each.text for each in student.stage.messages(student.persona.phone))
    said = "".join(f"{dict(student.journey.learned)!r}{student.persona.name}{messages}".split())
    runs = HAN.findall(QUOTED.sub("|", "".join(text.split())))
    return [each for each in runs if each not in said and each not in SWITCH]


def kept_words(student: Student) -> dict[str, str]:
    """What every sentence and button of every kept view says, seen or not; one that counts down says the time."""
    assert student.app.front is not None
    found = {}
    for view in student.app.front.frame.views.children:
        if isinstance(view, StepView):
            for at, sentence in enumerate(view.query(Sentence)):
                found[f"{view.step.id} {at} {sentence.key}"] = sentence._text
            buttons = (each for each in view.query(Button) if not each.disabled)
            found |= {f"{view.step.id} {each.id}": str(each.label) for each in buttons}
    return found


async def switch(student: Student, wanted: Language) -> None:
    """Press the key for languages until this one is shown."""
    while student.scene.texts.language != wanted:
        student.app.action_act("language")
        await student.ready()


@pytest.mark.parametrize("size", [SMALL])
async def test_at_every_step_everything_is_said_again(size: tuple[int, int]) -> None:
    """No Chinese is left in English but the hospital's own, and coming back brings back every word."""
    async with wizard("progress", size=size) as student:
        for step in JOURNEYS["onboard"]:
            await student.walk(step)
            student.tick()
            await student.ready()
            chinese, kept = student.screen_text(), kept_words(student)
            await switch(student, EN)
            assert left_over(student, student.screen_text()) == [], step
            english = kept_words(student)
            for key, text in english.items():
                assert left_over(student, text) == [], key
            await switch(student, ZH_TW)
            assert student.screen_text() == chinese, step
            again = kept_words(student)
            # A view that is built ahead may have nothing to say yet.
            said = {key: text for key, text in kept.items() if text and key in again}
            assert {key: again[key] for key in said} == said


async def test_errors_advice_and_cards_are_said_again() -> None:
    """What stands under a field, the notice with its ways on, and an open card."""
    async with wizard("sign_in") as student:
        await student.fill(portal_password="Wrong-password-1")
        await student.at("sign_in")
        student.assert_shows("error.WrongCredentials")
        await switch(student, EN)
        student.assert_shows("error.WrongCredentials")
        assert left_over(student, student.screen_text()) == ["帳號或密碼錯誤"]
        await student.press("f1")
        before = student.screen_text()
        await switch(student, ZH_TW)
        student.assert_shows("ui.help_title", "step.sign_in.help")
        await switch(student, EN)
        assert student.screen_text() == before
