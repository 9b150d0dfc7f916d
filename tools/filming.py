"""What the films of `pictures.py` share: type, wait until the screen is still, and take a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.terminal.student import Student

Snap = Callable[[str], None]
ID, DEFAULT = "104567", "A301045679"
"""ID and default password of the fresh student, as the first screen hands them out."""


def showing(student: Student, snap: Snap, name: str) -> None:
    """Wait until the screen is still, then take a picture."""
    student.ready()
    snap(name)


def typed(student: Student, snap: Snap, text: str, name: str, *, send: bool = True) -> None:
    """Type a text in one write and take a picture of the result; then press Enter if `send`."""
    student.send(text)
    showing(student, snap, name)
    if send:
        student.press("enter")


def again(student: Student, step: str) -> None:
    """Go back one step and forward again, which empties secrets."""
    student.press("escape")
    student.ready()
    student.press("enter")
    student.settle(0.5)
    student.shows(places()[step].title)
    student.ready()


def menu(student: Student) -> None:
    """Open the menu with Shift+Tab and Enter, wherever the focus is."""
    for _ in range(15):
        row = student.emulator.row(student.emulator.screen.lines - 1)
        focused = "".join(each.data for each in row if each.reverse or each.bg == "7ef0e4")
        if ("選單", "Menu")[student.lang == "en"] in focused:
            break
        student.press("shift+tab")
        student.ready()
    student.press("enter")


def places() -> Mapping[str, Any]:
    """Return the screens of the journey, by step id."""
    from tests.terminal.student import PLACES

    return PLACES
