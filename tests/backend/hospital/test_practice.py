"""Opening a practice is cheap, and can be done from anywhere."""

from __future__ import annotations

import threading
from subprocess import CompletedProcess
from typing import Protocol

from ntuh_onboard.backend.mock import Practice
from ntuh_onboard.backend.stage import Carrier
from tests.backend.hospital.walks import person, sign_in
from tests.patience import PATIENCE


class Python(Protocol):
    """Runs a script in a fresh interpreter."""

    def __call__(self, script: str) -> CompletedProcess[str]:
        """What it printed."""


def test_opening_loads_nothing_heavy(python: Python) -> None:
    """Pillow, argon2, pyotp, sqlite3 and zxcvbn are loaded by the first verb that needs them."""
    done = python(
        "import sys\n"
        "from ntuh_onboard.backend.mock import open_practice\n"
        "from ntuh_onboard.common.clock import SystemClock\n"
        "practice = open_practice(SystemClock())\n"
        "practice.stage.people(), practice.stage.messages('0990104567'), practice.backend.portal.reach()\n"
        "heavy = {'PIL', 'argon2', 'pyotp', 'sqlite3', 'zxcvbn', 'textual', 'rich', 'requests'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
        "practice.backend.portal.picture()\n"
        "print('PIL' in sys.modules)\n"
    )
    assert done.stdout.split("\n")[:2] == ["[]", "True"]


def test_every_verb_can_be_made_slow(quick: Practice) -> None:
    """The hook is told which verb waits, before it does anything."""
    waited: list[str] = []

    def wait(verb: str) -> None:
        assert not quick.stage.commits()
        waited.append(verb)

    quick.slow = wait
    sign_in(quick, person(quick))
    assert waited == ["portal.sign_in_page", "portal.picture", "portal.sign_in"]


def test_the_stage_answers_while_a_verb_is_slow(quick: Practice) -> None:
    """A screen asks the stage from another thread; it does not wait for the hospital's verb."""
    inside, go_on = threading.Event(), threading.Event()

    def wait(_: str) -> None:
        inside.set()
        assert go_on.wait(PATIENCE)

    quick.slow = wait
    thread = threading.Thread(target=quick.backend.portal.sign_in_page)
    thread.start()
    assert inside.wait(PATIENCE)
    assert quick.stage.messages("0990104567") == ()
    assert quick.stage.authenticator_code("104567")
    assert quick.stage.people()
    go_on.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_messages_are_numbered_for_each_phone(quick: Practice) -> None:
    """A blocked message leaves its number out, so that telephone and wizard count alike."""
    who = person(quick)
    quick.stage.carrier(Carrier.BLOCKS)
    quick.backend.account.send_code(who.employee_id, who.phone)
    quick.stage.carrier(Carrier.DELIVERS)
    quick.stage.jump(61)
    sent = quick.backend.account.send_code(who.employee_id, who.phone)
    quick.stage.jump(5)
    (message,) = quick.stage.messages(who.phone)
    assert (message.number, message.sent_at, message.arrived_at) == (2, sent.at, sent.at + 2)
    assert "第2則" in message.text


def test_a_late_message_comes_after_a_newer_one(quick: Practice) -> None:
    """The telephone shows them as they came; the number tells which is the newest."""
    who = person(quick)
    quick.stage.carrier(Carrier.LATE)
    quick.backend.account.send_code(who.employee_id, who.phone)
    quick.stage.carrier(Carrier.DELIVERS)
    quick.stage.jump(61)
    quick.backend.account.send_code(who.employee_id, who.phone)
    quick.stage.jump(60)
    assert [each.number for each in quick.stage.messages(who.phone)] == [2, 1]


def test_another_student_has_their_own_picture(quick: Practice) -> None:
    """The stage of each knows the picture of each."""
    second = quick.another()
    quick.backend.portal.picture()
    first_text = quick.stage.picture_text()
    assert second.stage.picture_text() == ""
    second.backend.portal.picture()
    assert quick.stage.picture_text() == first_text


def test_time_can_be_made_to_pass_faster(quick: Practice) -> None:
    """By the trainer, for wizard and hospital alike."""
    quick.stage.rate(60)
    assert quick.clock.rate == 60


def test_nothing_secret_is_shown(quick: Practice) -> None:
    """S-02: the representations of what a practice holds have no password, code or key in them."""
    who = person(quick)
    sign_in(quick, who)
    quick.backend.account.send_code(who.employee_id, who.phone)
    quick.stage.jump(5)
    shown = repr([vars(quick), quick._visit, quick.hospital.network, quick.stage.people()])
    assert who.password.reveal() not in shown
    assert quick._visit.keys["portal"] not in shown
    assert "動態碼" not in shown
