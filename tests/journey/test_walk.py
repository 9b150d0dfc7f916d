"""One student's walk: what each answer of the hospital makes of the journey, and that nothing is ever sent twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ntuh_onboard.backend.protocol import Account, Landing
from ntuh_onboard.common.errors import (
    AlreadyActivated,
    AnswerLost,
    CoolingDown,
    EnoughTries,
    SessionEnded,
    SomebodyElse,
    UnexpectedPage,
    Unreachable,
    WrongCaptcha,
    WrongCredentials,
)
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.checking import Entry
from ntuh_onboard.journey.state import begin
from ntuh_onboard.journey.steps import JOURNEYS
from ntuh_onboard.journey.tries import MOST_REFUSED
from ntuh_onboard.journey.walk import account_of
from tests.journey.fakes import ALIAS, DEFAULT, ID, NEW, PAGE, PHONE, SENT
from tests.journey.walking import COMMITS, SECRETS, student


@pytest.mark.parametrize("name", JOURNEYS)
async def test_every_journey_is_walked_to_its_end(name: str) -> None:
    """Each commit once, no more."""
    with student(name) as it:
        await it.to("done")
        expected = {COMMITS[each] for each in JOURNEYS[name] if each in COMMITS}
        assert {each: it.script.count(each) for each in COMMITS.values()} == {
            each: int(each in expected) for each in COMMITS.values()
        }


async def test_three_wrong_passwords_are_enough() -> None:
    """The fourth is not sent, so that the account is not locked (P-08)."""
    with student() as it:
        await it.to("sign_in")
        it.script.then("portal.sign_in", *(WrongCredentials() for _ in range(MOST_REFUSED)))
        for spent in range(1, 4):
            assert isinstance((await it.go_on()), WrongCredentials)
            assert it.walk.tries["portal.sign_in"].refused == spent
        assert MOST_REFUSED == 3
        for _ in range(2):
            assert isinstance((await it.go_on()), EnoughTries)
        assert it.script.count("portal.sign_in") == 3
        assert it.at == "sign_in"


async def test_only_wrong_passwords_are_counted_and_a_right_one_forgets_them() -> None:
    """A wrong picture code or a line that is down costs no try; a sign-in that was lost does (Q3)."""
    with student() as it:
        await it.to("sign_in")
        it.script.then("portal.sign_in", WrongCredentials(), WrongCaptcha(), Unreachable(), AnswerLost())
        for _ in range(3):
            await it.go_on()
        tries = it.walk.tries["portal.sign_in"]
        assert (tries.refused, tries.unsure) == (1, 0)
        it.script.then("portal.landing", SessionEnded("portal"))
        await it.go_on()
        await it.go_on()
        assert (tries.refused, tries.unsure, it.at, it.walk.journey.lost) == (1, 1, "sign_in", "")
        await it.go_on()
        assert (tries.refused, tries.unsure, it.at) == (0, 0, "portal_password")


@pytest.mark.parametrize(
    ("progress", "password", "next_step"),
    [
        ("first", DEFAULT, "portal_password"),
        ("first", NEW, "portal_password"),
        ("interrupted", DEFAULT, "portal_password"),
        ("interrupted", DEFAULT.lower(), "portal_password"),
        ("interrupted", NEW, "contact"),
        ("password_changed", NEW, "contact"),
    ],
)
async def test_who_was_interrupted_is_not_asked_for_what_is_done(progress: str, password: str, next_step: str) -> None:
    """Whoever signs in with another password than the default one has changed it before (J0.4, number 4)."""
    with student() as it:
        await it.to("sign_in", progress=progress)
        await it.go_on(portal_password=password)
        assert it.at == next_step


async def test_secrets_are_held_as_long_as_a_step_needs_them() -> None:
    """And cleared then (S-02)."""
    with student() as it:
        await it.to("portal_password")
        held = it.walk.held
        assert held.has("portal_password")
        secrets = [held.all()["portal_password"]]
        await it.go_on()
        assert it.script.given["portal.change_password"] == (DEFAULT, NEW)
        assert not any(held.has(key) for key in ("portal_password", "portal_old", "portal_new", "portal_again"))
        assert held.mark is not None
        assert held.mark.same(NEW)
        await it.to("account")
        assert not held.has("code")
        await it.to("alias_again")
        assert held.has("cloud_password")
        secrets += [held.all()["cloud_password"], held.all()["cloud_again"]]
        await it.to("done")
        assert held.all() == {}
        assert {each.reveal() for each in secrets} == {""}


async def test_a_password_is_not_kept_where_none_is_to_be_changed() -> None:
    """The journey of the phone number needs it for the sign-in alone."""
    with student("contact") as it:
        await it.to("contact")
        assert it.walk.held.all() == {}


@pytest.mark.parametrize(
    "step", [*(each for each in COMMITS if each in JOURNEYS["onboard"]), "account", "alias", "done"]
)
async def test_no_secret_is_written_anywhere(step: str) -> None:
    """Nor in what the journey remembers of half-typed steps."""
    with student() as it:
        await it.to(step)
        entry = it.entry()
        if step in COMMITS:
            it.script.then(COMMITS[step], Unreachable())
            await it.go_on()
        journey = it.walk.journey
        kept = repr((journey, dict(journey.texts), dict(journey.learned), it.walk.sent))
        assert not any(each in kept for each in (*SECRETS, "1RT55V"))
        assert not any(each in repr((entry, it.walk.held.all())) for each in SECRETS)
        assert not any(each in repr((journey, it.walk)) for each in (ID, PHONE, "陳怡芬"))


async def test_a_page_is_read_once_it_is_asked_for() -> None:
    """Its value is under the step's name; an error leaves the step unread."""
    with student() as it:
        await it.to("contact")
        it.script.then("portal.contact", UnexpectedPage())
        turns = [(it.walk.loaded, await it.walk.load()) for _ in range(2)]
        assert [(loaded, type(met)) for loaded, met in turns] == [(False, UnexpectedPage), (False, type(None))]
        assert it.walk.loaded
        assert it.walk.journey.learned["load.contact"] == PAGE


