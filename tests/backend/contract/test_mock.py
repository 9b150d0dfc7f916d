"""The mock keeps the port's contract, in memory and in a file, talkative or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ntuh_onboard.backend.contract import AccountSiteContract, MailContract, PortalContract
from ntuh_onboard.backend.hospital.sqlite import SqliteStore
from ntuh_onboard.backend.hospital.store import MemoryStore, Store
from ntuh_onboard.backend.mock import Practice, open_practice
from ntuh_onboard.common.clock import ManualClock


@pytest.fixture(params=["memory", "sqlite"])
def practice(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Practice]:
    """A hospital as on the first day."""
    store: Store = MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "hospital.db")
    yield open_practice(ManualClock(), store=store, cheap_hashes=True)
    store.close()


class TestPortal(PortalContract):
    talkative = True


class TestSilentPortal(PortalContract):
    talkative = False


class TestAccountSite(AccountSiteContract):
    talkative = True


class TestSilentAccountSite(AccountSiteContract):
    talkative = False


class TestMail(MailContract):
    talkative = True


class TestSilentMail(MailContract):
    talkative = False
