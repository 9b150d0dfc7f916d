"""What the scripts of board and phone do, in headless Chromium where this machine has one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from ntuh_onboard import profile
from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.classroom.room import Room
from ntuh_onboard.classroom.serving import Class, ClassSetting, class_running
from ntuh_onboard.texts import Language, Texts
from tests.browser import chromium
from tests.browser.chromium import Chromium
from tests.browser.window import Window

pytestmark = pytest.mark.skipif(chromium.find() is None, reason=chromium.MISSING)
SMALL_PHONE = (320, 568)
MOVED = "這個瀏覽器已換到座位 02"


@contextmanager
def class_of_two(language: Language) -> Iterator[Class]:
    site = profile.load()
    setting = ClassSetting(("01", "02"), figures=Figures().cheap())
    with class_running(setting, Texts(language, site.words, site.hosts)) as made:
        yield made


@pytest.fixture(scope="module")
def two() -> Iterator[Class]:
    """A class of two in Chinese."""
    with class_of_two(Language.ZH_TW) as made:
        yield made


@pytest.fixture
def window(browser_of_machine: Chromium) -> Iterator[Window]:
    made = Window(browser_of_machine)
    yield made
    made.close()


@pytest.fixture(scope="module")
def browser_of_machine() -> Iterator[Chromium]:
    """Beside the `browser` of this folder, which has no scripts."""
    with chromium.opened(str(chromium.find())) as running:
        yield running


@contextmanager
def asleep(monkeypatch: pytest.MonkeyPatch, verb: str) -> Iterator[None]:
    """The class's computer takes connections and answers none, until the end of this."""
    woken, verbs = threading.Event(), getattr(Room, verb)

    def waits(room: Room, *given: Any) -> Any:
        woken.wait(30)
        return verbs(room, *given)

    with monkeypatch.context() as patched:
        patched.setattr(Room, verb, waits)
        try:
            yield
        finally:
            woken.set()


def text(window: Window, name: str = "") -> str:
    found = f"document.getElementById('{name}')" if name else "document.body"
    return str(window.run(f"{found}.innerText"))


def is_dim(window: Window) -> bool:
    return bool(window.run("Number(getComputedStyle(document.querySelector('.live')).opacity) < 1"))


def test_a_phone_whose_browser_went_to_another_seat_shows_nobodys(two: Class, window: Window) -> None:
    """Neither the other's messages nor the other's code under this one's name; back at its own seat it goes on."""
    first, second = two.room.pupils
    proof = two.room.site.stage.desk.proof
    proof.send_code(proof.regulations()[0], second.person.employee_id, second.person.phone)
    two.room.site.clock.jump(5)
    window.go(f"{two.base}/phone/{first.token}")
    window.wait(lambda: text(window, "app").isdigit(), "the code of the first")
    window.run(f"fetch('/seat/{second.token}').then(() => 0)")
    window.wait(lambda: text(window, "moved") == MOVED, "the word that it is another's")
    assert window.run("document.querySelectorAll('.message').length") == 0
    assert text(window, "app") == ""
    window.run(f"fetch('/seat/{first.token}').then(() => 0)")
    window.wait(lambda: text(window, "app").isdigit() and MOVED not in text(window), "the first again")


def test_a_phone_that_gets_no_answer_shows_no_code(two: Class, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer that sleeps refuses nothing: the page gives up by itself, and is alive again when it wakes."""
    window.go(f"{two.base}/phone/{two.room.pupils[0].token}")
    window.wait(lambda: text(window, "app").isdigit(), "the code")
    with asleep(monkeypatch, "phone"):
        window.wait(lambda: "連不到上課用的電腦" in text(window), "the word that it is lost")
        assert text(window, "app") == ""
        assert is_dim(window)
    window.wait(lambda: text(window, "app").isdigit() and not is_dim(window), "the code again")
    assert "連不到上課用的電腦" not in text(window)


def test_a_board_that_gets_no_answer_is_dim(two: Class, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands there is of before."""
    window.go(two.board)
    window.wait(lambda: "2 人中" in text(window), "the board")
    assert not is_dim(window)
    with asleep(monkeypatch, "board"):
        window.wait(lambda: "連不到上課用的電腦" in text(window), "the word that it is lost")
        assert is_dim(window)
    window.wait(lambda: not is_dim(window), "the board again")


def test_the_board_says_why_of_who_is_stuck_only(two: Class, window: Window) -> None:
    """A slip of somebody who is done is no matter; the state and its reason are parted as one writes in Chinese."""
    desk, (first, second) = two.room.site.stage.desk, two.room.pupils
    for pupil in (first, second):
        desk.register.note(pupil.person.employee_id, "account.activate", desk.hospital.moment())
    desk.register.forget(second.person.employee_id)
    for pupil in (first, second):
        desk.register.note(pupil.person.employee_id, "portal.sign_in", desk.hospital.moment(), "WrongCredentials")
    window.go(two.board)
    window.wait(lambda: "2 人中" in text(window), "the board")
    states = window.run("[...document.querySelectorAll('td.state')].map(each => each.innerText)")
    assert states[0] == "已開通"
    assert states[1].startswith("卡住：")


def test_a_seat_is_reset_from_its_row(two: Class, window: Window) -> None:
    """It asks once, and the row is as before the class."""
    desk, pupil = two.room.site.stage.desk, two.room.pupils[0]
    desk.register.note(pupil.person.employee_id, "portal.sign_in", desk.hospital.moment())
    window.go(two.board)
    window.wait(lambda: "2 人中" in text(window), "the board")
    window.run("document.querySelector('tbody button').click()")
    window.wait(lambda: "還沒開始" in str(window.run("document.querySelector('tbody tr').innerText")), "the row")
    assert len(window.said) == 1
    assert "座位 01" in window.said[0]
    assert pupil.person.employee_id not in desk.register.people()


@pytest.mark.parametrize("language", Language)
def test_a_pupils_pages_fit_a_small_phone(browser_of_machine: Chromium, language: Language) -> None:
    """Nobody has to push a page aside for the end of a password."""
    with class_of_two(language) as made:
        window = Window(browser_of_machine, SMALL_PHONE)
        for page in ("", f"seat/{made.room.pupils[0].token}", "phone"):
            window.go(f"{made.base}/{page}")
            assert window.run("document.documentElement.scrollWidth") <= SMALL_PHONE[0], page
        window.close()
