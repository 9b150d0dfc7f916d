"""What is typed in practice, from the tables (`Field.practised`): for hand-out, scenarios, trainers' jumps, tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ntuh_onboard.journey.step import Step
from ntuh_onboard.journey.steps import JOURNEYS, READ_BACKS, STEPS

_FIELDS = {asked.id: asked for step in (*STEPS.values(), *READ_BACKS.values()) for asked in step.fields}

PRACTISED: Mapping[str, str] = {
    key: answer
    for key, asked in _FIELDS.items()
    if (answer := asked.practised or (_FIELDS[asked.repeats].practised if asked.repeats else ""))
}
"""Every answer, by field id; a field that repeats another has its answer.

An answer that begins with @ is looked up when it is typed (`training.answers_file`).
"""


_NONE: Mapping[str, str] = MappingProxyType({})


def practised(journey: str, own: Mapping[str, str] = _NONE) -> Mapping[str, str]:
    """Return the answers of one journey and its read-backs, by field id; KeyError if there is no such journey.

    A field that starts with what an earlier step of this journey has asked is left as it is. `own` are answers in place
    of the usual ones; a field that repeats one of them follows it, unless it is named too.
    """
    asked = {each.id: each for step in _steps(journey) for each in step.fields}
    usual = {key: PRACTISED[key] for key, each in asked.items() if key in PRACTISED and each.prefill not in asked}
    repeated = {key: own[each.repeats] for key, each in asked.items() if each.repeats in own}
    return {**usual, **repeated, **own}


def _steps(journey: str) -> Iterator[Step]:
    """Yield the steps of a journey, each followed by its read-backs."""
    for key in JOURNEYS[journey]:
        yield STEPS[key]
        after = STEPS[key].read_back
        while after:
            yield READ_BACKS[after]
            after = READ_BACKS[after].read_back
