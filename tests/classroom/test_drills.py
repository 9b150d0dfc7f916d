"""A trainer's drills: met by whom they are for, at their time, and seen to be recovered from."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.stage import Persona
from ntuh_onboard.classroom.class_server import Class, ClassSetting, class_running
from ntuh_onboard.classroom.drill_pages import rows_of
from ntuh_onboard.classroom.drill_rules import OFFERED
from ntuh_onboard.classroom.roster import Pupil
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.errors import AnswerLost
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.texts.sentences import Texts
from tests.classroom.conftest import Browser
from tests.classroom.persistent_pupil import PersistentPupil
from tests.languages import EN
from tests.long_cases import sparing

ERRORS = {
    "message_late": "CodeWrong",
    "message_never": "CodeWrong",
    "message_elsewhere": "CodeWrong",
    "message_wrong": "CodeWrong",
    "code_expired": "CodeExpired",
    "picture_unreadable": "WrongCaptcha",
    "account_locked": "AccountLocked",
    "portal_down": "Unreachable",
    "portal_maintenance": "Maintenance",
    "phone_outdated": "",
    "alias_taken": "AliasTaken",
    "already_activated": "AlreadyActivated",
    "account_expired": "AccountExpired",
    "account_down": "Unreachable",
    "account_maintenance": "Maintenance",
    "lost_done": "AnswerLost",
    "lost_not_done": "AnswerLost",
    "commit_slow": "",
    "session_ended": "SessionEnded",
}
"""What a pupil is told by each drill; empty where nothing is refused."""
FINAL = {"already_activated"}
"""Those that end a pupil's way: there is nothing left to do."""


@pytest.fixture
def two() -> Iterator[Class]:
    """A class of two whose time stands still between steps."""
    site = hospital_profile.load()
    setting = ClassSetting(("A1", "A2"), figures=Figures().cheap())
    with class_running(setting, Texts(EN, site.words, site.hosts), clock=ManualClock()) as made:
        yield made


def test_every_drill_of_the_panel_but_those_of_time_is_offered() -> None:
    """The class has one clock."""
    assert set(ERRORS) == set(OFFERED)


@pytest.mark.parametrize(
    "drill", sparing(ERRORS, lambda each: each in {"message_never", "portal_maintenance", "lost_done"})
)
def test_a_drill_is_met_by_whom_it_is_for_and_recovered_from(two: Class, drill: str) -> None:
    """The neighbour, who walks meanwhile, meets nothing."""
    first, second = (PersistentPupil(two, each) for each in two.room.pupils)
    two.room.drills.order(drill, [1])
    first.walk()
    second.walk()
    (told,) = two.room.drills.all()
    assert second.refusals == []
    assert (ERRORS[drill] in first.refusals) if ERRORS[drill] else first.refusals == []
    assert told.state == ("met" if drill in FINAL else "recovered"), (told, first.refusals)


def test_a_message_to_the_old_number_is_no_recovery(two: Class) -> None:
    """It is sent, and nobody can read it; only a right code shows that the number was mended."""
    pupil = PersistentPupil(two, two.room.pupils[0])
    two.room.drills.order("phone_outdated", [1])
    pupil.sign_in()
    pupil.send_to(pupil.number_on_file())
    two.room.drills.look()
    assert states(two) == ["met"]
    two.room.site.clock.jump(100)
    pupil.walk()
    assert states(two) == ["recovered"]


def test_the_page_of_the_sign_in_is_no_recovery_from_a_lost_one(two: Class) -> None:
    """It comes again, and nothing is done yet."""
    pupil = PersistentPupil(two, two.room.pupils[0])
    two.room.drills.order("lost_done", [1])
    with pytest.raises(AnswerLost):
        pupil.sign_in()
    two.room.site.clock.jump(1)
    pupil.see_the_sign_in()
    two.room.drills.look()
    assert states(two) == ["met"]
    pupil.sign_in()
    two.room.drills.look()
    assert states(two) == ["recovered"]


def states(held: Class) -> list[str]:
    return [each.state for each in held.room.drills.all()]


