"""The package's source files, each parsed once, for tests that hold all of them against a rule."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "ntuh_onboard"
SOURCES = sorted(PACKAGE.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of this file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def faults(paths: Iterable[Path], faults_of: Callable[[Path], Iterable[object]]) -> list[str]:
    """What is wrong in these files, each with its file's name; one test for all files costs less."""
    return [f"{path.relative_to(PACKAGE.parent).as_posix()}: {each}" for path in paths for each in faults_of(path)]
