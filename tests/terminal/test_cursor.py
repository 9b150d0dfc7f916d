"""The terminal's cursor stands at the focus, so that braille lines, magnifiers and input methods follow it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.long_cases import sparing
from tests.terminal.student import EDGES, FOCUS, LOOKS, PLACES, Look, Student

BOX = "[ ]"
"""Of a tick, which stands before its label; the label alone has the colour."""
TABS = 30
"""More than any step has controls."""


class CursorReader(Student):
    """Sees the cell and the row of the cursor, and nothing else; looks at each control of each step."""

    def __init__(self, folder: Path, look: Look) -> None:
        super().__init__(folder, look)
        self.named: dict[str, list[str]] = {}

    def at(self, step: str) -> str:
        """Go round all controls by Tab before the step is done; the last Tab leads to where it began."""
        text = super().at(step)
        if step not in self.named:
            self.named[step] = [self.under_cursor()]
            for _ in range(TABS):
                self.press("tab")
                self.ready()
                self.named[step].append(self.under_cursor())
                if self.named[step][-1] == self.named[step][0]:
                    break
        return text

    def under_cursor(self) -> str:
        """The row of the cursor up to where it stands, and behind; asserts that the focus's colour is there."""
        screen = self.emulator.screen
        row = self.emulator.row(screen.cursor.y)
        at = screen.cursor.x
        on_it = any(row[each].bg == FOCUS for each in range(at, at + len(BOX) + 2))
        framed = any(char.data in EDGES and char.fg == FOCUS for char in row[:at])
        assert on_it or framed, f"at {screen.cursor.x}, {screen.cursor.y}:\n{self.text()}"
        return f"{screen.cursor.y} " + "".join(char.data for char in row).strip()


@pytest.mark.parametrize("look", sparing(LOOKS, LOOKS[:1].__contains__), ids=str)
def test_the_cursor_names_the_focused_control_at_every_step(tmp_path: Path, look: Look) -> None:
    """One who has the cursor's row alone can go through every control of every step."""
    with CursorReader(tmp_path, look) as student:
        student.walk("done")
        assert set(student.named) == set(PLACES)
        for step, rows in student.named.items():
            assert len(rows) > 1, f"{step}: {rows}"
