"""What each error of the hospital changes in the journey, and what it leaves."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest

from ntuh_onboard.backend.protocol import Account, ActivationState, Landing, Outcome, Standing
from ntuh_onboard.common.errors import (
    AnswerLost,
    AnswerUnclear,
    BackendError,
    ContactRefused,
    CoolingDown,
    ImpossibleMove,
    NeedsBrowser,
    OldPasswordWrong,
    PhoneMismatch,
    Refused,
    SendLimit,
    SessionEnded,
    UnexpectedPage,
    Unreachable,
    WrongCaptcha,
    WrongCredentials,
)
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.checking import Entry
from ntuh_onboard.journey.state import Sending
from tests.journey.fakes import ACTIVE, ID
from tests.journey.walking import COMMITS, Student, student


class AnswerStrange(AnswerUnclear):
    """An unclear answer of a backend that knows more of the reason."""

    @property
    def sentences(self) -> tuple[str, ...]:
        return ("error.AnswerStrange", "said.strange")


@pytest.mark.parametrize(
    ("error", "said", "why", "came"),
    [
        (AnswerLost(), "", "", False),
        (AnswerUnclear("請稍候"), "請稍候", "", True),
        (AnswerStrange("??"), "??", "said.strange", True),
    ],
)
async def test_what_came_in_place_of_an_answer_is_kept_for_the_read_back(
    error: AnswerLost, said: str, why: str, *, came: bool
) -> None:
    """And when the commit was sent, not when it was asked after."""
    with student() as it:
        await it.to("send_code")
        it.clock.jump(41)
        it.script.then("account.send_code", error)
        assert (await it.go_on()) is None
        learned = it.walk.journey.learned
        kept = {key: learned[f"lost.{key}"] for key in ("said", "why", "came", "at")}
        assert kept == {"said": said, "why": why, "came": came, "at": 41.0}
        it.clock.jump(7)
        await it.go_on()
        assert [each.at for each in it.walk.sent] == [41.0]


@pytest.mark.parametrize(
    ("error", "sent"),
    [
        (ContactRefused("格式不符"), {"contact": Sending.NOT_DONE}),
        (SessionEnded("portal"), {"contact": Sending.NOT_DONE}),
        (Unreachable(), {}),
        (UnexpectedPage(), {}),
        (NeedsBrowser("portal"), {}),
    ],
)
async def test_only_what_was_sent_and_answered_is_known_to_be_not_done(
    error: BackendError, sent: dict[str, Sending]
) -> None:
    """Nothing was sent where the line is down or the page is strange."""
    with student() as it:
        await it.to("contact")
        it.script.then("portal.contact", error)
        await it.walk.load()
        assert it.walk.journey.sent == {}, "a page that is read sends nothing"
        await it.to("contact")
        if it.walk.journey.browser_only:
            return
        await it.walk.load()
        it.script.then("portal.save_contact", error)
        assert (await it.walk.submit(it.entry())) is error
        assert it.walk.journey.sent == sent


@pytest.mark.parametrize(
    ("step", "site", "scripted"),
    [("contact", "portal", "contact_page"), ("sign_in", "portal", "portal"), ("send_code", "account", "account")],
)
async def test_a_page_that_only_a_browser_can_press_is_known_by_its_own_name_behind_the_sign_in(
    step: str, site: str, scripted: str
) -> None:
    """At the portal one page says nothing of the others; elsewhere it is the site."""
    with student() as it:
        await it.to(step)
        if not it.walk.loaded:
            await it.walk.load()
        it.script.then(COMMITS[step], NeedsBrowser(site))
        assert isinstance((await it.walk.submit(it.entry())), NeedsBrowser)
        assert it.walk.journey.scripted == {scripted}
        assert it.walk.journey.browser_only


async def test_a_read_back_that_only_a_browser_can_press_says_nothing_of_the_step() -> None:
    """What is lost stays lost, and the student can ask once more."""
    with student() as it:
        await it.to("contact")
        await it.walk.load()
        it.script.then("portal.save_contact", AnswerLost())
        await it.walk.submit(it.entry())
        it.script.then("portal.contact", NeedsBrowser("portal"))
        assert isinstance((await it.go_on()), NeedsBrowser)
        assert (it.walk.journey.scripted, it.walk.journey.lost) == (frozenset(), "contact")
        assert it.walk.journey.reading == "read_back_contact"


@pytest.mark.parametrize("site", ["portal", "account"])
async def test_a_session_that_ends_while_something_is_lost_opens_nothing(site: str) -> None:
    """A new session would open the step, which could be sent twice (R-01); nothing more is found out from here."""
    with student() as it:
        await it.to("portal_password")
        it.script.then("portal.change_password", AnswerLost())
        await it.go_on()
        it.script.then("portal.sign_in", SessionEnded(site))
        assert isinstance((await it.go_on()), SessionEnded)
        journey = it.walk.journey
        assert (journey.at, journey.lost, journey.reading) == ("portal_password", "portal_password", "")
        assert "portal_password" not in journey.done
        with pytest.raises(ImpossibleMove) as refused:
            await it.walk.submit(it.entry())
        assert (refused.value.move, refused.value.at) == ("submit", "portal_password")
        with pytest.raises(ImpossibleMove) as refused:
            await it.walk.read_back(Entry())
        assert (refused.value.move, refused.value.at) == ("read back", "portal_password")
        assert it.script.count("portal.change_password") == 1


@pytest.mark.parametrize(
    ("error", "stands_at", "cooling"),
    [
        (CoolingDown(until=90.0), "enter_code", 90.0),
        (SendLimit(until=600.0), "enter_code", 600.0),
        (Unreachable(), "enter_code", 60.0),
        (PhoneMismatch(), "send_code", 60.0),
        (UnexpectedPage(), "send_code", 60.0),
    ],
)
async def test_where_another_message_is_not_sent_the_code_of_the_last_still_counts(
    error: BackendError, stands_at: str, cooling: float
) -> None:
    """The student stays at it, unless there is something to correct or to look at; when to ask again is known."""
    with student() as it:
        await it.to("enter_code")
        assert (it.walk.sent_before, it.walk.cooling) == (0, 60.0)
        it.script.then("account.send_code", error)
        assert (await it.walk.send_again()) is error
        assert (it.at, it.walk.cooling, len(it.walk.sent)) == (stands_at, cooling, 1)
        if it.at == "enter_code":
            it.script.then("account.send_code", Unreachable())
            await it.walk.send_again()
            assert it.walk.cooling == cooling, "nothing was said of it"


async def test_a_session_of_a_site_that_nobody_knows_is_taken_for_the_proof() -> None:
    """The shorter way back: a code is asked for anew."""
    with student() as it:
        await it.to("alias_again")
        it.script.then("account.activate", SessionEnded("elsewhere"))
        await it.go_on()
        assert it.at == "send_code"


@pytest.mark.parametrize(
    ("error", "refused"),
    [(Refused("不接受"), 1), (Refused("不接受", field="campus"), 0), (WrongCredentials(), 1), (OldPasswordWrong(), 0)],
)
async def test_a_refusal_in_words_that_nobody_knows_costs_a_try_too(error: Refused, refused: int) -> None:
    """The password may have been wrong; what is said of another field cannot lock an account (P-08)."""
    with student() as it:
        await it.to("sign_in")
        it.script.then("portal.sign_in", error)
        assert (await it.go_on()) is error
        assert it.walk.tries["portal.sign_in"].refused == refused


async def test_every_lost_sign_in_and_every_unanswered_read_back_is_counted() -> None:
    """Each by itself: two of them are two (P-08)."""
    with student() as it:
        await it.to("sign_in")
        tries = it.walk.tries["portal.sign_in"]
        for lost in (1, 2):
            it.script.then("portal.sign_in", AnswerLost())
            await it.go_on()
            it.script.then("portal.landing", SessionEnded("portal"))
            await it.go_on()
            assert (tries.unsure, tries.refused, tries.asked) == (lost, 0, 0)
        await it.to("portal_password")
        it.script.then("portal.change_password", AnswerLost())
        await it.go_on()
        it.script.then("portal.sign_in", AnswerLost(), WrongCredentials())
        for asked in (1, 2):
            await it.go_on()
            assert tries.asked == asked
            if not it.walk.journey.reading:
                it.walk.move(moves.read_again)


@pytest.mark.parametrize(
    ("step", "verb", "answer", "outcome"),
    [
        ("alias_again", "account.activation", ACTIVE, Outcome.DONE),
        ("alias_again", "account.activation", ActivationState(Standing.NOT_ACTIVATED), Outcome.NOT_DONE),
        ("alias_again", "account.activation", Unreachable(), Outcome.UNKNOWN),
        ("portal_password", "portal.landing", Landing(ID, "陳怡芬"), Outcome.DONE),
        ("portal_password", "portal.landing", Landing(ID, "陳怡芬", must_change=True), Outcome.NOT_DONE),
        ("account", "account.account", Account(ID, "陳怡芬", "醫學系", "", asks_password=True), Outcome.UNKNOWN),
    ],
)
async def test_the_hospital_shows_whether_a_step_was_done_in_the_browser(
    step: str, verb: str, answer: object, outcome: Outcome
) -> None:
    """Where that can be read; an error or a step without such a page tells nothing, and the journey stays (J0.7)."""
    with student() as it:
        it.script.then("portal.sign_in", Landing(ID, "陳怡芬", must_change=True))
        await it.to(step)
        before, calls = it.walk.journey, len(it.script.calls)
        it.script.then(verb, answer)
        assert (await it.walk.seen()) is outcome
        assert it.walk.journey is before
        assert it.script.calls[calls:] == ([verb] if before.step.seen else [])


async def test_nothing_is_read_for_a_step_of_the_browser_alone() -> None:
    """There is no session to read it with."""
    with student() as it:
        await it.to("sign_in")
        it.walk.move(moves.did_by_hand)
        assert it.at == "portal_password"
        calls = list(it.script.calls)
        assert (await it.walk.seen()) is Outcome.UNKNOWN
        assert it.script.calls == calls


async def test_a_wrong_picture_code_costs_a_read_back_no_try() -> None:
    """As often as it is mistyped (P-08)."""
    with student() as it:
        await it.to("portal_password")
        tries = it.walk.tries["portal.sign_in"]
        it.script.then("portal.change_password", AnswerLost())
        await it.go_on()
        it.script.then("portal.sign_in", *(WrongCaptcha() for _ in range(3)))
        for _ in range(3):
            await it.go_on()
            assert (tries.asked, tries.refused, tries.unsure) == (0, 0, 0)


async def test_advice_that_was_passed_once_is_not_given_again() -> None:
    """Each by itself: another piece of advice is still given."""
    with student() as it:
        await it.to("portal_password")
        entry = it.entry(portal_new="ntuh1qaz2wsx", portal_again="ntuh1qaz2wsx")
        given = frozenset((each.field, each.rule) for each in it.walk.check(entry))
        assert len(given) > 1
        assert it.walk.check(entry, given) == ()
        one = next(iter(given))
        assert {(each.field, each.rule) for each in it.walk.check(entry, frozenset({one}))} == given - {one}


@pytest.mark.parametrize("step", ["preflight", "sign_in", "contact", "send_code", "alias_again"])
async def test_leaving_waits_for_commits_alone(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lane is told which calls are commits: reads are left behind (H-07)."""
    with student() as it:
        await it.to(step)
        told = recorded(it, monkeypatch)
        if not it.walk.loaded:
            await it.walk.load()
        if it.walk.journey.step.picture:
            await it.walk.picture()
        assert not any(told)
        told.clear()
        await it.walk.submit(it.entry())
        assert told == [True] * (step in COMMITS)


def recorded(it: Student, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Note of each call on the lane whether it was said to be a commit."""
    told: list[bool] = []
    submit = it.lane.submit

    def noted(call: Callable[[Any], Any], *, commit: bool = False) -> Future[Any]:
        told.append(commit)
        return submit(call, commit=commit)

    monkeypatch.setattr(it.lane, "submit", noted)
    return told
