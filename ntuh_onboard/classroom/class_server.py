"""Runs a class: the simulator server with its pupils, and the class's own pages, each in a thread of its own."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.hospital.records import Record, everybody
from ntuh_onboard.backend.site.server import Server
from ntuh_onboard.backend.site.simulator import LOOPBACK, Setting, running
from ntuh_onboard.classroom.pupil_pages import ClassPages
from ntuh_onboard.classroom.room import Room, enrolled
from ntuh_onboard.classroom.roster import Pupil, names
from ntuh_onboard.classroom.seat_stage import SeatFile
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.texts.sentences import Texts


@dataclass(frozen=True, slots=True)
class ClassSetting:
    """How a class is set up.

    labels: of the seats, one pupil each. address: where it is served, loopback unless told otherwise. port: of its
    pages, 0 for any. figures: of the simulated hospital.
    """

    labels: Sequence[str]
    address: str = LOOPBACK
    port: int = 0
    figures: Figures = field(default_factory=Figures)


@dataclass(frozen=True, slots=True)
class Class:
    """A class that runs. base: the one address that pupils need."""

    room: Room
    base: str
    board: str = field(repr=False)

    def seat_file(self, pupil: Pupil) -> SeatFile:
        """What a wizard at this seat needs."""
        return SeatFile(pupil.person, self.room.site.servers, f"{self.base}/phone.json", Secret(pupil.token))

    def records(self) -> list[Record]:
        """What the hospital's own store has of everybody."""
        with self.room.site.hospital.store.atomic() as unit:
            return everybody(unit)

    def write_seats(self, folder: Path) -> dict[int, Path]:
        """A file for each seat, readable by this user alone."""
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
    """Everything but the wizards, from listening to stopped."""
    # The hospital's pages stay on loopback: the wizards run on this machine, and only they need them.
    site_setting = Setting(figures=setting.figures, pupils=names(len(setting.labels)))
    with running(site_setting, clock=clock) as site, _listening(setting) as listening:
        own = _own(setting.address)
        base = f"http://{f'[{own}]' if ':' in own else own}:{listening.getsockname()[1]}"
        room = enrolled(site, setting.labels)
        pages = ClassPages(room, texts, base, {own, "localhost", LOOPBACK}, wizard)
        quiet = uvicorn.Config(pages.app, ws="none", lifespan="off", log_config=None, access_log=False)
        server = Server(quiet)
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True, name="class")
        thread.start()
        try:
            yield Class(room, base, f"{base}/board/{room.trainer}")
        finally:
            server.should_exit = True
            thread.join(10)


def _listening(setting: ClassSetting) -> socket.socket:
    """Raises OSError where the address cannot be taken."""
    family = socket.AF_INET6 if ":" in setting.address else socket.AF_INET
    return socket.create_server((setting.address, setting.port), family=family)


def _own(address: str) -> str:
    """As browsers write it: a name in small letters, an address of IPv6 as short as can be."""
    return ipaddress.ip_address(address).compressed if ":" in address else address.lower()
