"""The port to the simulated hospital's storage: a few verbs inside one indivisible unit of work.

Every atomic operation of the hospital (use a picture once, count a try, use a code once, claim an alias, activate once)
is one `with store.atomic() as unit:` — all of it happens or nothing, and nothing else happens meanwhile. A store has to
get only this right, and then every operation is right on every store (R-07).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

Row = dict[str, Any]
"""Anything that can be written as JSON."""


class Unit(Protocol):
    """One indivisible unit of work. Rows are copies: changes must be put back."""

    def get(self, shelf: str, key: str) -> Row | None:
        """Return the row, or None."""

    def put(self, shelf: str, key: str, row: Row) -> None:
        """Write the row, replacing an older one."""

    def remove(self, shelf: str, key: str) -> None:
        """Remove the row, if there is one."""

    def rows(self, shelf: str) -> list[tuple[str, Row]]:
        """Return every row of a shelf with its key, sorted by key."""

    def clear(self) -> None:
        """Remove every row of every shelf."""


class Store(Protocol):
    """A storage; it is used from several threads, and `atomic` is never nested."""

    def atomic(self) -> AbstractContextManager[Unit]:
        """Return a unit that is written when it ends; an exception that leaves it undoes all of it."""

    def close(self) -> None:
        """Release files; the store must not be used afterwards."""


class MemoryStore:
    """A store in this process's memory, behind one lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows: dict[tuple[str, str], str] = {}

    @contextmanager
    def atomic(self) -> Iterator[Unit]:
        """Run one unit at a time."""
        with self._lock:
            unit = _MemoryUnit(self._rows)
            yield unit
            unit.write()

    def close(self) -> None:
        """Do nothing: there is nothing to release."""


class _MemoryUnit:
    """The verbs of `Unit`; changes are kept apart from the rows until the unit ends."""

    def __init__(self, rows: dict[tuple[str, str], str]) -> None:
        self._rows = rows
        self._written: dict[tuple[str, str], str | None] = {}

    def get(self, shelf: str, key: str) -> Row | None:
        """Return a row as this unit sees it, or None."""
        at = (shelf, key)
        text = self._written[at] if at in self._written else self._rows.get(at)
        return None if text is None else json.loads(text)

    def put(self, shelf: str, key: str, row: Row) -> None:
        """Write a row when the unit ends."""
        # Kept as JSON like in the other store, so that a row which only this one could hold is noticed early.
        self._written[shelf, key] = json.dumps(row)

    def remove(self, shelf: str, key: str) -> None:
        """Remove a row when the unit ends."""
        self._written[shelf, key] = None

    def rows(self, shelf: str) -> list[tuple[str, Row]]:
        """Return a shelf as this unit sees it."""
        keys = sorted({key for each, key in (*self._rows, *self._written) if each == shelf})
        found = [(key, self.get(shelf, key)) for key in keys]
        return [(key, row) for key, row in found if row is not None]

    def clear(self) -> None:
        """Remove everything when the unit ends."""
        self._written = dict.fromkeys((*self._rows, *self._written))

    def write(self) -> None:
        """Apply the changes."""
        for at, text in self._written.items():
            if text is None:
                self._rows.pop(at, None)
            else:
                self._rows[at] = text
