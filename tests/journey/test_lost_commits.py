"""Where the answer to a commit is lost, the hospital is asked, and the commit is never sent again (R-01)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from ntuh_onboard.backend.protocol import ActivationState, Standing
from ntuh_onboard.common.errors import (
    AccountLocked,
    AnswerLost,
    ImpossibleMove,
    Maintenance,
    SessionEnded,
    Unreachable,
    WrongCaptcha,
    WrongCredentials,
)
from ntuh_onboard.journey.checking import Entry
from ntuh_onboard.journey.steps import JOURNEYS
from tests.journey.fakes import ACTIVE, PAGE
from tests.journey.walking import COMMITS, student

AFTER = dict(zip(JOURNEYS["onboard"], JOURNEYS["onboard"][1:], strict=False))


@dataclass(frozen=True)
class Lost:
    """step: whose answer is lost. answers: what the read-backs meet, verb by verb. settled: how it turns out.

    typed: what the student types into the read-backs.
    """

    step: str
    settled: str
    answers: tuple[tuple[str, object], ...] = ()
    typed: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.step}-{self.settled}"


MISFIT = ("portal.sign_in", WrongCredentials())
LOST = [
    Lost("sign_in", "done"),
    Lost("sign_in", "not done", (("portal.landing", SessionEnded("portal")),)),
    Lost("portal_password", "done"),
    Lost("portal_password", "not done", (MISFIT,)),
    Lost("portal_password", "unknown", (MISFIT, MISFIT)),
    Lost("contact", "done", (("portal.contact", replace(PAGE, english_middle="Mary")),)),
    Lost("contact", "not done"),
    Lost("send_code", "done"),
    Lost("send_code", "not done", typed=(("arrived", "no"),)),
    Lost("enter_code", "done"),
    Lost("enter_code", "not done", (("account.account", SessionEnded("account")),)),
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
        turn = await it.walk.submit(it.entry(**changed))
        commits = it.script.count(COMMITS[lost.step])
        assert turn.error is None
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
        assert it.at == (AFTER[lost.step] if lost.settled == "done" else lost.step)
        if lost.settled == "not done":
            await it.to("done")


@pytest.mark.parametrize("error", [Unreachable(), Maintenance(), AnswerLost(), AccountLocked()])
async def test_a_read_back_that_fails_leaves_it_lost(error: Exception) -> None:
    """It may be asked again; the commit is not sent meanwhile."""
    with student() as it:
        await it.to("portal_password")
        it.script.then("portal.change_password", AnswerLost())
        await it.go_on()
        it.script.then("portal.sign_in", error)
        turn = await it.go_on()
        assert turn.error is error
        assert (it.walk.journey.lost, it.walk.journey.reading) == ("portal_password", "read_back_new_password")
        assert it.walk.held.has("portal_new"), "the read-back still needs it"
        assert (await it.go_on()).error is None
        assert it.at == "contact"
        assert it.script.count("portal.change_password") == 1


async def test_a_wrong_picture_code_in_a_read_back_is_said_at_its_own_field() -> None:
    """And asked once more."""
    with student() as it:
        await it.to("portal_password")
        it.script.then("portal.change_password", AnswerLost())
        await it.go_on()
        it.script.then("portal.sign_in", WrongCaptcha())
        turn = await it.go_on()
        assert turn.error is not None
        assert turn.error.field == "read_back_captcha"


async def test_nothing_is_read_back_where_nothing_was_lost() -> None:
    """A front that asks for it has made a mistake."""
    with student() as it:
        with pytest.raises(ImpossibleMove):
            await it.walk.read_back(Entry())
        assert it.script.calls == []
