"""Windows' side of a test that presses keys: they are put into the console's own input, as its terminal does it."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    from textual.drivers import win32

    from tests.terminal.takes_keys import Watched

    class WatchedConsole(Watched):
        """The wizard of this process, in a console."""

        def press(self, units: str) -> None:
            """Press a key for each of these UTF-16 units, given in hexadecimal."""
            given = bytes.fromhex(units)
            records = (win32.INPUT_RECORD * (len(given) // 2))()
            for at, record in enumerate(records):
                record.EventType = 1
                key = record.Event.KeyEvent
                key.bKeyDown = 1
                ctypes.memmove(ctypes.addressof(key.uChar), given[2 * at : 2 * at + 2], 2)
            written = wintypes.DWORD()
            win32.KERNEL32.WriteConsoleInputW(_console(), records, len(records), ctypes.byref(written))

        def _know_reader(self) -> None:
            from ntuh_onboard.screens.base import console_driver

            vars(console_driver).update(XTermParser=self._parse)

        def _read(self) -> bool:
            unread = wintypes.DWORD()
            win32.KERNEL32.GetNumberOfConsoleInputEvents(_console(), ctypes.byref(unread))
            return unread.value == 0 and self._parsed()

    def _console() -> wintypes.HANDLE:
        return wintypes.HANDLE(win32.GetStdHandle(win32.STD_INPUT_HANDLE))
