"""The whole way ahead, always visible (J0.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.steps import RAIL
from ntuh_onboard.screens.base.scene import Scene

_JOINS = ((" {rule} ", " "), ("  ", " "), (" ", " "), (" ", ""))
"""What stands between two names, and behind the sign of a name, from the widest row to the narrowest."""
_HEAD = 2
"""Rows above the list of names."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One name on the way.

    Attributes:
        number: its place, from 1.
        name: its name in the present language.
        here: whether the student is here.
        passed: whether everything under this name is done or left out.
        left_out: whether nothing under this name was done here.

    """

    number: int
    name: str
    here: bool
    passed: bool
    left_out: bool


class Rail(Widget):
    """Draws where the student is."""

    def __init__(self, scene: Scene, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self.scene = scene
        self.marks: tuple[Mark, ...] = ()

    def show(self, journey: Journey) -> None:
        """Draw where the student is."""
        self._journey = journey
        self.reword()

    def reword(self) -> None:
        """Redraw in the present language."""
        if hasattr(self, "_journey"):
            self.marks = tuple(_marks(self._journey, self.scene))
            self.refresh()

    def ink(self, token: str, *, paper: str = "", bold: bool = False) -> Style:
        """Return a style in colours of the theme."""
        theme = self.scene.theme
        return Style(color=theme[token], bgcolor=theme[paper] if paper else None, bold=bold)

    def sign(self, each: Mark) -> str:
        """Return the sign of a name that is passed: what was left out has another one than what was done."""
        return self.scene.glyphs.rest if each.left_out else self.scene.glyphs.done


def _marks(journey: Journey, scene: Scene) -> Iterator[Mark]:
    for number, mark in enumerate(_names(journey), 1):
        steps = [each for each in journey.order if journey.table[each].rail == mark]
        passed = all(each in journey.done or each in journey.skipped for each in steps)
        left_out = passed and not any(each in journey.done for each in steps)
        name, here = scene.say(f"rail.{mark}"), mark == journey.step.rail
        yield Mark(number, name, here=here, passed=passed, left_out=left_out)


def _names(journey: Journey) -> list[str]:
    return [mark for mark in RAIL if any(journey.table[step].rail == mark for step in journey.order)]


class Stepper(Rail):
    """All names in one row; they are never shortened, what stands between them is."""

    def render(self) -> Text:
        """Return the widest row that fits."""
        rows = [self._row(join.format(rule=self.scene.glyphs.rule), gap) for join, gap in _JOINS]
        return next((row for row in rows if cell_len(row.plain) <= self.size.width), rows[-1])

    def _row(self, join: str, gap: str) -> Text:
        glyphs, drawn = self.scene.glyphs, Text(no_wrap=True, end="")
        for each in self.marks:
            if drawn.plain:
                drawn.append(join, self.ink("line"))
            if each.here:
                drawn.append(
                    f" {glyphs.here}{gap}{each.number} {each.name} ", self.ink("on-accent", paper="accent", bold=True)
                )
            elif each.passed:
                drawn.append(f"{self.sign(each)}{gap}{each.name}", self.ink("quiet" if each.left_out else "accent"))
            else:
                drawn.append(f"{each.number}{gap}{each.name}", self.ink("quiet"))
        return drawn


class WayAhead(Rail):
    """A list of all names, with lines between them where the height allows."""

    def render(self) -> Text:
        """Return the list."""
        drawn = Text(no_wrap=True, end="")
        at = next((each.number for each in self.marks if each.here), 0)
        if self.marks:
            told = self.scene.say("ui.way_ahead", at=at, count=len(self.marks))
            drawn.append(f"{told}\n\n", self.ink("ink", bold=True))
        airy = _HEAD + 2 * len(self.marks) - 1 <= self.size.height
        for each, after in pairwise([*self.marks, None]):
            assert each is not None  # noqa: S101  # only the last one is None, and it is never first
            drawn.append_text(self._line(each))
            if after is not None:
                passed = self.ink("accent" if each.passed else "line")
                drawn.append("\n")
                if airy:
                    drawn.append(f"   {self.scene.glyphs.down}\n", passed)
        return drawn

    def _line(self, each: Mark) -> Text:
        glyphs = self.scene.glyphs
        if each.here:
            line = f" {glyphs.here} {each.number} {each.name}"
            line += " " * (self.size.width - cell_len(line))
            return Text(line, self.ink("on-accent", paper="accent", bold=True), end="")
        if each.passed:
            return Text(f"   {self.sign(each)} {each.name}", self.ink("quiet" if each.left_out else "accent"), end="")
        return Text(f"   {each.number} {each.name}", self.ink("quiet"), end="")


def number_of(journey: Journey) -> int:
    """Return the number that the mark of the present step has in this journey."""
    return _names(journey).index(journey.step.rail) + 1