async def test_nothing_is_read_for_a_step_that_is_sealed_or_for_the_browser() -> None:
    """There is nothing to be typed, or no session to read it with."""
    with student() as it:
        await it.to("contact")
        it.walk.move(moves.back)
        it.walk.move(moves.back)
        assert it.walk.journey.sealed
        before = list(it.script.calls)
        assert it.walk.loaded
        assert (await it.walk.load()) is None
        assert (await it.walk.submit(Entry())) is None
        assert it.script.calls == before
    with student("contact") as it:
        await it.to("sign_in")
        it.walk.move(moves.did_by_hand)
        assert it.walk.journey.browser_only
        before = list(it.script.calls)
        assert it.walk.loaded
        assert (await it.walk.load()) is None
        assert it.script.calls == before


async def test_a_picture_comes_or_its_error_does() -> None:
    """What is no picture is an unexpected page."""
    with student() as it:
        await it.to("sign_in")
        assert (await it.walk.picture()).data == b"GIF89a"
        it.script.then("portal.picture", None, Unreachable())
        with pytest.raises(UnexpectedPage):
            await it.walk.picture()
        with pytest.raises(Unreachable):
            await it.walk.picture()
        assert it.at == "sign_in"


async def test_another_message_goes_to_the_same_number() -> None:
    """Each is kept in order; one that is refused leaves the student where the code is typed: an earlier one counts."""
    with student() as it:
        await it.to("enter_code")
        it.script.then("account.send_code", replace(SENT, at=75.0), CoolingDown(until=120.0))
        assert it.walk.cooling == 60.0
        it.clock.jump(75)
        assert it.walk.cooling == 0.0
        assert (await it.walk.send_again()) is None
        assert it.at == "enter_code"
        assert [each.at for each in it.walk.sent] == [0.0, 75.0]
        assert it.script.given["account.send_code"] == (ID, PHONE)
        assert isinstance((await it.walk.send_again()), CoolingDown)
        assert it.at == "enter_code"
        assert it.walk.cooling == 60.0
        assert len(it.walk.sent) == 2
        await it.to("done")


