"""The commands, one module each; to add one, write its module and name it in `NAMES`.

A module has `add(commands, shared)`, which declares its part of the command line, and `main(given)`, which runs it.
Neither the module nor `add` imports anything heavy: every start pays for them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  # what argparse hands out has no public name

NAMES = ("demo", "run", "kiosk", "serve", "simulate", "check", "profile", "class", "handout", "forget")
"""In the order of the command line's own help."""
_MODULES = {"class": "classroom"}
"""A word of Python's own is no name for a module."""


class Command(Protocol):
    """One command of the command line."""

    def add(self, commands: Commands, shared: argparse.ArgumentParser) -> None:
        """Declare the command; `shared` holds the options that every wizard has."""

    def main(self, given: argparse.Namespace) -> int:
        """Run it; returns one of `exits.Exit`."""


def every() -> Iterator[Command]:
    """Every command."""
    return map(command, NAMES)


def command(name: str) -> Command:
    """The command of this name."""
    module: Command = import_module(f"{__name__}.{_MODULES.get(name, name)}")
    return module
