"""A journey is a table, wholly: outside the tables no code names a step, so that none can be forgotten there.

Some steps have the name of a field, of a site or of a verb of the port; such a name is held against only where it can
mean nothing but a step: beside what holds ids of steps, or in a collection of such names alone.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ntuh_onboard.journey.steps import READ_BACKS, STEPS, STUCK
from tests.house.sources import PACKAGE, faults, tree

ROOMS = ("classroom", "commands", "handout", "journey", "kiosk", "screens", "serve", "startup", "training")
"""The rooms that know of journeys; what is below them has verbs and pages of the same names."""
TABLES = (PACKAGE / "journey" / "tables", PACKAGE / "journey" / "journeys.py")
IDS = frozenset({*STEPS, *READ_BACKS, STUCK.id})
FIELDS = frozenset(asked.id for step in (*STEPS.values(), *READ_BACKS.values()) for asked in step.fields)
SHARED = IDS & {*FIELDS, "account", "done", "unknown"}
"""Fields, the account site, a state of a pupil's, and a terminal that does not tell its type."""
PLACES = frozenset({"at", "before", "by_hand", "done", "learned", "lost", "order", "reading", "skipped", "table"})
"""Attributes of a journey that hold ids of steps."""
MOVES = frozenset({"bring_back", "go_to", "later", "pass_over", "to", "walk"})
NAMED = frozenset({"STEPS", "READ_BACKS"})
SOURCES = sorted(
    path
    for room in ROOMS
    for path in (PACKAGE / room).rglob("*.py")
    if not any(path.is_relative_to(table) for table in TABLES)
)


def is_id(node: ast.AST, ids: frozenset[str]) -> bool:
    """Whether this is the name of a step, or the key of what it has loaded."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.removeprefix("load.") in ids


def of_steps(node: ast.AST) -> bool:
    """Whether this expression holds ids of steps: `journey.done`, `view.step.id`, `STEPS`."""
    match node:
        case ast.Attribute(attr=name) if name in PLACES:
            return True
        case ast.Attribute(attr="id", value=ast.Attribute(attr="step" | "asked") | ast.Name(id="step")):
            return True
        case ast.Name(id=name):
            return name in NAMED
    return False


def docstrings(tree: ast.AST) -> set[ast.AST]:
    """Texts that stand alone say something to a reader, and nothing to the program."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def named_steps(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that name a step."""
    said = docstrings(tree)
    yield from (node for node in ast.walk(tree) if is_id(node, IDS - SHARED) and node not in said)
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, comparators=right) if any(of_steps(each) for each in (left, *right)):
                yield from (inner for each in (left, *right) for inner in ast.walk(each) if is_id(inner, SHARED))
            case ast.Subscript(value=value, slice=key) if of_steps(value) and is_id(key, SHARED):
                yield key
            case ast.Call(func=ast.Attribute(attr="get", value=value), args=[key, *_]) if of_steps(value):
                yield from [key] if is_id(key, SHARED) else []
            case ast.Call(func=ast.Attribute(attr=name), args=given) if name in MOVES:
                yield from (each for each in given if is_id(each, SHARED))
            case ast.Dict(keys=keys) if keys and all(key is not None and is_id(key, IDS) for key in keys):
                yield from (key for key in keys if key is not None and is_id(key, SHARED))
            case ast.Tuple(elts=members) | ast.Set(elts=members) | ast.List(elts=members):
                if len(members) > 1 and all(is_id(each, IDS) for each in members):
                    yield from (each for each in members if is_id(each, SHARED))


def named_in(path: Path) -> set[tuple[int, object]]:
    """The lines of this file that name a step, and the name."""
    return {(each.lineno, each.value) for each in named_steps(tree(path)) if isinstance(each, ast.Constant)}


def test_no_step_is_named_outside_the_tables() -> None:
    """What is special to a step stands on its `Step`."""
    assert faults(SOURCES, named_in) == []


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('if view.step.id == "sign_in": pass', 1),
        ('x = journey.learned.get("load.contact")', 1),
        ('if "portal_password" in journey.done: pass', 1),
        ('if step.id in {"alias", "account"}: pass', 2),
        ('A = {"alias": 1, "portal_password": 2}', 2),
        ('x = STEPS["alias_again"], journey.learned["account"]', 2),
        ('journey = moves.pass_over(journey, "portal_password")', 1),
        ('"""sign_in"""', 0),
        ('x = typed.text("alias"), held.get("portal_password"), ("portal", "account")', 0),
        ('A = {"employee_id": "1", "alias": "2"}', 0),
    ],
)
def test_the_lint_sees_what_it_looks_for(source: str, count: int) -> None:
    """Each way in which code has named a step, and what only looks like it."""
    assert len({*named_steps(ast.parse(source))}) == count
