"""What adding something costs: a step is an entry in the table and its sentences, a word is a line in the profile."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.worker import WorkerFailed

from ntuh_onboard.journey import step_acts
from ntuh_onboard.journey.state import begin
from ntuh_onboard.journey.step import Field, Kind, Step
from ntuh_onboard.journey.steps import JOURNEYS, STEPS
from ntuh_onboard.journey.walk import Walk
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.texts.languages import Language, languages
from ntuh_onboard.texts.sentences import MissingSentence, Texts
from tests.languages import EN, ZH_TW
from tests.screens.student import Student, wizard

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ADDED = Step(
    "locker",
    "prepare",
    fields=(
        Field("locker_number", rules=("required",)),
        Field("locker_side", Kind.CHOICE, options=("left", "right")),
        Field("locker_pin", Kind.SECRET, rules=("required",), fold="none"),
    ),
    load=step_acts.REACH,
    submit=step_acts.REGULATIONS,
)
TABLE = {**STEPS, ADDED.id: ADDED}
ORDER = {"onboard": (*JOURNEYS["onboard"][:2], ADDED.id, *JOURNEYS["onboard"][2:])}
SENTENCES: Mapping[str, tuple[str, str]] = {
    "step.locker.title": ("您的置物櫃", "Your locker"),
    "step.locker.why": ("之後要用。", "It is needed later."),
    "step.locker.act": ("記下", "Note it"),
    "step.locker.help": ("看櫃門。", "Look at its door."),
    "field.locker_number.label": ("櫃號", "Number"),
    "field.locker_number.hint": ("兩位數", "two digits"),
    "field.locker_side.label": ("哪一側", "Which side"),
    "field.locker_side.hint": ("面對走廊", "facing the corridor"),
    "choice.locker_side.left": ("左側", "left"),
    "choice.locker_side.right": ("右側", "right"),
    "field.locker_pin.label": ("櫃子密碼", "Its PIN"),
    "field.locker_pin.hint": ("四位數", "four digits"),
}


class WithAdded(Texts):
    """The catalogues with the sentences of one step more. without: a sentence that was forgotten."""

    def __init__(self, language: Language, without: str = "") -> None:
        site = hospital_profile.load()
        super().__init__(language, site.words, site.hosts)
        self.without = without

    def with_language(self, language: Language) -> WithAdded:
        return WithAdded(language, self.without)

    def _written(self, key: str) -> str:
        if key in SENTENCES and key != self.without:
            return SENTENCES[key][self.language == EN]
        return super()._written(key)


@asynccontextmanager
async def with_step(texts: WithAdded) -> AsyncIterator[Student]:
    """A student at the first step of a journey that has one step more."""
    async with wizard(texts=texts) as student:
        student.scene.walk = Walk(begin("onboard", TABLE, ORDER), student.app.lane, student.clock)
        assert student.app.front is not None
        student.app.work(student.app.front.show)
        await student.at("progress")
        yield student


@pytest.mark.parametrize("language", languages())
async def test_a_step_added_to_the_table_is_walked(language: Language) -> None:
    """Forward, back with everything but the secret, forward again, in both languages, to the end of the journey."""
    async with with_step(WithAdded(language)) as student:
        student.answers |= {"locker_number": "42", "locker_side": "right", "locker_pin": "8305"}
        await student.walk("locker")
        student.assert_shows(
            "step.locker.title", "step.locker.why", "field.locker_number.label", "choice.locker_side.right"
        )
        await student.button("submit")
        assert student.wrong("locker_number") == "rule.required"
        await student.fill()
        await student.at("sign_in")
        await student.press("escape")
        await student.at("locker")
        assert student.text("locker_number") == "42"
        assert student.text("locker_side") == "right"
        assert student.text("locker_pin") == ""
        student.app.action_act("language")
        await student.ready()
        student.assert_shows("step.locker.title", "field.locker_number.label", "choice.locker_side.left")
        assert student.text("locker_side") == "right"
        await student.press("f1")
        student.assert_shows("step.locker.help")
        await student.press("escape")
        await student.finish()
        assert student.calls.count("account.regulations") == 3


@pytest.mark.parametrize(
    "forgotten", ["step.locker.title", "step.locker.act", "field.locker_pin.hint", "choice.locker_side.left"]
)
async def test_a_forgotten_sentence_is_named(forgotten: str) -> None:
    """The view of the step cannot be built, and the failure names the sentence."""
    texts = WithAdded(ZH_TW, forgotten)
    with pytest.raises((MissingSentence, WorkerFailed, AssertionError)) as failed:
        await walk_with(texts)
    assert isinstance(named(failed.value), MissingSentence)
    assert forgotten in str(named(failed.value))


async def walk_with(texts: WithAdded) -> None:
    async with with_step(texts) as student:
        await student.walk("locker")


def named(error: BaseException) -> BaseException:
    """What was raised first."""
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, MissingSentence):
        seen = getattr(seen, "error", None) or seen.__cause__ or seen.__context__
    return seen or error


async def test_a_word_changed_in_the_profile_is_seen(tmp_path: Path) -> None:
    """One line of the file, and the screen shows the new word in 「」, in both languages."""
    path = tmp_path / "ntuh.toml"
    text = hospital_profile.PACKAGED.read_text(encoding="utf-8")
    assert 'mobile_phone = "行動電話"' in text
    path.write_text(text.replace('mobile_phone = "行動電話"', 'mobile_phone = "手機號碼"'), encoding="utf-8")
    site = hospital_profile.load(path)
    async with wizard("contact", texts=Texts(ZH_TW, site.words, site.hosts)) as student:
        assert student.sees("「手機號碼」")
        assert not student.sees("「行動電話」")
        student.app.action_act("language")
        await student.ready()
        assert student.sees("「手機號碼」 (Mobile phone)")
