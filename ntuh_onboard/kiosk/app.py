"""The wizard at a kiosk: it waits for somebody, serves one student, and ends (K-01 to K-07)."""

from __future__ import annotations

import asyncio
import os
import sys
import termios
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events
from textual.drivers.linux_driver import LinuxDriver

from ntuh_onboard import screens
from ntuh_onboard.app import OnboardApp
from ntuh_onboard.exits import Exit
from ntuh_onboard.idle import IdleWatch
from ntuh_onboard.kiosk.attract import AttractScreen, Burst
from ntuh_onboard.kiosk.limits import Stay
from ntuh_onboard.kiosk.probe import Probe
from ntuh_onboard.kiosk.seat import Seat, Turn
from ntuh_onboard.kiosk.told import Word
from ntuh_onboard.kiosk.watch import KioskWatch
from ntuh_onboard.screens import wizard  # noqa: F401  # loaded before the turn comes
from ntuh_onboard.screens.cards import Content
from ntuh_onboard.screens.dialogs import Card
from ntuh_onboard.screens.fatal import fault_code
from ntuh_onboard.screens.refusals import code_of
from ntuh_onboard.screens.scene import Scene
from ntuh_onboard.screens.start import StartScreen
from ntuh_onboard.screens.view import StepView

if TYPE_CHECKING:
    from textual.driver import Driver

    from ntuh_onboard.backend.protocol import Backend, Reach
    from ntuh_onboard.lane import Lane

ALIVE_EVERY = 5.0
"""Seconds between two signs of life to the supervisor."""
RENEW_AFTER = 3600.0
"""Seconds after which a process that nobody has touched makes room for a fresh one: dates, certificates and profile are
then those of now."""
"""Acts that a shared screen does not offer, whoever asks for them (K-03, S-07)."""
NOT_HERE = frozenset({"practise", "savepicture", "savesummary"})


class PatientDriver(LinuxDriver):
    """Waits for its turn before it touches the terminal; what was typed until then is thrown away."""

    def start_application_mode(self) -> None:
        """The terminal is this process's from here on."""
        if isinstance(self._app, KioskApp):
            self._app.take_turn()
        super().start_application_mode()


