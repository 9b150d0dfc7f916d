"""A program in a real terminal: a pty, keys pressed as bytes, and what stands on the screen read back.

    with Terminal([sys.executable, "-m", "ntuh_onboard", "demo"], columns=80, rows=24) as terminal:
        terminal.wait_for("帳號")
        terminal.send("104567")
        terminal.press("tab")

Waits for what is to come, never for a time. Linux only; importing this elsewhere is harmless.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from tests.patience import PATIENCE
from tests.terminal.emulator import Emulator
from tests.terminal.program import Program

KEYS: Mapping[str, str] = {
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "enter": "\r",
    "escape": "\x1b",
    "backspace": "\x7f",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "ctrl+home": "\x1b[1;5H",
    "ctrl+end": "\x1b[1;5F",
    **{f"f{number}": f"\x1bO{final}" for number, final in enumerate("PQRS", start=1)},
    **{
        f"f{number}": f"\x1b[{code}~"
        for number, code in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)
    },
    **{f"ctrl+{letter}": chr(ord(letter) - ord("a") + 1) for letter in "abcdefghijklmnopqrstuvwxyz"},
    **{f"alt+{letter}": f"\x1b{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"},
}
"""What a key sends, as xterm does."""

Target = str | re.Pattern[str] | Callable[[], bool]


class NeverCame(AssertionError):
    """What was waited for did not come; the message shows what stood on the screen instead."""


def plain_environment(home: Path | str = "/nonexistent", **more: str) -> dict[str, str]:
    """A small environment of a truecolor xterm in UTF-8; `more` adds to it or overrides it."""
    base = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(home), "LANG": "C.UTF-8"}
    return base | {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | more


class Terminal(AbstractContextManager["Terminal", None]):
    """One program in one terminal window; leaving the `with` ends the program and all that it started.

    emulator: what it shows; see `Emulator` for cells, colours and modes. program: the process and its pty.
    output: every byte it wrote, for scanning.
    """

    runs: type[Program] = Program

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str] | None = None,
        folder: Path | str | None = None,
    ) -> None:
        """Start `command` in a window of this size, with exactly this environment (else `plain_environment()`)."""
        self.emulator = Emulator(columns, rows)
        self.output = bytearray()
        exactly = plain_environment() if environment is None else environment
        self.program = self.runs(command, (columns, rows), exactly, folder)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def text(self) -> str:
        """What stands on the screen, row by row; a wide character is one character."""
        return "\n".join(self.emulator.lines())

    def row_of(self, text: str) -> int:
        """The first row, from 0, on which `text` stands; NeverCame where it is on none."""
        found = self.emulator.find(text)
        if found is None:
            raise NeverCame(f"{text!r} is not on the screen:\n{self.text()}")
        return found[0]

    def send(self, text: str) -> None:
        """Type this text in one write, as a paste or a scanner does."""
        rest = text.encode()
        while rest := self.program.write(rest):
            self._take()  # a program that waits for its output to be taken reads no keys

    def press(self, *keys: str) -> None:
        """Press keys by name (`tab`, `shift+tab`, `f1`, `ctrl+q`, see KEYS), or single characters."""
        for key in keys:
            self.send(key if len(key) == 1 else KEYS[key])

    def wait_for(self, target: Target, timeout: float = PATIENCE) -> str:
        """Read until the text or pattern stands on the screen, or the question is answered yes; the screen's text.

        Raises NeverCame, with the screen, after `timeout` seconds or when the program ended without it. Only finished
        frames are looked at.
        """
        end = time.monotonic() + timeout
        going = True
        while not (self.emulator.whole and _holds(target, self.text())):
            left = end - time.monotonic()
            if not going or left <= 0:
                raise NeverCame(f"{target!r} never came; on the screen:\n{self.text()}")
            going = self._take(left)
        return self.text()

    def settle(self, quiet: float = 0.2, timeout: float = PATIENCE) -> str:
        """Read until nothing was written for `quiet` seconds: to paint a screen, or to say that nothing happens."""
        end = time.monotonic() + timeout
        seen = -1
        while seen != len(self.output) and time.monotonic() < end:
            seen = len(self.output)
            self._take(quiet)
        return self.text()

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size; the program is told by SIGWINCH."""
        self.emulator.resize(columns, rows)
        self.program.resize(columns, rows)

    def wait_for_exit(self, timeout: float = PATIENCE) -> int:
        """Read until the program has ended; its exit status (negative: the signal that ended it)."""
        end = time.monotonic() + timeout
        while self._take(max(0.0, end - time.monotonic())):
            if time.monotonic() >= end:
                raise NeverCame(f"the program did not end; on the screen:\n{self.text()}")
        return self.program.process.wait(max(1.0, end - time.monotonic()))

    def close(self) -> int:
        """End the program and all that it started, if it still runs; its exit status."""
        return self.program.close()

    def _take(self, patience: float = 0.0) -> bool:
        """Take what was written, waiting at most `patience` seconds; False once the program has closed the terminal."""
        output = self.program.read(patience)
        if output is None:
            return False
        self.output += output
        if answers := self.emulator.feed(output):
            self.send(answers.decode())
        return True


def _holds(target: Target, text: str) -> bool:
    if isinstance(target, str):
        return target in text
    return target.search(text) is not None if isinstance(target, re.Pattern) else target()
