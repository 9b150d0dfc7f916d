"""Turn what a Windows console reports into typed text and sizes; pure, so that it is tried on every system.

The console reports keys as records, each with one UTF-16 unit: a character outside the first plane, such as an emoji,
comes as two records, which may come in two reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

_KEY, _RESIZED = 1, 4
"""Kinds of records: KEY_EVENT and WINDOW_BUFFER_SIZE_EVENT."""
_NO_CHARACTER = "\0"
"""The unit of a key that types nothing, such as Shift."""


class _Character(Protocol):
    UnicodeChar: str


class _Key(Protocol):
    bKeyDown: int  # noqa: N815  # Windows' name
    uChar: _Character  # noqa: N815  # Windows' name


class _Area(Protocol):
    X: int
    Y: int


class _Resized(Protocol):
    dwSize: _Area  # noqa: N815  # Windows' name


class _Event(Protocol):
    KeyEvent: _Key
    WindowBufferSizeEvent: _Resized


class Record(Protocol):
    """One INPUT_RECORD, by the names that Windows gives its parts."""

    EventType: int
    Event: _Event


class ConsoleKeys:
    """Joins units to characters; half a character waits for its other half, and one that has none is dropped."""

    def __init__(self) -> None:
        self._half = ""

    def typed(self, records: Iterable[Record]) -> str:
        """Return the text of the keys that were pressed.

        Keys without a virtual code count whatever the state of NumLock, Ctrl or Shift: an input method types its
        characters so, and in a masked field nobody would see that they are missing. Textual 8.2 leaves them out.
        """
        pressed = (each.Event.KeyEvent for each in records if each.EventType == _KEY)
        units = self._half + "".join(key.uChar.UnicodeChar for key in pressed if key.bKeyDown)
        units = units.replace(_NO_CHARACTER, "")
        self._half = units[-1] if units and "\ud800" <= units[-1] <= "\udbff" else ""
        whole = units.removesuffix(self._half) if self._half else units
        return whole.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def resized(records: Iterable[Record]) -> tuple[int, int] | None:
    """Return the last size that was reported, in columns and rows; None if there is none."""
    size = None
    for each in records:
        if each.EventType == _RESIZED:
            area = each.Event.WindowBufferSizeEvent.dwSize
            size = (area.X, area.Y)
    return size
