"""A class from its one command: a pupil in headless Chromium, their phone in another window, the trainer's board."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from ntuh_onboard.backend.site.stage_client import StageClient
from ntuh_onboard.classroom.seat_stage import PUPIL
from ntuh_onboard.common.secret import Secret
from tests.chromium.installed_browser import Chromium
from tests.chromium.window import Window
from tests.classroom.seated import place
from tests.serve.server import ROOT
from tests.serve.tab import WebStudent
from tests.terminal.harness import plain_environment
from tests.terminal.student import ALIAS, CLOUD, PLACES, PORTAL

PICTURES = ROOT / "pictures" / "class"
FIRST_SIGNED_IN = 180.0
"""Seconds from the cold start of the command to the first student signed in."""
PHONE = (390, 780)


class Pupil(WebStudent):
    """One seat's wizard in a browser; the code is read off the pupil's own phone page."""

    def __init__(self, window: Window, address: str, line: StageClient, phone: Window) -> None:
        super().__init__(window, address, Path("none"), "zh-TW")
        self.line, self.phone = line, phone
        self.places = {key: place(key) for key in PLACES}

    def ask(self, question: str) -> Any:
        """What the picture says: there is one pupil only."""
        return self.line.picture_text() if question == "picture" else None

    def code(self) -> str:
        """What the phone page shows."""
        found: list[str] = []

        def shown() -> bool:
            text = str(self.phone.run("document.getElementById('messages').innerText"))
            found[:] = re.findall(r"動態碼\s*([0-9]{6})", text)
            return bool(found)

        self.phone.wait(shown, "a message on the phone page")
        return found[0]


@contextmanager
def lesson(folder: Path, *options: str) -> Iterator[tuple[str, str, StageClient]]:
    """The class's URL, the board's, and the line to its hospital."""
    stage, board = folder / "stage.json", folder / "board"
    command = [sys.executable, "-m", "tests.classroom.class_program", str(stage), "class", "--board-file", str(board)]
    command += options
    environment = plain_environment(folder, PYTHONPATH=str(ROOT), PYTHONUTF8="1")
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env=environment, cwd=ROOT, text=True, encoding="utf-8"
    ) as process:
        try:
            assert process.stdout is not None
            url = next(found[1] for line in process.stdout if (found := re.search(r"(http://\S+/)$", line.strip())))
            while "Ctrl+C" not in process.stdout.readline():
                pass
            told = json.loads(stage.read_text(encoding="utf-8"))
            yield url, board.read_text(encoding="utf-8").strip(), StageClient(told["stage"], Secret(told["token"]))
        finally:
            process.terminate()
            process.wait(30)


def test_a_class_from_cold_start_to_an_activated_pupil(browser: Chromium, tmp_path: Path) -> None:
    """Seat, wizard and phone each in a window; under three minutes to the first sign-in; the board sees all of it."""
    begun = time.monotonic()
    with lesson(tmp_path) as (url, board, line):
        seat, phone, trainer = Window(browser), Window(browser, PHONE), Window(browser, (1300, 1500))
        seat.go(url)
        seat.run("document.querySelector('form button').click()")
        seat.wait(lambda: seat.run("location.pathname") == "/seat", "the seat")
        assert "請等講師開始" in str(seat.run("document.body.innerText"))
        trainer.go(board)
        trainer.wait(lambda: "1 人已入座" in str(trainer.run("document.body.innerText")), "the seated one")
        trainer.run("document.getElementById('start').click()")
        seat.wait(lambda: seat.run("!document.getElementById('begin').hidden"), "the start")
        person = line.people()[-40]
        assert person.employee_id in str(seat.run("document.body.innerText"))
        seat.picture(PICTURES / "seat.png")
        phone_url = str(seat.run("document.querySelector('a[href=\"/phone\"]').href"))
        phone.go(f"{url}phone/{token(seat, url)}")
        assert phone.run("location.href") == phone_url
        student = Pupil(seat, f"{url}wizard", line, phone)
        student.begin()
        student.preflight()
        student.at("sign_in")
        student.send(f"{person.employee_id}\r{person.password.reveal()}\r{student.ask('picture')}\r")
        student.at("portal_password")
        signed_in = time.monotonic() - begun
        sys.stdout.write(f"first student signed in {signed_in:.1f} s after the cold start\n")
        assert signed_in < FIRST_SIGNED_IN
        student.send(f"{PORTAL}\r{PORTAL}\r")
        for step in ("contact", "regulations", "send_code"):
            getattr(student, step)()
        student.at("enter_code")
        code = student.code()
        phone.picture(PICTURES / "phone.png")
        student.send(f"{code}\r")
        student.account()
        student.at("alias")
        student.send(f"{ALIAS}\r{CLOUD}\r{CLOUD}\r")
        student.at("alias_again")
        student.send(f"{ALIAS}\r")
        student.at("done")
        student.picture(PICTURES / "wizard.png")
        trainer.wait(lambda: trainer.run("document.querySelectorAll('tr.done').length") == 1, "the board")
        trainer.picture(PICTURES / "board.png")
        trainer.go(f"{url}slips")
        assert trainer.run("document.querySelectorAll('.slip svg').length") == 40
        trainer.picture(PICTURES / "slips.png")
        assert line.commits()["account.activate"] == 1


def test_a_page_says_why_its_wizard_has_gone(browser: Chromium, tmp_path: Path) -> None:
    """Taken over by another device, fetched back, and ended by the trainer; the button opens a fresh one each time."""
    with lesson(tmp_path, "--start-at-once") as (url, board, line):
        one, two, trainer = Window(browser), Window(browser), Window(browser, (1300, 1500))
        one.go(url)
        one.run("document.querySelector('form button').click()")
        one.wait(lambda: one.run("location.pathname") == "/seat", "the seat")
        here = Pupil(one, f"{url}wizard", line, two)
        here.begin()
        two.go(f"{url}seat/{token(one, url)}")  # as its slip has it
        there = Pupil(two, f"{url}wizard", line, two)
        there.shows(PLACES["preflight"].title)  # the same wizard, at the same screen
        gone(here, "這個座位已在另一個分頁或另一台裝置開啟")
        one.picture(PICTURES / "moved.png")
        here.send("\r")
        here.shows(PLACES["preflight"].title)
        gone(there, "這個座位已在另一個分頁或另一台裝置開啟")
        trainer.go(board)
        trainer.wait(lambda: trainer.run("document.querySelectorAll('tbody button').length") == 40, "the board")
        trainer.run("window.confirm = () => true, document.querySelector('tbody button').click()")
        gone(here, "講師已重設這個座位")
        one.picture(PICTURES / "renewed.png")
        trainer.wait(lambda: trainer.run("document.querySelectorAll('tr.away').length") == 40, "the seat is free")
        here.send("\r")
        here.begin()
        trainer.wait(lambda: trainer.run("document.querySelectorAll('tr.going').length") == 1, "it is taken again")


def token(window: Window, url: str) -> str:
    """What names the seat that this browser has taken."""
    cookies = window.ask("Network.getCookies", urls=[url])["cookies"]
    return next(str(each["value"]) for each in cookies if each["name"] == PUPIL)


def gone(pupil: Pupil, why: str) -> None:
    """The line of this wizard is closed, and its page says this and nothing else that could be the reason."""
    pupil.window.wait(lambda: pupil.closed, "the line is closed")
    told = "[...document.querySelectorAll('[data-why]:not([hidden])')].map(each => each.innerText).join('|')"
    pupil.window.wait(lambda: str(pupil.window.run(told)).startswith(why), why)
    assert "|" not in pupil.window.run(told)
    assert pupil.window.run("document.activeElement.id") == "again"
    pupil.closed = False


def test_a_trainer_holds_the_class_writes_to_it_and_arms_a_drill(browser: Chromium, tmp_path: Path) -> None:
    """A pause stops what is typed and is over for all at once; a message is read, and the board says by how many."""
    with lesson(tmp_path, "--start-at-once") as (url, board, line):
        trainer, seat = Window(browser, (1300, 1500)), Window(browser)
        trainer.go(board)
        seat.go(url)
        seat.run("document.querySelector('form button').click()")
        seat.wait(lambda: seat.run("location.pathname") == "/seat", "the seat")
        student = Pupil(seat, f"{url}wizard", line, seat)
        student.begin()
        student.preflight()
        student.at("sign_in")
        trainer.wait(lambda: trainer.run("!document.getElementById('pause').hidden"), "the board")
        trainer.run("document.getElementById('pause').click()")
        student.shows(("講師暫停了練習", ""))
        student.send("123456\r")
        trainer.wait(lambda: trainer.run("!document.getElementById('go-on').hidden"), "it is paused")
        trainer.run("document.getElementById('go-on').click()")
        student.at("sign_in")
        assert "123456" not in student.text()
        trainer.run(
            "document.getElementById('text').value = '請看投影幕', document.getElementById('write').requestSubmit()"
        )
        student.shows(("請看投影幕", ""))

        def read() -> bool:
            if student.word(("請看投影幕", "")) in student.text():
                student.send("\r")  # the first ones are dropped, since it comes unasked
            return "40 人中 1 人" in str(trainer.run("document.getElementById('written').textContent"))

        trainer.wait(read, "the message is read")
        student.at("sign_in")
        trainer.run("document.getElementById('what').value = 'commit_slow'")
        trainer.run("document.getElementById('order').requestSubmit()")
        chip = "document.querySelector('#rows .drill')?.textContent ?? ''"
        trainer.wait(lambda: "等著" in str(trainer.run(chip)), "the drill is armed")
        time.sleep(1)  # what comes right after the card's Enter is dropped
        person = line.people()[-40]
        student.send(f"{person.employee_id}\r{person.password.reveal()}\r{student.ask('picture')}\r")
        trainer.wait(lambda: "已排除" in str(trainer.run(chip)), "the drill is met and recovered from")
        student.at("portal_password")


def test_a_page_that_is_reloaded_comes_back_where_it_was(browser: Chromium, tmp_path: Path) -> None:
    """At every step up to the mail name, and nothing is sent twice."""
    with lesson(tmp_path, "--start-at-once") as (url, _, line):
        phone, seat = Window(browser, PHONE), Window(browser)
        seat.go(url)
        seat.run("document.querySelector('form button').click()")
        seat.wait(lambda: seat.run("location.pathname") == "/seat", "the seat")
        phone.go(f"{url}phone/{token(seat, url)}")
        person = line.people()[-40]
        student = Pupil(seat, f"{url}wizard", line, phone)

        def reloaded(step: str) -> None:
            student.at(step)
            before = student.emulator
            seat.go(f"{url}wizard")
            student.closed = False
            seat.wait(lambda: student.emulator is not before, "the page's new line")
            student.shows(student.banner)
            student.shows(PLACES[step].title)
            student.ready()

        def changed(before: str) -> bool:
            return student.text() != before

        student.begin()
        reloaded("preflight")
        student.preflight()
        reloaded("sign_in")
        student.send(f"{person.employee_id}\r{person.password.reveal()}\r{student.ask('picture')}\r")
        reloaded("portal_password")
        student.send(f"{PORTAL}\r{PORTAL}\r")
        reloaded("contact")
        student.contact()
        reloaded("regulations")
        while student.word(PLACES["send_code"].title) not in (before := student.ready()):
            student.send("\r")
            student.wait_for(partial(changed, before))
            time.sleep(1)  # a second Enter at the same page would send the code
        reloaded("send_code")
        student.send_code()
        reloaded("enter_code")
        student.send(f"{student.code()}\r")
        reloaded("account")
        student.account()
        reloaded("alias")
        assert {verb: count for verb, count in line.commits().items() if count != 1} == {}
