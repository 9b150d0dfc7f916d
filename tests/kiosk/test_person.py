"""Who sits down in practice: somebody else each time, all of them invented."""

from __future__ import annotations

import argparse
import asyncio

import pytest

from ntuh_onboard.backend.mock import open_practice
from ntuh_onboard.commands.student_process import opened
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.kiosk.seat import Turn
from ntuh_onboard.startup.settings import Settings
from tests.kiosk.seated import seated_at
from tests.long_cases import sparing


def test_each_session_has_somebody_else() -> None:
    """ID and default password are on the slip of the first screen, and so belong to whom it is."""
    given = argparse.Namespace(which="demo")
    people = []
    for _ in range(12):
        scene, lane = opened(given, Settings())
        people.append(scene.persona)
        lane.close()
    assert all(each is not None and each.kind == "pupil" for each in people)
    assert len({each.employee_id for each in people if each is not None}) > 4


@pytest.mark.parametrize("number", sparing(range(3), (1).__eq__))
async def test_whoever_it_is_walks_to_the_end(number: int) -> None:
    """Activated, once; each time it is somebody else."""
    clock, idle = ManualClock(), ManualClock()
    practice = open_practice(clock, cheap_hashes=True, stranger=True)
    student = seated_at(practice, clock, idle, practice=True)
    async with student.app.run_test(size=(80, 24)) as student.pilot:
        await student.take_turn(Turn(burst=False, down=False))
        await student.keys_count()
        await student.press("x", "enter")
        await student.at("preflight")
        await student.finish()
        await asyncio.to_thread(student.app.lane.close)
    student.seat.close()
