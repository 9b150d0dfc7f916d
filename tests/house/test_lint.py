"""What no linter forbids by itself, held against the source (C-03, O-01, S-01, T-06, T-07, H-04)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.sources import SOURCES, faults, tree

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


def switches(tree: ast.AST) -> set[str]:
    """Every keyword that is given True or False: `verify=False`."""
    return {
        f"{node.arg}={node.value.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, bool)
    }


def leaks(tree: ast.AST) -> set[str]:
    """What prints or keeps a traceback with its values."""
    used = {*names(tree)}
    return {
        *(used & LEAKS),
        *(each for each in used if each.startswith(("rich.traceback", "cgitb", "faulthandler"))),
        *(switches(tree) & {"record=True"}),
    }


def unverified(tree: ast.AST) -> set[str]:
    """What opens a connection without a look at its certificate, or a screen within the lines of a terminal."""
    return (switches(tree) & {"verify=False", "inline=True"}) | ({*names(tree)} & {"CERT_NONE"})


def asking(tree: ast.AST) -> Iterator[str]:
    """The options that take a secret."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("--"):
            yield from [node.value] if any(word in node.value.casefold() for word in SECRET_WORDS) else []


def test_nothing_prints_a_traceback_with_its_values() -> None:
    """T-06: no call that shows locals, no recorded console, no crash file."""
    assert faults(SOURCES, lambda path: leaks(tree(path))) == []


def test_no_connection_is_ever_unverified_and_no_screen_inline() -> None:
    """H-04: no `verify=False`. T-07: no `inline=True`."""
    assert faults(SOURCES, lambda path: unverified(tree(path))) == []


def test_the_hospital_draws_from_the_systems_randomness_only() -> None:
    """O-01: codes, salts and sessions never come from `random`; `pyotp.random` is the system's own."""
    drawing = [each for each in SOURCES if "hospital" in each.parts or each.name == "secret.py"]
    assert len(drawing) > 2
    assert faults(drawing, lambda path: [each for each in names(tree(path)) if each.split(".")[0] == "random"]) == []


def test_no_option_and_no_variable_takes_a_secret() -> None:
    """S-01: command lines and environments are read by others; there is no such option to begin with."""
    assert faults(SOURCES, lambda path: asking(tree(path))) == []


def test_the_lint_sees_what_it_looks_for() -> None:
    """Each kind of use is found in a source that has it."""
    bad = ast.parse(
        "import random\nfrom rich.traceback import install\nx.print_exception(show_locals=True)\n"
        'Console(record=True)\nget(verify=False)\nssl.CERT_NONE\nrun(inline=True)\noption("--portal-password")\n'
    )
    assert {"random", "rich.traceback"} <= {*names(bad)}
    assert {"rich.traceback", "print_exception", "show_locals", "record=True"} <= leaks(bad)
    assert unverified(bad) == {"verify=False", "CERT_NONE", "inline=True"}
    assert [*asking(bad)] == ["--portal-password"]
