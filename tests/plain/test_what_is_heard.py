"""What line prompts tell: the whole question after the cover, success and time in words, each on its own line."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Callable

import pytest

from ntuh_onboard.plain.console import Console, Lines
from ntuh_onboard.plain.echo import NoEcho
from ntuh_onboard.plain.person import COVERING, Question
from ntuh_onboard.plain.talk import BACK
from ntuh_onboard.texts.languages import Language
from tests.languages import EN, ZH_TW
from tests.plain.prompted import LEAVES, Wanderer, wandered


def _away(person: Wanderer) -> str:
    """Nobody types for three minutes and a bit, and then somebody a line."""
    person.waits(200)
    return "abc123"


async def test_the_whole_question_comes_back_from_the_cover() -> None:
    """With the picture that stood before it, why it was covered, and that the line typed there was not taken."""
    student, person, _ = await wandered([("captcha", _away), ("captcha", LEAVES)])
    say = student.scene.say
    covered = person.text.rpartition(COVERING)[2]
    assert covered.startswith(say("plain.covered_idle", seconds=180)), covered
    picture = say("plain.picture_signs", count=6)
    for each in (say("plain.not_taken"), say("step.sign_in.title"), picture, say("step.sign_in.act")):
        assert each in covered, covered
    assert not student.calls.count("portal.sign_in")


def _away_for_long(person: Wanderer) -> str:
    person.waits(280)
    return LEAVES


async def test_the_warning_is_told_without_the_covered_question() -> None:
    """What stands in it is covered; the name that was typed is not told again with the warning."""
    student, person, _ = await wandered([("alias_again", _away_for_long)])
    covered = person.text.rpartition(COVERING)[2]
    assert student.scene.say("plain.warning", seconds=30) in covered
    assert "yifen" not in covered


SUCCESSES: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("onboard", "fresh", "ui.news_portal_password", {}),
    ("onboard", "fresh", "ui.news_alias", {"address": "yifen.chen.practice@ntuh.gov.tw"}),
    ("reset", "activated", "ui.news_cloud_password", {}),
)


@pytest.mark.parametrize("language", [ZH_TW, EN], ids=str)
async def test_success_is_said_once(language: Language) -> None:
    """As soon as the hospital has confirmed it."""
    for journey in ("onboard", "reset"):
        kind = {each: kind for each, kind, *_ in SUCCESSES}[journey]
        student, person, _ = await wandered([], language=language, journey=journey, kind=kind)
        for name, _, key, values in SUCCESSES:
            assert person.said.count(student.scene.say(key, **values)) == (name == journey), key


@pytest.mark.parametrize("language", [ZH_TW, EN], ids=str)
async def test_no_key_of_the_screens_is_named(language: Language) -> None:
    """Lines have no F7: the message is told where the reader is."""
    _, person, _ = await wandered([], language=language)
    assert not re.search(r"\bF[0-9]\b", person.text)


async def test_passing_what_is_done_claims_no_success() -> None:
    """Going back to the changed password and on again changes nothing, and says nothing of a change."""
    student, person, _ = await wandered([("contact", "<<"), ("portal_password", ""), ("contact", LEAVES)])
    assert person.said.count(student.scene.say("ui.news_portal_password")) == 1


def _near_the_end(person: Wanderer) -> str:
    person.waits(100)
    return LEAVES


async def test_the_time_left_is_told_after_a_wrong_code_and_near_its_end() -> None:
    """Once each, 60 and 30 seconds before it."""
    student, person, _ = await wandered([("code", "000000"), ("code", _near_the_end)])
    say = student.scene.say
    after = person.text.partition(say("error.CodeWrong"))[2]
    assert say("plain.code_left", minutes=2, seconds=0) in after, after
    assert [person.said.count(say("plain.code_soon", seconds=each)) for each in (60, 30)] == [1, 1], person.text


async def test_that_it_is_practice_is_told_in_full_once() -> None:
    """Then in one word at each step."""
    student, person, _ = await wandered([("account", LEAVES)])
    assert person.text.count(student.scene.say("ui.practice_banner")) == 1
    assert person.text.count("Practice, step") >= 6


async def test_numbers_are_asked_for_only_where_there_are_any() -> None:
    """With one only, or none, a wrong number is answered so; where there is none, none is asked for."""
    student, person, _ = await wandered([("done", "7"), ("done", LEAVES)], journey="contact", kind="fresh")
    assert student.scene.say("plain.which_one") in person.said
    _, other, _ = await wandered([("account", BACK), ("enter_code", "7"), ("enter_code", LEAVES)])
    asked = [each.prompt for each in other.asked if each.step == "enter_code"][-1]
    say = student.scene.say
    assert (asked, say("plain.which_none") in other.said) == (say("plain.go_on_only", act=say("ui.next")), True)


async def test_what_enter_takes_is_said_and_the_meaning_comes_first() -> None:
    """A known number is told masked, and that Enter takes it; an English label comes before the Chinese word."""
    student, person, _ = await wandered([("registered_phone", LEAVES)])
    (prompt,) = person.prompts("registered_phone")
    assert prompt.startswith("Registered mobile 「")
    assert "press Enter for 09" in prompt
    assert student.persona.phone not in prompt


async def test_advice_and_question_stand_on_lines_of_their_own() -> None:
    """What Enter does is told with the advice; the prompt is the question alone."""
    student, person, _ = await wandered([("portal_new", "password1"), ("portal_new", LEAVES)])
    assert student.scene.say("plain.advice") in person.said
    first, second = person.prompts("portal_new")
    assert first.startswith("New password 「")
    assert second == first  # what is typed stays hidden, and that is said each time


async def test_at_the_mail_a_refusal_names_the_mail_name() -> None:
    """There is no ID there."""
    student, person, _ = await wandered(
        [("mail_password", "Wrong9Password"), ("mail_password", LEAVES)], journey="mail_check", kind="activated"
    )
    assert student.scene.say("error.WrongCredentials.mail") in person.text


class _Nobody(Lines):
    """No line is ever typed."""

    def __init__(self) -> None:
        """Read nothing."""

    def ask(self, deliver: Callable[[str | None], None]) -> None:
        """Deliver nothing."""


async def test_what_is_told_while_a_question_waits_begins_on_its_own_line() -> None:
    """As after Ctrl+C."""
    out = io.StringIO()
    console = Console(_Nobody(), out, NoEcho(), seen=True)
    asked = asyncio.ensure_future(console.answer(Question("Type: ")))
    await asyncio.sleep(0)
    asked.cancel()
    console.tell("Ended.")
    assert out.getvalue() == "Type: \nEnded.\n"
