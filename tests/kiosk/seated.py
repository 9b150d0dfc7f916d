"""A student at the kiosk's wizard without a terminal: clocks that stand still, and the pipe to the supervisor read."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ntuh_onboard.backend.mock import Practice, open_practice
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.common.clock import ManualClock, SystemClock
from ntuh_onboard.journey.lane import Lane
from ntuh_onboard.kiosk.attract import AttractScreen
from ntuh_onboard.kiosk.kiosk_app import KioskApp
from ntuh_onboard.kiosk.seat import Seat, Turn
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.screens.base.scene import FINE, Scene
from ntuh_onboard.texts.languages import Language
from ntuh_onboard.texts.sentences import Texts
from tests.languages import ZH_TW
from tests.screens import moment
from tests.screens.student import Student, go_ahead


class OpenSeat(Seat):
    """Both ends of the pipes; this process keeps its own output."""

    def __init__(self) -> None:
        self.turn, self.giving = os.pipe()
        self._hearing, self._telling = os.pipe()
        os.set_blocking(self._hearing, False)
        self._kept = []

    def heard(self) -> list[str]:
        """What was told since the last time, but for the signs of life."""
        try:
            told = os.read(self._hearing, 65536).decode().splitlines()
        except BlockingIOError:
            return []
        return [each for each in told if each != "alive"]

    def close(self) -> None:
        for each in (self.turn, self.giving, self._hearing, self._telling):
            os.close(each)


class Seated(Student):
    """A student at the kiosk."""

    seat: OpenSeat

    @property
    def kiosk(self) -> KioskApp:
        assert isinstance(self.app, KioskApp)
        return self.app

    @property
    def attract(self) -> AttractScreen:
        assert isinstance(self.app.screen, AttractScreen)
        return self.app.screen

    async def take_turn(self, turn: Turn) -> None:
        """The supervisor gives the terminal."""
        await self.until(lambda: isinstance(self.app.screen, AttractScreen), "the first screen")
        self.kiosk.begin_turn(turn, self.attract)

    async def keys_count(self) -> None:
        """The screen that waits has stood long enough for a key to mean something."""
        await self.until(lambda: self.attract.burst.over, "keys that count")

    async def silence(self, seconds: int) -> None:
        """Nobody types for so long, while the wizard goes on looking at the clocks."""
        for _ in range(seconds):
            self.idle.jump(1)
            self.kiosk._repaint()
        await self.ready()


def seated(language: Language = ZH_TW, *, practice: bool = True) -> Seated:
    """A student who has not come yet. practice: else the scene has no stage, as with a real hospital."""
    clock = ManualClock()
    opened = open_practice(clock, cheap_hashes=True)
    return seated_at(opened, clock, ManualClock(), language, practice=practice)


def seated_at(
    opened: Practice, clock: SystemClock, idle: SystemClock, language: Language = ZH_TW, *, practice: bool
) -> Seated:
    """The same at this hospital. clock: the wizard's; idle: by which silence is measured."""
    seat, people, site = OpenSeat(), opened.stage.people(), hospital_profile.load()
    persona = people[-1] if people[-1].kind == "pupil" else people[0]
    scene = Scene(Texts(language, site.words, site.hosts), clock, FINE)
    if practice:
        scene.stage, scene.persona = opened.stage, persona
    app = KioskApp(scene, Lane(lambda: opened.backend), idle, seat, provider="", journey="")
    app.lock = moment.lock()
    student = Seated(opened, persona, clock, idle, scene, app)
    student.seat = seat
    return student


@asynccontextmanager
async def at_kiosk(
    at: str = "",
    *,
    language: Language = ZH_TW,
    practice: bool = True,
    turn: Turn | None = None,
    faults: tuple[tuple[str, Fault], ...] = (),
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[Seated]:
    """A student in front of this step; without one, in front of the screen that waits for somebody."""
    student = seated(language, practice=practice)
    for verb, fault in faults:
        student.stage.inject(verb, fault)
    try:
        async with student.app.run_test(size=size) as student.pilot:
            kiosk = student.kiosk
            await student.take_turn(turn or Turn(burst=False, down=False))
            if turn is None:
                await student.keys_count()
            await student.drawn()
            if at:
                await student.press("x", "enter")
                await student.at("preflight")
            if at and at != student.step:
                await go_ahead(student.scene.walk, student, at)
                assert kiosk.front is not None
                kiosk.work(kiosk.front.show)
                await student.at(at)
            yield student
            await asyncio.to_thread(student.app.lane.close)
    finally:
        student.seat.close()
