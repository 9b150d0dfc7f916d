"""A student at a console of Windows, as Wine has one; keys go in from inside, and the screen is read off a copy."""

from __future__ import annotations

import itertools
import os
import select
import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.terminal import takes_keys
from tests.terminal.harness import Terminal
from tests.terminal.program import Program
from tests.terminal.student import ROOT, SMALL, Look, Student

FOLDER = os.environ.get("NTUH_ONBOARD_WINDOWS", f"{ROOT}/build/windows")
"""What `tools/windows_python.sh` has made."""
COPY = "NTUH_ONBOARD_COPY"
OFTEN = 0.02
"""Seconds between two looks into the copy, which tells nobody that it has grown."""


def wine(**more: str) -> dict[str, str]:
    """The environment of a program on the Windows Python; this checkout is what it runs."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "NTUH_ONBOARD_PATIENCE") if name in os.environ}
    prefix = {"WINEPREFIX": f"{FOLDER}/prefix", "WINEDEBUG": "-all", "PYTHONPATH": f"Z:{ROOT}"}
    return kept | prefix | more


def python() -> tuple[str, ...]:
    """What runs the Windows Python."""
    return ("wine", f"{FOLDER}/py/python.exe")


class ConsoleProgram(Program):
    """A program in a console: what it draws is read from the copy, and what Wine makes of it is thrown away."""

    def __init__(
        self, command: Sequence[str], size: tuple[int, int], environment: Mapping[str, str], folder: Path | str | None
    ) -> None:
        self._copy = Path(environment[COPY]).open("rb")  # noqa: SIM115  # closed with the program
        super().__init__(command, size, environment, folder)

    def read(self, patience: float = 0.0) -> bytes | None:
        """What was drawn, after waiting for it at most so many seconds; None once the program has ended."""
        end = time.monotonic() + patience
        while True:
            ended = self.process.poll() is not None
            with suppress(OSError):
                while select.select([self._terminal], [], [], 0)[0] and os.read(self._terminal, 65536):
                    pass
            if (drawn := self._copy.read()) or ended:
                return drawn or None
            if time.monotonic() >= end:
                return b""
            time.sleep(OFTEN)

    def close(self) -> int:
        """End it."""
        self._copy.close()
        return super().close()


class ConsoleStudent(Student):
    """One wizard in one console. own, wizard: as everywhere; fine: whether it is Windows Terminal's."""

    runs = ConsoleProgram
    _numbers = itertools.count()

    def __init__(
        self,
        folder: Path,
        look: Look = SMALL,
        own: tuple[str, ...] = (),
        *,
        fine: bool = True,
        wizard: tuple[str, ...] = (),
    ) -> None:
        self.look, self.lang = look, look.lang
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.socket = f"tcp:{free.getsockname()[1]}"
        copy = folder / f"drawn-{next(self._numbers)}"
        copy.touch()
        program = (*python(), "-m", "tests.windows.console_program", f"Z:{copy}", "--stage", self.socket, *own, "--")
        Terminal.__init__(
            self,
            [*program, "demo", "--lang", look.lang, *wizard],
            columns=look.columns,
            rows=look.rows,
            environment=wine(**{COPY: str(copy)}, **({"WT_SESSION": "wine"} if fine else {})),
            folder=ROOT,
        )

    def send(self, text: str) -> None:
        """Press a key for each UTF-16 unit of this text, which may be half a character."""
        with suppress(EOFError, ConnectionError):  # it has ended by these keys
            self.ask(f"{takes_keys.KEYS} {text.encode('utf-16-le', 'surrogatepass').hex()}")

    def interrupt(self) -> None:
        """Press Ctrl+C outside of the program, which Windows tells it by an event."""
        os.write(self.program._terminal, b"\x03")

    def ended(self) -> int:
        """Wait for the end; the screen must then be the usual one again. The exit status."""
        status = self.wait_for_exit()
        assert self.emulator.modes - {7} == {25}, "the alternate screen, the mouse or a mode was left on"
        return status
