"""A class from its one command: a pupil in headless Chromium, their phone in another window, the trainer's board."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tests.chromium.installed_browser import Chromium
from tests.chromium.window import Window
from tests.serve.in_a_browser.pupil import PHONE, Pupil, lesson, sit_down, token
from tests.serve.server import ROOT
from tests.terminal.student import PLACES

PICTURES = ROOT / "pictures" / "class"
FIRST_SIGNED_IN = 180.0
"""Seconds from the cold start of the command to the first student signed in."""


def test_a_class_from_cold_start_to_an_activated_pupil(browser: Chromium, tmp_path: Path) -> None:
    """Seat, wizard and phone each in a window; under three minutes to the first sign-in; the board sees all of it."""
    begun = time.monotonic()
    with lesson(tmp_path) as (url, board, line):
        seat, phone, trainer = Window(browser), Window(browser, PHONE), Window(browser, (1300, 1500))
        sit_down(seat, url)
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
        student = Pupil(seat, f"{url}wizard", line, phone, person)
        student.begin()
        student.preflight()
        student.sign_in()
        student.at("portal_password")
        signed_in = time.monotonic() - begun
        sys.stdout.write(f"first student signed in {signed_in:.1f} s after the cold start\n")
        assert signed_in < FIRST_SIGNED_IN
        for step in ("portal_password", "contact", "regulations", "send_code", "enter_code"):
            getattr(student, step)()
        phone.picture(PICTURES / "phone.png")
        for step in ("account", "alias", "alias_again"):
            getattr(student, step)()
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
        sit_down(one, url)
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
        sit_down(seat, url)
        student = Pupil(seat, f"{url}wizard", line, seat, line.people()[-40])
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

        student.enter_until(lambda: student.is_at("sign_in") and "請看投影幕" not in student.text())
        read = "document.getElementById('written').textContent"
        trainer.wait(lambda: "40 人中 1 人" in str(trainer.run(read)), "the message is read")
        student.at("sign_in")
        trainer.run("document.getElementById('what').value = 'commit_slow'")
        trainer.run("document.getElementById('order').requestSubmit()")
        chip = "document.querySelector('#rows .drill')?.textContent ?? ''"
        trainer.wait(lambda: "等著" in str(trainer.run(chip)), "the drill is armed")
        student.sign_in()
        trainer.wait(lambda: "已排除" in str(trainer.run(chip)), "the drill is met and recovered from")
        student.at("portal_password")


def test_a_page_that_is_reloaded_comes_back_where_it_was(browser: Chromium, tmp_path: Path) -> None:
    """At every step, and nothing is sent twice."""
    with lesson(tmp_path, "--start-at-once") as (url, _, line):
        phone, seat = Window(browser, PHONE), Window(browser)
        sit_down(seat, url)
        phone.go(f"{url}phone/{token(seat, url)}")
        student = Pupil(seat, f"{url}wizard", line, phone, line.people()[-40])
        student.begin()
        for step in PLACES:
            student.at(step)
            before = student.emulator
            seat.go(f"{url}wizard")
            student.closed = False
            seat.wait(lambda before=before: student.emulator is not before, "the page's new line")  # type: ignore[misc]
            student.shows(student.banner)
            student.at(step)
            if step != "done":
                getattr(student, step)()
        assert {verb: count for verb, count in line.commits().items() if count != 1} == {}
        assert line.commits()["account.activate"] == 1
