"""The terminal, but only from the moment at which it is this process's."""

from __future__ import annotations

import os

from textual import events
from textual.message import Message

from ntuh_onboard.kiosk.console import discard
from ntuh_onboard.screens.keys_in import SteadyDriver


class PatientDriver(SteadyDriver):
    """Lets the screens be built and laid out while another student has the terminal, and touches it only after `begin`.

    What is left to do when the turn comes is one paint: that is what makes the change quick.
    closing: set when the wizard leaves. late: whether keys have come in since.
    """

    closing = False
    late = False
    _begun = False

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
            return super()._get_terminal_size()
        return columns or 80, rows or 24
