"""Students leave a kiosk one after the other, and what they typed is looked for in everything that is left (section C).

    python -m tests.kiosk.leaks            (every step; as root the processes run as `nobody`)

Each student types words of their own. One leaves at each step; one more meets a crash, and of two more the process is
aborted and killed. After each, everything is searched that `remains` knows. The kiosk is walked twice: `demo`, and
`ntuh` on the pages of a simulator server over https, where the session's cookies are searched for as well.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.kiosk.places import report
from tests.kiosk.remains import ESCAPES, SHARED, Scan, facts, files, memory, process, seen
from tests.kiosk.traps import Traps
from tests.kiosk.visitor import Visitor
from tests.terminal.served import ServedStudent, Server, simulator
from tests.terminal.student import ALIAS, DEFAULT, EMPLOYEE_ID, PICTURE, PLACES, SMALL

NOBODY = 65534
READ = 1_000_000
"""Bytes of memory that every process has at least."""
SESSION = re.compile(rb"=([0-9A-F]{32}|[0-9a-z]{26})(?![0-9A-Za-z])")
"""A session in an address, or in a cookie, as the simulator server makes them."""
CRASHED, ABORTED, KILLED = "a crash", "an abort", "a kill"
ENDS = (CRASHED, ABORTED, KILLED)


def _letters(count: int = 10) -> str:
    """Letters that none is mistaken for: the wizard would warn of others."""
    return "".join(secrets.choice("bcdefghkmnpqrstwxyz") for _ in range(count))


@dataclass(slots=True)
class Words:
    """What one student types; drawn anew for each, so that whatever is found is theirs. more: the sessions."""

    portal: str = field(default_factory=lambda: f"Pk7{_letters()}")
    cloud: str = field(default_factory=lambda: f"Cw9{_letters()}")
    alias: str = field(default_factory=lambda: f"{_letters()}.{_letters(3)}")
    half: str = field(default_factory=lambda: f"Hx3{_letters()}")
    more: list[str] = field(default_factory=list)

    def all(self) -> list[str]:
        """Every word."""
        return [self.portal, self.cloud, self.alias, self.half, *self.more]


class Leaver(Visitor):
    """Students who leave at a step, each with words of their own."""

    words: Words

    def at(self, step: str) -> str:
        """The step and what comes with it; the mail name on it is another one for each student."""
        place = self.places[step]
        for each in (place.title, *place.words):
            if ALIAS not in each[0]:
                self.shows(each)
        return self.ready()

    def sit_down(self) -> None:
        """Somebody else."""
        self.words = Words()

    def sign_in(self) -> None:
        self.at("sign_in")
        self.shows(PICTURE)
        self.ready()
        self.send(f"{EMPLOYEE_ID}\r{DEFAULT}\r{self.ask('picture')}\r")

    def portal_password(self) -> None:
        self.at("portal_password")
        self.send(f"{self.words.portal}\r{self.words.portal}\r")

    def alias(self) -> None:
        self.at("alias")
        self.send(f"{self.words.alias}\r{self.words.cloud}\r{self.words.cloud}\r")

    def alias_again(self) -> None:
        self.at("alias_again")
        self.send(f"{self.words.alias}\r")

    def walk_to(self, step: str) -> None:
        """Walk there."""
        self.begin()
        for each in PLACES:
            if each == step:
                break
            getattr(self, each)()
        self.at(step)

    def leave_at(self, step: str) -> None:
        """Walk there, type half of something, and be forgotten."""
        self.walk_to(step)
        self.watched()
        if step == "done":
            self.press("enter")
        else:
            self.send(self.words.half)
            self.forget()

    def end_by(self, what: str) -> None:
        """Amid a password, with a half of one more in the next field."""
        self.walk_to("portal_password")
        self.watched()
        self.send(f"{self.words.portal}\r{self.words.half}")
        self.ready()
        if what == CRASHED:
            self.ask("crash portal.change_password")
            self.press(*["backspace"] * len(self.words.half))
            self.send(f"{self.words.portal}\r")
            self.shows(("X-", "X-"))
            self.press("x")
        else:
            os.kill(self.child, signal.SIGABRT if what == ABORTED else signal.SIGKILL)

    def watched(self) -> None:
        """Keep what only this student's process knows; nothing in practice, which has no sessions of its own."""


