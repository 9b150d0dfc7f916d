"""What works when, one below the other: done, from now on, from tomorrow on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.widgets.wrapping import wrap

_NAME = 18
"""Cells of the left column."""
_NARROW = 56
"""Cells below which the text stands under the name instead of beside it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One row of the timeline.

    Attributes:
        mark: the sign before its name.
        name: such as "Now".
        token: the colour of mark and name.
        told: the sentences, each on lines of its own.

    """

    mark: str
    name: str
    token: str
    told: tuple[str, ...]


class Timeline(Widget):
    """Draws moments, with an empty row between two."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(classes="timeline")
        self._scene = scene
        self._moments: tuple[Moment, ...] = ()

    def show(self, moments: Sequence[Moment]) -> None:
        """Show these moments; ones without sentences are left out."""
        self._moments = tuple(each for each in moments if each.told)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows."""
        return len(self._drawn(width).plain.split("\n"))

    def render(self) -> Text:
        """Return the moments."""
        return self._drawn(self.size.width)

    def _drawn(self, width: int) -> Text:
        beside = width >= _NARROW
        indent = _NAME if beside else 2
        drawn = Text(end="", no_wrap=True)
        for number, each in enumerate(self._moments):
            drawn.append("\n\n" if number else "")
            name = f"{each.mark} {each.name}"
            drawn.append(name, Style(color=self._scene.theme[each.token], bold=True))
            lines = [line for sentence in each.told for line in wrap(sentence, max(1, width - indent))]
            drawn.append(" " * max(1, _NAME - cell_len(name)) if beside else f"\n{' ' * indent}")
            drawn.append(f"\n{' ' * indent}".join(lines))
        return drawn
