"""End a student's turn after silence or after the longest time, but never during a commit (K-04, K-05)."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from ntuh_onboard.journey.idle import IdleWatch, Patience
from ntuh_onboard.kiosk.limits import EXTENSION, RECEIPT, STAY, Stay
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.dialogs.card import Card
from ntuh_onboard.screens.dialogs.card_contents import Content
from ntuh_onboard.screens.frame.idle_watch import Watch

if TYPE_CHECKING:
    from ntuh_onboard.journey.step import Step
    from ntuh_onboard.screens.wizard_app import OnboardApp


class KioskWatch(Watch):
    """Ends a student's turn; the repaint timer calls `look`.

    Args:
        app: the student's wizard.
        idle: how long nobody has typed.
        stay: how long the student may stay.
        patience: returns how long nobody may type at a step; None is any screen before the journey.
        leave: signs out, wipes and ends.

    """

    def __init__(
        self,
        app: OnboardApp,
        idle: IdleWatch,
        stay: Stay,
        patience: Callable[[Step | None], Patience],
        leave: Callable[[], None],
    ) -> None:
        super().__init__(app, idle, lambda: app.step, leave, patience)
        self._kiosk = app
        self._stay = stay
        self._owed = False
        self._until: float | None = None
        self._mark = 0.0

    def look(self) -> None:
        """Do what is due now; but first show a result that somebody was waiting for."""
        self.limit()
        if self._until is not None:
            self._show_receipt(self._until)
        elif self._idle.over or self._stay.left() <= 0:
            self._end()
        else:
            super().look()
            if not self._kiosk.lock.busy and self._stay.to_announce():
                self._announce()

    def _end(self) -> None:
        """End the turn, but only after a commit in flight and the reading that shows its result."""
        self._owed = self._owed or self._kiosk.lane.committing
        if self._owed and self._kiosk.lock.busy:
            return
        if not self._owed:
            self._leave()
            return
        self._owed = False
        while isinstance(self._kiosk.screen, ModalScreen):
            self._kiosk.pop_screen()
        self._idle.again()
        self._mark = self._idle.last
        self._until = self._stay.clock.elapsed() + RECEIPT

    def _show_receipt(self, until: float) -> None:
        """Show the result for half a minute, or for as long as somebody types and has time; then end the turn."""
        left = until - self._stay.clock.elapsed()
        if left <= 0:
            self._until = None
            self._end()
        elif self._idle.last != self._mark and self._stay.left() > 0:
            self._until = None
            self._say("")
        else:
            self._say("kiosk.receipt", seconds=ceil(left))

    def _say(self, key: str, **values: object) -> None:
        """Say something in the line above the keys, which exists wherever something can be in flight."""
        if self._kiosk.front is not None:
            self._kiosk.front.frame.status.say(key, **values)

    def _announce(self) -> None:
        extend = () if self._stay.extended else (ButtonAct.EXTEND,)
        minutes = int((STAY + (EXTENSION if self._stay.extended else 0)) // 60)
        told = Content(
            "kiosk.closing_title", (("kiosk.closing_text", {"minutes": minutes}),), (*extend, ButtonAct.CLOSE)
        )
        self._kiosk.push_screen(Card(self._kiosk.scene, told), self._answered)

    def _answered(self, answer: ButtonAct | None) -> None:
        if answer is ButtonAct.EXTEND:
            self._stay.extend()
