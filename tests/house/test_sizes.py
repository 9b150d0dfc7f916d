"""How large a file, a function and a class may be: what outgrows it is divided, not excused."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import SOURCES, faults, tree

FILE, FUNCTION, CLASS = 250, 30, 26
"""Code lines of a file and of a function (no docstring, comment or blank), methods of a class."""
DEFINED = (ast.FunctionDef, ast.AsyncFunctionDef)


def code_lines(node: ast.AST) -> int:
    """How many lines of this node hold code."""
    docs: set[int] = set()
    for each in ast.walk(node):
        if isinstance(each, (ast.Module, ast.ClassDef, *DEFINED)) and ast.get_docstring(each, clean=False) is not None:
            docs |= set(range(each.body[0].lineno, (each.body[0].end_lineno or 0) + 1))
    lines = {
        line
        for each in ast.walk(node)
        if isinstance(each, ast.stmt | ast.expr | ast.arg | ast.excepthandler)
        for line in (each.lineno, each.end_lineno or each.lineno)
    }
    return len(lines - docs)


def too_large(path: Path) -> Iterator[str]:
    """Whatever of this file is larger than it may be."""
    if (lines := code_lines(tree(path))) > FILE:
        yield f"the file has {lines} code lines"
    for each in ast.walk(tree(path)):
        if isinstance(each, DEFINED) and (lines := code_lines(each)) > FUNCTION:
            yield f"{each.name} has {lines} code lines"
        if isinstance(each, ast.ClassDef):
            methods = sum(isinstance(one, DEFINED) for one in each.body)
            if methods > CLASS:
                yield f"{each.name} has {methods} methods"


def test_nothing_is_too_large() -> None:
    """Divide it where its parts have names."""
    assert faults(SOURCES, too_large) == []


def test_what_is_too_large_is_found() -> None:
    """The measure itself can fail."""
    many = "\n".join(f"    x = {each}" for each in range(FUNCTION + 1))
    assert code_lines(ast.parse(f'def f():\n    """A docstring."""\n{many}\n')) == FUNCTION + 2
