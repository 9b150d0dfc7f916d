"""The terminal's driver, with a reader of keys that no byte can bring down; Linux and macOS."""

from __future__ import annotations

from textual._parser import ParseError
from textual.drivers.linux_driver import LinuxDriver


class SteadyDriver(LinuxDriver):
    """Textual's own, but noise is dropped instead of ending the wizard."""

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
