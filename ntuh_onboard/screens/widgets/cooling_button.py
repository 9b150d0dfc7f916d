"""A button that asks for a text message, which says how long there is to wait and cannot be pressed before (J5.3)."""

from __future__ import annotations

from math import ceil

from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.widgets.sentence import ActButton

_IN_MINUTES = 90
"""From so many seconds on, a wait is told in minutes."""


class CoolingButton(ActButton):
    """Disabled during the site's cool-down, with the time left on its label; `tick()` follows the clock.

    Attributes:
        asks: the key of its label when it can be pressed.
        sends: whether pressing it requests a message; if not, there is nothing to wait for.

    """

    def __init__(self, scene: Scene, act: ButtonAct, *, at: str, label: str = "", classes: str = "") -> None:
        super().__init__(scene, act, at=at, label=label, classes=classes)
        self.asks = label or act.label
        self.sends = True
        self._shown = (self.asks, 0)

    def ask(self, label: str, *, sends: bool) -> None:
        """Change what it asks for."""
        self.asks, self.sends = label, sends
        self.tick()

    def tick(self) -> None:
        """Show the wait, or that it can be pressed; changes nothing within a second."""
        wait = ceil(self._scene.walk.cooling or 0) if self.sends else 0
        if (self.asks, wait) == self._shown:
            return
        self._shown = (self.asks, wait)
        self.disabled = bool(wait)
        if not wait:
            self.say(self.asks)
        elif wait > _IN_MINUTES:
            self.say("ui.resend_in_minutes", minutes=ceil(wait / 60))
        else:
            self.say("ui.resend_in", seconds=f"{wait:>2}")  # of one width: what stands beside it must not move
