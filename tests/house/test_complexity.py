"""How much a reader must keep in mind in one function: cognitive complexity, as complexipy counts it."""

from __future__ import annotations

from pathlib import Path

import complexipy
import pytest

from tests.house.sources import faults

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([*(ROOT / "ntuh_onboard").rglob("*.py"), *(ROOT / "tools").glob("*.py")])
MOST = 15
READS_PAGES = ROOT / "ntuh_onboard" / "backend" / "web"
MOST_OF_A_READER = 20
"""One decision on many marks of a page, in their order, is easier to check in one place than spread over several."""
EXCEPTIONS: dict[str, int] = {
    "script/form_submits.py functions_of": 25,  # one pass over a script's tokens: each shape of a function is a branch
    "script/form_submits.py _sent": 23,  # as functions_of, for each shape of sending a form
}
"""Functions that may be harder than that, below `backend/web`, each with its reason; only shorter, never longer."""


def named(path: Path, function: str) -> str:
    """How a function is called among the exceptions."""
    return f"{path.relative_to(READS_PAGES).as_posix()} {function}" if path.is_relative_to(READS_PAGES) else function


def hardness(path: Path) -> dict[str, int]:
    """How hard each function of this file is."""
    found = complexipy.file_complexity(str(path), with_plans=False).functions
    return {each.name: each.complexity for each in found}


def too_hard(path: Path) -> list[str]:
    """The functions of this file that ask too much."""
    most = MOST_OF_A_READER if path.is_relative_to(READS_PAGES) else MOST
    return [
        f"{name}: {complexity}, at most {most}"
        for name, complexity in hardness(path).items()
        if complexity > EXCEPTIONS.get(named(path, name), most)
    ]


def test_no_function_asks_too_much_of_its_reader() -> None:
    """What does is divided where its steps have names."""
    assert faults(SOURCES, too_hard) == []


@pytest.mark.parametrize("exception", EXCEPTIONS)
def test_an_exception_is_as_small_as_its_function(exception: str) -> None:
    """One whose function has become easier, or is gone, would excuse the next that is called so."""
    file, _, name = exception.partition(" ")
    assert hardness(READS_PAGES / file).get(name) == EXCEPTIONS[exception]


def test_a_function_that_asks_too_much_would_be_found(tmp_path: Path) -> None:
    """Conditions within loops within conditions count more the deeper they stand."""
    path = tmp_path / "hard.py"
    lines = ["def hard(a):", *("    " * (depth + 1) + "if a:" for depth in range(6)), "    " * 7 + "return a"]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert too_hard(path) == ["hard: 21, at most 15"]
