"""Read a scenario file: what is typed, how fast, the captions, and what goes wrong (docs/training.md).

It is an answers file with additions: `[[beat]]` tables, each of which waits for a step, shows a caption, and may arm
drills, let time pass, change answers, or press a button instead of typing.
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
from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.journey.journeys import JOURNEYS
from ntuh_onboard.journey.practice_answers import practised
from ntuh_onboard.journey.steps import STEPS, step_of_field
from ntuh_onboard.texts.languages import Language, language, languages, tags
from ntuh_onboard.training import toml_entries
from ntuh_onboard.training.possible_names import PERSONAS, SWITCHES, VERBS, acts_at, step_named, steps_of

SHIPPED = ("straight", "no_message", "expired_code", "wrong_phone", "lost_answer")
"""The scenarios that come with the program, in the order in which a class sees them."""
CAPTION_CELLS = 2 * 76
"""Room for a caption: two lines of a screen of 80 columns."""
TYPING = 9.0
"""Keys per second, unless the file says otherwise."""
_AT_LEAST = 2.5
_KEYS = frozenset({"journey", "persona", "typing", "title", "about", "switches", "usual", "answers", "beat"})
_BEAT = frozenset({"step", *tags(), "pause", "arm", "wait", "answers", "act", "type"})


class ScenarioError(OnboardError):
    """The file cannot be used; the message names the file and the mistake."""


@dataclass(frozen=True, slots=True)
class Beat:
    """What happens when a step is shown.

    Attributes:
        step: the id of the step.
        caption: the caption in each language.
        pause: seconds that the caption is shown before typing begins; 0 for as long as it takes to read.
        arm: ids of drills, or `<verb>=<fault>`.
        wait: seconds of the hospital's time to let pass, shortened on the screen.
        answers: answers that replace the file's from now on.
        act: the button to press instead of typing.
        types: whether the step is then typed and sent.

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
        """Return for how many seconds the caption is shown before typing begins."""
        return self.pause or max(_AT_LEAST, cell_len(self.caption[language]) / language.reading)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario as read from a file.

    Attributes:
        name: the file's name without its ending.
        title: the title in each language.
        about: a description in each language.
        answers: the texts to type, by field id.
        beats: the beats in order.
        journey: the journey.
        persona: the kind of invented person.
        typing: keys per second.
        switches: switches of the simulated hospital, set before the start.

    """

    name: str
    title: Mapping[Language, str]
    about: Mapping[Language, str]
    answers: Mapping[str, str]
    beats: tuple[Beat, ...]
    journey: str = "onboard"
    persona: str = "fresh"
    typing: float = TYPING
    switches: Mapping[str, bool] = field(default_factory=dict)


def load(name: str) -> Scenario:
    """Read a scenario, given by the name of a shipped one or by a file; raises ScenarioError."""
    try:
        if name in SHIPPED:
            text = (
                resources.files("ntuh_onboard.training")
                .joinpath("scenarios", f"{name}.toml")
                .read_text(encoding="utf-8")
            )
        else:
            text = Path(name).read_text(encoding="utf-8-sig")  # accepts the mark that Notepad may put in front
        table = tomllib.loads(text)
    except FileNotFoundError:
        raise ScenarioError(f"{name}: no such file, and none of {', '.join(SHIPPED)}") from None
    except UnicodeDecodeError:
        raise ScenarioError(f"{name}: not written in UTF-8; save it as UTF-8") from None
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ScenarioError(f"{name}: {error}") from None
    try:
        return _scenario(name, table)
    except ValueError as error:
        raise ScenarioError(f"{name}: {error}") from None


def _scenario(name: str, table: Mapping[str, Any]) -> Scenario:
    _only(table, _KEYS, "a scenario")
    journey = toml_entries.text(table, "journey", "", "onboard")
    if journey not in JOURNEYS:
        raise ValueError(f"journey is {journey!r}, and must be one of {', '.join(JOURNEYS)}")
    persona = toml_entries.text(table, "persona", "", "fresh")
    if persona not in PERSONAS:
        raise ValueError(f"persona is {persona!r}, and must be one of {', '.join(PERSONAS)}")
    typing = toml_entries.number(table, "typing", "", TYPING)
    if not 1 <= typing <= 100:
        raise ValueError("typing is keys a second, from 1 to 100")
    usual, own = (
        toml_entries.truth(table, "usual", "", standard=False),
        _answers(toml_entries.part(table, "answers", "")),
    )
    return Scenario(
        Path(name).stem,
        _in_each(toml_entries.part(table, "title", ""), "title"),
        _in_each(toml_entries.part(table, "about", ""), "about"),
        practised(journey, own) if usual else own,
        _beats(table.get("beat", []), journey),
        journey,
        persona,
        typing,
        _switches(toml_entries.part(table, "switches", "")),
    )


def _switches(table: Mapping[str, Any]) -> Mapping[str, bool]:
    for key in table:
        if key not in SWITCHES:
            raise ValueError(f"switches: there is no {key!r}; there are {', '.join(SWITCHES)}")
    return {key: toml_entries.truth(table, key, "switches: ") for key in table}


def _beats(tables: object, journey: str) -> tuple[Beat, ...]:
    """Read the beats, each at a step that can occur; a button named after a journey leads to that journey."""
    if not isinstance(tables, list) or not all(isinstance(each, Mapping) for each in tables):
        raise ValueError("beat: each begins with a line [[beat]]")
    beats = []
    for at, table in enumerate(tables, 1):
        beats.append(_beat(f"beat {at}", table, journey))
        journey = beats[-1].act if beats[-1].act in JOURNEYS else journey
    return tuple(beats)


def _beat(where: str, table: Mapping[str, Any], journey: str) -> Beat:
    _only(table, _BEAT, where)
    where += ": "
    step = toml_entries.text(table, "step", where, "")
    if step not in steps_of(journey):
        there = ", ".join(steps_of(journey))
        raise ValueError(f"{where}there is no step {step!r} in the journey {journey!r}; there are {there}")
    caption = _in_each({tag: table.get(tag) for tag in tags()}, where.rstrip(": "))
    for text in caption.values():
        if cell_len(text) > CAPTION_CELLS:
            raise ValueError(f"{where}a caption has room for {CAPTION_CELLS} cells: {text}")
    pause, wait = toml_entries.number(table, "pause", where, 0), toml_entries.number(table, "wait", where, 0)
    if not (0 <= pause <= 60 and 0 <= wait <= 24 * 60 * 60):
        raise ValueError(f"{where}pause is at most 60 seconds, wait at most a day")
    act, acts = toml_entries.text(table, "act", where, ""), acts_at(step_named(step))
    if act and act not in acts:
        raise ValueError(f"{where}act: {step} has no button {act!r}; there are {', '.join(acts)}")
    answers, types = (
        _answers(toml_entries.part(table, "answers", where), where),
        toml_entries.truth(table, "type", where, standard=True),
    )
    return Beat(step, caption, pause, _armed(table, where), wait, answers, act, types)


def _armed(table: Mapping[str, Any], where: str) -> tuple[str, ...]:
    armed = table.get("arm", [])
    armed = [armed] if isinstance(armed, str) else armed
    if not isinstance(armed, list) or not all(isinstance(each, str) for each in armed):
        raise ValueError(f'{where}arm: must be texts in quotes, as ["message_never"]')
    for each in armed:
        _check_armed(each, f"{where}arm: ")
    return tuple(armed)


def _check_armed(text: str, where: str) -> None:
    verb, equals, fault = text.partition("=")
    if not equals and text not in DRILLS:
        raise ValueError(f"{where}{text!r} is no drill; there are {', '.join(DRILLS)}, and <verb>=<fault>")
    if equals and verb not in VERBS:
        raise ValueError(f"{where}{verb!r} is no verb; there are {', '.join(VERBS)}")
    if equals and fault not in {each.value for each in Fault}:
        raise ValueError(f"{where}{fault!r} is no fault; there are {', '.join(Fault)}")


def _answers(table: Mapping[str, Any], where: str = "") -> Mapping[str, str]:
    for key in table:
        if step_of_field(key) is None:
            raise ValueError(f"{where}[answers] {key}: no step asks for this")
    return {key: toml_entries.text(table, key, f"{where}[answers] ", "") for key in table}


def _in_each(table: Mapping[str, Any], where: str) -> Mapping[Language, str]:
    """Return the text in each language; complete languages must have one."""
    told = {each: table.get(each.tag) for each in languages()}
    needed = [each for each in told if not each.falls_back]
    if not all(isinstance(told[each], str) and str(told[each]).strip() for each in needed):
        raise ValueError(f"{where}: needs a text in {' and in '.join(map(str, needed))}")
    return {each: " ".join(str(text or told[language(each.falls_back)]).split()) for each, text in told.items()}


def _only(table: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    strange = sorted(set(table) - known)
    if strange:
        raise ValueError(f"{where} has no {', '.join(strange)}; there are {', '.join(sorted(known))}")


def typed(scenario: Scenario) -> Sequence[str]:
    """Return the ids of the steps in the order in which they are typed."""
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
