"""The served wizard in headless Chromium: by keyboard alone, on a phone, and when the browser is killed."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.chromium import installed_browser
from tests.chromium.installed_browser import Chromium
from tests.chromium.window import Window
from tests.patience import PATIENCE
from tests.serve.server import NeverSo, alive, kill, served, wait
from tests.serve.tab import WebStudent
from tests.terminal.student import DEFAULT, EMPLOYEE_ID, PLACES

PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
STARTED = ("您要從哪裡開始？", "Where do you want to begin?")
COMMITS = ("sign_in", "change_password", "save_contact", "send_code", "verify_code", "activate")


@pytest.fixture
def window(browser: Chromium) -> Iterator[Window]:
    made = Window(browser)
    yield made
    made.close()


@pytest.mark.parametrize("lang", ["zh-TW", "en"])
def test_the_whole_journey_by_keyboard(lang: str, window: Window, tmp_path: Path, root: Path) -> None:
    """Each commit once; the window asked nobody but this server; afterwards nothing is shown or left running."""
    with served(tmp_path, "--lang", lang, practice=()) as server:
        student = WebStudent(window, server.address(), server.stage, lang)
        student.shows(STARTED)
        (pid,) = server.wizards()
        student.begin()
        for step in PLACES:
            student.at(step)
            student.picture(root / "pictures" / "serve" / f"{lang}-{step}.png")
            if step != "done":
                getattr(student, step)()
        assert {
            name.partition(".")[2]: times for name, times in student.ask("commits").items() if times
        } == dict.fromkeys(COMMITS, 1)
        finishes(student, pid)
        window.wait(lambda: student.closed, "the line is closed")
        assert window.run("document.querySelector('canvas, .xterm') === null")
        assert window.run("document.activeElement.id") == "again"
        student.picture(root / "pictures" / "serve" / f"{lang}-ended.png")
        assert {urlsplit(each).netloc for each in student.seen} == {urlsplit(server.origin).netloc}
        assert window.run("location.href") == f"{server.origin}/"


def test_the_next_student_begins_by_a_key_in_a_new_process(window: Window, tmp_path: Path) -> None:
    """Enter on the page of the end opens a fresh wizard, whose fields are empty (N-03, K-06)."""
    with served(tmp_path, practice=()) as server:
        student = WebStudent(window, server.address(), server.stage)
        student.walk("sign_in")
        student.send(f"{EMPLOYEE_ID}\r")
        student.wait_for(EMPLOYEE_ID)
        (before,) = server.wizards()
        kill(before)
        server.stage.unlink()
        window.wait(lambda: student.closed, "the line is closed")
        student.closed = False
        student.send("\r")
        student.shows(STARTED)
        (after,) = server.wizards()
        assert after != before
        student.walk("sign_in")
        assert EMPLOYEE_ID not in student.text().partition("練習資料")[0]


def test_the_keys_below_the_terminal_of_a_phone(window: Window, tmp_path: Path, root: Path) -> None:
    """A phone has no Tab, Esc or arrows: they are there to be touched, 80 columns fit, and typing goes on."""
    window.ask("Emulation.setDeviceMetricsOverride", **PHONE)
    window.ask("Emulation.setTouchEmulationEnabled", enabled=True)
    with served(tmp_path, practice=()) as server:
        student = WebStudent(window, f"{server.address()}&terminal", server.stage)
        student.shows(STARTED)
        assert student.emulator.screen.columns >= 80
        touch(student, "Enter")
        student.preflight()
        student.at("sign_in")
        student.send(EMPLOYEE_ID)
        touch(student, "Tab")
        student.send(DEFAULT)
        student.wait_for("*" * len(DEFAULT))
        student.picture(root / "pictures" / "serve" / "phone.png")
        touch(student, "Escape")
        student.at("preflight")


def test_no_address_opens_another_page(window: Window, tmp_path: Path) -> None:
    """Neither by the terminal's links nor by a script (K-03)."""
    with served(tmp_path, practice=()) as server:
        student = WebStudent(window, server.address(), server.stage)
        student.shows(STARTED)
        assert window.run("window.open('https://portal.ntuh.gov.tw') === null")
        assert window.run("confirm('Do you want to navigate?')") is False
        blocked = "fetch('http://127.0.0.1:9/').then(() => 'asked', error => String(error))"
        assert "asked" not in window.run(blocked)


def test_a_commit_is_finished_although_the_browser_was_killed(tmp_path: Path) -> None:
    """SIGKILL amid the sign-in: the hospital counts it once, the wizard signs out and ends (R-05)."""
    path = installed_browser.find()
    assert path is not None
    with (
        served(tmp_path, practice=["--slow", "portal.sign_in=1.5"]) as server,
        installed_browser.opened(path) as doomed,
    ):
        student = WebStudent(Window(doomed), server.address(), server.stage)
        student.walk("sign_in")
        student.send(f"{EMPLOYEE_ID}\r{DEFAULT}\r{student.ask('picture')}\r")
        wait(lambda: "portal.sign_in" in student.ask("verbs"), "the sign-in is under way")
        (pid,) = server.wizards()
        assert not student.ask("commits").get("portal.sign_in")
        kill(doomed.pid)
        wait(lambda: not server.wizards(), "the wizard has ended")
        assert not alive(pid)
    ended = json.loads(Path(f"{server.stage}.end").read_text(encoding="utf-8"))
    assert ended["portal.sign_in"] == 1


def finishes(student: WebStudent, pid: int) -> None:
    """Press Enter on the last page until it is taken: a page that has just come takes none for a moment."""
    end = time.monotonic() + PATIENCE
    while alive(pid) and time.monotonic() < end:
        student.press("enter")
        with suppress(NeverSo):
            wait(lambda: not alive(pid), "the wizard has ended", 1.0)
    assert not alive(pid)


def touch(student: WebStudent, key: str) -> None:
    """Touch the button of this key, where it is drawn."""
    window, button = student.window, f"document.querySelector('#keys [data-key=\"{key}\"]:not([data-shift])')"
    box = window.run(f"(box => [box.x + box.width / 2, box.y + box.height / 2])({button}.getBoundingClientRect())")
    where = {"x": box[0], "y": box[1]}
    window.ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[where])
    window.ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
