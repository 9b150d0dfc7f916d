"""Cover the screen, warn, and end if nobody types on a shared computer (J0.8)."""

from __future__ import annotations

from collections.abc import Callable

from ntuh_onboard.journey.idle import Idleness, IdleWatch, Patience, shared_patience
from ntuh_onboard.journey.step import Step
from ntuh_onboard.screens.base.safe_app import SafeApp
from ntuh_onboard.screens.dialogs.card import Cover


class Watch:
    """Acts on silence; called by the repaint timer.

    Args:
        app: the student's wizard.
        idle: how long nobody has typed.
        step: returns the present step; None is any screen before the journey.
        leave: signs out, wipes and ends.
        patience: returns how long nobody may type at a step.

    """

    def __init__(
        self,
        app: SafeApp,
        idle: IdleWatch,
        step: Callable[[], Step | None],
        leave: Callable[[], None],
        patience: Callable[[Step | None], Patience] = shared_patience,
    ) -> None:
        self._app = app
        self._idle = idle
        self._step = step
        self._leave = leave
        self._patience = patience

    def cover(self, *, idle: bool = False) -> None:
        """Cover the screen now; `idle`: since nobody has typed, which is said."""
        if not isinstance(self._app.screen, Cover):
            self._app.push_screen(Cover(self._app.scene, idle=idle))

    def limit(self) -> None:
        """Set the limits of the present step."""
        self._idle.patience = self._patience(self._step())

    def look(self) -> None:
        """Do what is due now."""
        self.limit()
        due = self._idle.look()
        if due is Idleness.NONE:
            return
        self.cover(idle=True)
        if due is Idleness.WIPE:
            self._leave()
        elif due is Idleness.WARN and isinstance(self._app.screen, Cover):
            self._app.screen.warn(int(self._idle.left()))
