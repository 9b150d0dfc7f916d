"""A terminal driver that does not touch the terminal until it belongs to this process."""

from __future__ import annotations

import os
from typing import Any

from textual import events
from textual.geometry import Size
from textual.message import Message

from ntuh_onboard.kiosk.console import discard
from ntuh_onboard.screens.base.key_reader import SteadyDriver

MOST = (400, 120)
"""Most columns and rows, as on a 4K screen. The other end of a serial or network line may claim any size, and a drawing
of 8000 by 8000 takes 700 MB; in a larger window the wizard is drawn in the upper left part."""


class PatientDriver(SteadyDriver):
    """Lets the screens be laid out while another student has the terminal, and touches it only after `begin`.

    When the turn comes, only one paint is left to do, which makes the change quick.

    Attributes:
        closing: set when the wizard leaves.
        late: whether keys have been typed since then.

    """

    closing = False
    late = False
    _begun = False

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._size = self._size or self._get_terminal_size()  # Textual would accept any size from the kernel

    def begin(self) -> bool:
        """Take the terminal and discard what was typed for the last student; returns whether there was anything."""
        self._begun = True
        typed = discard(self.fileno)
        super().start_application_mode()  # type: ignore[no-untyped-call]  # untyped in Textual
        return typed

    def process_message(self, message: Message) -> None:
        """Handle a message from the thread that reads keys."""
        if self.closing and isinstance(message, events.Key | events.Paste):
            self.late = True
        if isinstance(message, events.Resize):  # reported by the terminal in the midst of the keys
            message = events.Resize.from_dimensions(_bearable(*message.size), message.pixel_size)
        super().process_message(message)

    def start_application_mode(self) -> None:
        """Do nothing: `begin` does this when the turn comes."""

    def write(self, data: str) -> None:
        """Draw, but not before the turn."""
        if self._begun:
            super().write(data)

    def disable_input(self) -> None:
        """Undo what `begin` has done, if it has."""
        if self._begun:
            super().disable_input()

    def stop_application_mode(self) -> None:
        """Undo what `begin` has done, if it has."""
        if self._begun:
            super().stop_application_mode()

    def _get_terminal_size(self) -> tuple[int, int]:
        """Return the size of the terminal that keys come from; until the turn, the output leads nowhere."""
        try:
            columns, rows = os.get_terminal_size(self.fileno)
        except OSError:
            columns, rows = super()._get_terminal_size()
        return _bearable(columns or 80, rows or 24)


def _bearable(columns: int, rows: int) -> Size:
    """Limit a size to what the wizard can draw."""
    return Size(min(columns, MOST[0]), min(rows, MOST[1]))
