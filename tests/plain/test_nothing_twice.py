"""What line prompts never do: send again what is done, or offer by Enter alone what was refused or must be retyped."""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.backend.drills import DRILLS
from ntuh_onboard.backend.protocol import Contact
from ntuh_onboard.common.errors import ContactRefused
from ntuh_onboard.plain.talk import BACK
from ntuh_onboard.screens.trainer.panel_acts import spot
from ntuh_onboard.startup.exits import Exit
from tests.plain.prompted import LEAVES, Wanderer, wandered

STEP_BACK = BACK * 2


def _a_minute_later(person: Wanderer) -> str:
    person.student.stage.jump(61)
    return BACK


def _a_taken_name(person: Wanderer) -> str:
    student = person.student
    DRILLS["alias_taken"].arm(student.stage, spot(student.journey, student.persona))
    return "taken.name"


async def test_going_back_over_a_code_sends_no_other() -> None:
    """From the account back to the rules, and forward with bare Enters: one message, one code."""
    back = [(each, BACK) for each in ("account", "enter_code", "send_code")]
    student, person, ended = await wandered([*back, ("regulations", ""), ("account", LEAVES)])
    assert ended == Exit.UNFINISHED
    assert student.calls.count("account.send_code") == student.calls.count("account.verify_code") == 1, person.text
    assert student.scene.say("ui.sealed") in person.said


async def test_a_code_that_is_not_typed_yet_can_be_sent_again() -> None:
    """Only what is done is sealed: nobody is locked out by going back too early."""
    student, person, _ = await wandered([("enter_code", _a_minute_later), ("enter_code", LEAVES)])
    assert student.calls.count("account.send_code") == 2, person.text


async def test_the_mail_name_is_retyped_whatever_was_typed_before() -> None:
    """No name stands ready to be taken: neither an old one, nor the one that was just typed."""
    student, person, _ = await wandered(
        [
            ("alias", _a_taken_name),
            ("alias_again", "taken.name"),
            ("alias_again", STEP_BACK),
            ("alias", "meiling.huang"),
            ("alias_again", ""),
            ("alias_again", LEAVES),
        ]
    )
    prompts = person.prompts("alias_again")
    assert not any(name in each for each in prompts for name in ("meiling", "taken")), prompts
    assert student.scene.say("rule.required.alias_again") in person.said
    assert student.calls.count("account.activate") == 1


async def test_a_refused_number_is_not_sent_again_by_enter_alone() -> None:
    """What stands there is what the hospital refused: it has to be typed anew."""
    student, person, _ = await wandered(
        [
            ("registered_phone", "0911111111"),
            ("send_code", ""),
            ("registered_phone", ""),
            ("registered_phone", LEAVES),
        ]
    )
    assert student.calls.count("account.send_code") == 1, person.text
    assert student.scene.say("plain.refused_before") in person.said


def _a_refused_number(person: Wanderer) -> str:
    portal = person.student.practice.backend.portal
    save = portal.save_contact

    def refuse(changes: Mapping[str, str]) -> Contact:
        object.__setattr__(portal, "save_contact", save)
        raise ContactRefused

    object.__setattr__(portal, "save_contact", refuse)
    return "0990000000"


async def test_a_number_that_was_corrected_is_confirmed_again() -> None:
    """The tick was about the number that the hospital refused."""
    student, person, _ = await wandered(
        [
            ("mobile_phone", _a_refused_number),
            ("mobile_phone", "0990000001"),
            ("phone_checked", "1"),
            ("regulations", LEAVES),
        ]
    )
    assert len(person.prompts("phone_checked")) == 2, person.text
    assert student.calls.count("portal.save_contact") == 1


async def test_a_refused_choice_is_not_offered() -> None:
    """「Not me」 is nobody's default; a number has to be typed."""
    student, person, _ = await wandered(
        [("facts_right", "3"), ("account", ""), ("facts_right", ""), ("facts_right", LEAVES)]
    )
    asked = person.prompts("facts_right")
    assert asked[1:] == [student.scene.say("plain.choose_typed")] * 2


async def test_a_taken_mail_name_is_not_offered() -> None:
    """The name that somebody else has is not taken by Enter alone."""
    _, person, _ = await wandered(
        [
            ("alias", _a_taken_name),
            ("alias_again", "taken.name"),
            ("alias", ""),
            ("alias", LEAVES),
        ]
    )
    assert not any("taken.name" in each for each in person.prompts("alias")), person.text


async def test_another_id_is_told_once() -> None:
    """Practice refuses it; its form is right, and nothing else is said of it."""
    student, person, _ = await wandered([("account_id", "1045"), ("account_id", "104568"), ("account_id", LEAVES)])
    told = person.text.rpartition("104568\n")[2]
    assert student.scene.say("error.UnknownPerson") in told
    assert student.scene.say("rule.employee_id.six_digits") not in told
