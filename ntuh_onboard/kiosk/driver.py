"""The terminal, but only from the moment at which it is this process's."""

from __future__ import annotations

import os
from typing import Any

from textual import events
from textual.geometry import Size
from textual.message import Message

from ntuh_onboard.kiosk.console import discard
from ntuh_onboard.screens.base.key_reader import SteadyDriver

MOST = (400, 120)
"""Columns and rows, as a screen of 4K has them. Whoever is at the other end of a line may say any size, and a picture
of 8000 by 8000 takes 700 MB; a larger window is drawn in its upper left part."""


class PatientDriver(SteadyDriver):
    """Lets the screens be built and laid out while another student has the terminal, and touches it only after `begin`.

    What is left to do when the turn comes is one paint: that is what makes the change quick.
    closing: set when the wizard leaves. late: whether keys have come in since.
    """

    closing = False
    late = False
    _begun = False

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._size = self._size or self._get_terminal_size()  # Textual would ask the kernel, and believe any size

    def begin(self) -> bool:
        """Take the terminal, and throw away what was typed for somebody else; whether there was any."""
        self._begun = True
        typed = discard(self.fileno)
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual has left it without types
        return typed

    def process_message(self, message: Message) -> None:
        """From the thread that reads keys."""
        if self.closing and isinstance(message, events.Key | events.Paste):
            self.late = True
        if isinstance(message, events.Resize):  # the terminal's own report, in the midst of the keys
            message = events.Resize.from_dimensions(_bearable(*message.size), message.pixel_size)
        super().process_message(message)

    def start_application_mode(self) -> None:
        """Not yet."""

    def write(self, data: str) -> None:
        """What is drawn before the turn is drawn nowhere."""
        if self._begun:
            super().write(data)

    def disable_input(self) -> None:
        """Nothing was enabled before the turn."""
        if self._begun:
            super().disable_input()

    def stop_application_mode(self) -> None:
        """Nor is there anything to put back."""
        if self._begun:
            super().stop_application_mode()

    def _get_terminal_size(self) -> tuple[int, int]:
        """Of the terminal that keys come from; the output leads nowhere until the turn."""
        try:
            columns, rows = os.get_terminal_size(self.fileno)
        except OSError:
            columns, rows = super()._get_terminal_size()
        return _bearable(columns or 80, rows or 24)


def _bearable(columns: int, rows: int) -> Size:
    """A size that the wizard can draw."""
    return Size(min(columns, MOST[0]), min(rows, MOST[1]))
