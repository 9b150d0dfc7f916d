"""A terminal driver whose key reader survives any input; Linux and macOS."""

from __future__ import annotations

import os

from textual._parser import ParseError
from textual.drivers.linux_driver import LinuxDriver


class SteadyDriver(LinuxDriver):
    """Textual's driver, except that noise is dropped, and that a terminal that has gone is not resumed."""

    def _sigcont_application(self, *_: object) -> None:
        """Resume, but only if the terminal was given up for a stop and still exists.

        The signal also comes alone: after SIGHUP from a window that is closed, after SIGTERM from systemd. A second key
        reader would then begin, and the first one, and with it the process, would never end (R-05).
        """
        if self._must_signal_resume and os.isatty(self.fileno):
            super()._sigcont_application()

    def _run_input_thread(self) -> None:
        """Read keys until the end, dropping what Textual's parser cannot read.

        Textual 8.2 raises ValueError at `CSI 1;15:3H`, for example, and then ends with a traceback on the terminal
        (T-05).
        """
        while not self.exit_event.is_set():
            try:
                self.run_input_thread()
            except (ArithmeticError, LookupError, TypeError, ValueError, ParseError):
                continue
            except OSError:  # the terminal is gone, which a signal reports
                return
