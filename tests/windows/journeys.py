"""The whole journey by keys, and what must not end it, on a Windows Python under Wine (`make windows`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminal.student import CLOUD, DEFAULT, EMPLOYEE_ID, LOOKS, PORTAL, Look
from tests.terminal.test_journey import COMMITS
from tests.windows.console_student import ConsoleStudent

NOISE = ("\ude00", "\ud83d\x1b[1114112u", "\x1b[1;15:3H")
"""Half an emoji, its other half before a key that is no character, and a key of a shape that Textual does not know."""


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_whole_journey_by_keys(tmp_path: Path, look: Look) -> None:
    """From the first screen to an activated account; every commit once, and no chosen password is drawn."""
    with ConsoleStudent(tmp_path, look) as student:
        student.walk("done")
        took = {name.partition(".")[2]: times for name, times in student.ask("commits").items() if times}
        assert took == dict.fromkeys(COMMITS, 1)
        student.press("enter")
        assert student.ended() == 0
        assert not [each for each in (PORTAL, CLOUD) if each[:4].encode() in student.output]


def test_noise_silences_no_key(tmp_path: Path) -> None:
    """Each time the next keys are read as if nothing had been."""
    with ConsoleStudent(tmp_path) as student:
        student.walk("sign_in")
        for each in NOISE:
            student.send(each)
            student.ready()
        student.send(f"{EMPLOYEE_ID}\r{DEFAULT}\r{student.ask('picture')}\r")
        student.at("portal_password")


def test_ctrl_c_from_outside_signs_out(tmp_path: Path) -> None:
    """The console is as it was, and the last lines say so."""
    with ConsoleStudent(tmp_path, LOOKS[1]) as student:
        student.walk("portal_password")
        student.interrupt()
        assert student.ended() == 130
        assert b"Signed out" in student.output
