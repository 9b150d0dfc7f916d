"""The terminal's cursor stands at the focus, so that braille lines, magnifiers and input methods follow it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.long_cases import sparing
from tests.terminal.student import CORNERS, EDGES, FOCUS, LOOKS, PLACES, Look, Student

BOX = "[ ]"
"""Of a tick, which stands before its label; the label alone has the colour."""
TABS = 30
"""More than any step has controls."""


class CursorReader(Student):
    """Sees where the cursor is and what is written there, and nothing else; goes to each control of each step.

    named: of each step its controls, each as the program knows it and by the name that is read off at the cursor.
    """

    def __init__(self, folder: Path, look: Look) -> None:
        super().__init__(folder, look)
        self.named: dict[str, list[tuple[str, str]]] = {}

    def at(self, step: str) -> str:
        """Go round all controls by Tab before the step is done; the last Tab leads to where it began."""
        text = super().at(step)
        if step not in self.named:
            self.named[step] = [self.at_cursor()]
            for _ in range(TABS):
                self.press("tab")
                self.ready()
                self.named[step].append(self.at_cursor())
                if self.named[step][-1] == self.named[step][0]:
                    break
        return text

    def at_cursor(self) -> tuple[str, str]:
        """The focused control and the name at the cursor; asserts that the focus's colour is there."""
        focused = self.ask("asked")["focus"]
        self.ready()  # what this focus has drawn
        self.wait_for(lambda: bool(self.name()))  # labels are drawn once their frames have their sizes
        screen = self.emulator.screen
        row = self.emulator.row(screen.cursor.y)
        at = screen.cursor.x
        on_it = any(row[each].bg == FOCUS for each in range(at, at + len(BOX) + 2))
        framed = any(char.data in EDGES and char.fg == FOCUS for char in row[:at])
        assert on_it or framed, f"at {screen.cursor.x}, {screen.cursor.y}:\n{self.text()}"
        return focused, self.name()

    def name(self) -> str:
        """What is written in the upper edge of the frame around the cursor, or in it; else from the cursor on."""
        y, x = self.emulator.screen.cursor.y, self.emulator.screen.cursor.x
        cells = [[char.data or " " for char in self.emulator.row(each)] for each in range(y + 1)]
        left = next((each for each in range(x, -1, -1) if cells[y][each] in EDGES), -1)
        right = next((each for each in range(x, len(cells[y])) if cells[y][each] in EDGES), -1)
        if left < 0 or right < 0:
            return "".join(cells[y][x:]).strip().partition("   ")[0]
        top = next((each for each in range(y, -1, -1) if cells[each][left] in CORNERS), y)
        title = "".join(cells[top][left : right + 1]).strip(f"{CORNERS}╮┓─━- ")
        return title or "".join(cells[y][left + 1 : right]).strip()


@pytest.mark.parametrize("look", sparing(LOOKS, LOOKS[:1].__contains__), ids=str)
def test_the_cursor_names_the_focused_control_at_every_step(tmp_path: Path, look: Look) -> None:
    """One who has the cursor's row alone can go through every control of every step."""
    with CursorReader(tmp_path, look) as student:
        student.walk("done")
        assert set(student.named) == set(PLACES)
        for step, controls in student.named.items():
            names = dict(controls)
            assert len(names) > 1, f"{step}: {controls}"
            assert all(names.values()), f"{step}: {controls}"
            assert len({*names.values()}) == len(names), f"two controls of {step} have one name: {controls}"
