"""A simulator server for the tests of the check."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ntuh_onboard.backend.site.simulator import Site, running
from ntuh_onboard.backend.web.engines import choice
from ntuh_onboard.check import driven_browser


@pytest.fixture(scope="session")
def served() -> Iterator[Site]:
    """One server for all: whoever changes it puts it back."""
    with running() as site:
        yield site


@pytest.fixture(autouse=True)
def _no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a computer without one, which no test here waits for; with one: `tests/browser_engine/test_check.py`."""
    monkeypatch.setattr(choice, "installed_browsers", tuple)
    monkeypatch.setattr(driven_browser, "installed_browsers", tuple)


@pytest.fixture
def site(served: Site) -> Iterator[Site]:
    """The server as at the beginning."""
    yield served
    served.stage.layout({})
    served.stage.open()
    served.stage.port.reset()
