"""The wizard on a public computer, at a terminal or in a browser: no way out, and an end that forgets (K-01, K-03)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ntuh_onboard import screens
from ntuh_onboard.journey.idle import IdleWatch, Patience
from ntuh_onboard.kiosk.limits import Stay, patience_at
from ntuh_onboard.kiosk.turn_watch import KioskWatch
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.dialogs.card import Card
from ntuh_onboard.screens.dialogs.card_contents import Content
from ntuh_onboard.screens.frame import act_handlers, wizard  # noqa: F401  # loaded before the first key is pressed
from ntuh_onboard.screens.steps.start_view import StartScreen
from ntuh_onboard.screens.wizard_app import OnboardApp
from ntuh_onboard.startup.exits import Exit

if TYPE_CHECKING:
    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.common.clock import Clock
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.journey.step import Step

RENEW_AFTER = 3600.0
"""Seconds after which an unused process is replaced by a fresh one, so that its dates, certificates and profile are
current."""


class ForgetCard(Card):
    """The question 「Forget me now」, asked over every screen and card; Enter goes back."""

    def __init__(self, scene: Scene) -> None:
        buttons = (ButtonAct.STAY, ButtonAct.FORGET)
        super().__init__(scene, Content("kiosk.forget_title", (("kiosk.forget_text", {}),), buttons))


class ClosedApp(OnboardApp):
    """One student's wizard, without what Textual offers by itself: browser, screenshots, files, quitting.

    Args:
        scene: the hospital that this computer is for; it never switches to the other one.
        lane: the line to that hospital.
        clock: the machine's, which practice does not speed up.
        provider: who provides the program on this machine.
        journey: the journey, or empty if the student chooses.

    """

    CSS_PATH = str(Path(screens.__file__).with_name("wizard.tcss"))  # Textual would look beside this module

    def __init__(self, scene: Scene, lane: Lane[Backend], clock: Clock, *, provider: str, journey: str) -> None:
        scene.kiosk = True
        modes = ("practice" if scene.practice else "real",)
        self._first = StartScreen(scene, modes=modes, provider=provider, journey=journey)
        super().__init__(scene, lane, IdleWatch(clock), self._first, journey or "onboard")
        self.stay = Stay(clock)

    @property
    def watching(self) -> KioskWatch:
        """The watch of a public computer (K-04)."""
        if not isinstance(self._watch, KioskWatch):
            self._watch = KioskWatch(
                self, self._idle, self.stay, self.patience, lambda: self.time_is_up(Exit.UNFINISHED)
            )
        return self._watch

    def patience(self, step: Step | None) -> Patience:
        """Return how long nobody may type at this step; None is any screen before the journey."""
        return patience_at(step)

    def time_is_up(self, status: Exit) -> None:
        """End the wizard, because nobody has typed for too long or the student's time is over."""
        self.leave(status)

    def ask_to_leave(self) -> None:
        """Ask once, over whatever is open, whether to leave, which means being forgotten."""
        if self.front is None or self.front.over:
            super().ask_to_leave()
        elif not isinstance(self.screen, ForgetCard):
            self.push_screen(ForgetCard(self.scene), self._forgets)

    def _forgets(self, said: ButtonAct | None) -> None:
        if said is ButtonAct.FORGET:
            self.leave(Exit.UNFINISHED)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Do nothing: there is no browser."""

    def action_help_quit(self) -> None:
        """Do nothing: no hint how to quit."""

    async def action_quit(self) -> None:
        """Do nothing: only the student's own way out ends the wizard."""

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Do nothing: no picture of what a student has typed."""
