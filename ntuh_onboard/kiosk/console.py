"""The terminal that all students use, one after the other; the supervisor writes to it and never reads it."""

from __future__ import annotations

import array
import fcntl
import os
import termios
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

_OFF = "".join(f"\x1b[?{mode}l" for mode in (2026, 2048, 2004, 1004, 1016, 1015, 1006, 1003, 1002, 1000, 9))
WIPE = f"{_OFF}\x1b[<u\x1b[?1049l\x1bc\x1b[?25l\x1b[H\x1b[2J\x1b[3J".encode()
"""Every mode that a killed process may have left on is off, the alternate screen left, the terminal as new, and screen
and scrollback empty (section C, place 11)."""
_SHOW = b"\x1b[?25h"


class NoTerminal(OSError):
    """There is no terminal to show anything on."""


class Console:
    """typed: where keys come from; out: where it is written to. Raises NoTerminal where these are no terminal."""

    def __init__(self, typed: int = 0, out: int = 1) -> None:
        self._typed = typed
        self._out = out
        try:
            self._before: list[Any] = termios.tcgetattr(typed)
        except termios.error as error:
            raise NoTerminal("a kiosk needs a terminal") from error

    def clear(self) -> None:
        """Leave nothing of the last student on the terminal; what is typed from now on is neither shown nor obeyed."""
        self._set(_deaf(self._before))
        self._write(WIPE)

    def say(self, lines: Sequence[str]) -> None:
        """Our own sentences, where there is no process that could draw them."""
        self._write(WIPE + "\r\n".join(["", *(f"  {each}" for each in lines)]).encode())

    def discard(self) -> bool:
        """Throw away what was typed and read by nobody; whether there was anything."""
        return discard(self._typed)

    def restore(self) -> None:
        """As it was found, but empty."""
        self.discard()
        self._write(WIPE + _SHOW)
        self._set(self._before)

    def _write(self, data: bytes) -> None:
        with suppress(OSError):  # the terminal is gone: then there is nothing to clear
            os.write(self._out, data)

    def _set(self, attributes: list[Any]) -> None:
        with suppress(termios.error):
            termios.tcsetattr(self._typed, termios.TCSANOW, attributes)


def _deaf(before: list[Any]) -> list[Any]:
    """No echo, no line mode, no signals from keys, no translation of Enter, no stopping of the output."""
    deaf = [*before]
    deaf[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR | termios.IXON | termios.IXOFF)
    deaf[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN | termios.ISIG)
    deaf[6] = [*before[6]]
    deaf[6][termios.VMIN], deaf[6][termios.VTIME] = 1, 0
    return deaf


def discard(typed: int) -> bool:
    """Throw away what was typed and read by nobody; whether there was anything."""
    waiting = array.array("i", [0])
    with suppress(OSError):
        fcntl.ioctl(typed, termios.FIONREAD, waiting)
    with suppress(termios.error):
        termios.tcflush(typed, termios.TCIFLUSH)
    return waiting[0] > 0
