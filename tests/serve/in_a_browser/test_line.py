"""The line between page and wizard: nobody typed, nothing answers any more, the window is turned."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.chromium.installed_browser import Chromium
from tests.chromium.window import Window
from tests.serve.server import ROOT, Server, kill, served
from tests.serve.tab import WebStudent
from tests.terminal.student import EMPLOYEE_ID

PICTURES = ROOT / "pictures" / "serve"
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
LYING = {"width": 844, "height": 390, "deviceScaleFactor": 1, "mobile": True}
SILENT = "!document.getElementById('silent').hidden"
TOLD = "[...document.querySelectorAll('[data-why]:not([hidden])')].map(each => each.dataset.why).join()"
STARTED = ("您要從哪裡開始？", "Where do you want to begin?")
COLUMNS = 80
FROZEN = 10.0
"""Seconds: longer than it takes a page that is seen to call a line silent."""


@pytest.fixture
def window(browser: Chromium) -> Iterator[Window]:
    made = Window(browser)
    made.ask("Emulation.setDeviceMetricsOverride", **PHONE)
    made.ask("Emulation.setTouchEmulationEnabled", enabled=True)
    yield made
    made.close()


@contextmanager
def mute(server: Server) -> Iterator[None]:
    """What the browser sends is taken by the system, and answered by nobody, until the end of this."""
    server.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server.process.send_signal(signal.SIGCONT)


def signing_in(window: Window, server: Server) -> WebStudent:
    """Somebody whose cursor stands in the first field of the sign-in."""
    student = WebStudent(window, f"{server.address()}&terminal", server.stage)
    student.walk("sign_in")
    return student


def test_a_wizard_that_nobody_used_says_so(window: Window, tmp_path: Path) -> None:
    """In both languages, and nothing else that could be the reason; the button opens a fresh one."""
    with served(tmp_path, module="tests.serve.hasty") as server:
        student = WebStudent(window, f"{server.address()}&terminal", server.stage)
        student.shows(STARTED)
        student.send("\r")
        window.wait(lambda: student.closed, "the line is closed")
        window.wait(lambda: window.run(TOLD) == "idle", "the reason")
        told = str(window.run("document.querySelector('[data-why=idle]').innerText"))
        assert "一段時間沒有人操作" in told
        assert "Nobody typed for a while" in told
        student.picture(PICTURES / "idle.png")
        student.closed = False
        student.send("\r")
        student.shows(STARTED)


def test_a_line_that_is_silent_says_so_and_takes_no_key(window: Window, tmp_path: Path) -> None:
    """Over the terminal, until something arrives; what was typed meanwhile never does, what is typed then does."""
    with served(tmp_path, practice=()) as server:
        student = signing_in(window, server)
        assert not window.run(SILENT)
        with mute(server):
            window.wait(lambda: window.run(SILENT), "the word that nothing arrives")
            student.send("999")
            student.picture(PICTURES / "silent.png")
            box = "document.getElementById('silent').getBoundingClientRect()"
            assert window.run(f"document.elementFromPoint(195, {box}.height / 2).id") == "silent"
        window.wait(lambda: not window.run(SILENT), "the line again")
        student.send(EMPLOYEE_ID)
        student.wait_for(EMPLOYEE_ID)
        assert "999" not in student.text()
        assert not student.closed


def test_a_line_that_was_silent_and_has_ended_was_lost(window: Window, tmp_path: Path) -> None:
    """Not a session that has ended by itself."""
    with served(tmp_path, practice=()) as server:
        student = signing_in(window, server)
        with mute(server):
            window.wait(lambda: window.run(SILENT), "the word that nothing arrives")
            kill(server.process.pid)
            window.wait(lambda: student.closed, "the line is closed")
        window.wait(lambda: window.run(TOLD) == "lost", "the reason")
        assert not window.run(SILENT)
        assert window.run("document.activeElement.id") == "again"
        student.picture(PICTURES / "lost.png")


def test_a_page_whose_timers_slept_is_not_silent(window: Window, tmp_path: Path) -> None:
    """A frozen tab asks nothing and hears nothing: no time of that counts against the line."""
    with served(tmp_path, practice=()) as server:
        student = signing_in(window, server)
        window.run(
            f"window.alarms = 0, new MutationObserver(() => {{ if ({SILENT}) alarms += 1; }})"
            ".observe(document.getElementById('silent'), {attributes: true})"
        )
        window.run(f"for (const until = Date.now() + {FROZEN * 1000}; Date.now() < until;);")
        student.send(EMPLOYEE_ID)
        student.wait_for(EMPLOYEE_ID)
        assert window.run("alarms") == 0


def test_a_hidden_page_that_is_seen_again_asks_at_once(window: Window, tmp_path: Path) -> None:
    """What it missed while hidden is not counted; a line that was silent is so until something arrives."""
    seen = "document.dispatchEvent(new Event('visibilitychange'))"
    with served(tmp_path, practice=()) as server:
        signing_in(window, server)
        window.run(
            "window.asked = 0, window.sends = WebSocket.prototype.send,"
            "WebSocket.prototype.send = function (said) { asked += said.includes('ping'); sends.call(this, said); }"
        )
        with mute(server):
            assert window.run(f"(before => ({seen}, asked - before))(asked)") == 1
            window.wait(lambda: window.run(SILENT), "the word that nothing arrives")
            window.run(seen)
            assert window.run(SILENT)
        window.wait(lambda: not window.run(SILENT), "the line again")


def test_a_phone_that_is_turned_keeps_its_columns(window: Window, tmp_path: Path) -> None:
    """From lying to standing the letters become smaller, and back; a keyboard that opens changes none."""
    with served(tmp_path, practice=()) as server:
        window.ask("Emulation.setDeviceMetricsOverride", **LYING)
        student = WebStudent(window, f"{server.address()}&terminal", server.stage)
        student.shows(STARTED)
        lying = size(student)
        assert lying[0] >= COLUMNS
        turned(student, PHONE)
        assert student.emulator.screen.columns >= COLUMNS
        assert student.emulator.screen.lines > 24
        student.wait_for(STARTED[0])
        student.picture(PICTURES / "turned.png")
        columns = student.emulator.screen.columns
        turned(student, {**PHONE, "height": 500})
        assert student.emulator.screen.columns == columns
        turned(student, LYING)
        assert size(student) == lying
        assert window.run("'terminal' in {}") is False


def size(student: WebStudent) -> tuple[int, int]:
    return student.emulator.screen.columns, student.emulator.screen.lines


def turned(student: WebStudent, screen: Mapping[str, object]) -> None:
    """Give the window this size, until the wizard was told of it."""
    before = size(student)
    student.window.ask("Emulation.setDeviceMetricsOverride", **screen)
    student.window.wait(lambda: size(student) != before, "another size of the terminal")
    student.settle()


def test_what_an_input_method_composes_is_not_shown(window: Window, tmp_path: Path) -> None:
    """It may be a secret, which the page cannot know; what comes of it stands in its field, masked."""
    with served(tmp_path, practice=()) as server:
        student = signing_in(window, server)
        student.send(f"{EMPLOYEE_ID}\r")
        student.wait_for(EMPLOYEE_ID)
        student.ready()
        window.ask("Input.imeSetComposition", text="ㄇㄧㄇㄚ", selectionStart=4, selectionEnd=4)
        seen = (
            "[...document.querySelectorAll('.composition-view, .xterm-helper-textarea')].some(each => "
            "each.checkVisibility({visibilityProperty: true, opacityProperty: true}) && each.textContent + each.value)"
        )
        window.wait(lambda: window.run("document.querySelector('.composition-view').textContent !== ''"), "it composes")
        assert window.run(seen) is False
        window.ask("Input.insertText", text="Abc")
        student.wait_for("***")
        assert "Abc" not in student.text()


def test_no_letter_is_cut_at_the_lower_edge_of_its_row(window: Window, tmp_path: Path) -> None:
    """As xterm.js draws each: its baseline at the lower edge of a row that is as high as the font says."""
    tails = """(() => {
      const pen = Object.assign(document.createElement("canvas"), {width: 200, height: 60}).getContext("2d");
      pen.font = "16px 'Roboto Mono', monospace";
      pen.textBaseline = "ideographic";
      pen.fillText("gypqj(,擇", 0, 40);
      return pen.getImageData(0, 40, 200, 20).data.some((value, at) => at % 4 === 3 && value > 96);
    })()"""
    with served(tmp_path, practice=()) as server:
        student = WebStudent(window, f"{server.address()}&terminal", server.stage)
        student.shows(STARTED)
        assert window.run(tails) is False
