"""Cover the screen, warn, and end if nobody types on a shared computer (J0.8)."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import App

from ntuh_onboard.journey.idle import Idleness, IdleWatch
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.dialogs.card import Cover


class Watch:
    """Acts on silence; called by the repaint timer. `leave` signs out, wipes and ends."""

    def __init__(self, app: App[int], scene: Scene, idle: IdleWatch, leave: Callable[[], None]) -> None:
        self._app = app
        self._scene = scene
        self._idle = idle
        self._leave = leave

    def cover(self) -> None:
        """Cover the screen now."""
        if not isinstance(self._app.screen, Cover):
            self._app.push_screen(Cover(self._scene))

    def look(self) -> None:
        """Do what is due now."""
        due = self._idle.look()
        if due is Idleness.NONE:
            return
        self.cover()
        if due is Idleness.WIPE:
            self._leave()
        elif due is Idleness.WARN and isinstance(self._app.screen, Cover):
            self._app.screen.warn(int(self._idle.left()))
