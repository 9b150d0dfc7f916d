"""Seven days at a kiosk, by a clock of our own: midnights, a lost name service, certificates that change, maintenance.

    python -m tests.kiosk.week --days 7

One process follows the other as the supervisor lets them, each for at most an hour of silence or for one student. They
ask a simulator server over https under names of its own; all clocks are one, which is put forward.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import trustme

from ntuh_onboard.backend.mock import Practice
from ntuh_onboard.backend.protocol import Activation
from ntuh_onboard.backend.site.authority import Served
from ntuh_onboard.backend.site.simulator import Setting, Site, running
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.common.clock import ManualClock, SystemClock
from ntuh_onboard.kiosk.attract import AttractScreen
from ntuh_onboard.kiosk.closed import RENEW_AFTER
from ntuh_onboard.kiosk.counts import Counts
from ntuh_onboard.kiosk.probe import LONGEST
from ntuh_onboard.kiosk.seat import Turn
from ntuh_onboard.kiosk.supervisor_messages import Word, read
from ntuh_onboard.screens.dialogs.card import Cover
from ntuh_onboard.startup.exits import Exit
from tests.backend.web.conftest import secured
from tests.backend.web.practising import WebPractice
from tests.kiosk.seated import Seated, seated_at

HOUR, DAY = 3600.0, 86400.0
STEP = 15.0
"""Seconds by which the clock is put forward while nobody is there."""
NAMES = {each: f"{each}.ward.test" for each in ("portal", "inner", "account", "mail")}
BEGIN = ManualClock().now().replace(hour=0, minute=0)
NOTICED = LONGEST + 2 * STEP
"""Seconds after which a change at the sites must be seen: the longest pause between two questions, and a look."""


class NameService(AbstractContextManager["NameService", None]):
    """Knows this hospital's names, until it is lost. Stands in for the system's, whose names nobody may change."""

    def __init__(self) -> None:
        self.lost = False
        self._real = socket.getaddrinfo

    def __enter__(self) -> Self:
        socket.getaddrinfo = self._find
        return self

    def _find(self, host: Any, *more: Any, **given: Any) -> Any:
        if host not in NAMES.values():
            return self._real(host, *more, **given)
        if self.lost:
            raise socket.gaierror(socket.EAI_AGAIN, "the name service does not answer")
        return self._real("127.0.0.1", *more, **given)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        socket.getaddrinfo = self._real


class Certificates:
    """What the server shows in the handshakes to come. served: for the server."""

    def __init__(self) -> None:
        self._authority = trustme.CA()
        self._hosts = (*NAMES.values(), "127.0.0.1", "localhost")
        self.served = Served(secured(self._authority.issue_cert(*self._hosts)), self._authority.cert_pem.bytes())

    def renew(self) -> None:
        """A new one of the same authority, as every year."""
        self._authority.issue_cert(*self._hosts).configure_cert(self.served.context)

    def run_out(self) -> None:
        """One that nobody has renewed."""
        yesterday = datetime.now(UTC) - timedelta(days=1)  # OpenSSL judges by the machine's own date
        old = self._authority.issue_cert(*self._hosts, not_before=yesterday - timedelta(days=9), not_after=yesterday)
        old.configure_cert(self.served.context)

    def become_strange(self) -> None:
        """One of an authority that nobody trusts."""
        trustme.CA().issue_cert(*self._hosts).configure_cert(self.served.context)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens. at: hours from the first midnight; away: whether the sites are away from then on."""

    at: float
    does: Callable[[], object]
    away: bool | None = None


