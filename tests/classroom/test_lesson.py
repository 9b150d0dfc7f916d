"""Between trainer and pupils: the lobby and the start, a pause, messages, hands."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.classroom.class_server import Class, ClassSetting, class_running
from ntuh_onboard.classroom.seat_stage import SeatStage
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.screens.base.class_line import ClassNews
from ntuh_onboard.texts.sentences import Texts
from ntuh_onboard.training.scenario_file import load
from tests.classroom.conftest import Browser, rows
from tests.languages import EN
from tests.patience import PATIENCE

BEGIN = 'id="begin" hidden'


def wait_until(done: Callable[[], object], what: str) -> None:
    """Until this is so."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, what
        time.sleep(0.02)


@pytest.fixture
def two() -> Iterator[Class]:
    """A class of two in its lobby."""
    site = hospital_profile.load()
    setting = ClassSetting(("A1", "A2"), figures=Figures().cheap(), lobby=True)
    with class_running(setting, Texts(EN, site.words, site.hosts), wizard=lambda pupil: "/the-wizard") as made:
        yield made


def test_everybody_waits_for_the_start(two: Class, browser: Browser) -> None:
    """A seat has no way to the wizard before, nobody counts as stuck, and minutes count from then on."""
    pupil = Browser()
    browser.open(two.board)
    assert BEGIN in pupil.open(f"{two.base}/seat/{two.room.pupils[0].token}")[1]
    pupil.open(f"{two.base}/wizard")
    assert pupil.address == f"{two.base}/seat"
    two.room.site.clock.jump(1000)
    assert [each["state"] for each in rows(two, browser).values()] == ["seated", "away"]
    assert browser.json(f"{two.base}/board.json")["lesson"] is None
    assert browser.open(f"{two.base}/lesson/start", post=True)[0] == 204
    assert BEGIN not in pupil.open(f"{two.base}/seat")[1]
    assert pupil.json(f"{two.base}/phone.json")["news"]["started"]
    two.room.site.clock.jump(60)
    assert [each["state"] for each in rows(two, browser).values()] == ["going", "away"]
    assert 59 <= browser.json(f"{two.base}/board.json")["lesson"] <= 65
    began = two.room.lesson.began
    browser.open(f"{two.base}/lesson/start", post=True)
    assert two.room.lesson.began == began, "a second press begins nothing anew"


def test_a_pause_stops_the_time_of_all(two: Class, browser: Browser) -> None:
    """Codes do not expire, and nobody gets stuck."""
    browser.open(two.board)
    browser.open(f"{two.base}/lesson/start", post=True)
    browser.open(f"{two.base}/lesson/pause", post=True)
    assert browser.json(f"{two.base}/board.json")["paused"]
    assert two.room.site.clock.rate == 0
    browser.open(f"{two.base}/lesson/go-on", post=True)
    assert not browser.json(f"{two.base}/board.json")["paused"]
    assert two.room.site.clock.rate == 1


def test_a_message_reaches_whom_it_is_for(two: Class, browser: Browser) -> None:
    """In the wizard too; and the board counts who has read it."""
    first, second = (SeatStage(two.seat_file(each), SystemClock()) for each in two.room.pupils)
    browser.open(two.board)
    assert browser.open(f"{two.base}/messages", post=True, told={"text": " Page\x1b[2J 3 ", "seats": [1]})[0] == 204
    wait_until(lambda: first.news().number == 1, "the message")
    assert "\x1b" not in first.news().note
    assert second.news() == ClassNews()
    first.confirm(1)
    wait_until(lambda: browser.json(f"{two.base}/board.json")["message"]["read"] == 1, "it is read")
    wait_until(lambda: not first.news().note, "it is gone")


def test_a_hand_is_seen_on_the_board_and_lowered_there(two: Class, browser: Browser) -> None:
    """By the trainer, or by the pupil."""
    line = SeatStage(two.seat_file(two.room.pupils[1]), SystemClock())
    browser.open(two.board)
    line.raise_hand(up=True)
    wait_until(lambda: rows(two, browser)["A2"]["hand"] > 0, "the hand")
    assert browser.open(f"{two.base}/hands/2/down", post=True)[0] == 204
    assert rows(two, browser)["A2"]["hand"] == 0
    wait_until(lambda: not line.news().hand, "the wizard knows")


@pytest.mark.parametrize(
    "path", ["lesson/start", "lesson/pause", "lesson/go-on", "messages", "hands/1/down", "hand/1", "read/1"]
)
def test_nobody_else_may(three: Class, browser: Browser, path: str) -> None:
    """Without the right cookie, or from another site's page."""
    assert browser.open(f"{three.base}/{path}", post=True)[0] == 403
    browser.open(three.board)
    browser.open(f"{three.base}/seat/{three.room.pupils[0].token}")
    assert browser.open(f"{three.base}/{path}", post=True, headers={"Origin": "http://x.invalid"})[0] == 403


@pytest.mark.parametrize("told", [{"text": " ", "seats": [1]}, {"text": "x", "seats": []}, {"seats": [1]}, [], None])
def test_a_message_without_words_or_readers_is_refused(three: Class, browser: Browser, told: object) -> None:
    """Nobody gets it."""
    browser.open(three.board)
    assert browser.open(f"{three.base}/messages", post=True, told=told)[0] == 400
    assert three.room.lesson.notes == {}


def test_what_went_wrong_most_can_be_played(two: Class, browser: Browser, tmp_path: Path) -> None:
    """Once something has; it is for the trainer only."""
    assert Browser().open(f"{two.base}/mistakes.toml")[0] == 403
    browser.open(two.board)
    assert not browser.json(f"{two.base}/board.json")["mistakes"]
    desk, person = two.room.site.stage.desk, two.room.pupils[0].person
    desk.register.note(person.employee_id, "account.verify_code", desk.hospital.moment(), "CodeWrong")
    assert browser.json(f"{two.base}/board.json")["mistakes"]
    file = tmp_path / "mistakes.toml"
    file.write_text(browser.open(f"{two.base}/mistakes.toml")[1], encoding="utf-8")
    assert load(str(file)).beats[0].arm == ("message_wrong",)
    assert person.employee_id not in file.read_text(encoding="utf-8")
