"""The terminal's driver, with a reader of keys that no byte can bring down; Linux and macOS."""

from __future__ import annotations

import os

from textual._parser import ParseError
from textual.drivers.linux_driver import LinuxDriver


class SteadyDriver(LinuxDriver):
    """Textual's own, but noise is dropped and ends nothing, and a terminal that is gone is not begun anew."""

    def _sigcont_application(self, *_: object) -> None:
        """Take the terminal back, where it was given back for a stop and still is one.

        The signal comes alone too: behind SIGHUP by a window that is closed, behind SIGTERM by systemd. A second reader
        of keys would begin then, and the first one would never end, nor would the process (R-05).
        """
        if self._must_signal_resume and os.isatty(self.fileno):
            super()._sigcont_application()

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
