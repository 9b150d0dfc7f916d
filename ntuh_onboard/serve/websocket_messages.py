"""The messages that a browser may send over its websocket (textual-serve's); anything else ends the connection."""

from __future__ import annotations

import json
from dataclasses import dataclass

LEAST, MOST = (20, 6), (240, 100)
"""Columns and rows. A message with 20,000 of each drove a wizard to 3.4 GB (ecosystem.md, finding 4). A 4K screen has
room for about 400 and 110; the wizard is drawn in its upper left part."""
TYPED_MOST = 4096
"""Most characters in one message; no field needs as many, and longer pastes are dropped."""
MESSAGE_MOST = 1 << 18
"""Most bytes of one message; aiohttp closes a connection that sends more."""


class Malformed(Exception):
    """The browser sent something that our page never sends."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Keys, as a terminal sends them."""

    text: str


@dataclass(frozen=True, slots=True)
class Sized:
    """The terminal's size in cells, within `LEAST` and `MOST`."""

    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Pinged:
    """A question to measure how long an answer takes; `mark` is sent back."""

    mark: str


@dataclass(frozen=True, slots=True)
class Focused:
    """Whether keys go to the terminal."""

    here: bool


Said = Typed | Sized | Pinged | Focused


def size(columns: object, rows: object) -> Sized:
    """Return a size within the limits; raises Malformed if it is not a size."""
    return Sized(_within(columns, 0), _within(rows, 1))


def read(message: str) -> Said:
    """Read a message; raises Malformed."""
    try:
        said = json.loads(message)
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    match said:
        case ["stdin", str(text)]:
            return Typed(text if len(text) <= TYPED_MOST else "")
        case ["resize", {"width": columns, "height": rows}]:
            return size(columns, rows)
        case ["ping", str(mark)]:
            return Pinged(mark[:32])
        case ["focus" | "blur" as kind]:
            return Focused(kind == "focus")
        case _:
            raise Malformed


def _within(cells: object, side: int) -> int:
    if isinstance(cells, bool) or not isinstance(cells, int):
        raise Malformed
    return min(max(cells, LEAST[side]), MOST[side])
