"""A part of the fault matrix, with every row, every column and each commit's lost answer (security.md B3, E1).

All 144 cells are run by `make faults` (every_cell.py).
"""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from ntuh_onboard.backend.site.simulator import Site
from tests.faults.acting import ACTS
from tests.faults.matrix import expected, run
from tests.faults.table import CELLS, EVERY_DAY, FAULTS, REASONS, Cell
from tests.faults.wire import Wire


@pytest.mark.parametrize("cell", EVERY_DAY, ids=str)
async def test_a_cell(cell: Cell, site: Site, wire: Wire, foreign: socket.socket) -> None:
    """Words, commits, and the way on."""
    await run(cell, site, wire, foreign)


def test_the_table_is_whole() -> None:
    """Twelve by twelve, none left out, each with words; the part that is run every day has every row and column."""
    assert {(each.request, each.fault) for each in CELLS} == {(row, column) for row in ACTS for column in FAULTS}
    assert len(CELLS) == 144
    assert all(expected(each) or each.code in {"same", "OVER"} for each in CELLS)
    assert {each.request for each in EVERY_DAY} == set(ACTS)
    assert {each.fault for each in EVERY_DAY} == set(FAULTS)


def test_every_reason_is_of_a_cell_that_there_is() -> None:
    """No reason stands for nothing."""
    for key in REASONS:
        assert all(name in ACTS or name.rstrip("x") in FAULTS for name in key.split()), key


def test_the_faults_are_those_of_the_specification() -> None:
    """Row by row, as security.md names them."""
    told = (Path(__file__).parents[2] / "docs/spec/security.md").read_text(encoding="utf-8")
    section = told[told.index("### B3.") : told.index("### B4.")]
    assert set(re.findall(r"\*\*(F[0-9]+)\*\*", section)) == set(FAULTS)
    assert set(re.findall(r"\*\*(Q[0-9]+)\*\*", section)) == set(ACTS)
