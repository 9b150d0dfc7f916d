"""The wizard at a kiosk: it waits for somebody, serves one student, and ends (K-01 to K-07)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ntuh_onboard.common.clock import Clock
from ntuh_onboard.kiosk.attract import AttractScreen
from ntuh_onboard.kiosk.closed import RENEW_AFTER, ClosedApp
from ntuh_onboard.kiosk.driver import PatientDriver
from ntuh_onboard.kiosk.probe import Probe
from ntuh_onboard.kiosk.report import Report
from ntuh_onboard.kiosk.seat import Seat, Turn
from ntuh_onboard.kiosk.supervisor_messages import Word
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from textual.driver import Driver

    from ntuh_onboard.backend.protocol import Backend, Reach
    from ntuh_onboard.journey.lane import Lane


class KioskApp(ClosedApp):
    """One student's wizard, behind a screen that waits for somebody.

    A real hospital's sites are asked from time to time whether they can be used; while they cannot, nobody can start.

    Args:
        scene: the hospital that this computer is for.
        lane: the line to that hospital.
        clock: the machine's clock.
        seat: the way to the supervisor.
        provider: who provides the program on this machine.
        journey: the journey, or empty if the student chooses.
        chinese: whether the terminal has Chinese characters.

    """

    def __init__(
        self,
        scene: Scene,
        lane: Lane[Backend],
        clock: Clock,
        seat: Seat,
        *,
        provider: str,
        journey: str,
        chinese: bool = True,
    ) -> None:
        super().__init__(scene, lane, clock, provider=provider, journey=journey)
        self.report = Report(seat)
        self._seat = seat
        self._chinese = chinese
        self.turned = False
        self._attract: AttractScreen | None = None

    def get_driver_class(self) -> type[Driver]:
        """Return the driver that waits for its turn."""
        return PatientDriver

    async def _open_first(self) -> None:
        """Build both first screens now; they are painted when the turn comes."""
        probe = None if self.scene.practice else Probe(self.stay.clock, lambda: self.lane.submit(_reach))
        self._attract = AttractScreen(self.scene, self.stay.clock, probe, chinese=self._chinese)
        await self.push_screen(self._first)
        await self.push_screen(self._attract)
        asyncio.get_running_loop().add_reader(self._seat.turn, self._called)

    def _called(self) -> None:
        """Take the turn; or leave if the supervisor has gone, since nobody would clean up after this student."""
        turn = self._seat.take()
        if turn is None:
            asyncio.get_running_loop().remove_reader(self._seat.turn)
            self.leave(Exit.HANGUP)
        elif self._attract is not None:
            self.begin_turn(turn, self._attract)

    def begin_turn(self, turn: Turn, attract: AttractScreen) -> None:
        """Show the screen that waits for somebody."""
        typed = self._driver.begin() if isinstance(self._driver, PatientDriver) else False
        self.turned = True
        attract.begin(burst=turn.burst or typed, down=turn.down)
        self.action_draw_anew()

    def on_attract_screen_stands(self) -> None:
        """Tell the supervisor that it may start the next process: nothing here is urgent any more."""
        self.report.once(Word.READY)

    async def on_attract_screen_pressed(self) -> None:
        """Begin the student's time, and drop the other keys of the same burst."""
        if self._attract is None:
            return
        self._attract = None
        self.pop_screen()
        self.lock.drop_burst()
        self.stay.begin()
        self._idle.again()
        self.report.once(Word.STARTED)

    def leave(self, status: Exit, *, idle: bool = False) -> None:
        """End the wizard; keys typed from now on come from somebody who has not noticed."""
        if self.front is not None:
            self.report.where(self.front)
        if isinstance(self._driver, PatientDriver):
            self._driver.closing = True
        super().leave(status, idle=idle)

    @property
    def typed_late(self) -> bool:
        """Whether keys were typed while the wizard was leaving."""
        return isinstance(self._driver, PatientDriver) and self._driver.late

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow no actions while nobody is there: every key does the same then."""
        return None if self.screen is self._attract else super().check_action(action, parameters)

    def _repaint(self) -> None:
        if self._attract is not None:
            self._wait(self._attract)
            return
        self.report.alive()
        if self.front is not None:
            self.front.frame.tick()
            self.report.where(self.front)
        self.watching.look()

    def _wait(self, attract: AttractScreen) -> None:
        """Do what is due while nobody has come yet."""
        if self._leaving:
            return  # the lane is closing and accepts no more questions
        if attract.stood() > RENEW_AFTER:
            self.leave(Exit.DONE)
        elif self.turned:
            self.report.alive()
            if attract.tick():
                self.report.service(up=attract.in_service)


def _reach(backend: Backend) -> Iterable[Reach]:
    return backend.portal.reach(), backend.account.reach()
