"""A scenario file: what is typed, how fast, what is said meanwhile, and what goes wrong (docs/training.md).

It is an answers file with more in it: `[[beat]]` tables, each of which waits for a step, says a caption, and may arm
drills, let time pass, change answers, or press a button in place of typing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from ntuh_onboard.backend.drills import DRILLS
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.errors import OnboardError
from ntuh_onboard.journeys import JOURNEYS
from ntuh_onboard.steps import READ_BACKS, STEPS, step_of_field
from ntuh_onboard.texts import Language

SHIPPED = ("straight", "no_message", "expired_code", "wrong_phone", "lost_answer")
"""The scenarios that come with the program, in the order in which a class sees them."""
CAPTION_CELLS = 2 * 76
"""A caption has two lines of a screen of 80 columns."""
_READING = {Language.ZH_TW: 9.0, Language.EN: 15.0}
"""Cells a second that are read from the last row, calmly: four characters of Chinese, or two or three words."""
_AT_LEAST = 2.5
_KEYS = frozenset({"journey", "persona", "typing", "title", "about", "switches", "answers", "beat"})
_BEAT = frozenset({"step", "zh-TW", "en", "pause", "arm", "wait", "answers", "act", "type"})


class ScenarioError(OnboardError):
    """The file cannot be used; the text names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One thing that happens when its step is in front.

    caption: by language. pause: seconds that it stands before the hands begin; 0 for as long as it takes to read it.
    arm: ids of drills, or `<verb>=<fault>`. wait: seconds of the hospital's time that pass, shortened on the screen.
    answers: from now on in place of the file's. act: the button that is pressed in place of typing. types: whether the
    step is then typed and sent.
    """

    step: str
    caption: Mapping[Language, str]
    pause: float = 0.0
    arm: tuple[str, ...] = ()
    wait: float = 0.0
    answers: Mapping[str, str] = field(default_factory=dict)
    act: str = ""
    types: bool = True

    def stands(self, language: Language) -> float:
        """Seconds that the caption stands before the hands begin."""
        return self.pause or max(_AT_LEAST, cell_len(self.caption[language]) / _READING[language])


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario, as read. typing: keys a second. switches: of the simulated hospital, turned before the start."""

    name: str
    title: Mapping[Language, str]
    about: Mapping[Language, str]
    answers: Mapping[str, str]
    beats: tuple[Beat, ...]
    journey: str = "onboard"
    persona: str = "fresh"
    typing: float = 9.0
    switches: Mapping[str, bool] = field(default_factory=dict)


def load(name: str) -> Scenario:
    """Read a scenario: the name of one that is shipped, or a file; raises ScenarioError."""
    try:
        if name in SHIPPED:
            text = resources.files("ntuh_onboard").joinpath("scenarios", f"{name}.toml").read_text(encoding="utf-8")
        else:
            text = Path(name).read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except FileNotFoundError:
        raise ScenarioError(f"{name}: no such file, and none of {', '.join(SHIPPED)}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ScenarioError(f"{name}: {error}") from None
    try:
        return _scenario(name, table)
    except (ValueError, TypeError, AttributeError) as error:
        raise ScenarioError(f"{name}: {error}") from None


def _scenario(name: str, table: Mapping[str, Any]) -> Scenario:
    _only(table, _KEYS, "a scenario")
    journey = str(table.get("journey", "onboard"))
    if journey not in JOURNEYS:
        raise ValueError(f"journey is {journey!r}, and must be one of {', '.join(JOURNEYS)}")
    typing = float(table.get("typing", Scenario.__dataclass_fields__["typing"].default))
    if not 1 <= typing <= 100:
        raise ValueError("typing is keys a second, from 1 to 100")
    return Scenario(
        Path(name).stem,
        _both(table.get("title", {}), "title"),
        _both(table.get("about", {}), "about"),
        _answers(table.get("answers", {})),
        tuple(_beat(at, each) for at, each in enumerate(table.get("beat", ()), 1)),
        journey,
        str(table.get("persona", "fresh")),
        typing,
        {str(key): bool(value) for key, value in table.get("switches", {}).items()},
    )


def _beat(at: int, table: Mapping[str, Any]) -> Beat:
    _only(table, _BEAT, f"beat {at}")
    step = str(table.get("step", ""))
    if step not in {*STEPS, *READ_BACKS}:
        raise ValueError(f"beat {at}: there is no step {step!r}")
    caption = _both({key: table.get(key) for key in Language}, f"beat {at}")
    for text in caption.values():
        if cell_len(text) > CAPTION_CELLS:
            raise ValueError(f"beat {at}: a caption has room for {CAPTION_CELLS} cells: {text}")
    armed = table.get("arm", ())
    armed = (armed,) if isinstance(armed, str) else tuple(armed)
    for each in armed:
        _check_armed(at, each)
    pause, wait = float(table.get("pause", 0)), float(table.get("wait", 0))
    if not (0 <= pause <= 60 and 0 <= wait <= 24 * 60 * 60):
        raise ValueError(f"beat {at}: pause is at most 60 seconds, wait at most a day")
    answers = _answers(table.get("answers", {}))
    return Beat(step, caption, pause, armed, wait, answers, str(table.get("act", "")), bool(table.get("type", True)))


def _check_armed(at: int, text: str) -> None:
    verb, equals, fault = text.partition("=")
    if equals and "." in verb and fault in {each.value for each in Fault}:
        return
    if text not in DRILLS:
        raise ValueError(f"beat {at}: {text!r} is no drill; there are {', '.join(DRILLS)}, and <verb>=<fault>")


def _answers(table: Mapping[str, Any]) -> Mapping[str, str]:
    for key, value in table.items():
        if step_of_field(key) is None:
            raise ValueError(f"[answers] {key}: no step asks for this")
        if not isinstance(value, str):
            raise ValueError(f"[answers] {key}: must be a text in quotes")  # noqa: TRY004  # one kind of error for one kind of mistake
    return dict(table)


def _both(table: Mapping[str, Any], where: str) -> Mapping[Language, str]:
    """The text in both languages."""
    told = {language: table.get(language.value) for language in Language}
    if not all(isinstance(text, str) and text.strip() for text in told.values()):
        raise ValueError(f"{where}: needs a text in {' and in '.join(Language)}")
    return {language: " ".join(str(text).split()) for language, text in told.items()}


def _only(table: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    strange = sorted(set(table) - known)
    if strange:
        raise ValueError(f"{where} has no {', '.join(strange)}")


def typed(scenario: Scenario) -> Sequence[str]:
    """The ids of the steps in the order in which the hands type them."""
    steps, order = [], [each for each in JOURNEYS[scenario.journey] if each in STEPS]
    at = 0
    for beat in scenario.beats:
        if beat.step in order:
            to = order.index(beat.step)
            steps += order[at:to]
            at = to + (1 if beat.types and not beat.act else 0)
        if beat.types and not beat.act:
            steps.append(beat.step)
    return [*steps, *order[at:]]
