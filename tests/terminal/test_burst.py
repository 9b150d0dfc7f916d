"""Keys that come faster than the wizard: a burst in one write, and Enter pressed twice (T-01, T-02)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.long_cases import sparing
from tests.terminal.student import ALIAS, DEFAULT, EMPLOYEE_ID, PORTAL, Student

SLOW = ("--slow", "*=0.5")
BURSTS = {
    "tab": "{id}\t{password}\t{picture}\r{next}",
    "enter": "{id}\r{password}\r{picture}\r{next}",
}
EMPTY = re.compile(r"^ *[│┃] +[│┃]", re.MULTILINE)
"""A row with a field in which nothing stands."""


def burst(student: Student, way: str, *, employee_id: str = EMPLOYEE_ID, picture: str = "") -> int:
    """Type the sign-in and the next password in one write; how much had been written to the terminal before."""
    mark = len(student.output)
    student.send(
        BURSTS[way].format(id=employee_id, password=DEFAULT, picture=picture or student.ask("picture"), next=PORTAL)
    )
    return mark


@pytest.mark.parametrize("way", ["tab", "enter"])
def test_a_burst_signs_in_and_the_next_password_appears_nowhere(tmp_path: Path, way: str) -> None:
    """Each lands in its field, also with a hospital that takes half a second; what follows is dropped."""
    with Student(tmp_path, own=SLOW) as student:
        student.walk("sign_in")
        mark = burst(student, way)
        text = student.at("portal_password")
        assert student.ask("commits")["portal.sign_in"] == 1
        assert "*" not in text
        assert len(EMPTY.findall(text)) == 3
        assert PORTAL[:4].encode() not in student.since(mark)


@pytest.mark.parametrize("way", sparing(["tab", "enter"], {"tab"}.__contains__))
def test_a_burst_that_our_rules_refuse_spills_no_password(tmp_path: Path, way: str) -> None:
    """An ID of five digits sends nothing; the next password is not typed into the ID, to which the cursor goes."""
    with Student(tmp_path, own=SLOW) as student:
        student.walk("sign_in")
        mark = burst(student, way, employee_id="10456")
        student.shows(("應為 6 位數字", "6 digits"))
        text = student.ready()
        assert "portal.sign_in" not in student.ask("verbs")
        assert student.holds("10456 ")
        assert text.count("*") == len(DEFAULT)
        assert PORTAL[:4].encode() not in student.since(mark)


@pytest.mark.parametrize("way", sparing(["tab", "enter"], {"enter"}.__contains__))
def test_a_burst_that_the_hospital_refuses_spills_no_password(tmp_path: Path, way: str) -> None:
    """A wrong picture code brings a new picture, an empty field for it, and the reason; the ID stays."""
    with Student(tmp_path, own=SLOW) as student:
        student.walk("sign_in")
        old = student.ask("picture")
        mark = burst(student, way, picture="2222" if old != "2222" else "3333")
        student.wait_for(lambda: student.ask("picture") not in {"", old})
        student.shows(("驗證碼不符", "The picture code was not right"))
        text = student.ready()
        assert student.ask("verbs").count("portal.sign_in") == 1
        assert student.holds(f"{EMPLOYEE_ID} ")
        assert text.count("*") in {0, len(DEFAULT)}
        assert re.search(r"[│┃] +[│┃][^\n]*\n[^\n]*[╰┗][^\n]*\n\s*✗ 驗證碼不符", text)
        assert PORTAL[:4].encode() not in student.since(mark)


def test_enter_twice_activates_once(tmp_path: Path) -> None:
    """The second Enter is dropped: it neither sends again nor ends the wizard at Done."""
    with Student(tmp_path, own=("--slow", "account.activate=0.5")) as student:
        student.walk("alias_again")
        student.send(f"{ALIAS}\r\r")
        student.at("done")
        assert student.ask("verbs").count("account.activate") == 1
        assert student.ask("commits")["account.activate"] == 1
        student.press("enter")
        assert student.ended() == 0