def test_a_drill_ordered_for_a_minute_happens_then(two: Class, browser: Browser) -> None:
    """Counted from the beginning of the lesson; who has passed all that could meet it by then is shown so."""
    browser.open(two.board)
    order = {"drill": "portal_maintenance", "seats": [1, 2], "minute": 12, "seconds": 60}
    assert browser.open(f"{two.base}/drills", post=True, told=order)[0] == 204
    PersistentPupil(two, two.room.pupils[1]).walk()
    two.room.site.clock.jump(11 * 60)
    two.room.drills.look()
    assert states(two) == ["planned", "planned"]
    two.room.site.clock.jump(60)
    two.room.drills.look()
    assert states(two) == ["armed", "passed"]
    pupil = PersistentPupil(two, two.room.pupils[0])
    pupil.walk()
    assert pupil.refusals == ["Maintenance"]
    assert states(two) == ["recovered", "passed"]
    (told,) = browser.json(f"{two.base}/board.json")["orders"]
    assert (told["minute"], told["seconds"], told["recovered"], told["passed"], told["took"]) == (12, 60, 1, 1, 100)


def test_a_drill_that_is_cancelled_is_met_by_nobody(two: Class, browser: Browser) -> None:
    """Another one of the same seat stays; a lock that it brought about ends."""
    browser.open(two.board)
    for drill in ("lost_not_done", "account_locked", "message_never"):
        assert browser.open(f"{two.base}/drills", post=True, told={"drill": drill, "seats": [1]})[0] == 204
    for order in (1, 2):
        assert browser.open(f"{two.base}/drills/{order}/cancel", post=True)[0] == 204
    pupil = PersistentPupil(two, two.room.pupils[0])
    pupil.walk()
    assert pupil.refusals[0] == "CodeWrong"
    assert states(two) == ["recovered"]


def test_a_seat_that_is_reset_has_no_drill(two: Class) -> None:
    """Neither what was armed, nor what was planned."""
    two.room.drills.order("lost_done", [1])
    two.room.drills.order("alias_taken", [1], minute=10)
    two.room.drills.forget(two.room.pupils[0])
    pupil = PersistentPupil(two, two.room.pupils[0])
    pupil.walk()
    assert (states(two), pupil.refusals) == ([], [])


def test_a_class_that_goes_on_arms_again_what_was_armed(two: Class) -> None:
    """As its file has it."""
    two.room.drills.order("lost_not_done", [1])
    kept = json.loads(json.dumps(two.room.drills.rows()))
    two.room.drills.forget(two.room.pupils[0])
    two.room.drills.restore(kept)
    pupil = PersistentPupil(two, two.room.pupils[0])
    pupil.walk()
    assert (states(two), pupil.refusals) == (["recovered"], ["AnswerLost"])


@pytest.mark.parametrize(
    "told",
    [
        {"drill": "time_sixty", "seats": [1]},
        {"drill": "lost_done", "seats": []},
        {"drill": "lost_done", "seats": [4]},
        {"drill": "lost_done", "seats": [1], "minute": -1},
        {"drill": "lost_done", "seats": [1], "minute": "soon"},
        {"drill": "portal_down", "seats": [1], "seconds": 5},
        ["lost_done"],
    ],
)
def test_an_order_that_makes_no_sense_is_refused(three: Class, browser: Browser, told: object) -> None:
    """And nothing happens."""
    browser.open(three.board)
    assert browser.open(f"{three.base}/drills", post=True, told=told)[0] == 400
    assert three.room.drills.all() == []


def test_only_the_trainer_orders(three: Class, browser: Browser) -> None:
    """From the board's own page: neither a pupil nor another site in the trainer's browser."""
    told = {"drill": "lost_done", "seats": [1]}
    assert browser.open(f"{three.base}/drills", post=True, told=told)[0] == 403
    browser.open(three.board)
    assert browser.open(f"{three.base}/drills", post=True, told=told, headers={"Origin": "http://x.invalid"})[0] == 403
    assert browser.open(f"{three.base}/drills/1/cancel", post=True, headers={"Origin": "http://x.invalid"})[0] == 403
    assert three.room.drills.all() == []


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (("A1", "A2", "B1", "B2"), {"A1 – A2": [1, 2], "B1 – B2": [3, 4]}),
        (tuple(f"{at:02}" for at in range(1, 11)), {"01 – 08": [1, 2, 3, 4, 5, 6, 7, 8], "09 – 10": [9, 10]}),
        (("1", "2"), {}),
        (("Ann", "Bob"), {}),
    ],
)
def test_rows_of_the_room(labels: tuple[str, ...], rows: dict[str, list[int]]) -> None:
    """By how labels begin, or else every eight; none where a row would be everybody or one seat."""
    person = Persona("pupil", "104579", "", Secret(""), "")
    assert rows_of([Pupil(at, label, person, "") for at, label in enumerate(labels, start=1)]) == rows
