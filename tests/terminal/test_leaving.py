"""However it ends, the terminal is as it was, what was sent is sent once, and nothing is told that is a secret."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

import pytest

from tests.long_cases import sparing
from tests.patience import PATIENCE
from tests.terminal.harness import Terminal, plain_environment
from tests.terminal.practice_program import CANARY
from tests.terminal.student import BUSY, DEFAULT, EMPLOYEE_ID, PORTAL, ROOT, Student, attributes, fresh_attributes

ENDINGS = ((signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130))
PASSWORD_ONLY = ("--journey", "portal_password")
CLIPBOARD = b"\x1b]52"


def to_sign_in(student: Student) -> None:
    """By the short journey, which asks nothing in between."""
    student.begin()
    student.preflight()
    student.shows(("登入 Portal", "Sign in to the portal"))
    student.ready()


@pytest.mark.parametrize(("number", "status"), sparing(ENDINGS, ENDINGS[0].__eq__), ids=str)
def test_a_signal_at_rest_ends_in_order(tmp_path: Path, number: signal.Signals, status: int) -> None:
    """The wizard signs out, puts the terminal back and says by its status what ended it (R-05)."""
    with Student(tmp_path) as student:
        student.begin()
        student.at("preflight")
        os.kill(student.program.process.pid, number)
        assert student.ended() == status
        assert "Traceback" not in student.text()
        if number is not signal.SIGHUP:
            assert "還沒完成：準備" in student.text(), "an end without a word"


@pytest.mark.parametrize("time", sparing(range(4), {3}.__contains__))
def test_a_window_that_is_closed_leaves_no_process_behind(tmp_path: Path, time: int) -> None:
    """The terminal is gone, and the kernel tells so by two signals; a reader of keys begun anew would never end."""
    with Student(tmp_path) as student:
        student.begin()
        student.at("preflight")
        student.program.hang_up()
        for _ in range(time):
            os.kill(student.program.process.pid, signal.SIGCONT)
        assert student.program.process.wait(PATIENCE) == 129


@pytest.mark.parametrize("stop", sparing([signal.SIGSTOP, signal.SIGTSTP], {signal.SIGTSTP}.__contains__), ids=str)
def test_a_wizard_that_was_stopped_goes_on_and_ends(tmp_path: Path, stop: signal.Signals) -> None:
    """Twice, for a reader of keys too many shows itself at the end alone; the terminal is then as it was."""
    with Student(tmp_path) as student:
        student.begin()
        student.at("preflight")
        process = student.program.process.pid
        for _ in range(2):
            os.kill(process, stop)
            os.waitid(os.P_PID, process, os.WSTOPPED)
            os.kill(process, signal.SIGCONT)
            student.at("preflight")
        student.press("enter")
        student.sign_in()
        student.at("portal_password")
        os.kill(process, signal.SIGTERM)
        os.kill(process, signal.SIGCONT)
        assert student.ended() == 143


@pytest.mark.parametrize(("number", "status"), sparing(ENDINGS, ENDINGS[1].__eq__), ids=str)
def test_a_signal_amid_a_commit_lets_it_finish(tmp_path: Path, number: signal.Signals, status: int) -> None:
    """What was sent takes effect once; only then the wizard ends."""
    with Student(tmp_path, own=("--slow", "portal.change_password=1"), wizard=PASSWORD_ONLY) as student:
        to_sign_in(student)
        student.send(f"{EMPLOYEE_ID}\r{DEFAULT}\r{student.ask('picture')}\r")
        student.portal_password()
        student.shows(BUSY)
        os.kill(student.program.process.pid, number)
        assert student.ended() == status
        assert student.took_effect()["portal.change_password"] == 1
        assert PORTAL[:4].encode() not in student.output


def test_ctrl_q_asks_before_it_leaves(tmp_path: Path) -> None:
    """Esc and the first button stay; only the second one leaves, and the status says that it was not the end."""
    with Student(tmp_path) as student:
        student.begin()
        student.at("preflight")
        for stay in ("escape", "enter"):
            student.press("ctrl+q")
            student.shows(("要離開嗎？", "Leave?"))
            student.ready()
            student.press(stay)
            student.wait_for(lambda: "要離開嗎？" not in student.text())
        student.press("ctrl+q")
        student.shows(("要離開嗎？", "Leave?"))
        student.ready()
        student.press("tab", "enter")
        assert student.ended() == 6


def test_ctrl_c_in_a_password_copies_nothing(tmp_path: Path) -> None:
    """Neither copying nor cutting takes a secret, or anything else, to the clipboard; Ctrl+C asks (T-03, T-04)."""
    with Student(tmp_path) as student:
        student.walk("sign_in")
        student.send(f"{EMPLOYEE_ID}\r{DEFAULT}")
        student.wait_for("*" * len(DEFAULT))
        mark = len(student.output)
        for key in ("home", "\x1b[1;2F", "ctrl+x"):
            student.send(key) if key.startswith("\x1b") else student.press(key)
        student.ready()
        assert DEFAULT.encode() not in student.since(mark)
        student.press("ctrl+c")
        student.shows(("要離開嗎？", "Leave?"))
        student.ready()
        student.press("escape")
        student.at("sign_in")
        assert "*" * len(DEFAULT) in student.ready()
        assert CLIPBOARD not in student.output


def test_a_crash_tells_a_code_and_no_secret(tmp_path: Path) -> None:
    """No traceback, no variable, no text of the error: a code and the help desk (T-05)."""
    with Student(tmp_path, own=("--crash", "portal.sign_in_page")) as student:
        student.begin()
        student.preflight()
        assert student.ended() == 70
        text = student.text()
        assert "261120" in text
        assert re.search(r"代碼 \S{4,}", text)
        for told in (CANARY, "Traceback", "RuntimeError", "practice_program", "held"):
            assert told.encode() not in student.output


def test_hostile_variables_have_no_effect(tmp_path: Path) -> None:
    """No log, no screenshot, no keys of TLS, no class of somebody else's, no file at all (S-04, S-05)."""
    work, home = tmp_path / "work", tmp_path / "home"
    work.mkdir()
    home.mkdir()
    hostile = {
        "TEXTUAL": "debug,devtools",
        "TEXTUAL_LOG": str(work / "textual.log"),
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_SCREENSHOT_LOCATION": str(work),
        "TEXTUAL_PRESS": "ctrl+q",
        "TEXTUAL_DRIVER": "nobody.has:This",
        "SSLKEYLOGFILE": str(work / "keys.log"),
        "SSL_CERT_FILE": str(work / "authority.pem"),
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "PYTHON_KEYRING_BACKEND": "nobody.has.This",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "ntuh_onboard", "demo", "--lang", "zh-TW"]
    with Terminal(command, environment=plain_environment(home, **hostile), folder=work) as terminal:
        terminal.wait_for("您要從哪裡開始？")
        terminal.press("enter")
        terminal.wait_for("可以連線")
        terminal.settle()
        terminal.press("ctrl+q")
        terminal.wait_for("要離開嗎？")
        terminal.settle()
        terminal.press("tab", "enter")
        assert terminal.wait_for_exit() == 6
        assert attributes(terminal.program._terminal) == fresh_attributes()
    assert [*work.rglob("*"), *home.rglob("*")] == []


def test_noise_on_the_line_is_dropped(tmp_path: Path) -> None:
    """Bytes that Textual's own parser stumbles over end nothing; what is typed afterwards arrives (T-05)."""
    with Student(tmp_path) as student:
        student.walk("sign_in")
        student.send("\x1b[1;15:3H\x1b[999;999:9~")
        student.ready()
        student.sign_in()
        student.at("portal_password")
