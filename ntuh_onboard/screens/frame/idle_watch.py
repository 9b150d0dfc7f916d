"""Cover the screen, warn, and end if nobody types on a shared computer (J0.8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ntuh_onboard.journey.idle import Idleness, IdleWatch, Patience, shared_patience
from ntuh_onboard.journey.step import Step
from ntuh_onboard.screens.dialogs.card import Cover

if TYPE_CHECKING:
    from ntuh_onboard.screens.wizard_app import OnboardApp


class Watch:
    """Acts on silence; called by the repaint timer.

    Args:
        app: the student's wizard.
        idle: how long nobody has typed.
        leave: signs out, wipes and ends.
        patience: returns how long nobody may type at a step; None is any screen before the journey.

    """

    def __init__(
        self,
        app: OnboardApp,
        idle: IdleWatch,
        leave: Callable[[], None],
        patience: Callable[[Step | None], Patience] = shared_patience,
    ) -> None:
        self._app = app
        self._idle = idle
        self._leave = leave
        self._patience = patience

    def cover(self) -> None:
        """Cover the screen now."""
        if not isinstance(self._app.screen, Cover):
            self._app.push_screen(Cover(self._app.scene))

    def limit(self) -> None:
        """Set the limits of the present step."""
        front = self._app.front
        view = front.frame.view if front is not None else None
        self._idle.patience = self._patience(view.step if view is not None else None)

    def look(self) -> None:
        """Do what is due now."""
        self.limit()
        due = self._idle.look()
        if due is Idleness.NONE:
            return
        self.cover()
        if due is Idleness.WIPE:
            self._leave()
        elif due is Idleness.WARN and isinstance(self._app.screen, Cover):
            self._app.screen.warn(int(self._idle.left()))
