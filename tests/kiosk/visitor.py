"""Students who sit down at a kiosk one after the other, in a real terminal."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from tests.patience import PATIENCE
from tests.terminal.harness import NeverCame, Terminal, plain_environment
from tests.terminal.student import ROOT, SMALL, Look, Said, Student

CALLS: Said = ("按任意鍵開始", "Press any key to start")
CHOOSE: Said = ("您要從哪裡開始？", "Where do you want to begin?")
FORGET: Said = ("要離開並清除嗎？", "Leave and be forgotten?")
AT_REST = 0.3
"""Seconds without using the processor after which a process has nothing more to load."""


def clog(terminal: str) -> None:
    """Fill the line to a window at which nobody reads, until there is room for nothing more."""
    inside = os.open(terminal, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    while select.select([], [inside], [], 0.5)[1]:  # the kernel still moves some of it on, and makes room
        with suppress(BlockingIOError):
            os.write(inside, b"." * 4096)
    os.close(inside)


class Visitor(Student):
    """The kiosk's supervisor and whoever has the terminal now. own: options of the students' processes."""

    def __init__(
        self,
        folder: Path,
        look: Look = SMALL,
        own: tuple[str, ...] = (),
        kiosk: tuple[str, ...] = (),
        *,
        user: tuple[str, ...] = (),
        surroundings: Mapping[str, str] | None = None,
    ) -> None:
        """kiosk: more of the kiosk's own options. user: a command that runs what stands behind it as somebody else.

        surroundings: more of the environment.
        """
        self.socket = f"{folder}/stage"
        command = [*user, sys.executable, "-m", "tests.kiosk.kiosk_program", "--stage", self.socket, *own, "--"]
        self.start(folder, [*command, "kiosk", "demo", *kiosk], look, surroundings or {})

    def start(self, folder: Path, command: Sequence[str], look: Look, surroundings: Mapping[str, str]) -> None:
        """Start a kiosk in a terminal of this look."""
        self.look, self.lang = look, look.lang
        more = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **surroundings}
        Terminal.__init__(
            self,
            [*command, "--lang", look.lang],
            columns=look.columns,
            rows=look.rows,
            environment=plain_environment(folder, **more),
            folder=folder,
        )

    def __enter__(self) -> Self:
        return self

    @property
    def supervisor(self) -> int:
        """The process id of the supervisor."""
        return self.program.process.pid

    def children(self) -> list[int]:
        """The students' processes, the oldest first: it has the terminal, another one is the spare."""
        told = Path(f"/proc/{self.supervisor}/task/{self.supervisor}/children").read_text(encoding="ascii")
        return [int(each) for each in told.split()]

    @property
    def child(self) -> int:
        """The process that has the terminal."""
        return self.children()[0]

    def answered(self, question: str, socket: str) -> Any:
        """What the process says that has the terminal."""
        return super().answered(question, f"{socket}.{self.child}")

    def called(self) -> str:
        """Wait for the screen that waits for somebody."""
        self.shows(CALLS)
        return self.ready()

    def sit(self) -> None:
        """A key, and the wizard is there."""
        self.called()
        self.press("x")
        self.shows(CHOOSE)
        self.ready()  # what follows the first key closely is of the same burst, and dropped

    def begin(self) -> None:
        """Sit down, and take the first choice."""
        self.sit()
        self.press("enter")

    def forget(self) -> None:
        """Forget me now, and yes."""
        self.press("ctrl+q")
        self.shows(FORGET)
        self.ready()
        self.press("tab", "enter")

    def until(self, true: Callable[[], bool], what: str, timeout: float = PATIENCE) -> None:
        """Wait for something that is not seen on the terminal, and take meanwhile what is written there."""
        end = time.monotonic() + timeout
        while not true():
            if time.monotonic() >= end:
                raise NeverCame(f"{what} never came; on the screen:\n{self.text()}")
            if not self._take(0.02):
                time.sleep(0.02)  # the terminal is closed, and nothing can be waited for there

    def gone(self, child: int) -> None:
        """Wait until this process is no more."""
        self.until(lambda: not Path(f"/proc/{child}").exists(), f"the end of {child}")

    def spare_ready(self) -> int:
        """Wait until the next process has loaded everything, and is at rest; its id."""
        self.until(lambda: len(self.children()) > 1, "a spare")
        spare, spent, since = self.children()[-1], 0, time.monotonic()

        def at_rest() -> bool:
            nonlocal spent, since
            told = Path(f"/proc/{spare}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            used, threads = int(told[11]) + int(told[12]), int(told[17])
            if used != spent or threads < 2:
                spent, since = used, time.monotonic()
            return time.monotonic() - since > AT_REST

        self.until(at_rest, "a spare at rest")
        return spare
