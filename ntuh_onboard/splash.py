"""One frame before Textual is imported, so that the program is seen at once and no key is lost.

Textual needs about 0.2 s to import. The frame takes a few milliseconds; echo and line mode go off with it, so keys that
are typed meanwhile wait, unseen, for the first input. POSIX only: elsewhere nothing is written and nothing changed.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[H\x1b[2J"
_LEAVE = "\x1b[?25h\x1b[?1049l"
_ENDING = ("SIGTERM", "SIGHUP")


def show(lines: Sequence[str], out: int = 1, typed: int = 0) -> Callable[[], None]:
    """Write one frame to `out` on the alternate screen, and keep what is typed at `typed` for the first input.

    The lines are our own sentences, never text from outside. Returns what puts the terminal back as it was; call it
    when the program ends, also after Textual, which otherwise leaves the terminal as the splash had set it.
    """
    before = _quiet(typed) if os.isatty(out) else None
    if before is None:
        return lambda: None
    frame = "\r\n".join(["", *(f"  {line}" for line in lines)])
    os.write(out, (_ENTER + frame).encode())
    waiting = [before]

    def restore() -> None:
        if waiting:
            _put_back(typed, waiting.pop())
            os.write(out, _LEAVE.encode())

    return restore


@contextmanager
def shown(lines: Sequence[str], out: int = 1, typed: int = 0) -> Iterator[None]:
    """Show the frame for as long as the body runs, and put the terminal back whatever ends it.

    A signal that ends the program raises SystemExit (128 + its number), until Textual's loop takes signals over (R-05).
    """
    kept = {number: signal.signal(number, _leave) for number in _ending_signals()}
    restore = show(lines, out, typed)
    try:
        yield
    finally:
        restore()
        for number, handler in kept.items():
            signal.signal(number, handler)


def _ending_signals() -> list[signal.Signals]:
    return [signal.Signals[name] for name in _ENDING if name in signal.Signals.__members__]


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def _quiet(typed: int) -> list[Any] | None:
    """Echo, line mode and the translation of Enter off; Ctrl+C stays. Returns how it was, None where it cannot be."""
    try:
        import termios  # missing on Windows
    except ImportError:
        return None
    try:
        before = termios.tcgetattr(typed)
    except (termios.error, OSError, ValueError):
        return None
    quiet = [*before]
    # Without ICRNL off, an Enter typed now would reach Textual as Ctrl+J.
    quiet[0] &= ~(termios.ICRNL | termios.INLCR | termios.IXON)
    quiet[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
    quiet[6] = [*before[6]]
    quiet[6][termios.VMIN], quiet[6][termios.VTIME] = 1, 0
    termios.tcsetattr(typed, termios.TCSANOW, quiet)
    return before


def _put_back(typed: int, before: list[Any]) -> None:
    import termios  # only reached where `_quiet` found it

    try:
        termios.tcsetattr(typed, termios.TCSANOW, before)
    except (termios.error, OSError):  # the terminal is gone; nothing is left to put back
        return
