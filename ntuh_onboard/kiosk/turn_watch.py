"""Ends a student's turn: on idle, and after its longest time, but never amid a commit (K-04, K-05)."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from ntuh_onboard.journey.idle import IdleWatch
from ntuh_onboard.kiosk.limits import EXTENSION, RECEIPT, STAY, Stay
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.dialogs.card import Card
from ntuh_onboard.screens.dialogs.card_contents import Content
from ntuh_onboard.screens.frame.idle_watch import Watch

if TYPE_CHECKING:
    from ntuh_onboard.kiosk.closed import ClosedApp


class KioskWatch(Watch):
    """Looked at by the repaint timer. stay: the longest time. leave: signs out, wipes and ends."""

    def __init__(self, app: ClosedApp, idle: IdleWatch, stay: Stay, leave: Callable[[], None]) -> None:
        super().__init__(app, app.scene, idle, leave)
        self._kiosk = app
        self._stay = stay
        self._owed = False
        self._until: float | None = None
        self._mark = 0.0

    def look(self) -> None:
        """What is due now; a result that was waited for is shown first."""
        front = self._kiosk.front
        view = front.frame.view if front is not None else None
        self._idle.patience = self._kiosk.patience(view.step if view is not None else None)
        if self._until is not None:
            self._show_receipt(self._until)
        elif self._idle.over or self._stay.left() <= 0:
            self._end()
        else:
            super().look()
            if not self._kiosk.lock.busy and self._stay.to_announce():
                self._announce()

    def _end(self) -> None:
        """A commit in flight ends first, and so does what is loaded to show how it ended."""
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
        """The result for half a minute, or for as long as somebody types and still has time; then the next one's."""
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
        """In the line above the keys; there is one wherever something can be in flight."""
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
