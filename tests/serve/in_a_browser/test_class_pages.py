"""What the scripts of board and phone do, in headless Chromium."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.classroom.class_server import Class, ClassSetting, class_running
from ntuh_onboard.classroom.room import Room
from ntuh_onboard.classroom.roster import LONGEST, Pupil
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.texts.languages import Language, languages
from ntuh_onboard.texts.sentences import Texts
from tests.chromium.installed_browser import Chromium
from tests.chromium.window import Window
from tests.languages import ZH_TW

SMALL_PHONE = (320, 568)
PROJECTOR = (1024, 768)
WARD = (*(f"Ward 12 Room {at} Seat 4b" for at in range(1, 40)), "W" * LONGEST)
MOVED = "這個瀏覽器已換到座位 02"
HIGH = """(() => { const row = document.querySelector('tr.stuck'), why = row.nextElementSibling;
  return why.getBoundingClientRect().bottom - row.getBoundingClientRect().top; })()"""
"""How high the row of who is stuck is, with its reason."""
BROKEN = """[...document.querySelectorAll('td.state, td.step, td button')].filter(each => {
  const range = document.createRange(), box = each.getBoundingClientRect();
  range.selectNodeContents(each);
  return range.getClientRects().length != 1 || each.scrollWidth > each.clientWidth
    || box.right > document.documentElement.clientWidth;
}).map(each => each.textContent)"""
"""What is in two lines or cut, of what should not be."""
QR = """[...document.querySelectorAll('svg')].map(each => {
  const box = each.getBoundingClientRect(), path = each.querySelector('path');
  const to = path.getScreenCTM(), by = path.getBBox(), at = {x: to.a * by.x + to.e, y: to.d * by.y + to.f};
  return [box.width, to.a * by.width, [at.x - box.x, at.y - to.d / 2 - box.y], to.a];
})"""
"""Of each code: how wide its box is, and what is drawn in it; what is left of it and above; how wide a sign is."""
SELECTED = """(() => {
  window.kept = document.querySelector('.message p');
  window.age = kept.nextSibling.textContent;
  window.polls = 0;
  window.read_out = [];
  const shown = show;
  show = told => { shown(told); polls += 1; };
  const listener = new MutationObserver(all => all.forEach(each => read_out.push(...[...each.addedNodes].map(
    added => added.textContent))));
  for (const live of document.querySelectorAll('[aria-live]'))
    listener.observe(live, {childList: true, subtree: true, characterData: true});
  getSelection().selectAllChildren(kept);
  return String(getSelection());
})()"""
"""Selects a message, and keeps count of the polls and of what is read out from now on."""


def texts_in(language: Language) -> Texts:
    site = hospital_profile.load()
    return Texts(language, site.words, site.hosts)


@contextmanager
def class_of(labels: Sequence[str], language: Language) -> Iterator[Class]:
    with class_running(ClassSetting(labels, figures=Figures().cheap()), texts_in(language)) as made:
        yield made


@pytest.fixture(scope="module")
def two() -> Iterator[Class]:
    """A class of two in Chinese."""
    with class_of(("01", "02"), ZH_TW) as made:
        yield made


@pytest.fixture
def window(browser: Chromium) -> Iterator[Window]:
    made = Window(browser)
    yield made
    made.close()


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
    """A slip of somebody who is done is no matter."""
    desk, (first, second) = two.room.site.stage.desk, two.room.pupils
    for pupil in (first, second):
        desk.register.note(pupil.person.employee_id, "account.activate", desk.hospital.moment())
    desk.register.forget(second.person.employee_id)
    for pupil in (first, second, second):
        desk.register.note(pupil.person.employee_id, "portal.sign_in", desk.hospital.moment(), "WrongCredentials")
    window.go(two.board)
    window.wait(lambda: "2 人中" in text(window), "the board")
    states = window.run("[...document.querySelectorAll('td.state')].map(each => each.innerText)")
    assert states == ["✓ 已開通", "■ 卡住"]
    reasons = window.run("[...document.querySelectorAll('tr.why:not([hidden])')].map(each => each.innerText.trim())")
    assert reasons == [texts_in(ZH_TW).say("error.WrongCredentials")]


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


@pytest.mark.parametrize("language", languages(), ids=str)
def test_a_pupils_pages_fit_a_small_phone(browser: Chromium, language: Language) -> None:
    """Nobody has to push a page aside for the end of a password."""
    with class_of(("01", "W" * LONGEST), language) as made:
        window = Window(browser, SMALL_PHONE)
        window.go(made.board)
        for page in ("", *(f"seat/{each.token}" for each in made.room.pupils), "phone", "slips"):
            window.go(f"{made.base}/{page}")
            assert fits(window), page
        window.close()


@pytest.mark.parametrize("language", languages(), ids=str)
def test_the_board_of_forty_fits_a_projector(browser: Chromium, language: Language) -> None:
    """With labels as wards write them: nothing is pushed aside or cut, and who is stuck takes three lines."""
    with class_of(WARD, language) as made:
        desk, stuck = made.room.site.stage.desk, made.room.pupils[1]
        for _ in range(2):
            desk.register.note(stuck.person.employee_id, "account.send_code", desk.hospital.moment(), "PhoneMismatch")
        window = Window(browser, PROJECTOR)
        window.go(made.board)
        window.wait(lambda: window.run("document.querySelectorAll('tbody button').length") == len(WARD), "the board")
        assert fits(window)
        reason = window.run("document.querySelector('tr.why:not([hidden])').innerText")
        assert reason.strip() == texts_in(language).say("error.PhoneMismatch")
        assert window.run(HIGH) <= 3 * window.run("parseFloat(getComputedStyle(document.body).lineHeight)") + 16
        assert window.run(BROKEN) == []
        window.close()


def test_every_qr_code_fills_its_box(two: Class, window: Window) -> None:
    """But for the four signs of white around it, without which it is not read; the box is as large as was meant."""
    millimetre = 96 / 25.4
    window.go(two.board)
    for page, least in (("board", 99), ("slips", 28 * millimetre), (f"seat/{two.room.pupils[0].token}", 111)):
        window.go(f"{two.base}/{page}")
        drawn = window.run(QR)
        assert drawn, page
        for box, code, sides, sign in drawn:
            assert box >= least - 0.5, page
            assert code == pytest.approx(box - 8 * sign, abs=1), page
            assert sides == pytest.approx([4 * sign] * 2, abs=1), page


def test_what_is_selected_on_the_phone_stays_so(two: Class, window: Window) -> None:
    """While its age is counted, and when another message comes; each message is read out once, and no age ever."""
    pupil = two.room.pupils[1]
    send(two, pupil)
    window.go(f"{two.base}/phone/{pupil.token}")
    window.wait(lambda: window.run("document.querySelectorAll('.message').length") > 0, "the message")
    chosen = window.run(SELECTED)
    before = window.run("document.querySelectorAll('.message').length")
    two.room.site.clock.jump(70)
    window.wait(lambda: window.run("polls") >= 2, "two polls")
    assert window.run("[String(getSelection()), kept.isConnected]") == [chosen, True]
    assert window.run("age != kept.nextSibling.textContent")
    send(two, pupil)
    window.wait(lambda: window.run("document.querySelectorAll('.message').length") == before + 1, "the next message")
    assert window.run("[String(getSelection()), kept.isConnected]") == [chosen, True]
    polls = window.run("polls")
    window.wait(lambda: window.run("polls") >= polls + 2, "two polls")
    assert window.run("read_out") == [window.run("document.querySelector('.message p').textContent")]


def test_a_phone_whose_numbers_begin_anew_shows_the_new_message(two: Class, window: Window) -> None:
    """As after a reset: the first message is another one then."""
    pupil = two.room.pupils[0]
    send(two, pupil)
    window.go(f"{two.base}/phone/{pupil.token}")
    window.wait(lambda: window.run("document.querySelectorAll('.message').length") == 1, "the message")
    former = window.run("document.querySelector('.message p').textContent")
    two.room.site.hospital.network.wipe(pupil.person.phone)
    send(two, pupil)
    window.wait(
        lambda: window.run("document.querySelector('.message p')?.textContent") not in {former, None}, "another"
    )
    assert window.run("document.querySelectorAll('.message').length") == 1


def send(held: Class, pupil: Pupil) -> None:
    """A code to this pupil's phone, where it has arrived; no second one is sent within a minute."""
    proof = held.room.site.stage.desk.proof
    held.room.site.clock.jump(70)
    proof.send_code(proof.regulations()[0], pupil.person.employee_id, pupil.person.phone)
    held.room.site.clock.jump(5)


def fits(window: Window) -> bool:
    return bool(window.run("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
