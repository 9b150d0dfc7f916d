"""The journeys as tables; start reading here.

`STEPS` has every step: its fields with their rules, what it loads, and its one submit; they are written in `tables`,
one module per site. `JOURNEYS` names the journeys as lists of step ids. `READ_BACKS` has the steps that find out how a
lost commit ended.
The wizard's screens, answers files and tests walk these tables; nothing else knows the order of the steps.
A new step on existing verbs is one entry there and its sentences in the catalogues (`step.<id>.…`, `field.<id>.…`).
"""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.journey.journeys import JOURNEYS, RAIL
from ntuh_onboard.journey.step import Look, Step
from ntuh_onboard.journey.tables import account_steps, mail_steps, portal_steps, read_backs

_DONE = Step("done", "done", look=Look.DONE)
"""The last step of every journey."""
_TABLE = (*portal_steps.STEPS, *account_steps.STEPS, *mail_steps.STEPS, _DONE)

STEPS: Mapping[str, Step] = {step.id: step for step in _TABLE}


def judge_skips(steps: Mapping[str, Step]) -> None:
    """Raise ValueError if a choice leaves out a step that nobody but the student can answer.

    A journey is resumed by the choice of which the hospital has seen all that it leaves out: such a step it never sees.
    """
    for step in steps.values():
        for choice, left_out in (step.skips or {}).items():
            for each in left_out:
                if each not in steps or steps[each].submit is None:
                    raise ValueError(f"{step.id}: {choice} skips {each}, which the hospital never sees done")


judge_skips(STEPS)

STUCK = Step("unknown", "done", look=Look.STUCK)
"""Shown when nothing more can be found out from here; part of no journey."""

READ_BACKS: Mapping[str, Step] = {step.id: step for step in read_backs.STEPS}
"""Steps that find out how a lost commit ended; those without fields run by themselves. `read_back` names the next one
to try if the outcome is still unknown."""


def step_of_field(key: str) -> Step | None:
    """Return the step that asks for this field, or None."""
    for step in (*_TABLE, *read_backs.STEPS):
        if any(each.id == key for each in step.fields):
            return step
    return None


__all__ = ["JOURNEYS", "RAIL", "READ_BACKS", "STEPS", "STUCK", "step_of_field"]
