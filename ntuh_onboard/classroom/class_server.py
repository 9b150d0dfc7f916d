"""Run a class: the simulator server with its pupils, and the class's own pages, each in its own thread."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import uvicorn

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.hospital.records import Record, everybody
from ntuh_onboard.backend.site.gate import gated
from ntuh_onboard.backend.site.server import Server
from ntuh_onboard.backend.site.simulator import LOOPBACK, Setting, running
from ntuh_onboard.classroom.class_state import STORE, ClassState, Keeper, forget
from ntuh_onboard.classroom.conductor import Conductor
from ntuh_onboard.classroom.pupil_pages import ClassPages
from ntuh_onboard.classroom.room import Room, enrolled
from ntuh_onboard.classroom.roster import Pupil, names
from ntuh_onboard.classroom.seat_stage import SeatFile
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.texts.sentences import Texts

LOOK = 0.5
"""Seconds between two looks at what is due and what was met."""
FOR_ALL, FOR_EACH = 48, 4
"""Connections to the class's pages in total, plus some for each seat: a wizard's phone, a page, a real phone."""


@dataclass(frozen=True, slots=True)
class ClassSetting:
    """How a class is set up.

    Attributes:
        labels: the labels of the seats, one pupil each.
        address: the address to serve at; loopback by default.
        port: the port of the pages, 0 for any free one.
        figures: limits and durations of the simulated hospital.
        folder: returns the folder where the class at a port keeps its state; None keeps nothing.
        before: the class that was cut off, to go on with it.
        lobby: whether pupils wait at their seats until the trainer starts.

    """

    labels: Sequence[str]
    address: str = LOOPBACK
    port: int = 0
    figures: Figures = field(default_factory=Figures)
    folder: Callable[[int], Path] | None = None
    before: ClassState | None = None
    lobby: bool = False


@dataclass(frozen=True, slots=True)
class Class:
    """A running class.

    Attributes:
        room: its pupils and their progress.
        base: the only address that pupils need.
        board: the address of the trainer's board.
        port: the port of its pages.
        folder: where it keeps its state, or None.

    """

    room: Room
    base: str
    board: str = field(repr=False)
    port: int = 0
    folder: Path | None = None

    def keep_state(self, language: str, address: str, wizards: int, began: str) -> None:
        """Write the state now and after every change, if this class has a folder.

        Args:
            language: the tag of the class's language.
            address: the address that it is served at.
            wizards: the port of the wizards.
            began: when the class began, as in `ClassState`.

        """
        if self.folder is None:
            return
        room, register = self.room, self.room.site.stage.desk.register
        labels, tokens = zip(*((each.label, each.token) for each in room.pupils), strict=True)
        first = ClassState(began, language, address, self.port, wizards, room.trainer, labels, tokens)

        def present() -> ClassState:
            taken = tuple((number, each.since, each.browser) for number, each in list(room.taken.items()))
            people = {key: asdict(each) for key, each in register.people().items()}
            drills = tuple(room.drills.rows())
            own: dict[str, Any] = {"lesson": room.lesson.began, "drills": drills, "mistakes": dict(register.mistakes)}
            return replace(first, taken=taken, progress=people, **own)

        keeper = Keeper(self.folder, present)
        keeper.keep()
        room.changed = register.changed = room.drills.changed = keeper.keep

    def seat_file(self, pupil: Pupil) -> SeatFile:
        """Return what a wizard at this seat needs now: it begins with what the hospital knows."""
        room = self.room
        return SeatFile(
            room.person(pupil),
            room.site.servers,
            f"{self.base}/phone.json",
            Secret(pupil.token),
            room.reached(pupil),
            room.messages_sent(pupil),
        )

    def records(self) -> list[Record]:
        """Return what the hospital's own store has about everybody."""
        with self.room.site.hospital.store.atomic() as unit:
            return everybody(unit)

    def opening(self, folder: Path, number: int) -> Path:
        """Write the file of the seat where a wizard is about to start, and note that somebody is there."""
        pupil = self.room.seat(number)
        if pupil is None:
            raise KeyError(number)
        self.room.opened(number)
        file = folder / f"seat-{number:02}.json"
        self.seat_file(pupil).write(file)
        return file

    def write_seats(self, folder: Path) -> dict[int, Path]:
        """Write a file for each seat, readable by this user only."""
        files = {each.number: folder / f"seat-{each.number:02}.json" for each in self.room.pupils}
        for pupil in self.room.pupils:
            self.seat_file(pupil).write(files[pupil.number])
        return files


@contextlib.contextmanager
def class_running(
    setting: ClassSetting,
    texts: Texts,
    *,
    clock: SystemClock | None = None,
    wizard: Callable[[Pupil], str] | None = None,
) -> Iterator[Class]:
    """Run everything except the wizards while the body runs; raises OSError and NoClass."""
    with contextlib.closing(_listening(setting)) as listening:
        port = listening.getsockname()[1]
        folder = setting.folder(port) if setting.folder else None
        if folder is not None and setting.before is None:
            forget(folder)  # what another class left there
            folder.mkdir(mode=0o700)
        # The hospital's pages stay on loopback: only the wizards need them, and they run on this machine.
        store = folder / STORE if folder else None
        pupils = names(len(setting.labels))
        site_setting = Setting(figures=setting.figures, pupils=pupils, hands_out=True, store=store, synced=False)
        with running(site_setting, clock=clock) as site:
            own = _own(setting.address)
            base = f"http://{f'[{own}]' if ':' in own else own}:{port}"
            room = enrolled(site, setting.labels, setting.before, lobby=setting.lobby)
            pages = ClassPages(room, texts, base, {own, "localhost", LOOPBACK}, wizard)
            with _answering(pages, listening, FOR_ALL + FOR_EACH * len(setting.labels)), _watching(room.drills):
                yield Class(room, base, f"{base}/board/{room.trainer}", port, folder)


@contextlib.contextmanager
def _answering(pages: ClassPages, listening: socket.socket, most: int) -> Iterator[None]:
    """Answer requests for the class's pages while the body runs; `most` connections at once."""
    http = gated(most)
    server = Server(uvicorn.Config(pages.app, http=http, ws="none", lifespan="off", log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True, name="class")
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)


@contextlib.contextmanager
def _watching(drills: Conductor) -> Iterator[None]:
    """Let drills happen at their time while the body runs."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(LOOK):
            drills.look()

    thread = threading.Thread(target=watch, daemon=True, name="drills")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(10)


def _listening(setting: ClassSetting) -> socket.socket:
    """Return the listening socket; raises OSError if the address cannot be bound."""
    family = socket.AF_INET6 if ":" in setting.address else socket.AF_INET
    return socket.create_server((setting.address, setting.port), family=family)


def _own(address: str) -> str:
    """Write an address as browsers do: names in lower case, IPv6 addresses compressed."""
    return ipaddress.ip_address(address).compressed if ":" in address else address.lower()
