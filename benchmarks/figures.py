"""Evaluate runs: medians, ratios to the form with their intervals, and the gates that they are compared with."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Values = Sequence[float]
Runs = Sequence[Mapping[str, Values]]
"""For each round, the values of each measure; several for keys and page turns, otherwise one."""

_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is measured.

    Attributes:
        name: how it is called in the table.
        key: its name among the values.
        unit: the unit in which it is shown.
        scale: what to multiply values with, to get that unit.
        share: 0.5 for the median, 0.95 for the slow end.
        ratio: gate: at most so many times the form's value.
        limit: gate: at most so much, in `unit`.

    """

    name: str
    key: str
    unit: str
    scale: float = 1.0
    share: float = 0.5
    ratio: float | None = None
    limit: float | None = None


MEASURES = (
    Measure("first paint", "first_paint", "ms", 1000, ratio=0.15, limit=60),
    Measure("ready: typed key shown", "ready", "ms", 1000, ratio=1.20, limit=700),
    Measure("CPU to ready", "ready_cpu", "ms", 1000, ratio=1.20),
    Measure("key echo", "key", "ms", 1000, ratio=1.3),
    Measure("key echo, p95", "key", "ms", 1000, share=0.95, limit=33),
    Measure("page turn", "turn", "ms", 1000, ratio=0.5, limit=60),
    Measure("page turn, p95", "turn", "ms", 1000, share=0.95, limit=100),
    Measure("page turn back", "turn_back", "ms", 1000),
    Measure("first turn to a step", "first_turn", "ms", 1000),
    Measure("idle CPU", "idle", "%", 100, ratio=1.2, limit=1.5),
    Measure("memory after start", "memory_start", "MB", ratio=1.3),
    Measure("memory at the end", "memory_end", "MB", limit=60),
    Measure("bytes at start", "bytes_start", "KB", 1 / 1024, ratio=1.5),
    Measure("bytes a turn", "bytes_turn", "KB", 1 / 1024, limit=15),
    Measure("bytes a key", "bytes_key", "B", limit=250),
    Measure("leave", "leave", "ms", 1000, ratio=1.3, limit=400),
)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, and the interval in which 90 of 100 repetitions of the whole measurement would lie."""

    value: float
    low: float
    high: float

    def over(self, gate: float) -> bool:
        """Whether it exceeds the gate beyond doubt, that is with its whole interval."""
        return self.low > gate


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of both programs."""

    measure: Measure
    form: Estimate
    wizard: Estimate
    ratio: Estimate

    @property
    def verdict(self) -> str:
        """`ok`, `near` if the gate lies inside the interval, `OVER` if it is exceeded beyond doubt."""
        held = [
            (estimate, gate)
            for estimate, gate in ((self.ratio, self.measure.ratio), (self.wizard, self.measure.limit))
            if gate is not None
        ]
        if any(estimate.over(gate) for estimate, gate in held):
            return "OVER"
        if any(estimate.value > gate for estimate, gate in held):
            return "near"
        return "ok" if held else ""


def percentile(values: Values, share: float) -> float:
    """Return the value below which this share of the values lies."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def line(measure: Measure, form: Runs, wizard: Runs) -> Line:
    """Compare this measure of both programs, round by round."""

    def figure(runs: Runs, drawn: Sequence[int]) -> float:
        values = [value for at in drawn for value in runs[at][measure.key]]
        return percentile(values, measure.share) * measure.scale

    def ratio(drawn: Sequence[int]) -> float:
        return figure(wizard, drawn) / (figure(form, drawn) or float("nan"))

    rounds = len(form)
    return Line(
        measure,
        estimated(lambda drawn: figure(form, drawn), rounds),
        estimated(lambda drawn: figure(wizard, drawn), rounds),
        estimated(ratio, rounds),
    )


def estimated(figure: Callable[[Sequence[int]], float], rounds: int) -> Estimate:
    """Estimate a figure and its interval from randomly drawn rounds.

    Rounds are drawn as a whole, so that a moment in which the machine was slow counts for both programs.
    """
    chance = random.Random(rounds)  # noqa: S311  # the same draws each time; no secret depends on them
    drawn = [figure([chance.randrange(rounds) for _ in range(rounds)]) for _ in range(_DRAWS)]
    return Estimate(figure(range(rounds)), percentile(drawn, 0.05), percentile(drawn, 0.95))


def table(lines: Sequence[Line]) -> str:
    """Draw the lines as a table of both programs with their gates."""
    rows = [("measure", "form", "wizard", "ratio (90 %)", "gate", ""), ("--", "--:", "--:", "--:", "--:", "--")]
    for each in lines:
        measure, ratio = each.measure, each.ratio
        gates = [f"<= {measure.ratio}x"] if measure.ratio is not None else []
        gates += [f"<= {measure.limit:g} {measure.unit}"] if measure.limit is not None else []
        rows.append(
            (
                measure.name,
                f"{each.form.value:.1f} {measure.unit}",
                f"{each.wizard.value:.1f} {measure.unit}",
                f"{ratio.value:.2f} ({ratio.low:.2f}-{ratio.high:.2f})",
                ", ".join(gates),
                each.verdict,
            )
        )
    return drawn_up(rows)


def drawn_up(rows: Sequence[Sequence[str]]) -> str:
    """Draw rows of cells as a table that reads well in a terminal and in Markdown."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    )
