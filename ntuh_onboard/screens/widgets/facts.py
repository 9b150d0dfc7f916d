"""Facts as the hospital gives them: names at the left, values at the right."""

from __future__ import annotations

import re

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size

from ntuh_onboard.screens.widgets.sentence import Sentence
from ntuh_onboard.screens.widgets.wrapping import wrap

_PARTED = re.compile(r"(?P<name>[^\u3000]*?)(?:\u3000|  )\s*(?P<value>.*)")
"""A line of a sentence with a name and a value, parted by a wide blank or by two narrow ones."""


class Facts(Sentence):
    """A sentence whose lines each have a name and a value."""

    def render(self) -> Content:
        """Return the lines, values in bold."""
        name, value = self._scene.theme["quiet"], f"bold {self._scene.theme['ink']}"
        parts: list[str | tuple[str, str]] = []
        for left, rows in self._rows(self.size.width):
            for number, row in enumerate(rows):
                parts += ["\n" if parts else "", (left if not number else " " * cell_len(left), name), (row, value)]
        return Content.assemble(*parts)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines."""
        return sum(len(rows) for _, rows in self._rows(width)) if self._text else 0

    def _rows(self, width: int) -> list[tuple[str, list[str]]]:
        found = [_PARTED.fullmatch(line) for line in self._text.split("\n")]
        pairs = [(each["name"], each["value"]) for each in found if each is not None]
        most = width // 2  # a longer name has a line of its own, since it would leave no room to any value
        wide = max((cell_len(name) for name, _ in pairs if cell_len(name) <= most), default=0) + 2
        rows: list[tuple[str, list[str]]] = []
        for name, value in pairs:
            if cell_len(name) > most:
                rows.append((name, [""]))
            here = "" if cell_len(name) > most else name
            rows.append((here + " " * (wide - cell_len(here)), wrap(value, width - wide)))
        return rows
