"""Where the answer to a commit is lost, the hospital is asked, and the commit is never sent again (R-01)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from ntuh_onboard.backend.protocol import ActivationState, Standing
from ntuh_onboard.common.errors import (
    AccountLocked,
    AnswerLost,
    EnoughAsked,
    EnoughTries,
    ImpossibleMove,
    Maintenance,
    Refused,
    SessionEnded,
    Unreachable,
    WrongCaptcha,
    WrongCredentials,
)
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.checking import Entry
from ntuh_onboard.journey.step import Need
from ntuh_onboard.journey.steps import JOURNEYS
from tests.journey.fakes import ACTIVE, PAGE
from tests.journey.walking import COMMITS, Student, student

AFTER = dict(zip(JOURNEYS["onboard"], JOURNEYS["onboard"][1:], strict=False))


@dataclass(frozen=True)
class Lost:
    """step: whose answer is lost. answers: what the read-backs meet, verb by verb. settled: how it turns out.

    typed: what the student types into the read-backs. next_step: where the student is afterwards, if not here or at
    the next step.
    """

    step: str
    settled: str
    answers: tuple[tuple[str, object], ...] = ()
    typed: tuple[tuple[str, str], ...] = ()
    next_step: str = ""

    def __str__(self) -> str:
        return f"{self.step}-{self.settled}"


MISFIT = ("portal.sign_in", WrongCredentials())
LOST = [
    Lost("sign_in", "done"),
    Lost("sign_in", "anew", (("portal.landing", SessionEnded("portal")),)),
    Lost("portal_password", "done"),
    Lost("portal_password", "not done", (MISFIT,)),
    Lost("portal_password", "unknown", (MISFIT, MISFIT)),
    Lost("contact", "done", (("portal.contact", replace(PAGE, english_middle="Mary")),)),
    Lost("contact", "not done"),
    Lost("contact", "unknown", (("portal.contact", replace(PAGE, english_middle="M.")),)),
    Lost("send_code", "done"),
    Lost("send_code", "anew", typed=(("arrived", "no"),)),
    Lost("enter_code", "done"),
    Lost("enter_code", "anew", (("account.account", SessionEnded("account")),), next_step="send_code"),
    Lost("alias_again", "done"),
    Lost("alias_again", "not done", (("account.activation", ActivationState(Standing.NOT_ACTIVATED)),)),
    Lost("alias_again", "unknown", (("account.activation", replace(ACTIVE, alias="chen.yifen")),)),
    Lost("alias_again", "unknown", (("account.activation", ActivationState(Standing.UNREADABLE)),)),
]


@pytest.mark.parametrize("lost", LOST, ids=str)
async def test_a_lost_commit_is_asked_after_and_never_sent_again(lost: Lost) -> None:
    """Lost is no success and no failure until it is found out (R-01)."""
    changed = {"english_middle": "Mary"} if lost.step == "contact" else {}
    with student() as it:
        await it.to(lost.step)
        if not it.walk.loaded:
            await it.walk.load()
        it.script.then(COMMITS[lost.step], AnswerLost())
        met = await it.walk.submit(it.entry(**changed))
        commits = it.script.count(COMMITS[lost.step])
        assert met is None
        assert (it.walk.journey.lost, it.at) == (lost.step, lost.step)
        assert lost.step not in it.walk.journey.done
        for verb, answer in lost.answers:
            it.script.then(verb, answer)
        while it.walk.journey.reading:
            await it.go_on(**dict(lost.typed))
        journey = it.walk.journey
        assert it.script.count(COMMITS[lost.step]) == commits
        assert (journey.lost == lost.step) == (lost.settled == "unknown")
        assert (lost.step in journey.done) == (lost.settled == "done")
        assert it.at == (lost.next_step or (AFTER[lost.step] if lost.settled == "done" else lost.step))
        assert bool(journey.learned["lost.anew"]) == (lost.settled == "anew")
        if lost.settled == "unknown":
            await nothing_more_is_sent(it, COMMITS[lost.step])
            assert it.walk.move(moves.did_by_hand)
        await it.to("done")


async def nothing_more_is_sent(it: Student, commit: str) -> None:
    """No act of the walk and no move sends what is unknown, or opens its step; each is refused by name (R-01)."""
    before, commits = it.walk.journey, it.script.count(commit)
    assert (before.lost, before.reading) == (before.at, "")
    for again in (it.walk.submit, it.walk.read_back):
        with pytest.raises(ImpossibleMove):
            await again(it.entry())
    with pytest.raises(ImpossibleMove):
        await it.walk.send_again()
    for move in (moves.advance, moves.back, moves.lose, lambda journey: moves.go_to(journey, journey.at)):
        assert not it.walk.move(move)
    assert it.walk.journey == before
    assert it.script.count(commit) == commits


@pytest.mark.parametrize("step", COMMITS)
async def test_the_walk_itself_sends_nothing_while_a_commit_is_lost(step: str) -> None:
    """Whatever a front asks of it: `submit` raises, and the hospital is asked nothing (R-01)."""
    name = next(name for name, order in JOURNEYS.items() if step in order)
    with student(name) as it:
        await it.to(step)
        if not it.walk.loaded:
            await it.walk.load()
        it.script.then(COMMITS[step], AnswerLost())
        assert (await it.walk.submit(it.entry())) is None
        assert it.walk.journey.lost == step
        it.walk.journey = replace(it.walk.journey, reading="")  # as where nothing more can be found out
        await nothing_more_is_sent(it, COMMITS[step])


@pytest.mark.parametrize("fits", [True, False])
async def test_a_read_back_by_a_password_is_none_of_the_students_tries(*, fits: bool) -> None:
    """Neither is it counted, nor told as one: nothing that the student has typed was refused (RB-4, P-08)."""
    with student() as it:
        await it.to("portal_password")
        tries = it.walk.tries["portal.sign_in"]
        it.script.then("portal.change_password", AnswerLost())
        await it.go_on()
        if not fits:
            it.script.then("portal.sign_in", WrongCredentials())
            await it.go_on()
            assert (tries.refused, tries.unsure, tries.asked) == (0, 0, 1)
        await it.go_on()
        assert (tries.refused, tries.unsure, tries.asked) == (0, 0, 0), "a password was accepted"
        await it.to("done")


SIGNING_IN = [
    ("onboard", "portal_password", "portal.sign_in"),
    ("reset", "cloud_password", "mail.sign_in"),
]
"""A journey, its step that is read back by signing in, and where that is."""
NO = {
    "wrong": (WrongCredentials, 2),
    "lost": (AnswerLost, 2),
    "in other words": (Refused, 1),
    "locked": (AccountLocked, 1),
}
"""What a read-back's sign-in meets every time, and how often one is sent: after another kind of refusal, no more."""


