"""What every film of `pictures.py` does: type, wait until the screen is still, and paint it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.terminal.student import Student

Snap = Callable[[str], None]
ID, DEFAULT = "104567", "A301045679"
"""The fresh student, as the first screen hands them out."""


def showing(student: Student, snap: Snap, name: str) -> None:
    """Wait until the screen is still, then paint it."""
    student.ready()
    snap(name)


def typed(student: Student, snap: Snap, text: str, name: str, *, send: bool = True) -> None:
    """Type this in one write and paint what comes of it; then go on by Enter."""
    student.send(text)
    showing(student, snap, name)
    if send:
        student.press("enter")


def again(student: Student, step: str) -> None:
    """One step back and on again: secrets are empty then."""
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
        focused = "".join(each.data for each in row if each.reverse or each.bg == "e6ecec")
        if ("選單", "Menu")[student.lang == "en"] in focused:
            break
        student.press("shift+tab")
        student.ready()
    student.press("enter")


def places() -> Mapping[str, Any]:
    """The screens of the journey, by the id of the step."""
    from tests.terminal.student import PLACES

    return PLACES
