"""The way from a key to the hospital stays short enough to be read in one go."""

from __future__ import annotations

from tools.enter_to_lane import one_enter


async def test_enter_passes_few_functions_in_few_files() -> None:
    """From the Enter that activates to the lane (`python -m tools.enter_to_lane --names` lists them)."""
    way = await one_enter("alias_again")
    assert way.functions
    assert len(way.functions) <= 60, [*way.functions]
    assert len(way.files) <= 18, sorted(way.files)
