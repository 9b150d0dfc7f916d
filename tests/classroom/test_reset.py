"""A seat that cannot go on is reset by the trainer, and by nobody else."""

from __future__ import annotations

import asyncio

import pytest

from ntuh_onboard.backend.protocol import Landing
from ntuh_onboard.classroom.class_server import Class
from ntuh_onboard.classroom.roster import Pupil
from ntuh_onboard.common.errors import BackendError
from ntuh_onboard.common.secret import Secret
from tests.classroom.conftest import Browser, rows

CHOSEN, FORGOTTEN = Secret("Walnut-31-cloud"), Secret("Not-the-one-99")


def signed_in(three: Class, pupil: Pupil, password: Secret) -> Landing:
    """At the class's own hospital; raises what it says."""
    door = three.room.site.stage.desk.door
    key, _ = door.open()
    hung = door.picture(key)
    return door.sign_in(hung.session, pupil.person.employee_id, password, hung.text, "T0")[1]


def changed(three: Class, pupil: Pupil) -> None:
    """The portal password was changed."""
    desk, person = three.room.site.stage.desk, pupil.person
    key, _ = desk.door.open()
    hung = desk.door.picture(key)
    key = desk.door.sign_in(hung.session, person.employee_id, person.password, hung.text, "T0")[0]
    desk.portal.change_password(key, person.password, CHOSEN)
    for verb in ("portal.sign_in", "portal.change_password"):
        desk.register.note(person.employee_id, verb, desk.hospital.moment())


def locked(three: Class, pupil: Pupil) -> None:
    """It was forgotten then, until the hospital looked at none any more."""
    changed(three, pupil)
    for _ in range(6):
        with pytest.raises(BackendError):
            signed_in(three, pupil, FORGOTTEN)
    with pytest.raises(BackendError):
        signed_in(three, pupil, CHOSEN)


def test_the_trainer_resets_a_seat_and_its_pupil_begins_anew(three: Class, browser: Browser) -> None:
    """With the default password of the slip, and on the board as somebody who has not begun."""
    pupil, pupils = three.room.pupils[0], Browser()
    pupils.open(f"{three.base}/take/1?sure=1", post=True)
    locked(three, pupil)
    browser.open(three.board)
    assert rows(three, browser)["A1"]["done"] == ["sign_in", "portal_password"]
    assert browser.open(f"{three.base}/renew/1", post=True, headers={"Origin": three.base})[0] == 204
    row = rows(three, browser)["A1"]
    assert (row["state"], row["done"], row["refused"]) == ("away", [], "")
    assert 'class="taken"' not in Browser().open(f"{three.base}/")[1]
    signed_in(three, pupil, pupil.person.password)
    assert pupil.person.employee_id in pupils.open(f"{three.base}/seat")[1]


def test_the_wizard_of_the_seat_has_ended_before(three: Class, browser: Browser) -> None:
    """What it still sends is done to the old record, and seen by the board before it forgets."""
    pupil, ended = three.room.pupils[1], []

    async def ends(whose: Pupil) -> None:
        await asyncio.sleep(0)
        changed(three, whose)
        ended.append(whose)

    browser.open(three.board)
    three.room.turn_out = ends
    try:
        assert browser.open(f"{three.base}/renew/2", post=True, headers={"Origin": three.base})[0] == 204
    finally:
        three.room.turn_out = None
    assert ended == [pupil]
    assert rows(three, browser)["A2"]["done"] == []
    signed_in(three, pupil, pupil.person.password)


def test_the_board_has_the_control_and_asks_first(three: Class, browser: Browser) -> None:
    """One for each row, drawn by its script."""
    _, page = browser.open(three.board)
    assert "Reset this seat" in page
    assert "confirm(" in page


@pytest.mark.parametrize(
    ("trainer", "number", "headers"),
    [
        (False, 2, {"Origin": "own"}),
        (True, 2, {}),
        (True, 2, {"Origin": "null"}),
        (True, 2, {"Origin": "http://evil.example.org"}),
        (True, 2, {"Origin": "http://127.0.0.1:9"}),
        (True, 99, {"Origin": "own"}),
    ],
)
def test_nobody_else_resets_a_seat(
    three: Class, browser: Browser, number: int, headers: dict[str, str], *, trainer: bool
) -> None:
    """Neither a pupil, nor a page of another server in the trainer's browser; nor one that nobody sits at."""
    browser.open(f"{three.base}/take/2?sure=1", post=True)
    if trainer:
        browser.open(three.board)
    told = {name: value.replace("own", three.base) for name, value in headers.items()}
    assert browser.open(f"{three.base}/renew/{number}", post=True, headers=told)[0] == 403
    assert browser.open(f"{three.base}/renew/2", headers=told)[0] == 405
    assert 2 in three.room.taken
