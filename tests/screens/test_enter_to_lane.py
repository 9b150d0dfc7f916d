"""The way from a key to the hospital stays short enough to be read in one go."""

from __future__ import annotations

import pytest

from ntuh_onboard.journey.steps import JOURNEYS, STEPS
from tests.long_cases import sparing
from tools.enter_to_lane import one_enter

SENT = [each for each in JOURNEYS["onboard"] if STEPS[each].submit]
LAST = next(each for each in reversed(SENT))
"""The activation: the one commit that can never be undone."""


@pytest.mark.parametrize("step", sparing(SENT, {"enter_code"}.__contains__))
async def test_enter_passes_few_functions_in_few_files(step: str) -> None:
    """From the Enter that sends a step to the lane (`python -m tools.enter_to_lane --names` lists them).

    What the fields' rules ask is their own matter: seventeen rules of a new password are seventeen functions.
    """
    way = await one_enter(step)
    assert way.functions
    assert len(way.hops) <= 61, way.hops
    assert len({file for file, _ in way.hops}) <= 20, sorted(way.files)


async def test_the_activation_passes_the_fewest() -> None:
    """With its rules: whoever doubts that nothing is sent twice reads all of it."""
    way = await one_enter(LAST)
    assert len(way.functions) <= 60, [*way.functions]
    assert len(way.files) <= 18, sorted(way.files)