@dataclass
class Week:
    """The kiosk, its hospital and what happens to them.

    down: what the processes told last, as the supervisor keeps it. students: the day on which each was activated.
    seen: each change that was told, by the hour. away: whether the sites are away; due: the hour by which that is seen.
    """

    site: Site
    names: NameService
    certificates: Certificates
    counts: Counts
    clock: ManualClock
    days: int
    down: bool = False
    processes: int = 0
    students: list[date] = field(default_factory=list)
    seen: list[tuple[float, bool]] = field(default_factory=list)
    away: bool = False
    due: float = 0.0

    def __post_init__(self) -> None:
        """The plan, in its order; both kinds of student come every day on which the sites can be used."""
        port = self.site.stage.port

        def close() -> None:
            port.inject("account.reach", Fault.MAINTENANCE, 10**6)

        self.events = sorted(
            (
                Event(37.0, lambda: setattr(self.names, "lost", True), away=True),
                Event(39.0, lambda: setattr(self.names, "lost", False), away=False),
                Event(51.0, self.certificates.renew),
                Event(82.0, self.certificates.become_strange, away=True),
                Event(83.5, self.certificates.renew, away=False),
                Event(106.0, self.certificates.run_out, away=True),
                Event(107.0, self.certificates.renew, away=False),
                Event(120.5, close, away=True),
                Event(124.0, port.disarm, away=False),
            ),
            key=lambda each: each.at,
        )
        self.visits = [24.0 * day + hour for day in range(self.days) for hour in (10.25, 23.975)]

    @property
    def hour(self) -> float:
        """Hours since the first midnight."""
        return (self.clock.now() - BEGIN).total_seconds() / HOUR

    async def run(self) -> None:
        """One process after the other, until the days are over."""
        while self.hour < 24.0 * self.days:
            await self.turn()

    async def turn(self) -> None:
        """One process, from the moment at which it is given the terminal until it ends."""
        own = SystemClock(ticks=self.clock.elapsed, wall=lambda: self.clock.now().timestamp())
        opened = WebPractice(self.site)
        opened.stage = self.site.stage.port  # the trainer's line over https has certificates too
        student = seated_at(cast("Practice", opened), own, own, practice=False)
        self.processes += 1
        async with student.app.run_test(size=(80, 24)) as student.pilot:
            await student.take_turn(Turn(burst=False, down=self.down))
            await student.keys_count()
            while student.app.return_value is None and self.hour < 24.0 * self.days:
                await self._pass(student)
            self._hear(student)
            await asyncio.to_thread(student.app.lane.close)
        student.seat.close()
        self.counts.ended()
        self.counts.close()

    async def _pass(self, student: Seated) -> None:
        """A quarter of a minute in which nobody is there; or somebody comes."""
        self._happen()
        if student.attract.stood() > RENEW_AFTER:
            student.kiosk._repaint()
            assert await student.ended() == Exit.DONE
            return
        if self.visits and self.hour >= max(self.visits[0], self.due) and not self.down:
            self.visits.pop(0)
            await self._visit(student)
            return
        self.clock.jump(STEP)
        student.kiosk._repaint()
        probe = student.attract._probe
        assert probe is not None
        await student.until(lambda: probe._asked is None or probe._asked.done(), "an answer of the sites")
        student.kiosk._repaint()
        self._hear(student)
        if self.hour >= self.due:
            assert student.attract.in_service is not self.away, f"{self.hour:.2f} h"
        if self.down:
            await student.press("x")
            assert isinstance(student.app.screen, AttractScreen), "nobody begins while the sites are away"
        assert student.scene.stage is None, "it never becomes practice"

    def _happen(self) -> None:
        while self.events and self.hour >= self.events[0].at:
            event = self.events.pop(0)
            event.does()
            if event.away is not None:
                self.away, self.due = event.away, self.hour + NOTICED / HOUR

    async def _visit(self, student: Seated) -> None:
        """The whole journey; the evening's student gets the code before midnight, and is activated after it."""
        student.answers["code"] = lambda: self._code(student)
        await student.press("x", "enter")
        await student.at("preflight")
        await student.walk("enter_code")
        evening = self.hour % 24.0 > 12.0
        if evening:
            await self._think(student, (24.0 - self.hour % 24.0) * HOUR - 30.0)
        await student.walk("alias")
        if evening:
            await self._think(student, 60.0)
            assert self.hour % 24.0 < 1.0, "it is the next day"
        await student.walk("done")
        activation = student.journey.learned["alias_again"]
        assert isinstance(activation, Activation)
        assert activation.effective == self.clock.today() + timedelta(days=1), "by the hospital's date"
        assert student.count("account.activate") == 1
        self.students.append(self.clock.today())
        student.kiosk._repaint()
        await student.press("enter")
        assert await student.ended() == Exit.DONE
        self.site.stage.port.reset()  # the same invented person again, as if for the first time

    async def _think(self, student: Seated, seconds: float) -> None:
        """No key for so long; where the screen was covered meanwhile, one brings it back."""
        self.clock.jump(seconds)
        student.kiosk._repaint()
        await student.ready()
        if isinstance(student.app.screen, Cover):
            await student.press("space")

    def _code(self, student: Seated) -> str:
        """The message takes its time to arrive."""
        self.clock.jump(5.0)
        return student.code()

    def _hear(self, student: Seated) -> None:
        for each in student.seat.heard():
            word, value = cast("tuple[Word, str]", read(each.encode()))
            self.counts.take(word, value)
            if word in {Word.DOWN, Word.UP}:
                self.down = word is Word.DOWN
                self.seen.append((self.hour, self.down))


@contextmanager
def hospital(folder: Path, days: int) -> Iterator[Week]:
    """A week at a server of its own; `folder/counts` holds the counts."""
    clock, certificates = ManualClock(BEGIN), Certificates()
    setting = Setting(names=NAMES, https=True, served=certificates.served)
    with NameService() as names, running(setting, clock=clock) as site:
        yield Week(site, names, certificates, Counts(folder / "counts", lambda: clock.today().isoformat()), clock, days)


def lived(folder: Path, days: int) -> tuple[Week, Sequence[dict[str, object]]]:
    """So many days; the week, and the counts of each day."""
    with hospital(folder, days) as week:
        asyncio.run(week.run())
    return week, [json.loads(each) for each in (folder / "counts").read_text(encoding="ascii").splitlines()]


def main() -> int:
    """Say what was seen."""
    options = argparse.ArgumentParser()
    options.add_argument("--days", type=int, default=7)
    asked, begun = options.parse_args(), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        week, counted = lived(Path(folder), asked.days)
    took = time.monotonic() - begun
    sys.stdout.write(f"{asked.days} days in {took:.0f} s: {week.processes} processes, {len(week.students)} students\n")
    sys.stdout.write("".join(f"  {hour:6.2f} h  {'out of service' if away else 'back'}\n" for hour, away in week.seen))
    sys.stdout.write("".join(f"  {each}\n" for each in counted))
    return int(len(week.students) != 2 * asked.days)


if __name__ == "__main__":
    raise SystemExit(main())
