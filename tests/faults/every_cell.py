"""All 144 cells of the fault matrix and those beside it (`make faults`): more than the checks of every day may cost."""

from __future__ import annotations

import socket

import pytest

from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.texts.languages import languages
from tests.faults.matrix import run
from tests.faults.screens import watch
from tests.faults.table import CELLS, MORE, Cell
from tests.faults.wire import Wire


@pytest.mark.parametrize("cell", [*CELLS, *MORE], ids=str)
async def test_a_cell(cell: Cell, site: Site, wire: Wire, foreign: socket.socket) -> None:
    """Words, commits, and the way on."""
    await run(cell, site, wire, foreign)


@pytest.mark.parametrize("cell", CELLS, ids=str)
async def test_a_cell_at_the_screens(cell: Cell, site: Site, wire: Wire, foreign: socket.socket) -> None:
    """The same words on the wizard's own screens, in one language or the other."""
    await watch(cell, site, wire, foreign, languages()[CELLS.index(cell) % 2])
