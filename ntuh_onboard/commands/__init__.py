"""The commands, one module each; to add one, write its module and add its name to `NAMES`.

A module has `add(commands, shared)`, which declares its part of the command line, and `main(given)`, which runs it.
Neither importing the module nor `add` loads anything heavy, since every start pays for it.
"""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  # argparse has no public name for it

NAMES = (
    "demo",
    "run",
    "kiosk",
    "serve",
    "simulate",
    "check",
    "profile",
    "policy",
    "config",
    "class",
    "handout",
    "forget",
    "explain",
)
"""The commands in the order of the command line's help."""
_MODULES = {"class": "classroom"}
"""Modules whose name differs from the command's, because that is a keyword of Python."""


class Command(Protocol):
    """One command of the command line."""

    def add(self, commands: Commands, shared: argparse.ArgumentParser) -> None:
        """Declare the command; `shared` has the options that every wizard takes."""

    def main(self, given: argparse.Namespace) -> int:
        """Run the command; returns one of `exits.Exit`."""


def command(name: str) -> Command:
    """Return the command of this name."""
    module: Command = import_module(f"{__name__}.{_MODULES.get(name, name)}")
    return module
