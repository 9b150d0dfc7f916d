"""Hospitals as on the first day, on both stores, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ntuh_onboard.backend.hospital.sqlite import SqliteStore
from ntuh_onboard.backend.hospital.store import MemoryStore, Store
from ntuh_onboard.backend.mock import Practice, open_practice
from ntuh_onboard.common.clock import ManualClock


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    made: Store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "hospital.db")
    yield made
    made.close()


@pytest.fixture
def practice(store: Store) -> Practice:
    """A student at a hospital over that store."""
    return open_practice(ManualClock(), store=store, cheap_hashes=True)


@pytest.fixture
def quick() -> Practice:
    """A student at a hospital in memory, where the store makes no difference."""
    return open_practice(ManualClock(), cheap_hashes=True)
