"""The store in a SQLite file, so that several processes can share one hospital."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ntuh_onboard.backend.hospital.store import Row, Unit

if TYPE_CHECKING:
    from sqlite3 import Connection

_PATIENCE = 20
"""Seconds to wait while another process is inside a unit."""


class SqliteStore:
    """One connection behind one lock; `BEGIN IMMEDIATE` keeps other processes out of a unit.

    The file is opened on first use. A unit is on disk before it ends (`synchronous=FULL`, R-07); if not `synced`, it is
    with the system, so that it outlives this process but not the computer's power.
    """

    def __init__(self, path: Path, *, synced: bool = True) -> None:
        self._path = path
        self._synced = synced
        self._lock = threading.Lock()
        self._connection: Connection | None = None

    @contextmanager
    def atomic(self) -> Iterator[Unit]:
        """Run one unit at a time, over all processes."""
        with self._lock:
            connection = self._connection = self._connection or self._open()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield _SqliteUnit(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _open(self) -> Connection:
        import sqlite3  # takes 5 ms, and a hospital in memory never needs it

        connection = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        # The rollback journal: a change to WAL does not wait for another process that opens the file (SQLITE_BUSY),
        # and as every unit is exclusive, WAL would not let anybody read meanwhile.
        connection.execute(f"PRAGMA synchronous={'FULL' if self._synced else 'OFF'}")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS rows (shelf TEXT, key TEXT, row TEXT NOT NULL, PRIMARY KEY (shelf, key))"
        )
        connection.execute("COMMIT")
        return connection


class _SqliteUnit:
    """The verbs of `Unit` within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, shelf: str, key: str) -> Row | None:
        """Return a row, or None."""
        found = self._connection.execute("SELECT row FROM rows WHERE shelf = ? AND key = ?", (shelf, key)).fetchone()
        return None if found is None else json.loads(found[0])

    def put(self, shelf: str, key: str, row: Row) -> None:
        """Write a row."""
        self._connection.execute("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", (shelf, key, json.dumps(row)))

    def remove(self, shelf: str, key: str) -> None:
        """Remove a row."""
        self._connection.execute("DELETE FROM rows WHERE shelf = ? AND key = ?", (shelf, key))

    def rows(self, shelf: str) -> list[tuple[str, Row]]:
        """Return all rows of a shelf, by key."""
        found = self._connection.execute("SELECT key, row FROM rows WHERE shelf = ? ORDER BY key", (shelf,))
        return [(key, json.loads(row)) for key, row in found.fetchall()]

    def clear(self) -> None:
        """Remove all rows."""
        self._connection.execute("DELETE FROM rows")
