"""What a class keeps in a private file while it runs, so that one that was cut off goes on: `class --resume`.

It holds addresses, the tokens of seats and board, who sits where and how far everybody has come; beside it lies the
store of the simulated hospital. All people are invented. What pupils type is not in it: a password is there as a hash.
A class that its trainer ends removes it; one that is killed, or whose terminal is closed, leaves it.
"""

from __future__ import annotations

import json
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ntuh_onboard.common import private_files
from ntuh_onboard.common.errors import OnboardError

FILE, STORE = "class.json", "hospital.db"
ENDED = "ended"
"""The file whose time is when a class was last ended as its trainer wished."""


class NoClass(OnboardError):
    """There is no class to go on with, or its file cannot be read; the message says which."""


@dataclass(frozen=True, slots=True)
class ClassState:
    """A class as its file holds it.

    Attributes:
        began: when it began, as in 2026-11-30T09:05.
        language: the tag of its language.
        address: the address that it is served at.
        port: the port of its pages.
        wizards: the port of its wizards.
        trainer: the token of the board.
        labels: the labels of the seats.
        tokens: the tokens of the seats, in the same order.
        taken: who sits where: number of the seat, moment, browser.
        progress: how far everybody has come, by employee ID; `register.Progress` as a table.
        lesson: when the lesson began, as a moment of the hospital; 0 before its start.
        mistakes: how often each error was met.
        drills: what the trainer has ordered; `conductor.Assignment` as tables.

    """

    began: str
    language: str
    address: str
    port: int
    wizards: int
    trainer: str = field(repr=False)
    labels: tuple[str, ...]
    tokens: tuple[str, ...] = field(repr=False)
    taken: tuple[tuple[int, float, str], ...] = field(default=(), repr=False)
    progress: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)
    lesson: float = 0.0
    mistakes: dict[str, int] = field(default_factory=dict)
    drills: tuple[dict[str, Any], ...] = ()

    def write(self, folder: Path) -> None:
        """Write the file, readable by this user only; raises OSError."""
        private_files.write(folder / FILE, json.dumps(asdict(self)))

    @classmethod
    def read(cls, folder: Path) -> ClassState:
        """Read the file of a folder; raises NoClass."""
        try:
            table = json.loads((folder / FILE).read_text(encoding="utf-8"))
            lists = {key: tuple(table[key]) for key in ("labels", "tokens")}
            taken = tuple((int(number), float(since), str(browser)) for number, since, browser in table["taken"])
            return cls(**{**table, **lists, "taken": taken})
        except (OSError, ValueError, TypeError, KeyError):
            raise NoClass(f"{folder / FILE}: is no file of a class") from None


class Keeper:
    """Writes the state whenever it changes; may be told so from any thread.

    Args:
        folder: the class's own folder.
        present: returns the state as it is now.

    """

    def __init__(self, folder: Path, present: Callable[[], ClassState]) -> None:
        self._folder = folder
        self._present = present
        self._lock = threading.Lock()
        self._failed = False

    def keep(self) -> None:
        """Write the present state; a disk that is full ends no class, and is told of once."""
        with self._lock:
            try:
                self._present().write(self._folder)
            except OSError as error:
                if not self._failed and sys.stderr is not None:
                    sys.stderr.write(f"class: {self._folder / FILE}: {error.strerror}; --resume may not work\n")
                self._failed = True


def home() -> Path:
    """Return the folder below which every class has its own; raises NoClass for a user who has none."""
    from platformdirs import user_state_path

    try:
        return user_state_path("ntuh-onboard", appauthor=False) / "class"
    except RuntimeError:  # no HOME, and the user is not in the system's list
        raise NoClass("this user has no home folder to keep a class in") from None


def folder_of(port: int) -> Path:
    """Return the folder of the class at this port, made if it is missing; raises OSError and NoClass."""
    folder = home() / str(port)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def newest(port: int = 0) -> ClassState:
    """Return the class that was cut off last, at this port if it is not 0; raises NoClass."""
    folders = [each for each in _folders() if port in {0, int(each.name)}]
    if not folders:
        at = f" at port {port}" if port else ""
        raise NoClass(f"--resume: no class was cut off{at}; one that was ended by Ctrl+C is not kept")
    last = max(folders, key=lambda each: (each / FILE).stat().st_mtime)
    ended = home() / ENDED
    if not port and ended.exists() and ended.stat().st_mtime > (last / FILE).stat().st_mtime:
        raise NoClass(
            "--resume: the last class was ended, and is not kept; "
            f"--resume --port {last.name} goes on with an older one that was cut off"
        )
    return ClassState.read(last)


def of_today(port: int, today: date) -> ClassState | None:
    """Return the class of this day that was cut off at this port, or None."""
    with suppress(NoClass):
        found = newest(port) if port else None
        return found if found is not None and found.began.startswith(today.isoformat()) else None
    return None


def end(folder: Path) -> None:
    """Remove the folder of a class that was ended as its trainer wished, and note when that was."""
    forget(folder)
    with suppress(OSError, NoClass):
        (home() / ENDED).touch()


def forget(folder: Path) -> None:
    """Remove a class's folder and all that it holds."""
    shutil.rmtree(folder, ignore_errors=True)


def forget_old(before: float = 24 * 3600.0) -> None:
    """Remove the folders of classes that nobody has gone on with for this many seconds."""
    for folder in _folders():
        with suppress(OSError):
            if time.time() - (folder / FILE).stat().st_mtime > before:
                forget(folder)


def _folders() -> Iterator[Path]:
    with suppress(OSError, NoClass):
        yield from (each for each in home().iterdir() if each.name.isdigit() and (each / FILE).is_file())
