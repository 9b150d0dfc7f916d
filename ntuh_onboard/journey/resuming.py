"""Begin a journey where the hospital has seen that a person is, since finished steps are not asked again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ntuh_onboard.journey import moves
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step import Field, Step


def resumed(journey: Journey, done: Collection[str]) -> Journey:
    """Return the journey after the steps that `done` names, if one of its choices leaves them out; else unchanged.

    The question how far one has come is answered as that choice, and what is only read or answered before the steps
    that are left out counts as done. A step that was done, but gives a session that a later one needs, is asked again.
    """
    for step in (journey.table[key] for key in journey.order):
        for asked in step.fields if step.skips else ():
            if choice := _furthest(step, asked, done):
                there = moves.advance(replace(journey, at=step.id), {asked.id: choice})
                return _past_what_only_asks(there, (step.skips or {})[choice])
    return journey


def _furthest(step: Step, asked: Field, done: Collection[str]) -> str:
    """Return the option that leaves out most steps, and none that is not done; empty if there is none."""
    left_out = step.skips or {}
    fitting = [each for each in asked.options if left_out.get(each) and {*left_out[each]} <= {*done}]
    return max(fitting, key=lambda each: len(left_out[each]), default="")


def _past_what_only_asks(journey: Journey, left_out: Collection[str]) -> Journey:
    """Return the journey after the steps before the first of those left out that send nothing."""
    before = journey.order[: min(journey.order.index(each) for each in left_out)]
    for each in before:
        if journey.table[each].submit is None and each not in journey.done:
            journey = moves.pass_over(journey, each)
    return journey