class KioskApp(OnboardApp):
    """One student's wizard behind a screen that waits for somebody.

    seat: the way to the supervisor. practice: whether the hospital is a simulated one; else the sites are asked from
    time to time whether they can be used, and nobody can start while they cannot.
    """

    CSS_PATH = Path(screens.__file__).with_name("wizard.tcss")

    def __init__(
        self, scene: Scene, lane: Lane[Backend], idle: IdleWatch, seat: Seat, *, provider: str, journey: str
    ) -> None:
        scene.kiosk = True
        mode = "practice" if scene.practice else "real"
        first = StartScreen(scene, modes=(mode,), provider=provider, journey=journey)
        super().__init__(scene, lane, idle, first, journey or "onboard")
        self._seat = seat
        self._stay = Stay(scene.clock)
        self._turn = Turn(burst=False, down=False)
        self._attract: AttractScreen | None = None
        self._probe: Probe | None = None
        self._told: set[tuple[Word, str]] = set()
        self._alive = 0.0

    def get_driver_class(self) -> type[Driver]:
        """The one that waits."""
        return PatientDriver

    def take_turn(self) -> None:
        """Wait until the terminal is this process's, and throw away what was typed for somebody else."""
        self._turn = self._seat.wait()
        with suppress(termios.error, OSError):
            termios.tcflush(sys.__stdin__.fileno(), termios.TCIFLUSH)

    # --- before somebody comes ------------------------------------------------------------------------------------

    async def _open_first(self) -> None:
        asyncio.get_running_loop().add_reader(self._seat.turn, self._orphaned)
        if not self.scene.practice:
            self._probe = Probe(self.scene.clock, lambda: self.lane.submit(_reach), up=not self._turn.down)
        burst = Burst()
        if self._turn.burst:
            burst.seen()
        self._attract = AttractScreen(self.scene, burst, in_service=not self._turn.down)
        await self.push_screen(self._attract)
        self._since = self.scene.clock.elapsed()
        self.call_after_refresh(self._stands, burst)

    def _stands(self, burst: Burst) -> None:
        burst.opened()
        self._tell(Word.READY)

    async def on_attract_screen_pressed(self) -> None:
        """Somebody is there: their time begins."""
        if self._attract is None or self._start is None:
            return
        self._attract = None
        self.lock.drop_burst()
        self._stay.begin()
        self._idle.again()
        self._tell(Word.STARTED)
        await self.switch_screen(self._start)

    def _wait(self, attract: AttractScreen) -> None:
        """A moment has passed and nobody has come."""
        if self._probe is not None and self._probe.look() is not attract.in_service:
            attract.serve(in_service=self._probe.up)
            self._seat.tell(Word.UP if self._probe.up else Word.DOWN)
        if self.scene.clock.elapsed() - self._since > RENEW_AFTER:
            self.leave(Exit.DONE)

    # --- while somebody is there ----------------------------------------------------------------------------------

    @property
    def view(self) -> StepView | None:
        """The step that is shown; None before the journey."""
        return self.front.frame.view if self.front is not None else None

    @property
    def watching(self) -> KioskWatch:
        """The watch of a kiosk."""
        if not isinstance(self._watch, KioskWatch):
            self._watch = KioskWatch(self, self._idle, self._stay, lambda: self.leave(Exit.UNFINISHED))
        return self._watch

    def say_status(self, key: str, **values: object) -> None:
        """Say something in the line above the keys."""
        if self.front is not None:
            self.front.frame.status.say(key, **values)

    def action_act(self, name: str) -> None:
        """Leaving means being forgotten, and is asked once; nothing that writes a file or leads elsewhere is done."""
        over = self.front is not None and self.front.over
        if name in NOT_HERE:
            return
        if name == "leave" and self.front is not None and not over:
            self._ask_to_forget()
        else:
            super().action_act(name)

    def _ask_to_forget(self) -> None:
        if not isinstance(self.screen, ForgetCard):
            self.push_screen(ForgetCard(self.scene), self._forget)

    def _forget(self, answer: str | None) -> None:
        if answer == "forget":
            self.leave(Exit.UNFINISHED)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While nobody is there every key means the same."""
        return None if self.screen is self._attract else super().check_action(action, parameters)

    def _repaint(self) -> None:
        if time.monotonic() - self._alive >= ALIVE_EVERY:
            self._alive = time.monotonic()
            self._seat.tell(Word.ALIVE)
        if self._attract is not None:
            self._wait(self._attract)
            return
        if self.front is not None:
            self.front.frame.tick()
            self._report()
        self.watching.look()

    # --- to the supervisor ----------------------------------------------------------------------------------------

    def tell_fault(self) -> None:
        """The code of the fault that has ended the wizard."""
        if self._exception is not None:
            self._seat.tell(Word.ERROR, fault_code(self._exception))

    def _report(self) -> None:
        """Where the journey is, and which number was shown; each once."""
        front = self.front
        if front is None or front.frame.view is None:
            return
        self._tell(Word.AT, self.scene.walk.journey.at)
        if front.error is not None:
            self._tell(Word.ERROR, code_of(front.frame.view.step, front.error))
        if front.over:
            self._tell(Word.FINISHED)

    def _tell(self, word: Word, value: str = "") -> None:
        if (word, value) not in self._told:
            self._told.add((word, value))
            self._seat.tell(word, value)

    def _orphaned(self) -> None:
        """The supervisor is gone, and with it whoever would clean up after this student."""
        if not os.read(self._seat.turn, 1):
            asyncio.get_running_loop().remove_reader(self._seat.turn)
            self.leave(Exit.HANGUP)

    # --- no way out (K-01, K-03) ----------------------------------------------------------------------------------

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """No browser."""

    def action_help_quit(self) -> None:
        """No hint how to quit."""

    async def action_quit(self) -> None:
        """No end but the student's own."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """No picture of what a student has typed."""


class ForgetCard(Card):
    """Asked once before everything is cleared."""

    def __init__(self, scene: Scene) -> None:
        buttons = (("stay", "ui.act_stay"), ("forget", "kiosk.forget_yes"))
        super().__init__(scene, Content("kiosk.forget_title", (("kiosk.forget_text", {}),), buttons))


def _reach(backend: Backend) -> Iterable[Reach]:
    return backend.portal.reach(), backend.account.reach()
