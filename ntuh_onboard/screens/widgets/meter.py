"""The rules of a new password, ticked while it is typed (J2.1)."""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from ntuh_onboard.journey.checking import Entry
from ntuh_onboard.journey.step import Field
from ntuh_onboard.screens.base.scene import Scene

_GAP = 2
"""Cells between two rules."""


class Meter(Widget):
    """A mark for each rule that is met: in one row, or in two where that is too wide."""

    def __init__(self, scene: Scene, asked: Field, again: Field) -> None:
        super().__init__(classes="meter")
        self._scene = scene
        self._asked = asked
        self._again = again
        self._met: dict[str, bool] = {}

    def judge(self, entry: Entry) -> None:
        """Check what is typed so far."""
        walk = self._scene.walk
        met = {**walk.ticked(self._asked, entry), **walk.ticked(self._again, entry)}
        if met != self._met:
            moved = met.keys() != self._met.keys()
            self._met = met
            self.refresh(layout=moved)

    def reword(self) -> None:
        """Redraw in the present language."""
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return 1 or 2."""
        return len(self._rows(width))

    def render(self) -> Text:
        """Return the marks and rules; a row is never broken inside a rule."""
        glyphs, theme = self._scene.glyphs, self._scene.theme
        rows = self._rows(self.size.width)
        wide = max((cell_len(first) for first, *_ in self._named(rows)), default=0) if len(rows) > 1 else 0
        drawn = Text(end="", no_wrap=True)
        for number, row in enumerate(rows):
            drawn.append("\n" if number else "")
            for rule in row:
                met = self._met[rule]
                words = f"[{glyphs.done if met else ' '}] {self._scene.say(f'tick.{rule}')}"
                drawn.append(words, Style(color=theme["green" if met else "quiet"], bold=met))
                drawn.append(" " * (_GAP + max(0, wide - cell_len(words))))
        return drawn

    def _named(self, rows: list[list[str]]) -> list[list[str]]:
        return [[f"[ ] {self._scene.say(f'tick.{rule}')}" for rule in row] for row in rows]

    def _rows(self, width: int) -> list[list[str]]:
        rules = list(self._met)
        (one,) = self._named([rules])
        fits = sum(cell_len(each) + _GAP for each in one) - _GAP <= width
        return [rules] if fits or not width else [rules[:-2], rules[-2:]]
