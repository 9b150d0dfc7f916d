"""The wizard on a computer on show, at a terminal or in a browser: no way out, and an end that forgets (K-01, K-03)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ntuh_onboard import screens
from ntuh_onboard.journey.idle import IdleWatch, Patience
from ntuh_onboard.kiosk.forget_me import ForgetCard
from ntuh_onboard.kiosk.limits import Stay, patience_at
from ntuh_onboard.kiosk.turn_watch import KioskWatch
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.frame import wizard  # noqa: F401  # loaded before the first key comes
from ntuh_onboard.screens.steps.start_view import StartScreen
from ntuh_onboard.screens.wizard_app import OnboardApp
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.common.clock import Clock
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.journey.step import Step

RENEW_AFTER = 3600.0
"""Seconds after which a process that nobody has touched makes room for a fresh one: dates, certificates and profile are
then those of now."""


class ClosedApp(OnboardApp):
    """One student's wizard. What Textual offers by itself is not there: browser, screenshots, files, an end.

    scene, lane: the hospital that this computer is for; it never becomes the other one. clock: the machine's, which
    practice does not speed up. provider, journey: chosen beforehand, empty where the student chooses.
    """

    CSS_PATH = str(Path(screens.__file__).with_name("wizard.tcss"))  # Textual would look beside the subclass

    def __init__(self, scene: Scene, lane: Lane[Backend], clock: Clock, *, provider: str, journey: str) -> None:
        scene.kiosk = True
        modes = ("practice" if scene.practice else "real",)
        self._first = StartScreen(scene, modes=modes, provider=provider, journey=journey)
        super().__init__(scene, lane, IdleWatch(clock), self._first, journey or "onboard")
        self.stay = Stay(clock)

    @property
    def watching(self) -> KioskWatch:
        """The watch of a computer on show (K-04)."""
        if not isinstance(self._watch, KioskWatch):
            self._watch = KioskWatch(self, self._idle, self.stay, lambda: self.time_is_up(Exit.UNFINISHED))
        return self._watch

    def patience(self, step: Step | None) -> Patience:
        """How long nobody may type at this step; None is any screen before the journey."""
        return patience_at(step)

    def time_is_up(self, status: Exit) -> None:
        """Nobody has typed for too long, or the longest time is over."""
        self.leave(status)

    def ask_to_leave(self) -> None:
        """Leaving means being forgotten, and is asked once, over whatever is open."""
        if self.front is None or self.front.over:
            super().ask_to_leave()
        elif not isinstance(self.screen, ForgetCard):
            self.push_screen(ForgetCard(self.scene), self._forgets)

    def _forgets(self, said: ButtonAct | None) -> None:
        if said is ButtonAct.FORGET:
            self.leave(Exit.UNFINISHED)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """No browser."""

    def action_help_quit(self) -> None:
        """No hint how to quit."""

    async def action_quit(self) -> None:
        """No end but the student's own."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """No picture of what a student has typed."""
