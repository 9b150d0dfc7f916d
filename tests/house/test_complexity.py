"""How much a reader must keep in mind in one function: cognitive complexity, as complexipy counts it."""

from __future__ import annotations

from pathlib import Path

import complexipy
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([*(ROOT / "ntuh_onboard").rglob("*.py"), *(ROOT / "tools").glob("*.py")])
MOST = 15
READS_PAGES = ROOT / "ntuh_onboard" / "backend" / "web"
MOST_OF_A_READER = 20
"""One decision on many marks of a page, in their order, is easier to check in one place than spread over several."""
EXCEPTIONS: dict[str, int] = {
    "Rail::_drawn": 25,  # three shapes of one line; it is being drawn anew
    "pieces": 26,  # one pass over a tree: each kind of node is one branch
    "functions_of": 29,  # one pass over a script's tokens: each shape of a function is one branch
    "_sent": 23,  # as functions_of, for each shape of sending a form
    "Pressing::_closing": 21,  # the ends that a press may have, in the order in which they are looked for
}
"""Functions that may be harder than that, each with its reason; only shorter, never longer."""


def too_hard(path: Path) -> list[str]:
    """The functions of this file that ask too much."""
    most = MOST_OF_A_READER if path.is_relative_to(READS_PAGES) else MOST
    found = complexipy.file_complexity(str(path), with_plans=False).functions
    return [
        f"{each.name}: {each.complexity}, at most {most}"
        for each in found
        if each.complexity > EXCEPTIONS.get(each.name, most)
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_function_asks_too_much_of_its_reader(path: Path) -> None:
    """What does is divided where its steps have names."""
    assert too_hard(path) == []


def test_a_function_that_asks_too_much_would_be_found(tmp_path: Path) -> None:
    """Conditions within loops within conditions count more the deeper they stand."""
    path = tmp_path / "hard.py"
    lines = ["def hard(a):", *("    " * (depth + 1) + "if a:" for depth in range(6)), "    " * 7 + "return a"]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert too_hard(path) == ["hard: 21, at most 15"]
