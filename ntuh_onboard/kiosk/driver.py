"""The terminal, but only from the moment at which it is this process's."""

from __future__ import annotations

import os
import termios
from contextlib import suppress

from textual.drivers.linux_driver import LinuxDriver


class PatientDriver(LinuxDriver):
    """Lets the screens be built and laid out while another student has the terminal, and touches it only after `begin`.

    What is left to do when the turn comes is one paint: that is what makes the change quick.
    """

    _begun = False

    def begin(self) -> None:
        """The terminal is this process's now; what was typed for somebody else is thrown away."""
        self._begun = True
        with suppress(termios.error):
            termios.tcflush(self.fileno, termios.TCIFLUSH)
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual has left it without types

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
