"""The fronts of the wizard, each as a function that plays a scenario there and returns what the hospital received."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from ntuh_onboard.training.scenario_file import Scenario
from tests.fronts.inside import Call, without_leaving
from tests.fronts.page import on_page
from tests.fronts.prompts import AtPrompts, converse
from tests.fronts.screens import AtScreens
from tests.terminal.student import Look, Student
from tests.windows.console_student import FOLDER, ConsoleStudent

Front = Callable[[Scenario, str, Path], list[Call]]
"""Plays a scenario in a language, with a folder of its own for sockets and files."""


def on_screens(size: tuple[int, int], played: Scenario, lang: str, folder: Path) -> list[Call]:
    """By keys in a terminal of this size."""
    person = ("--persona", played.persona)
    with Student(folder, Look(*size, lang), person, ("--journey", played.journey)) as student:
        return AtScreens(student, played).play()


def on_windows(size: tuple[int, int], played: Scenario, lang: str, folder: Path) -> list[Call]:
    """By keys in a console of Wine's, on the Windows Python."""
    person = ("--persona", played.persona)
    with ConsoleStudent(folder, Look(*size, lang), person, wizard=("--journey", played.journey)) as student:
        return AtScreens(student, played).play()


def by_prompts(played: Scenario, lang: str, folder: Path) -> list[Call]:
    """By lines typed at a terminal, of which nothing but text is seen."""
    wizard = ("--journey", played.journey, "--plain")
    with Student(folder, Look(100, 40, lang), ("--persona", played.persona), wizard) as student:
        received: list[Call] = []

        def asked(question: str) -> Any:
            student.settle(0.0)
            with suppress(OSError, EOFError):  # it has not begun, or has ended
                return student.ask(question)

        def types(asked: dict[str, Any], line: str) -> None:
            received[:] = student.ask("journal")
            student.send(f"{line}\n")

        def ends(_: dict[str, Any]) -> bool:
            return student.program.process.poll() is not None

        converse(asked, AtPrompts(played, student.ask), types, ends)
        assert student.wait_for_exit() == 0, student.text()
        return without_leaving(received)


FRONTS: Mapping[str, Front] = {
    "80x24": partial(on_screens, (80, 24)),
    "120x36": partial(on_screens, (120, 36)),
    "plain": by_prompts,
    "page": on_page,
    "wine 80x24": partial(on_windows, (80, 24)),
    "wine 120x36": partial(on_windows, (120, 36)),
}


def on_this_machine(front: str) -> str:
    """Why this front cannot be tried on this machine; empty if it can."""
    if front.startswith("wine") and not Path(FOLDER, "py", "python.exe").exists():
        return f"no Windows Python in {FOLDER} (make windows)"
    return ""
