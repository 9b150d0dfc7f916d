"""The terminal that all students use in turn; the supervisor writes to it and never reads from it."""

from __future__ import annotations

import array
import fcntl
import os
import select
import termios
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

_OFF = "".join(f"\x1b[?{mode}l" for mode in (2026, 2048, 2004, 1004, 1016, 1015, 1006, 1003, 1002, 1000, 9))
WIPE = f"{_OFF}\x1b[<u\x1b[?1049l\x1bc\x1b[?25l\x1b[H\x1b[2J\x1b[3J".encode()
"""Turns off every mode that a killed process may have left on, leaves the alternate screen, resets the terminal, and
empties screen and scrollback (section C, place 11)."""
_SHOW = b"\x1b[?25h"
PATIENCE = 1.0
"""Seconds for the terminal to accept what is written: a window may be stopped, and a line may hang."""


class NoTerminal(OSError):
    """There is no terminal to show anything on."""


class Console:
    """The terminal; raises NoTerminal if a part of it is none: what is wiped must be what was drawn.

    Args:
        typed: where keys come from.
        out: where the supervisor writes.
        drawn: where the wizard draws, which is stderr.

    """

    def __init__(self, typed: int = 0, out: int = 1, drawn: int = 2) -> None:
        self._typed = typed
        self._out = out
        if not all(os.isatty(each) for each in (typed, out, drawn)):
            raise NoTerminal("a kiosk needs a terminal for its input, its output and its errors")
        try:
            self._before: list[Any] = termios.tcgetattr(typed)
        except termios.error as error:
            raise NoTerminal("the terminal is gone") from error

    def clear(self) -> bool:
        """Wipe everything of the last student; what is typed from now on is neither shown nor obeyed.

        Returns whether the terminal accepted that; one that is gone has nothing to wipe.
        """
        self._set(_silenced(self._before))
        return self._write(WIPE)

    def say(self, lines: Sequence[str]) -> None:
        """Show our own sentences if there is no process to draw them."""
        self._write(WIPE + "\r\n".join(["", *(f"  {each}" for each in lines)]).encode())

    def discard(self) -> bool:
        """Discard what was typed and not read; returns whether there was anything."""
        return discard(self._typed)

    def restore(self) -> None:
        """Restore the terminal's attributes, with an empty screen."""
        self.discard()
        self._write(WIPE + _SHOW)
        self._set(self._before)

    def _write(self, data: bytes) -> bool:
        """Write; returns whether all was accepted. If not, first drop what is queued, and try once more."""
        if self._put(data):
            return True
        with suppress(termios.error):
            termios.tcflush(self._out, termios.TCOFLUSH)
        return self._put(data)

    def _put(self, data: bytes) -> bool:
        """Write byte by byte: a terminal that is ready may have room for one byte only, and the second would block."""
        end = time.monotonic() + PATIENCE
        with suppress(OSError):  # the terminal is gone, so there is nothing to wipe
            for at in range(len(data)):
                if not select.select([], [self._out], [], max(0.0, end - time.monotonic()))[1]:
                    return False
                os.write(self._out, data[at : at + 1])
        return True

    def _set(self, attributes: list[Any]) -> None:
        with suppress(termios.error):
            termios.tcsetattr(self._typed, termios.TCSANOW, attributes)


def _silenced(before: list[Any]) -> list[Any]:
    """Return the attributes without echo, line mode, signals from keys, translation of Enter, and flow control."""
    deaf = [*before]
    deaf[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON | termios.IXOFF)
    deaf[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN | termios.ISIG)
    deaf[6] = [*before[6]]
    deaf[6][termios.VMIN], deaf[6][termios.VTIME] = 1, 0
    return deaf


def discard(typed: int) -> bool:
    """Discard what was typed and not read; returns whether there was anything."""
    waiting = array.array("i", [0])
    with suppress(OSError):
        fcntl.ioctl(typed, termios.FIONREAD, waiting)
    with suppress(termios.error):
        termios.tcflush(typed, termios.TCIFLUSH)
    return waiting[0] > 0
