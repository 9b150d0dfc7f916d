"""A wizard at a seat of a class: over HTTP, with the phone inside it, seen on the board."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ntuh_onboard.classroom.class_server import Class
from ntuh_onboard.classroom.seat_stage import SeatError, SeatFile, SeatStage
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.errors import NotPractice
from tests.classroom.seated import SeatedStudent
from tests.terminal.student import LOOKS


def test_two_pupils_walk_to_the_end_and_the_board_knows(three: Class, tmp_path: Path) -> None:
    """One in Chinese, one in English, each with their own phone; board and store agree."""
    files = three.write_seats(tmp_path)
    for pupil, look in zip(three.room.pupils, (LOOKS[0], LOOKS[3]), strict=False):
        folder = tmp_path / str(pupil.number)
        folder.mkdir()
        with SeatedStudent(folder, pupil.number, files[pupil.number], three.room.site.stage.text_of, look) as student:
            student.walk_all()
            student.press("enter")
            assert student.ended() == 0
    rows = three.room.board()
    assert [each.state == "done" for each in rows] == [True, True, False]
    stored = {each.employee_id: each.alias for each in three.records()}
    assert [bool(stored[each.person.employee_id]) for each in three.room.pupils] == [True, True, False]


def test_a_seats_file_is_private_and_whole(three: Class, tmp_path: Path) -> None:
    """Readable by one user, and refused with its name where it is something else."""
    file = three.write_seats(tmp_path)[1]
    assert file.stat().st_mode & 0o077 == 0
    assert SeatFile.read(file).person.employee_id == three.room.pupils[0].person.employee_id
    (tmp_path / "other.json").write_text('{"person": 1}', encoding="utf-8")
    with pytest.raises(SeatError, match=r"other\.json"):
        SeatFile.read(tmp_path / "other.json")


def test_a_seat_is_no_trainer(three: Class) -> None:
    """What a trainer may do is refused; another's phone and another's authenticator are not seen."""
    # Nobody answers at the port: the phone's thread asks as long as this process lives, and no other test's server.
    stage = SeatStage(replace(three.seat_file(three.room.pupils[0]), phone="http://127.0.0.1:9/"), ManualClock())
    with pytest.raises(NotPractice):
        stage.reset()
    with pytest.raises(NotPractice):
        stage.jump(60)
    other = three.room.pupils[1].person
    assert stage.messages(other.phone) == ()
    assert stage.authenticator_code(other.employee_id) is None
