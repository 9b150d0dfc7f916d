"""A served wizard in a process of its own, and what the machine shows of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.patience import PATIENCE
from tests.terminal.harness import plain_environment

ROOT = Path(__file__).resolve().parents[2]


class NeverSo(AssertionError):
    """What was waited for did not become so."""


@dataclass
class Server:
    """A running server. process: its own. file: where its address stands. stage: the socket of the newest wizard."""

    process: subprocess.Popen[str]
    file: Path
    stage: Path

    def address(self) -> str:
        """The address that is good now."""
        return self.file.read_text(encoding="utf-8").strip()

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return self.address().partition("/?")[0]

    def wizards(self) -> list[int]:
        """The processes that the server has started and that are there still."""
        found: list[int] = []
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            with suppress(FileNotFoundError):  # a thread that has just ended has no children
                found += [int(each) for each in (task / "children").read_text(encoding="ascii").split()]
        return found

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it by a signal; its exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextmanager
def served(
    folder: Path, *options: str, practice: Sequence[str] | None = None, module: str = "ntuh_onboard"
) -> Iterator[Server]:
    """`ntuh-onboard serve demo` with these options; `practice`: over hospitals that can be watched and disturbed.

    module: what is run as that command.
    """
    file, stage = folder / "address", folder / "stage"
    program = [module]
    if practice is not None:
        program = ["tests.serve.program", "--stage", str(stage), *practice, "--"]
    with (folder / "log").open("w", encoding="utf-8") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", *program, "serve", "demo", "--url-file", str(file), *options],
            stdout=written,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
            env=plain_environment(folder, PYTHONUTF8="1"),
        )
        server = Server(process, file, stage)
        try:
            wait(lambda: file.exists() or process.poll() is not None, "the server listens")
            yield server
        finally:
            process.terminate()
            process.wait(PATIENCE)


def wait(so: Callable[[], object], what: str, patience: float = PATIENCE) -> float:
    """Until it is so; the seconds that it took."""
    begun = time.monotonic()
    while not so():
        if time.monotonic() - begun > patience:
            raise NeverSo(what)
        time.sleep(0.02)
    return time.monotonic() - begun


def alive(pid: int) -> bool:
    """Whether this process is there, and not as a mere entry that nobody has asked for."""
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False


def descendants(pid: int) -> list[int]:
    """All that it started, and what these started."""
    try:
        children = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except FileNotFoundError:
        return []
    return [below for child in children for below in (child, *descendants(child))]


def kill(pid: int) -> None:
    """Without a word."""
    os.kill(pid, signal.SIGKILL)
