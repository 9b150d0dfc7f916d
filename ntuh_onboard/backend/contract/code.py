"""The contract of `AccountSite` for codes, from text messages and from authenticators (J5)."""
# ruff: noqa: S101  # tests assert

from __future__ import annotations

from functools import partial

import pytest

from ntuh_onboard.backend.contract.sending import AWAY, SendPart
from ntuh_onboard.backend.contract.subject import (
    ON_ITS_WAY,
    Subject,
    commits,
    newest_code,
    other_than,
    person,
    prove,
    refused,
    send,
)
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.common.errors import (
    AccountExpired,
    AlreadyActivated,
    AnswerLost,
    AuthenticatorMissing,
    CodeExpired,
    CodeWrong,
    SessionEnded,
    TriesSpent,
)
from ntuh_onboard.common.secret import Secret


class CodePart(SendPart):
    """The part of `AccountSiteContract` about proof by a code."""

    def test_a_code_lives_two_minutes_from_its_sending(self, practice: Subject) -> None:
        """O-02: accepted after 119 s, refused after 121 s, and a new one works then."""
        who = person(practice)
        send(practice, who)
        code = newest_code(practice, who)
        practice.stage.jump(121 - ON_ITS_WAY)
        error = self.told(CodeExpired, CodeWrong)
        refused(error, lambda: practice.backend.account.verify_code(who.employee_id, code))
        send(practice, who)
        code = newest_code(practice, who)
        practice.stage.jump(119 - ON_ITS_WAY)
        practice.backend.account.verify_code(who.employee_id, code)

    def test_a_code_is_used_up(self, practice: Subject) -> None:
        """O-03: neither the session that it opened nor a new one accepts it again."""
        who = person(practice)
        send(practice, who)
        code = newest_code(practice, who)
        account = practice.backend.account
        account.verify_code(who.employee_id, code)
        refused(CodeWrong, lambda: account.verify_code(who.employee_id, code))
        account.regulations()
        refused(CodeWrong, lambda: account.verify_code(who.employee_id, code))
        assert commits(practice, "account.verify_code") == 1

    def test_only_the_newest_code_counts(self, practice: Subject) -> None:
        """O-06: a new message makes the code of the one before void."""
        who, account = person(practice), practice.backend.account
        send(practice, who)
        old = newest_code(practice, who)
        practice.stage.jump(AWAY)
        account.send_code(who.employee_id, who.phone)
        new = newest_code(practice, who)
        if old != new:
            refused(CodeWrong, lambda: account.verify_code(who.employee_id, old))
        account.verify_code(who.employee_id, new)

    def test_three_wrong_codes_kill_the_right_one(self, practice: Subject) -> None:
        """O-04, O-15: the third ends the proof; a new message begins another."""
        who, account = person(practice), practice.backend.account
        send(practice, who)
        code = newest_code(practice, who)
        for error in (CodeWrong, CodeWrong, self.told(TriesSpent, CodeWrong)):
            refused(error, lambda: account.verify_code(who.employee_id, other_than(code)))
        with pytest.raises((SessionEnded, CodeWrong)):
            account.verify_code(who.employee_id, code)
        practice.stage.jump(AWAY)
        send(practice, who)
        account.verify_code(who.employee_id, newest_code(practice, who))

    def test_nine_wrong_codes_an_hour_end_it_for_the_hour(self, practice: Subject) -> None:
        """O-05: sending again does not renew the tries."""
        who, account = person(practice), practice.backend.account
        for _ in range(3):
            send(practice, who)
            code = newest_code(practice, who)
            for _ in range(3):
                with pytest.raises(CodeWrong if not self.talkative else (CodeWrong, TriesSpent)):
                    account.verify_code(who.employee_id, other_than(code))
            practice.stage.jump(10 * 60)
        self.stopped(practice, TriesSpent, who.employee_id, who.phone)
        practice.stage.jump(60 * 60)
        prove(practice)

    @pytest.mark.parametrize("typed", ["", " ", "0", "None", "000000 ", "１２３４５６"])
    def test_nothing_like_nothing_ever_matches(self, practice: Subject, typed: str) -> None:
        """O-09: neither with nor without a message."""
        who, account = person(practice), practice.backend.account
        account.regulations()
        refused(CodeWrong, lambda: account.verify_code(who.employee_id, Secret(typed)))
        account.send_code(who.employee_id, who.phone)
        refused(CodeWrong, lambda: account.verify_code(who.employee_id, Secret(typed)))
        assert commits(practice, "account.verify_code") == 0

    def test_a_code_is_bound_to_session_and_account(self, practice: Subject) -> None:
        """O-07: it does not work in another student's session or for another's ID."""
        who, other = person(practice), practice.another()
        send(practice, who)
        code = newest_code(practice, who)
        other.backend.account.regulations()
        refused(CodeWrong, lambda: other.backend.account.verify_code(who.employee_id, code))
        changed = person(practice, "changed").employee_id
        refused(CodeWrong, lambda: practice.backend.account.verify_code(changed, code))
        practice.backend.account.verify_code(who.employee_id, code)

    def test_a_message_needs_its_session(self, practice: Subject) -> None:
        """N-05: after five minutes of silence the site begins anew."""
        who, account = person(practice), practice.backend.account
        refused(SessionEnded, lambda: account.verify_code(who.employee_id, Secret("123456")))
        send(practice, who)
        practice.stage.jump(5 * 60 + 2)
        refused(SessionEnded, lambda: account.verify_code(who.employee_id, Secret("123456")))

    def test_the_authenticator_needs_no_message(self, practice: Subject) -> None:
        """J5.4."""
        who, account = person(practice), practice.backend.account
        account.regulations()
        assert account.verify_code(who.employee_id, _shown(practice)).employee_id == who.employee_id

    def test_an_authenticators_code_is_taken_once(self, practice: Subject) -> None:
        """O-12: the same code is refused; the next time step's is accepted."""
        who, account = person(practice), practice.backend.account
        account.regulations()
        code = _shown(practice)
        account.verify_code(who.employee_id, code)
        account.regulations()
        refused(CodeWrong, lambda: account.verify_code(who.employee_id, code))
        practice.stage.jump(30)
        account.verify_code(who.employee_id, _shown(practice))

    @pytest.mark.parametrize(("late", "taken"), [(30, True), (60, False)])
    def test_an_authenticator_may_be_a_step_late(self, practice: Subject, late: int, *, taken: bool) -> None:
        """O-12: by one time step, and no more."""
        who, account = person(practice), practice.backend.account
        shown = _shown(practice)
        practice.stage.jump(late)
        account.regulations()
        if taken:
            account.verify_code(who.employee_id, shown)
        else:
            refused(CodeWrong, lambda: account.verify_code(who.employee_id, shown))

    def test_tries_and_time_of_a_message_are_not_the_authenticators(self, practice: Subject) -> None:
        """J5.3: a message whose time or tries are over does not block the authenticator's code."""
        who, account = person(practice), practice.backend.account
        send(practice, who)
        code = newest_code(practice, who)
        for _ in range(3):
            with pytest.raises((CodeWrong, TriesSpent)):
                account.verify_code(who.employee_id, other_than(code))
        practice.stage.jump(121)
        account.verify_code(who.employee_id, _shown(practice))

    def test_the_authenticator_has_tries_of_its_own(self, practice: Subject) -> None:
        """O-12: after five wrong codes in five minutes, not even a correct one is accepted."""
        who, account = person(practice), practice.backend.account
        for _ in range(5):
            account.regulations()
            refused(CodeWrong, lambda: account.verify_code(who.employee_id, other_than(_shown(practice))))
        account.regulations()
        refused(self.told(TriesSpent, CodeWrong), lambda: account.verify_code(who.employee_id, _shown(practice)))
        practice.stage.jump(5 * 60)
        account.regulations()
        account.verify_code(who.employee_id, _shown(practice))

    def test_some_have_no_authenticator(self, practice: Subject) -> None:
        """J5.6: MOTP is set up at the service desk; a message does as well."""
        who, account = person(practice, "no_authenticator"), practice.backend.account
        assert practice.stage.authenticator_code(who.employee_id) is None
        account.regulations()
        error = self.told(AuthenticatorMissing, CodeWrong)
        refused(error, lambda: account.verify_code(who.employee_id, Secret("123456")))
        prove(practice, "no_authenticator")

    def test_proof_tells_an_activated_or_expired_account(self, practice: Subject) -> None:
        """Every hospital tells this to somebody who has proved who they are."""
        account = practice.backend.account
        for kind, error in (("activated", AlreadyActivated), ("expired", AccountExpired)):
            who = person(practice, kind)
            account.regulations()
            code = practice.stage.authenticator_code(who.employee_id)
            assert code is not None
            refused(error, partial(account.verify_code, who.employee_id, code))
            refused(SessionEnded, account.account)

    @pytest.mark.parametrize(("fault", "done"), [(Fault.LOST_BEFORE, 0), (Fault.LOST_AFTER, 1)])
    def test_a_lost_proof_is_read_back(self, practice: Subject, fault: Fault, done: int) -> None:
        """RB-8: the page behind the code opens only with proof; a code that did not arrive can still be used."""
        who, account = person(practice), practice.backend.account
        send(practice, who)
        code = newest_code(practice, who)
        practice.stage.inject("account.verify_code", fault)
        refused(AnswerLost, lambda: account.verify_code(who.employee_id, code))
        assert commits(practice, "account.verify_code") == done
        if done:
            assert account.account().employee_id == who.employee_id
        else:
            refused(SessionEnded, account.account)
            account.verify_code(who.employee_id, code)


def _shown(practice: Subject) -> Secret:
    code = practice.stage.authenticator_code(person(practice).employee_id)
    assert code is not None
    return code
