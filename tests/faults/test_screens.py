"""Cells of the fault matrix at the wizard's own screens: each request and each fault once, the words as they stand."""

from __future__ import annotations

import socket

import pytest

from ntuh_onboard.backend.site.simulator import Site
from tests.faults.screens import watch
from tests.faults.table import CELLS, Cell
from tests.faults.wire import Wire
from tests.languages import EN, ZH_TW
from tests.long_cases import sparing

SEEN = (
    "Q1-F3",
    "Q2-F6",
    "Q3-F9",
    "Q4-F8",
    "Q5-F5",
    "Q6-F12",
    "Q7-F10",
    "Q8-F4",
    "Q9-F11",
    "Q9-F7",
    "Q10-F1",
    "Q10-F2",
    "Q11-F3",
    "Q11-F9",
    "Q12-F4",
)
CHOSEN = [next(each for each in CELLS if str(each) == name) for name in SEEN]


@pytest.mark.parametrize("cell", sparing(CHOSEN, CHOSEN[::2].__contains__), ids=str)
async def test_a_cell_at_the_screens(cell: Cell, site: Site, wire: Wire, foreign: socket.socket) -> None:
    """What the table says stands there to be read; a read-back that runs by itself has ended in its finding."""
    language = EN if SEEN.index(str(cell)) % 2 else ZH_TW
    await watch(cell, site, wire, foreign, language)
