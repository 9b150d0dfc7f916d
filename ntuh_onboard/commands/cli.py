"""The command line. Each command is a module in `commands`, which composes what it needs.

Importing this module loads no screen and no network code: `main` scrubs the environment first.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Collection, Sequence

from ntuh_onboard import __version__, commands
from ntuh_onboard.commands.options import of_front
from ntuh_onboard.journey.journeys import JOURNEYS
from ntuh_onboard.startup import environment
from ntuh_onboard.startup.exits import Exit, printed
from ntuh_onboard.startup.output import write_everything
from ntuh_onboard.texts.languages import tags


def parser(names: Collection[str] = commands.NAMES) -> argparse.ArgumentParser:
    """Build the parser; no option takes a secret (S-01).

    names: the commands that it is to know, each of which costs a millisecond and more.
    """
    top = argparse.ArgumentParser(
        prog="ntuh-onboard",
        description="A guided wizard from a 6-digit ID to an activated mail account.",
        parents=[_of_wizards(default=None)],
    )
    top.add_argument("-V", "--version", action="version", version=f"ntuh-onboard {__version__}")
    of_front(top, default=None)
    below = top.add_subparsers(dest="command", metavar="COMMAND")
    shared = _of_wizards(default=argparse.SUPPRESS)  # otherwise its defaults would override options before the command
    for each in commands.NAMES:
        if each in names:
            commands.command(each).add(below, shared)
    return top


def _parser_of(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Build the parser for a command line: with the one command that it begins with, none if it is empty, or all."""
    first = arguments[:1]
    return parser(first) if set(first) <= set(commands.NAMES) else parser()


def _of_wizards(default: str | None) -> argparse.ArgumentParser:
    """Return a parser for the options of every wizard. `default`: the value of options that are not given."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--lang", dest="language", choices=tags(), default=default, help="language of the screens")
    shared.add_argument("--journey", choices=tuple(JOURNEYS), default=default, help="which task to walk")
    shared.add_argument("--own-device", action="store_true", default=default, help="this computer is the student's own")
    themes = ("dark", "light", "contrast")
    shared.add_argument("--theme", choices=themes, default=default, help="colours; contrast is the strongest")
    shared.add_argument("--ascii", action="store_true", default=default, help="draw with ASCII characters only")
    return shared


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns one of `exits.Exit`. Without a command, the wizard asks: practice or for real.

    Raises SystemExit for what argparse does by itself: help, the version, and a command line that is not understood.
    """
    environment.scrub()
    environment.forget_core_dumps()
    environment.private_files()
    write_everything()
    try:
        status = _run(arguments)
    except SystemExit as ended:
        if isinstance(ended.code, int):
            ended.code = printed(ended.code)
        raise
    return printed(status)


def _run(arguments: Sequence[str] | None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    given = _parser_of(arguments).parse_args(arguments)
    name = given.command or "demo"
    try:
        if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:  # so `isolation` has left it, for the time of loading
            signal.signal(signal.SIGINT, signal.default_int_handler)
        return commands.command(name).main(given)
    except KeyboardInterrupt:
        return Exit.INTERRUPT
    except Exception as error:  # noqa: BLE001  # a traceback helps nobody, and may show what was typed (T-05)
        return _failed(name, error)


def _failed(name: str, error: Exception) -> int:
    """Report an error that the command did not handle: our errors by their message, others by a code for developers."""
    from ntuh_onboard.commands.options import refused
    from ntuh_onboard.common.errors import OnboardError
    from ntuh_onboard.screens.base.fatal import fault_code

    if isinstance(error, OnboardError):
        return refused(name, str(error))
    refused(name, f"a fault in this program; tell its developers the code {fault_code(error)}")
    return Exit.INTERNAL
