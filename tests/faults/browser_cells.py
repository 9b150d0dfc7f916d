"""The fault matrix on the browser engine, with the words and counts of the plain one (`make faults-browser`)."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.engines.browser.driver import BrowserProcess
from ntuh_onboard.backend.web.engines.browser.installed import driver_is_installed, installed_browsers
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from tests.faults.matrix import run
from tests.faults.table import CELLS, Cell
from tests.faults.wire import Wire


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserChoice]:
    """A browser of this computer."""
    if not installed_browsers() or not driver_is_installed():
        pytest.skip("no Edge, Chrome or Chromium is installed here that could be driven")
    made = BrowserProcess(*installed_browsers())
    yield BrowserChoice(made, always=True)
    made.close()


@pytest.mark.parametrize("cell", CELLS, ids=str)
async def test_a_cell(cell: Cell, site: Site, wire: Wire, foreign: socket.socket, browser: BrowserChoice) -> None:
    """Words, commits, and the way on."""
    await run(cell, site, wire, foreign, browser)
