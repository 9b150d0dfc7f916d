"""The whole journey by keys in a real terminal, and what may be done in the middle of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.terminal.student import ALIAS, BANNER, CLOUD, DEFAULT, EMPLOYEE_ID, LOOKS, NAME, PHONE, PLACES, PORTAL, Look, Student

TITLES = re.compile(rb"\x1b\](?:0|1|2);(.*?)(?:\x07|\x1b\\)", re.DOTALL)
COMMITS = ("sign_in", "change_password", "save_contact", "send_code", "verify_code", "activate")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_whole_journey_by_keys(tmp_path: Path, look: Look) -> None:
    """From the first screen to an activated account; every commit once, and nothing personal is left behind."""
    with Student(tmp_path, look) as student:
        student.walk("done")
        assert {name.partition(".")[2]: times for name, times in student.ask("commits").items() if times} == dict.fromkeys(
            COMMITS, 1
        )
        student.press("enter")
        assert student.ended() == 0
        for each in (EMPLOYEE_ID, NAME, PHONE, ALIAS, "A3010"):
            assert each not in student.text()
        written = bytes(student.output)
        assert b"\x1b]52" not in written
        assert not [each for each in TITLES.findall(written) if re.search(rb"[0-9]{4}|chen|" + NAME.encode(), each)]
        for secret in (PORTAL, CLOUD):
            assert secret[:4].encode() not in written


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_first_screen_says_that_it_is_practice(tmp_path: Path, look: Look) -> None:
    """Every screen says so, the first one too, and hands out who one is (J8.3)."""
    with Student(tmp_path, look) as student:
        student.shows(("要辦哪一項？", "Which task?"))
        for each in (student.word(BANNER), EMPLOYEE_ID, NAME, PHONE, DEFAULT):
            assert each in student.text()
