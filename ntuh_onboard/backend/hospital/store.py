"""Where the simulated hospital keeps what it knows: a port of four verbs inside one indivisible unit.

Every atomic operation of the hospital (take a picture once, count a try, take a code once, claim an alias, activate
once) is one `with store.atomic() as unit:` — all of it happens, or nothing, and nobody comes between. So a store has to
get one thing right, and every operation is right on every store (R-07).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

Row = dict[str, Any]
"""What can be written as JSON."""


class Unit(Protocol):
    """One indivisible piece of work. Rows are copies: what is not put back is not changed."""

    def get(self, shelf: str, key: str) -> Row | None:
        """The row, or None."""

    def put(self, shelf: str, key: str, row: Row) -> None:
        """Write the row, over an older one if there is one."""

    def remove(self, shelf: str, key: str) -> None:
        """Take the row away; nothing happens where there is none."""

    def rows(self, shelf: str) -> list[tuple[str, Row]]:
        """Every row of a shelf with its key, by key."""

    def clear(self) -> None:
        """Take every row of every shelf away."""


class Store(Protocol):
    """Used from several threads; `atomic` is never nested."""

    def atomic(self) -> AbstractContextManager[Unit]:
        """A unit that is written at the end; an exception that leaves it undoes all of it."""

    def close(self) -> None:
        """Let go of files; the store is not used afterwards."""


class MemoryStore:
    """Keeps everything in this process, behind one lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows: dict[tuple[str, str], str] = {}

    @contextmanager
    def atomic(self) -> Iterator[Unit]:
        """One unit at a time."""
        with self._lock:
            unit = _MemoryUnit(self._rows)
            yield unit
            unit.write()

    def close(self) -> None:
        """Nothing to let go of."""


class _MemoryUnit:
    """Writes lie beside the rows until the end."""

    def __init__(self, rows: dict[tuple[str, str], str]) -> None:
        self._rows = rows
        self._written: dict[tuple[str, str], str | None] = {}

    def get(self, shelf: str, key: str) -> Row | None:
        """The row as this unit sees it."""
        at = (shelf, key)
        text = self._written[at] if at in self._written else self._rows.get(at)
        return None if text is None else json.loads(text)

    def put(self, shelf: str, key: str, row: Row) -> None:
        """Written at the end."""
        # Kept as JSON, as the other store keeps it: a row that only this one could hold would be found out late.
        self._written[shelf, key] = json.dumps(row)

    def remove(self, shelf: str, key: str) -> None:
        """Taken away at the end."""
        self._written[shelf, key] = None

    def rows(self, shelf: str) -> list[tuple[str, Row]]:
        """The shelf as this unit sees it."""
        keys = sorted({key for each, key in (*self._rows, *self._written) if each == shelf})
        found = [(key, self.get(shelf, key)) for key in keys]
        return [(key, row) for key, row in found if row is not None]

    def clear(self) -> None:
        """Everything is taken away at the end."""
        self._written = dict.fromkeys((*self._rows, *self._written))

    def write(self) -> None:
        """Make it so."""
        for at, text in self._written.items():
            if text is None:
                self._rows.pop(at, None)
            else:
                self._rows[at] = text
