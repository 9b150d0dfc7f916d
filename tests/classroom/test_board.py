"""The board: three levels, who is there, how long each step took, and a file of it at the end."""

from __future__ import annotations

import csv
import io

import pytest

from ntuh_onboard.backend.site.register import Progress
from ntuh_onboard.classroom.class_server import Class
from ntuh_onboard.classroom.room import QUIET, SLIP, STEPS, Taken, state_of
from tests.classroom.conftest import Browser, rows


@pytest.mark.parametrize(
    ("refused", "slips", "quiet", "begun", "done", "state"),
    [
        ("", 0, 0.0, False, (), "away"),
        ("", 0, 5.0, True, (), "going"),
        ("", 0, QUIET + 1, True, (), "stuck"),
        ("CodeWrong", 1, 5.0, True, (), "slip"),
        ("CodeWrong", 1, SLIP + 1, True, (), "stuck"),
        ("CodeWrong", 2, 5.0, True, (), "stuck"),
        ("WrongCredentials", 3, 500.0, True, (STEPS[-1][0],), "done"),
    ],
)
def test_the_levels(refused: str, slips: int, quiet: float, state: str, done: tuple[str, ...], *, begun: bool) -> None:
    """One refusal is a slip for a minute; two, or silence, are a pupil to go to."""
    assert state_of(Progress(refused=refused, slips=slips), done, quiet, begun=begun) == state


def test_who_is_there_and_how_long_each_step_took(three: Class, browser: Browser) -> None:
    """As the hospital has seen it, also in the file; people are in it only where they are asked for."""
    browser.open(three.board)
    pupil, desk, room = three.room.pupils[0], three.room.site.stage.desk, three.room
    now = desk.hospital.moment()
    desk.register.forget(pupil.person.employee_id)
    room.taken[1] = Taken(now - 300)
    desk.register.note(pupil.person.employee_id, "portal.sign_in", now - 180)
    desk.register.note(pupil.person.employee_id, "portal.change_password", now - 90)
    room.here = lambda: {1}
    assert rows(three, browser)["A1"]["here"]
    room.here = frozenset
    room.site.clock.jump(120)
    row = rows(three, browser)["A1"]
    assert (row["here"], row["gone"] // 60, row["minutes"]) == (False, 2, [2.0, 1.5])
    status, text = browser.open(f"{three.base}/board.csv")
    assert status == 200
    assert pupil.person.name not in text
    assert pupil.person.employee_id not in text
    head, first = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[:2]
    assert first[: len(STEPS) + 1] == ["A1", "2.0", "1.5", "", "", "", ""]
    assert len(head) == len(first) == len(STEPS) + 3
    assert pupil.person.name in browser.open(f"{three.base}/board.csv?people=1")[1]
    assert Browser().open(f"{three.base}/board.csv")[0] == 403
    desk.register.forget(pupil.person.employee_id)
    room.taken.pop(1)


async def test_a_seat_that_is_taken_over_has_had_its_minutes_all_the_same(three: Class, browser: Browser) -> None:
    """They count from who took it first; after a reset from the next."""
    browser.open(three.board)
    pupil, desk, room = three.room.pupils[1], three.room.site.stage.desk, three.room
    await room.renew(pupil)
    room.take(pupil, "one")
    room.site.clock.jump(120)
    desk.register.note(pupil.person.employee_id, "portal.sign_in", desk.hospital.moment())
    room.take(pupil, "another")
    assert rows(three, browser)["A2"]["minutes"] == [2.0]
    await room.renew(pupil)
    assert room.first.get(2) is None


def test_levels_are_not_told_by_colour_alone(three: Class, browser: Browser) -> None:
    """Each has a sign of its own, and there is one for the projector."""
    page = browser.open(three.board)[1]
    for each in ("\u25b6", "\u25b3", "\u25a0", "For a projector (40 rows)", "Stuck ones first", "Export CSV"):
        assert each in page
