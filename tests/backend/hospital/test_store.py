"""Every store gets its one thing right: a unit happens whole or not at all (R-07)."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from ntuh_onboard.backend.hospital.sqlite import SqliteStore
from ntuh_onboard.backend.hospital.store import Store


class Spoilt(Exception):
    """Leaves a unit in the middle."""


def test_what_is_put_is_there(store: Store) -> None:
    """Within the unit, and in the next one."""
    with store.atomic() as unit:
        unit.put("shelf", "b", {"text": "字", "number": 1.5, "list": [1], "nothing": None})
        unit.put("shelf", "a", {"x": True})
        unit.put("other", "a", {"x": False})
        assert unit.get("shelf", "a") == {"x": True}
    with store.atomic() as unit:
        assert unit.get("shelf", "b") == {"text": "字", "number": 1.5, "list": [1], "nothing": None}
        assert [key for key, _ in unit.rows("shelf")] == ["a", "b"]
        assert unit.get("shelf", "c") is None


def test_what_is_removed_is_gone(store: Store) -> None:
    """Also what was never there."""
    with store.atomic() as unit:
        unit.put("shelf", "a", {})
    with store.atomic() as unit:
        unit.remove("shelf", "a")
        unit.remove("shelf", "never")
        assert unit.get("shelf", "a") is None
        assert unit.rows("shelf") == []
    with store.atomic() as unit:
        assert unit.get("shelf", "a") is None


def test_a_unit_that_fails_leaves_nothing(store: Store) -> None:
    """Neither what it wrote nor what it removed; and the store goes on."""
    with store.atomic() as unit:
        unit.put("shelf", "kept", {"x": 1})

    def spoil() -> None:
        with store.atomic() as unit:
            unit.put("shelf", "new", {"x": 2})
            unit.put("shelf", "kept", {"x": 3})
            unit.clear()
            raise Spoilt

    with pytest.raises(Spoilt):
        spoil()
    with store.atomic() as unit:
        assert unit.rows("shelf") == [("kept", {"x": 1})]


def test_rows_are_copies(store: Store) -> None:
    """Changing what was read changes nothing until it is put back."""
    with store.atomic() as unit:
        row = {"list": [1]}
        unit.put("shelf", "a", row)
        row["list"].append(2)
        got = unit.get("shelf", "a")
        assert got == {"list": [1]}
        got["list"].append(3)
        assert unit.get("shelf", "a") == {"list": [1]}


def test_clear_takes_everything(store: Store) -> None:
    """What was there before, and what this unit wrote; what it writes afterwards stays."""
    with store.atomic() as unit:
        unit.put("one", "a", {})
    with store.atomic() as unit:
        unit.put("two", "a", {})
        unit.clear()
        assert unit.rows("one") == unit.rows("two") == []
        unit.put("three", "a", {})
    with store.atomic() as unit:
        assert [unit.rows(shelf) for shelf in ("one", "two", "three")] == [[], [], [("a", {})]]


def test_units_of_many_threads_never_mix(store: Store) -> None:
    """Fifty threads add one, ten times each: five hundred."""

    def add() -> None:
        for _ in range(10):
            with store.atomic() as unit:
                row = unit.get("shelf", "count") or {"times": 0}
                unit.put("shelf", "count", {"times": row["times"] + 1})

    threads = [threading.Thread(target=add) for _ in range(50)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with store.atomic() as unit:
        assert unit.get("shelf", "count") == {"times": 500}


def test_two_processes_can_be_at_one_file(tmp_path: Path) -> None:
    """Two stores over one file, as two processes have them: each sees what the other did, and none of it is lost."""
    stores = [SqliteStore(tmp_path / "hospital.db") for _ in range(2)]

    def add(store: Store) -> None:
        for _ in range(20):
            with store.atomic() as unit:
                row = unit.get("shelf", "count") or {"times": 0}
                unit.put("shelf", "count", {"times": row["times"] + 1})

    threads = [threading.Thread(target=add, args=(each,)) for each in stores]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for store in stores:
        with store.atomic() as unit:
            assert unit.get("shelf", "count") == {"times": 40}
        store.close()


def test_a_file_keeps_what_it_had(tmp_path: Path) -> None:
    """Closed and opened again; closing twice does no harm."""
    store = SqliteStore(tmp_path / "hospital.db")
    with store.atomic() as unit:
        unit.put("shelf", "a", {"x": 1})
    store.close()
    store.close()
    again = SqliteStore(tmp_path / "hospital.db")
    with again.atomic() as unit:
        assert unit.get("shelf", "a") == {"x": 1}
    again.close()
