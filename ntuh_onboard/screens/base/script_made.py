"""Which steps' pages are made by script, by the numbers on the rail, so that it is said once for all of them (J0.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.steps import RAIL


def script_lines(journey: Journey, steps: Iterable[str]) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield one sentence, by its key and values, for each row of numbers without a gap."""
    marks = [mark for mark in RAIL if any(journey.table[each].rail == mark for each in journey.order)]
    numbers = sorted({1 + marks.index(journey.table[each].rail) for each in steps})
    row: list[int] = []
    for number in (*numbers, 0):
        if row and number != row[-1] + 1:
            key = "ui.needs_browser_steps" if len(row) > 1 else "ui.needs_browser_step"
            yield key, {"first": row[0], "last": row[-1]}
            row = []
        row.append(number)
