"""What no linter forbids by itself, held against the source (C-03, O-01, S-01, T-06, T-07, H-04)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "ntuh_onboard"
SOURCES = sorted(PACKAGE.rglob("*.py"))
LEAKS = {"print_exception", "show_locals", "tracebacks_show_locals", "cgitb", "RichHandler", "print_exc", "format_exc"}
SECRET_WORDS = ("password", "passwd", "secret", "code", "captcha", "national-id", "seed", "token")


def names(tree: ast.AST) -> Iterator[str]:
    """Every name, attribute, keyword and imported module."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
            case ast.keyword(arg=str(name)):
                yield name
            case ast.Import(names=imported):
                yield from (each.name for each in imported)
            case ast.ImportFrom(module=str(module), names=imported):
                yield module
                yield from (f"{module}.{each.name}" for each in imported)
                yield from (each.name for each in imported)
            case _:
                continue


def tree(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"))


def by_name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", SOURCES, ids=by_name)
def test_nothing_prints_a_traceback_with_its_values(path: Path) -> None:
    """T-06: no call that shows locals, no recorded console, no crash file."""
    used = {*names(tree(path))}
    assert not used & LEAKS
    assert not any(each.startswith(("rich.traceback", "cgitb", "faulthandler")) for each in used)
    assert "record=True" not in ast.unparse(tree(path))


@pytest.mark.parametrize("path", SOURCES, ids=by_name)
def test_no_connection_is_ever_unverified_and_no_screen_inline(path: Path) -> None:
    """H-04: no `verify=False`. T-07: no `inline=True`."""
    text = ast.unparse(tree(path))
    assert "verify=False" not in text
    assert "inline=True" not in text
    assert "CERT_NONE" not in text


@pytest.mark.parametrize(
    "path", [each for each in SOURCES if "hospital" in each.parts or each.name == "secret.py"], ids=by_name
)
def test_the_hospital_draws_from_the_systems_randomness_only(path: Path) -> None:
    """O-01: codes, salts and sessions never come from `random`; `pyotp.random` is the system's own."""
    imported = {each.split(".")[0] for each in names(tree(path)) if each == "random" or each.startswith("random.")}
    assert not imported


@pytest.mark.parametrize("path", SOURCES, ids=by_name)
def test_no_option_and_no_variable_takes_a_secret(path: Path) -> None:
    """S-01: command lines and environments are read by others; there is no such option to begin with."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("--"):
            assert not any(word in node.value.casefold() for word in SECRET_WORDS), node.value


def test_the_lint_sees_what_it_looks_for() -> None:
    """Each kind of use is found in a source that has it."""
    bad = ast.parse("import random\nfrom rich.traceback import install\nx.print_exception(show_locals=True)\n")
    assert {"random", "rich.traceback", "print_exception", "show_locals"} <= {*names(bad)}
