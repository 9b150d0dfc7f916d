"""Every command is run into its endings; the table in docs/exit-codes.md is drawn from the rows here."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from ntuh_onboard.commands import NAMES
from ntuh_onboard.startup.exits import Exit
from tests.long_cases import sparing
from tests.patience import PATIENCE
from tests.serve.server import ROOT
from tests.terminal.harness import Terminal, plain_environment

PROGRAM = [sys.executable, "-I", "-m", "ntuh_onboard"]
ANSWERS = str(ROOT / "examples/answers.toml")


@dataclass(frozen=True, slots=True)
class Ending:
    """How a command is run into one of its endings.

    Attributes:
        command: its name, as in the table.
        ending: what happens, as in the table.
        code: how it ends then.
        options: what is typed behind its name.
        until: what it says before it is disturbed.
        sent: the signal that disturbs it then.
        typed: the keys that are pressed at a terminal; None if there is no terminal.
        full: whether its output goes to a full disk.

    """

    command: str
    ending: str
    code: Exit
    options: Sequence[str] = ()
    until: str = ""
    sent: signal.Signals | None = None
    typed: str | None = None
    full: bool = False

    def __str__(self) -> str:
        return f"{self.command}: {self.ending}"


FIRST = re.compile("您要從哪裡開始|Where do you want to begin|開始前")
NONE_HERE = "a profile that is not there"
ENDINGS = (
    *(Ending(each, "an option that does not exist", Exit.USAGE, ("--nope",)) for each in NAMES),
    *(Ending(each, "its output goes to a full disk", Exit.OUTPUT, ("--help",), full=True) for each in NAMES),
    Ending("demo", "options that contradict each other", Exit.USAGE, ("--play", "straight", "--answers", "x")),
    Ending("demo", "an answers file that is not there", Exit.CONFIGURATION, ("--answers", "none.toml")),
    Ending("demo", "no terminal", Exit.NO_TERMINAL),
    Ending("demo", "an answers file is typed to the end", Exit.DONE, ("--answers", ANSWERS)),
    Ending("demo", "Ctrl+Q on the first screen", Exit.UNFINISHED, typed="\x11"),
    Ending("demo", "SIGTERM", Exit.TERMINATED, typed="", sent=signal.SIGTERM),
    Ending("demo", "SIGHUP", Exit.HANGUP, typed="", sent=signal.SIGHUP),
    Ending("demo", "SIGINT", Exit.INTERRUPT, typed="", sent=signal.SIGINT),
    Ending("demo", "SIGQUIT", Exit.QUIT, typed="", sent=signal.SIGQUIT),
    Ending("run", "the simulated hospital as its backend", Exit.CONFIGURATION, ("--backend", "mock")),
    Ending("run", NONE_HERE, Exit.CONFIGURATION, ("--profile", "none.toml")),
    Ending("run", "no terminal", Exit.NO_TERMINAL),
    Ending("run", "Ctrl+Q on the first screen", Exit.UNFINISHED, typed="\x11"),
    Ending("run", "SIGQUIT", Exit.QUIT, typed="", sent=signal.SIGQUIT),
    Ending("kiosk", "no hospital named", Exit.USAGE),
    Ending("kiosk", "no terminal", Exit.NO_TERMINAL, ("demo",)),
    Ending("kiosk", "a browser at a kiosk", Exit.CONFIGURATION, ("ntuh", "--engine", "browser")),
    Ending("kiosk", NONE_HERE, Exit.CONFIGURATION, ("ntuh", "--profile", "none.toml")),
    Ending("serve", "no place for its address", Exit.CONFIGURATION, ("demo",)),
    Ending("serve", NONE_HERE, Exit.CONFIGURATION, ("ntuh", "--url-file", "u", "--profile", "none.toml")),
    Ending("serve", "SIGINT", Exit.DONE, ("demo", "--url-file", "u"), "Ctrl+C", signal.SIGINT),
    Ending("serve", "SIGTERM", Exit.DONE, ("demo", "--url-file", "u"), "Ctrl+C", signal.SIGTERM),
    Ending("simulate", "an unknown layout", Exit.USAGE, ("--layout", "a=b")),
    Ending("simulate", "a file that cannot be written", Exit.CONFIGURATION, ("--trainer-file", "no/file")),
    Ending("simulate", "SIGINT", Exit.DONE, (), "Ctrl+C", signal.SIGINT),
    Ending("simulate", "its output goes to a full disk while it serves", Exit.OUTPUT, full=True),
    Ending("check", NONE_HERE, Exit.CONFIGURATION, ("--profile", "none.toml")),
    Ending("check", "a sign-in without a terminal", Exit.NO_TERMINAL, ("--sign-in",)),
    Ending("check", "nobody answers", Exit.UNREACHABLE, ("--json", "--proxy", "http://127.0.0.1:9")),
    Ending("profile", "no pages there", Exit.CONFIGURATION, ("try", "none")),
    Ending("policy", "the settings are told", Exit.DONE),
    Ending("config", "the settings are told", Exit.DONE),
    Ending("class", "no seats", Exit.CONFIGURATION, ("--students", "0")),
    Ending("class", "nothing to go on with", Exit.CONFIGURATION, ("--resume",)),
    Ending("class", "SIGINT", Exit.DONE, ("--students", "1"), "Ctrl+C", signal.SIGINT),
    Ending("class", "SIGTERM", Exit.DONE, ("--students", "1"), "Ctrl+C", signal.SIGTERM),
    Ending("handout", "a file that cannot be written", Exit.CONFIGURATION, ("-o", "no/file.html")),
    Ending("explain", "the code of no error", Exit.USAGE, ("E-1999",)),
    Ending("explain", "a code is explained", Exit.DONE, ("E-3035",)),
)  # fmt: skip
KEPT = {"no terminal", "its output goes to a full disk", "SIGQUIT", "SIGINT", "nobody answers", "no seats"}


def ended(told: Ending, folder: Path) -> int:
    """Run it; its exit status."""
    command = [*PROGRAM, told.command, *told.options]
    environment = plain_environment(folder, NTUH_ONBOARD_LANGUAGE="en")
    if told.typed is not None:
        with Terminal(command, environment=environment, folder=folder) as terminal:
            terminal.wait_for(FIRST)
            if told.sent is not None:
                os.kill(terminal.program.process.pid, told.sent)
            terminal.send(told.typed)
            return terminal.wait_for_exit()
    out = Path("/dev/full").open("wb") if told.full else subprocess.PIPE  # noqa: SIM115  # closed by the process's end
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE, cwd=folder, env=environment
    ) as process:
        if told.sent is not None and process.stdout is not None:
            next(line for line in process.stdout if told.until.encode() in line)
            process.send_signal(told.sent)
        try:
            _, said = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
            with suppress(AttributeError):
                out.close()  # type: ignore[union-attr]  # a number has nothing to close
        assert b"Traceback" not in said
        assert b"Exception ignored" not in said
        return process.returncode


@pytest.mark.skipif(os.name != "posix", reason="signals and terminals of POSIX")
@pytest.mark.parametrize("told", sparing(ENDINGS, lambda each: each.ending in KEPT), ids=str)
def test_a_command_ends_as_it_is_told(tmp_path: Path, told: Ending) -> None:
    """With no traceback."""
    assert ended(told, tmp_path) == told.code


def test_the_table_tells_these_endings() -> None:
    """Nothing more and nothing less."""
    text = (ROOT / "docs/exit-codes.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\w+) \| ([^|]+) \| (\d+) \|$", text, re.MULTILINE)
    told = [(each.command, each.ending, str(each.code.value)) for each in in_order()]
    assert rows == told, "\n".join("| " + " | ".join(each) + " |" for each in told)


def in_order() -> list[Ending]:
    """By command, each in the order of the rows here."""
    commands = list(dict.fromkeys(each.command for each in ENDINGS))
    return sorted(ENDINGS, key=lambda each: commands.index(each.command))
