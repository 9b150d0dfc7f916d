"""Show one frame before Textual is imported, so that the program is seen at once and no key is lost.

Importing Textual takes about 0.2 s, drawing the frame a few milliseconds. It also turns echo and line mode off, so that
keys typed meanwhile wait, unseen, for the first input. POSIX only: elsewhere nothing is written and nothing changed.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

NAME = ("NTUH account wizard", "醫事實習學生帳號開通精靈")
"""The text of the frame, needed before the sentences of any language are loaded."""

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[H\x1b[2J"
_LEAVE = "\x1b[?25h\x1b[?1049l"
_ENDING = ("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT")


def show(lines: Sequence[str], out: int = 1, typed: int = 0) -> Callable[[], None]:
    """Write one frame to `out` on the alternate screen, and keep what is typed at `typed` for the first input.

    The lines are our own sentences, never text from outside. Returns a function that restores the terminal; call it
    when the program ends, before anything is printed to the main screen, and also after Textual, which would otherwise
    leave the terminal as the splash had set it.
    """
    terminal = _Terminal(out, typed)
    terminal.draw(lines)
    return terminal.restore


@contextmanager
def shown(lines: Sequence[str], out: int = 1, typed: int = 0) -> Iterator[None]:
    """Show the frame while the body runs, and restore the terminal however the body ends.

    Until Textual's loop takes signals over, a signal that ends the program raises SystemExit (128 + its number) (R-05).
    """
    terminal = _Terminal(out, typed)
    kept: dict[signal.Signals, Any] = {}
    # Everything that changes the terminal is inside the try: a signal may come between any two lines.
    try:
        for number in _ending_signals():
            kept[number] = signal.signal(number, _leave)
        terminal.draw(lines)
        yield
    finally:
        terminal.restore()
        for number, handler in kept.items():
            signal.signal(number, handler)


class _Terminal:
    """The terminal and its attributes before the frame; None if there is no terminal or it has no attributes."""

    def __init__(self, out: int, typed: int) -> None:
        self._out = out
        self._typed = typed
        self._before = _attributes(typed) if os.isatty(out) else None

    def draw(self, lines: Sequence[str]) -> None:
        if self._before is None:
            return
        _set(self._typed, _quiet(self._before))
        frame = "\r\n".join(["", *(f"  {line}" for line in lines)])
        os.write(self._out, (_ENTER + frame).encode())

    def restore(self) -> None:
        if self._before is None:
            return
        _set(self._typed, self._before)
        self._before = None
        with suppress(OSError):  # the terminal is gone
            os.write(self._out, _LEAVE.encode())


def _ending_signals() -> list[signal.Signals]:
    return [signal.Signals[name] for name in _ENDING if hasattr(signal, name)]


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _attributes(typed: int) -> list[Any] | None:
    try:
        import termios  # missing on Windows
    except ImportError:
        return None
    try:
        return termios.tcgetattr(typed)
    except (termios.error, OSError, ValueError):
        return None


def _quiet(before: list[Any]) -> list[Any]:
    """Return the attributes with echo, line mode and the translation of Enter turned off; Ctrl+C still works."""
    import termios

    quiet = [*before]
    # Without ICRNL off, an Enter typed now would reach Textual as Ctrl+J.
    quiet[0] &= ~(termios.ICRNL | termios.INLCR | termios.IXON)
    quiet[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
    quiet[6] = [*before[6]]
    quiet[6][termios.VMIN], quiet[6][termios.VTIME] = 1, 0
    return quiet


def _set(typed: int, attributes: list[Any]) -> None:
    import termios

    with suppress(termios.error, OSError):  # the terminal is gone, so there is nothing to restore
        termios.tcsetattr(typed, termios.TCSANOW, attributes)
