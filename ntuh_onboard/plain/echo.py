"""Show or hide what is typed at a terminal, on POSIX and on Windows, without any control sequence.

While nothing is asked, nothing that is typed is shown: a password typed too early must not stand on the screen.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any, Protocol


class Echo(Protocol):
    """The echo of what is typed."""

    def turn(self, *, shown: bool) -> None:
        """Show what is typed from now on, or hide it."""

    def flush(self) -> None:
        """Forget what was typed and not read."""

    def restore(self) -> None:
        """Leave the terminal as it was found; nothing half-typed reaches whoever reads it next."""


class NoEcho:
    """For input that comes from a file or a pipe: nothing is shown anyway, and every line counts."""

    def turn(self, *, shown: bool) -> None:
        """Do nothing."""

    def flush(self) -> None:
        """Do nothing."""

    def restore(self) -> None:
        """Do nothing."""


def echo_of(typed: int = 0) -> Echo:
    """Return the echo of the terminal with this file number; of anything else, one that does nothing."""
    if not os.isatty(typed):
        return NoEcho()
    return _ConsoleEcho() if sys.platform == "win32" else _TerminalEcho(typed)


class _TerminalEcho:
    """A terminal on POSIX."""

    def __init__(self, typed: int) -> None:
        import termios

        self._typed = typed
        self._before = termios.tcgetattr(typed)

    def turn(self, *, shown: bool) -> None:
        import termios

        new: list[Any] = [*self._before]
        # With ECHOCTL an arrow key shows as `^[[A`: the terminal gets no control sequence back from what is typed.
        marks = termios.ECHO | termios.ECHOCTL | termios.ECHOE | termios.ECHOK
        new[3] = (new[3] & ~(termios.ECHO | termios.ECHONL)) | termios.ICANON | termios.ISIG
        new[3] |= marks if shown else 0
        new[6] = [*new[6]]
        new[6][termios.VSUSP] = b"\0"  # a stopped program would keep what was typed in memory, with nobody watching
        self._set(termios.TCSANOW, new)

    def flush(self) -> None:
        import termios

        with suppress(termios.error, OSError):
            termios.tcflush(self._typed, termios.TCIFLUSH)

    def restore(self) -> None:
        import termios

        self._set(termios.TCSAFLUSH, self._before)

    def _set(self, when: int, attributes: list[Any]) -> None:
        import termios

        with suppress(termios.error, OSError):  # the terminal is gone
            termios.tcsetattr(self._typed, when, attributes)


_INPUT = -10
_PROCESSED, _LINE, _ECHO = 1, 2, 4


class _ConsoleEcho:
    """A console of Windows, whose modes are set by calls; a mode holds from the next read on."""

    def __init__(self) -> None:
        import ctypes

        self._kernel: Any = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]  # on Windows only
        self._handle = self._kernel.GetStdHandle(_INPUT)
        before = ctypes.c_ulong()
        self._kernel.GetConsoleMode(self._handle, ctypes.byref(before))
        self._before = before.value

    def turn(self, *, shown: bool) -> None:
        mode = (self._before | _PROCESSED | _LINE) & ~_ECHO
        self._kernel.SetConsoleMode(self._handle, mode | (_ECHO if shown else 0))

    def flush(self) -> None:
        self._kernel.FlushConsoleInputBuffer(self._handle)

    def restore(self) -> None:
        self.flush()
        self._kernel.SetConsoleMode(self._handle, self._before)