async def test_messages_are_counted_as_each_phone_counts_them() -> None:
    """What went to a wrong number is not on the phone that is in hand."""
    with student() as it:
        await it.to("send_code")
        counted = []
        for phone in ("0990104568", PHONE, PHONE):
            it.script.then("account.send_code", SENT)
            it.walk.move(lambda journey: moves.go_to(journey, "send_code"))
            entry = it.entry()
            assert (await it.walk.submit(replace(entry, texts={**entry.texts, "registered_phone": phone}))) is None
            counted.append(it.walk.newest_message)
        assert counted == [1, 1, 2]


async def test_a_message_that_the_student_says_has_come_counts_from_the_press() -> None:
    """Its answer was lost (UK-7)."""
    with student() as it:
        await it.to("send_code")
        it.clock.jump(41)
        it.script.then("account.send_code", AnswerLost())
        await it.go_on()
        await it.go_on()
        assert (it.at, [each.at for each in it.walk.sent]) == ("enter_code", [41.0])


async def test_the_app_needs_no_message() -> None:
    """Nothing is sent, and the number is not asked for (J5.4)."""
    with student() as it:
        await it.to("send_code")
        await it.go_on(channel="authenticator")
        assert it.at == "enter_code"
        assert it.script.count("account.send_code") == 0
        assert it.walk.sent == []


@pytest.mark.parametrize(
    ("step", "typed", "error"),
    [
        ("progress", {"progress": "activated_before"}, AlreadyActivated),
        ("account", {"facts_right": "somebody_else"}, SomebodyElse),
    ],
)
async def test_a_guard_stops_before_anything_is_sent(step: str, typed: dict[str, str], error: type[Exception]) -> None:
    """The student stays where the answer can be mended."""
    with student() as it:
        await it.to(step)
        before = list(it.script.calls)
        assert isinstance((await it.go_on(**typed)), error)
        assert (it.at, it.script.calls) == (step, before)
        await it.to("done")


async def test_a_cloud_password_is_asked_for_only_where_the_site_asks() -> None:
    """Else none is sent and none is held (J6.4)."""
    with student() as it:
        it.script.then("account.verify_code", Account(ID, "陳怡芬", "醫學系", "2027/07/31", asks_password=False))
        await it.to("alias")
        await it.go_on()
        assert not it.walk.held.has("cloud_password")
        await it.to("done")
        assert it.script.given["account.activate"] == (ALIAS, None)
        account = account_of(it.walk.journey)
        assert account is not None
        assert not account.asks_password


async def test_what_is_typed_is_folded_before_it_is_sent() -> None:
    """Full-width figures, blanks and dashes; never a secret (P-03)."""
    with student() as it:
        await it.to("sign_in")
        await it.go_on(employee_id=" ９００００１ ", portal_password=" a b ", captcha="１rt55v")
        assert it.script.given["portal.sign_in"] == (ID, " a b ", "1rt55v", "T0")


async def test_an_impossible_move_is_refused_and_changes_nothing() -> None:
    """So a key that comes late does no harm."""
    with student() as it:
        before = it.walk.journey
        assert not it.walk.move(moves.back)
        assert not it.walk.move(moves.read_again)
        assert it.walk.journey is before


async def test_a_fault_of_ours_is_not_taken_for_an_answer() -> None:
    """Only the family of errors is told to the student; anything else ends the program with a code."""
    with student() as it:
        await it.to("sign_in")
        it.script.then("portal.sign_in", ZeroDivisionError())
        with pytest.raises(ZeroDivisionError):
            await it.go_on()
        assert (it.at, it.walk.journey.lost) == ("sign_in", "")


def test_no_account_is_known_before_its_page_was_read() -> None:
    """Nor is another value taken for it."""
    journey = begin("onboard")
    assert account_of(journey) is None
    assert account_of(replace(journey, learned={"enter_code": Landing(ID, "陳怡芬")})) is None
