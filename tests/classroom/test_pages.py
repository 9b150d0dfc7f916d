"""The class's pages: each pupil sees their own, the trainer sees all, and a stranger nothing."""

from __future__ import annotations

import re

import pytest

from ntuh_onboard.classroom.serving import Class
from ntuh_onboard.secret import Secret
from tests.classroom.conftest import Browser


def test_the_door_leads_to_a_seat_with_its_own_person(three: Class, browser: Browser) -> None:
    """One URL for the class; the seat hands out who one is, and its QR code leads to one's own phone."""
    _, door = browser.open(f"{three.base}/")
    assert re.findall(r">(A1|A2|B1)<", door) == ["A1", "A2", "B1"]
    status, seat = browser.open(f"{three.base}/take/2", post=True)
    person = three.room.pupils[1].person
    assert status == 200
    assert browser.address == f"{three.base}/seat"
    for each in (person.name, person.employee_id, person.password.reveal(), person.phone, "<svg"):
        assert each in seat
    assert "taken" in Browser().open(f"{three.base}/")[1]


def test_a_token_stands_in_one_address_only(three: Class, browser: Browser) -> None:
    """It is exchanged for a cookie that no script reads (N-02)."""
    token = three.room.pupils[0].token
    browser.open(f"{three.base}/seat/{token}")
    assert token not in browser.address
    cookie = next(iter(browser.jar))
    assert cookie.value == token
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "strict"


@pytest.mark.parametrize(
    "path", ["/seat/x", "/phone/x", "/phone", "/phone.json", "/board/x", "/board", "/board.json", "/slips"]
)
def test_a_stranger_is_refused(three: Class, path: str) -> None:
    """Without a token nothing of anybody is seen."""
    status, page = Browser().open(three.base + path)
    assert status == 403
    for pupil in three.room.pupils:
        assert pupil.person.employee_id not in page


@pytest.mark.parametrize("path", ["/board", "/board.json", "/slips"])
def test_a_pupil_is_no_trainer(three: Class, browser: Browser, path: str) -> None:
    """A seat's cookie opens that seat."""
    browser.open(f"{three.base}/take/1", post=True)
    assert browser.open(three.base + path)[0] == 403


def test_a_page_of_somebody_else_reaches_nothing(three: Class) -> None:
    """A name of another's that leads here is refused (DNS rebinding)."""
    assert Browser().open(f"{three.base}/", headers={"Host": "evil.example.org"})[0] == 400


def test_the_phone_shows_ones_own_messages_only(three: Class) -> None:
    """The code that was sent to one pupil is not on another's phone."""
    first, second = three.room.pupils[:2]
    phones = {}
    for pupil in (first, second):
        phones[pupil.number] = Browser()
        phones[pupil.number].open(f"{three.base}/phone/{pupil.token}")
    proof = three.room.site.stage.desk.proof
    key, _ = proof.regulations()[0], None
    proof.send_code(key, first.person.employee_id, first.person.phone)
    three.room.site.clock.jump(5)
    told = phones[1].json(f"{three.base}/phone.json")
    assert re.search(r"動態碼\s*[0-9]{6}", told["messages"][0]["text"])
    assert told["messages"][0]["arrived"] >= 0
    other = phones[2].json(f"{three.base}/phone.json")
    assert other["messages"] == []
    assert other["authenticator"] != told["authenticator"]


def test_the_board_says_what_the_hospital_knows(three: Class, browser: Browser) -> None:
    """Who is where, who is stuck and at what; held against the server's own records."""
    status, page = browser.open(three.board)
    assert status == 200
    assert f"{three.base}/" in page
    pupil, desk = three.room.pupils[2], three.room.site.stage.desk
    desk.register.note(pupil.person.employee_id, "portal.sign_in", desk.hospital.moment())
    rows = {each["label"]: each for each in browser.json(f"{three.base}/board.json")}
    assert (rows["B1"]["state"], rows["B1"]["done"], rows["B1"]["why"]) == ("going", ["sign_in"], "")
    desk.register.note(pupil.person.employee_id, "account.send_code", desk.hospital.moment(), "PhoneMismatch")
    stuck = {each["label"]: each for each in browser.json(f"{three.base}/board.json")}["B1"]
    assert stuck["state"] == "stuck"
    assert "number" in stuck["why"]
    desk.register.note(pupil.person.employee_id, "account.activate", desk.hospital.moment())
    assert {each["label"]: each for each in browser.json(f"{three.base}/board.json")}["B1"]["state"] == "done"


def test_slips_hold_what_each_pupil_needs(three: Class, browser: Browser) -> None:
    """ID, default password, number, and a QR code, for everybody."""
    browser.open(three.board)
    _, page = browser.open(f"{three.base}/slips")
    assert page.count("<svg") == len(three.room.pupils)
    for pupil in three.room.pupils:
        for each in (pupil.label, pupil.person.employee_id, pupil.person.password.reveal(), pupil.person.phone):
            assert each in page


def test_no_token_is_shown_by_what_holds_it(three: Class) -> None:
    """Neither in a log nor in an error."""
    told = repr(three) + repr(three.room) + repr(three.room.pupils) + repr(three.seat_file(three.room.pupils[0]))
    assert three.room.trainer not in told
    assert not [each for each in three.room.pupils if each.token in told]
    assert isinstance(three.seat_file(three.room.pupils[0]).token, Secret)