@pytest.mark.parametrize("how", NO)
@pytest.mark.parametrize(("journey", "step", "door"), SIGNING_IN)
async def test_read_backs_never_spend_more_tries_than_the_student_was_told(
    journey: str, step: str, door: str, how: str
) -> None:
    """Twenty presses send two at most, in words of its own (RB-4); the desk's reset opens them again (P-08)."""
    with student(journey) as it:
        await it.to(step)
        it.script.then(COMMITS[step], AnswerLost())
        await it.go_on()
        error, most = NO[how]
        before = it.script.count(door)
        it.script.then(door, *(error() for _ in range(20)))
        met: object = None
        for _ in range(20):
            if not it.walk.journey.reading:
                assert it.walk.move(moves.read_again)
            met = await it.go_on()
        assert isinstance(met, EnoughAsked)
        assert it.script.count(door) - before == most
        assert it.script.count(COMMITS[step]) == 1
        assert it.walk.tries[door].refused == 0
        it.script.answers.clear()
        it.walk.tries[door].forget()
        assert (await it.go_on()) is None
        assert step in it.walk.journey.done


async def test_an_account_is_not_locked_by_both_together() -> None:
    """Where read-backs were refused, fewer of the student's own are sent: a fifth would lock (P-08)."""
    with student() as it:
        await it.to("portal_password")
        it.script.then("portal.change_password", AnswerLost())
        await it.go_on()
        it.script.then("portal.sign_in", *(WrongCredentials() for _ in range(4)))
        await it.go_on()
        await it.go_on()
        assert it.walk.move(moves.did_by_hand)
        it.walk.journey = moves.end_session(it.walk.journey, Need.PORTAL_SESSION)
        for _ in range(2):
            assert isinstance((await it.go_on()), WrongCredentials)
        assert isinstance((await it.go_on()), EnoughTries)
        assert it.script.count("portal.sign_in") == 5, "one accepted, then four refused"


@pytest.mark.parametrize("error", [Unreachable(), Maintenance(), AnswerLost()])
async def test_a_read_back_that_fails_leaves_it_lost(error: Exception) -> None:
    """It may be asked again; the commit is not sent meanwhile."""
    with student() as it:
        await it.to("portal_password")
        it.script.then("portal.change_password", AnswerLost())
        await it.go_on()
        it.script.then("portal.sign_in", error)
        met = await it.go_on()
        assert met is error
        assert (it.walk.journey.lost, it.walk.journey.reading) == ("portal_password", "read_back_new_password")
        assert it.walk.held.has("portal_new"), "the read-back still needs it"
        assert (await it.go_on()) is None
        assert it.at == "contact"
        assert it.script.count("portal.change_password") == 1


async def test_a_wrong_picture_code_in_a_read_back_is_said_at_its_own_field() -> None:
    """And asked once more."""
    with student() as it:
        await it.to("portal_password")
        it.script.then("portal.change_password", AnswerLost())
        await it.go_on()
        it.script.then("portal.sign_in", WrongCaptcha())
        met = await it.go_on()
        assert met is not None
        assert met.field == "read_back_captcha"


async def test_nothing_is_read_back_where_nothing_was_lost() -> None:
    """A front that asks for it has made a mistake."""
    with student() as it:
        with pytest.raises(ImpossibleMove):
            await it.walk.read_back(Entry())
        assert it.script.calls == []
