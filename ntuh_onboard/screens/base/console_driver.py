"""A driver for Windows consoles whose key reader survives any input, like `key_reader` elsewhere (T-05).

Textual's own ends silently at the first character that it cannot read, and neither keys nor mouse work from then on.
"""

from __future__ import annotations

import sys

if sys.platform == "win32":
    from ctypes import byref, wintypes

    from textual._parser import ParseError
    from textual._xterm_parser import XTermParser
    from textual.drivers import win32
    from textual.drivers.windows_driver import WindowsDriver

    from ntuh_onboard.screens.base.console_keys import ConsoleKeys, resized

    _MOST = 1024
    """Records of one read."""
    _LOOK = 100
    """Milliseconds between two looks at whether the end has come."""

    class SteadyMonitor(win32.EventMonitor):
        """Textual's reader, except that noise is dropped, and that an input that is no console is left alone."""

        def run(self) -> None:
            """Read until the end, beginning anew after what Textual's parser cannot read."""
            while not self.exit_event.is_set():
                try:
                    self._read()
                except (ArithmeticError, LookupError, TypeError, ValueError, ParseError):
                    continue

        def _read(self) -> None:
            parser, keys = XTermParser(), ConsoleKeys()
            console = win32.GetStdHandle(win32.STD_INPUT_HANDLE)
            records, count = (win32.INPUT_RECORD * _MOST)(), wintypes.DWORD(0)
            while not self.exit_event.is_set():
                for event in parser.tick():
                    self.process_event(event)  # type: ignore[arg-type, unused-ignore]  # as Textual calls it
                if win32.wait_for_handles([console], _LOOK) is None:
                    continue
                if not win32.KERNEL32.ReadConsoleInputW(console, byref(records), _MOST, byref(count)):
                    self.exit_event.wait(_LOOK / 1000)  # a pipe, which is always ready
                    continue
                read = records[: count.value]
                if typed := keys.typed(read):  # nothing would be taken for the end of the input
                    for event in parser.feed(typed):
                        self.process_event(event)  # type: ignore[arg-type, unused-ignore]  # as above
                if size := resized(read):
                    self.on_size_change(*size)

    class SteadyConsoleDriver(WindowsDriver):
        """Textual's driver with the reader above."""

        def start_application_mode(self) -> None:
            """Begin; Textual takes its reader from there."""
            win32.EventMonitor = SteadyMonitor  # type: ignore[misc, unused-ignore]
            super().start_application_mode()
