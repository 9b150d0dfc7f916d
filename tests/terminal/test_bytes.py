"""A slow line carries few bytes: what is seen already is not written again."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.student import EMPLOYEE_ID, LOOKS, Look, Student

LARGE: Look = LOOKS[2]
KB = 1024


def test_start_turn_and_key_are_small_and_ctrl_l_draws_all(tmp_path: Path) -> None:
    """The dearest turn brings the picture code; what has spoilt the screen is painted over by Ctrl+L."""
    with Student(tmp_path, LARGE) as student:
        student.begin()
        assert len(student.output) <= 12 * KB
        student.preflight()
        turn = len(student.output)
        student.at("sign_in")
        student.shows(("▀", "▀"))
        student.ready()
        assert len(student.since(turn)) <= 15 * KB
        for digit in EMPLOYEE_ID[:-1]:
            key = len(student.output)
            student.pressed(digit)
            assert len(student.since(key)) <= 250, student.since(key)
        seen = student.text()
        student.emulator.feed(b"\x1b[2J")
        student.pressed("ctrl+l")
        assert student.text() == seen
