"""The wizard in a real terminal, for real as far as it knows, on the pages of a server in another process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ntuh_onboard.backend.stage import Fault
from tests.long_cases import sparing
from tests.terminal.served import ServedStudent, simulator
from tests.terminal.student import CLOUD, DEFAULT, PORTAL, SMALL, Look, Said

COMMITS = ("sign_in", "change_password", "save_contact", "send_code", "verify_code", "activate")
DONE: Said = ("已向醫院查明：剛才那一步已經完成。", "The hospital confirms: that step was done.")
UNTOLD: Said = ("無法確認是否已登入", "Cannot tell whether you are signed in")
NEW_CODE: Said = ("請重新取得動態碼", "ask for a new one")
WIDE_EN = Look(120, 36, "en")
SERVED = ((), WIDE_EN), (("--https",), SMALL)


def counts(student: ServedStudent) -> dict[str, int]:
    """The commits that took effect on the server, each by its verb."""
    return {name.partition(".")[2]: times for name, times in student.ask("commits").items() if times}


@pytest.mark.parametrize(("options", "look"), sparing(SERVED, SERVED[1].__eq__), ids=["http-en", "https-zh"])
def test_the_whole_journey_on_pages_of_another_process(tmp_path: Path, options: tuple[str, ...], look: Look) -> None:
    """From the first screen to an activated account; every commit once, no secret on the terminal."""
    with simulator(tmp_path, *options) as server, ServedStudent(tmp_path, server, look) as student:
        student.walk("done")
        assert counts(student) == dict.fromkeys(COMMITS, 1)
        student.press("enter")
        assert student.ended() == 0
        for secret in (PORTAL, CLOUD):
            assert secret[:4].encode() not in bytes(student.output)


def by_picture(student: ServedStudent) -> None:
    """Look it up by signing in with the new password."""
    student.shows(("查明：新密碼生效了嗎？", "Checking: does the new password work?"))
    student.ready()
    student.send(f"{student.ask('picture')}\r")
    student.shows(DONE)


def by_phone(student: ServedStudent) -> None:
    """The message did come."""
    student.shows(("手機收到簡訊了嗎？", "Did the message arrive on your phone?"))
    student.pressed("enter")
    student.shows(("輸入動態碼", "Type the code"))  # without the time that is left: the answer would have told it
    student.ready()
    student.send(f"{student.code()}\r")


def by_itself(student: ServedStudent) -> None:
    """The wizard asks the hospital, which tells."""
    student.shows(DONE)


def by_new_code(student: ServedStudent) -> None:
    """The session with the proof is lost with its answer: the code is used up, and a new one is asked for (RB-8)."""
    student.shows(NEW_CODE)
    student.stage.jump(61)
    student.send_code()
    student.enter_code()


def by_signing_in_again(student: ServedStudent) -> None:
    """The session is lost with its answer: the sign-in is done anew, and counted as a try (Q3)."""
    student.shows(UNTOLD)
    student.at("sign_in")  # the ID still stands there: typing begins at the password
    student.send(f"{DEFAULT}\r{student.ask('picture')}\r")


LOST: dict[str, tuple[str, Callable[[ServedStudent], None], Look]] = {
    "portal.sign_in": ("sign_in", by_signing_in_again, SMALL),
    "portal.change_password": ("portal_password", by_picture, WIDE_EN),
    "portal.save_contact": ("contact", by_itself, SMALL),
    "account.send_code": ("send_code", by_phone, WIDE_EN),
    "account.verify_code": ("enter_code", by_new_code, SMALL),
    "account.activate": ("alias_again", by_itself, WIDE_EN),
}
"""Verb -> the step that sends it, how it is found out, and where it is looked at."""
GOES_ON = {"account.send_code": "enter_code"}
"""The last step that finding out has done, where it is another one than the one whose answer was lost."""
AGAIN = {"portal.sign_in": {"sign_in": 2}, "portal.change_password": {"sign_in": 2}} | {
    "account.verify_code": {"verify_code": 2, "send_code": 2}
}
"""What is sent a second time because its answer held the only key to the session; nothing else is."""


@pytest.mark.long
@pytest.mark.parametrize("verb", LOST)
def test_a_lost_answer_is_found_out_and_nothing_is_done_twice(tmp_path: Path, verb: str) -> None:
    """The hospital took it, the answer never came: the screen says that it asks, and the journey is finished."""
    step, found_out, look = LOST[verb]
    with simulator(tmp_path) as server, ServedStudent(tmp_path, server, look) as student:
        student.walk(step)
        server.stage.inject(verb, Fault.LOST_AFTER)
        getattr(student, step)()
        found_out(student)
        steps = list(student.places)
        for each in steps[steps.index(GOES_ON.get(verb, step)) + 1 : -1]:
            getattr(student, each)()
        student.at("done")
        assert counts(student) == {**dict.fromkeys(COMMITS, 1), **AGAIN.get(verb, {})}
