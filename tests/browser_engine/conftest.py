"""One browser for all tests of the engine; where none is installed they are skipped, and say so.

Only `test_installed.py` and `test_sign_in.py` are collected by `make check`; the rest where this folder is named
(`make browser`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.site.simulator import Setting, Site, running
from ntuh_onboard.backend.web.engines.browser.driver import BrowserProcess
from ntuh_onboard.backend.web.engines.browser.installed import driver_is_installed, installed_browsers
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from ntuh_onboard.common.clock import ManualClock
from tests.backend.web.servers import Server

HERE = Path(__file__).resolve().parent
ALWAYS = frozenset({"conftest.py", "test_installed.py", "test_sign_in.py"})


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave all but the first file to `make browser`."""
    named = [Path(each.partition("::")[0]).resolve() for each in config.args]
    here = any(HERE in (each, *each.parents) for each in named)
    return True if collection_path.is_file() and collection_path.name not in ALWAYS and not here else None


@pytest.fixture(scope="session")
def browser() -> Iterator[BrowserChoice]:
    """A browser of this computer."""
    found = installed_browsers()
    if not found or not driver_is_installed():
        pytest.skip("no Edge, Chrome or Chromium is installed here that could be driven")
    made = BrowserProcess(found[0])
    yield BrowserChoice(made, always=True)
    made.close()


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    """A simulator server, reset before each test."""
    with running(Setting(figures=Figures().cheap()), clock=ManualClock()) as site:
        yield site


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of the test's own pages."""
    with Server() as running:
        yield running
