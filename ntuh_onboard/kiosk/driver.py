"""The terminal, but only from the moment at which it is this process's."""

from __future__ import annotations

import os

from textual import events
from textual._parser import ParseError
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from ntuh_onboard.kiosk.console import discard


class PatientDriver(LinuxDriver):
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

    def _run_input_thread(self) -> None:
        """Read keys until the end; what Textual's parser cannot read is noise, and dropped.

        Textual 8.2 raises ValueError at `CSI 1;15:3H`, for one, and then ends with a traceback on the terminal (T-05).
        """
        while not self.exit_event.is_set():
            try:
                self.run_input_thread()
            except (ArithmeticError, LookupError, TypeError, ValueError, ParseError):
                continue
            except OSError:  # the terminal is gone, of which a signal tells
                return

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
