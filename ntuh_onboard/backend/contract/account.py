"""The contract of `AccountSite` as a whole."""
# ruff: noqa: S101  # tests assert

from __future__ import annotations

from collections.abc import Callable

import pytest

from ntuh_onboard.backend.contract.reset import ResetPart
from ntuh_onboard.backend.contract.subject import (
    ALIAS,
    NEW_CLOUD,
    Subject,
    commits,
    meets_every_trouble,
    newest_code,
    person,
    prove,
    refused,
    send,
)
from ntuh_onboard.backend.protocol import Mark, SignOut
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.common.errors import Refused, SessionEnded


class AccountSiteContract(ResetPart):
    """Every verb of `AccountSite`: its value, its errors, its order, and how each of its commits ends."""

    @pytest.mark.parametrize("verb", ["regulations", "account", "activation"])
    def test_every_read_tells_its_troubles(self, practice: Subject, verb: str) -> None:
        """Every kind of trouble raises its own error, and the verb works afterwards."""
        meets_every_trouble(practice, f"account.{verb}", Mark.READ, getattr(practice.backend.account, verb))
        prove(practice)
        assert getattr(practice.backend.account, verb)() is not None

    @pytest.mark.parametrize("verb", ["send_code", "verify_code", "activate"])
    def test_every_commit_tells_its_troubles(self, practice: Subject, verb: str) -> None:
        """Every kind of trouble raises its own error, nothing is done, and the same commit works afterwards."""
        call = _commit(practice, verb)
        meets_every_trouble(practice, f"account.{verb}", Mark.COMMIT, call)
        practice.stage.inject(f"account.{verb}", Fault.REFUSED)
        refused(Refused, call)
        assert commits(practice, f"account.{verb}") == 0
        _commit(practice, verb)()
        assert commits(practice, f"account.{verb}") == 1

    def test_a_lost_session_is_really_over(self, practice: Subject) -> None:
        """SE: a new proof is needed for everything behind the code."""
        prove(practice)
        practice.stage.inject("account.account", Fault.SESSION_ENDED)
        refused(SessionEnded, practice.backend.account.account)
        refused(SessionEnded, practice.backend.account.account)

    def test_sign_out_ends_the_session(self, practice: Subject) -> None:
        """N-04: the sign-out raises nothing, whatever happens."""
        account = practice.backend.account
        prove(practice)
        practice.stage.inject("account.sign_out", Fault.DOWN)
        assert account.sign_out() is SignOut.UNCONFIRMED
        assert account.sign_out() is SignOut.CONFIRMED
        refused(SessionEnded, account.account)
        assert account.sign_out() is SignOut.NOT_NEEDED

    def test_everything_begins_anew(self, practice: Subject) -> None:
        """After the stage's reset nobody is activated, and nothing is sent, armed or counted."""
        account, who = practice.backend.account, person(practice)
        prove(practice)
        account.activate(ALIAS, NEW_CLOUD)
        practice.stage.inject("account.regulations", Fault.DOWN, times=5)
        practice.stage.reset()
        assert not practice.stage.commits()
        assert practice.stage.messages(who.phone) == ()
        refused(SessionEnded, account.account)
        practice.stage.switch("talkative", self.talkative)
        prove(practice)
        assert account.activate(ALIAS, NEW_CLOUD).alias == ALIAS


def _commit(practice: Subject, verb: str) -> Callable[[], object]:
    """Return a call of this commit, after doing all that it needs."""
    account, who = practice.backend.account, person(practice)
    if verb == "send_code":
        return lambda: account.send_code(who.employee_id, who.phone)
    practice.stage.jump(61)
    if verb == "verify_code":
        send(practice, who)
        code = newest_code(practice, who)
        return lambda: account.verify_code(who.employee_id, code)
    account.regulations()
    shown = practice.stage.authenticator_code(who.employee_id)
    assert shown is not None
    account.verify_code(who.employee_id, shown)
    return lambda: account.activate(ALIAS, NEW_CLOUD)
