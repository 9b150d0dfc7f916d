"""A class is killed in the middle and goes on: the pupil's page comes back by itself, and nothing done is repeated."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ntuh_onboard.backend.site.stage_client import StageClient
from ntuh_onboard.common.secret import Secret
from tests.chromium.installed_browser import Chromium
from tests.chromium.window import Window
from tests.serve.in_a_browser.pupil import Pupil
from tests.serve.in_a_browser.test_class import PICTURES
from tests.serve.server import ROOT
from tests.terminal.harness import plain_environment
from tests.terminal.student import PORTAL


@contextmanager
def held(folder: Path, *options: str) -> Iterator[tuple[str, str, StageClient, subprocess.Popen[str]]]:
    """A class: its URL, the board's, the line to its hospital, and its process."""
    stage, board = folder / "stage.json", folder / "board"
    command = [sys.executable, "-m", "tests.classroom.class_program", str(stage), "class", "--board-file", str(board)]
    environment = plain_environment(folder, PYTHONPATH=str(ROOT), PYTHONUTF8="1")
    with subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, env=environment, cwd=ROOT, text=True, encoding="utf-8"
    ) as process:
        try:
            assert process.stdout is not None
            url = next(found[1] for line in process.stdout if (found := re.search(r"(http://\S+/)$", line.strip())))
            while "Ctrl+C" not in process.stdout.readline():
                pass
            told = json.loads(stage.read_text(encoding="utf-8"))
            line = StageClient(told["stage"], Secret(told["token"]))
            yield url, board.read_text(encoding="utf-8").strip(), line, process
        finally:
            process.kill()
            process.wait(30)


def test_a_pupil_goes_on_after_the_class_was_killed(browser: Chromium, tmp_path: Path) -> None:
    """The board, too; the wizard leads to the step after the last that was done."""
    seat, trainer = Window(browser), Window(browser, (1300, 1500))
    with held(tmp_path, "--students", "3", "--start-at-once") as (url, board, line, process):
        seat.go(url)
        seat.run("document.querySelector('form button').click()")
        seat.wait(lambda: seat.run("location.pathname") == "/seat", "the seat")
        trainer.go(board)
        person = line.people()[-3]
        student = Pupil(seat, f"{url}wizard", line, seat)
        student.begin()
        student.preflight()
        student.at("sign_in")
        student.send(f"{person.employee_id}\r{person.password.reveal()}\r{student.ask('picture')}\r")
        student.at("portal_password")
        student.send(f"{PORTAL}\r{PORTAL}\r")
        student.contact()
        student.at("regulations")
        process.kill()
        process.wait(30)
        seat.wait(lambda: "正在等上課的電腦回來" in str(seat.run("document.body.innerText")), "the page waits")
        seat.picture(PICTURES / "waiting.png")
        trainer.wait(lambda: trainer.run("!document.getElementById('lost').hidden"), "the board says so")
    student.closed = False
    with held(tmp_path, "--resume") as (again, board_again, line, _):
        assert (again, board_again) == (url, board)
        trainer.wait(lambda: trainer.run("document.getElementById('lost').hidden"), "the board is back")
        assert trainer.run("document.querySelector('tbody tr').innerText").count("✓") == 3
        student.line = line
        student.shows(("從第 5 步「規範」繼續", ""))
        student.picture(PICTURES / "goes_on.png")
        student.begin()
        student.regulations()
        student.at("send_code")
        assert line.commits()["portal.change_password"] == 1