class ServedLeaver(Leaver, ServedStudent):
    """The same at `kiosk ntuh`, which takes the pages of a simulator server for the hospital's."""

    banner, places = ServedStudent.banner, ServedStudent.places

    def __init__(self, folder: Path, server: Server, user: tuple[str, ...], traps: Traps) -> None:
        self.stage = server.stage
        command = [*user, sys.executable, "-m", "ntuh_onboard", "kiosk", "ntuh", *server.wizard]
        self.start(folder, command, SMALL, traps.environment)

    def ask(self, question: str) -> Any:
        return ServedStudent.ask(self, question)

    def sit_down(self) -> None:
        """The same invented person again, as if for the first time."""
        super().sit_down()
        self.stage.reset()

    def watched(self) -> None:
        """The sessions are in the memory of the student's own process as long as it runs: the search is not blind."""
        found = {each.decode() for data in memory(self.child) for each in SESSION.findall(data)}
        self.words.more = sorted(found)


def user(folder: Path) -> tuple[str, ...]:
    """Where this user is root, what runs a command as nobody, to whom `folder` is then given; else nothing."""
    if os.geteuid() != 0:
        return ()
    for each in folder.parents:
        if not each.stat().st_mode & 0o001:
            each.chmod(each.stat().st_mode | 0o011)
    for each in (folder, *folder.rglob("*")):
        shutil.chown(each, NOBODY, NOBODY)
    command = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    closed = any(not each.stat().st_mode & 0o001 for each in Path(sys.executable).resolve().parents)
    # A Python in root's own home is read by nobody; this lets it be read, and no memory be looked into.
    return (*command, *(("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search") if closed else ()))


@contextmanager
def practising(folder: Path) -> Iterator[tuple[Leaver, Traps]]:
    """`kiosk demo` amid traps."""
    with Traps(folder) as traps, Leaver(folder, user=user(folder), surroundings=traps.environment) as leaver:
        yield leaver, traps


@contextmanager
def on_pages(folder: Path) -> Iterator[tuple[Leaver, Traps]]:
    """`kiosk ntuh` amid traps, over https."""
    with (
        tempfile.TemporaryDirectory() as beside,
        simulator(Path(beside), "--https") as server,
        Traps(folder) as traps,
    ):
        user(Path(beside))
        with ServedLeaver(folder, server, user(folder), traps) as leaver:
            yield leaver, traps


def leaks(folder: Path, leaver: Leaver, traps: Traps, ways: Sequence[str]) -> Scan:
    """Let students leave at these steps or end in these ways; after each, all who were there are looked for."""
    begun, known = time.time(), _names(folder)
    owner = NOBODY if os.geteuid() == 0 else os.geteuid()
    # The process of a terminal that takes nothing for a minute is ended as one that hangs.
    scan, before, secret = Scan([], leaver._take), list[str](), list[str]()
    for way in ways:
        leaver.called()
        gone = leaver.child
        leaver.sit_down()
        leaver.end_by(way) if way in ENDS else leaver.leave_at(way)
        before += leaver.words.all()
        secret += [leaver.words.portal, leaver.words.cloud]
        leaver.gone(gone)
        mark = len(leaver.output)
        leaver.called()
        leaver.spare_ready()
        scan.words = secret
        scan.look(seen(leaver, 0))
        scan.words = before
        scan.look(seen(leaver, mark))
        scan.found |= {f"{kind}: was written to" for kind in ESCAPES if scan.sizes[kind]}
        scan.look(files(folder, SHARED, owner, begun))
        scan.traps(traps)
        scan.found |= {f"new file: {each}" for each in _names(folder) - known}
        for name, number in processes(leaver).items():
            scan.look(process(number), name)
            scan.found |= {f"{what} of the {name}" for what, so in facts(number).items() if so}
            assert scan.sizes[f"memory of the {name}"] > READ, "memory was read"
    return scan


def processes(leaver: Leaver) -> dict[str, int]:
    """The supervisor, the next student's process, and the spare behind it."""
    child, spare = leaver.children()
    return {"supervisor": leaver.supervisor, "next process": child, "spare": spare}


def _names(folder: Path) -> set[str]:
    """Every file there, but for the tests' own sockets."""
    return {str(each) for each in folder.rglob("*") if not each.name.startswith("stage.")}


KIOSKS = {"kiosk demo": (practising, ENDS), "kiosk ntuh, https": (on_pages, (ABORTED, KILLED))}


def main() -> int:
    """Every step at both; each place of section C, and every hit."""
    hits = False
    for name, (opened, ends) in KIOSKS.items():
        ways = (*PLACES, *ends)
        with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as (leaver, traps):
            scan = leaks(Path(folder), leaver, traps, ways)
        sys.stdout.write(f"{name}: {len(ways)} students, the last ones with {', '.join(ends)}\n")
        sys.stdout.write("".join(f"  {each}\n" for each in report(scan)))
        hits = hits or bool(scan.found)
    return int(hits)


if __name__ == "__main__":
    raise SystemExit(main())
