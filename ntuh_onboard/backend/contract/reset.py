"""The contract of `AccountSite` after the proof for a forgotten cloud password (J8.1)."""
# ruff: noqa: S101  # tests assert

from __future__ import annotations

from functools import partial

import pytest

from ntuh_onboard.backend.contract.activation import ActivationPart
from ntuh_onboard.backend.contract.subject import (
    NEW_CLOUD,
    Subject,
    commits,
    newest_code,
    person,
    proved_commit_tells_its_troubles,
    refused,
)
from ntuh_onboard.backend.protocol import Account, Purpose
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.common.errors import (
    AccountExpired,
    AlreadyActivated,
    AnswerLost,
    CloudPasswordRefused,
    NotActivated,
    SessionEnded,
    WrongCredentials,
)
from ntuh_onboard.common.secret import Secret

VERB = "account.reset_cloud_password"
OTHER = Secret("Lighthouse-27-fern")


def prove_for_reset(practice: Subject, kind: str = "activated") -> Account:
    """Prove by a text message to be this person, who has forgotten the cloud password."""
    who, account = person(practice, kind), practice.backend.account
    account.regulations(Purpose.RESET)
    account.send_code(who.employee_id, who.phone)
    return account.verify_code(who.employee_id, newest_code(practice, who))


def sign_in(practice: Subject, password: Secret) -> None:
    """Sign in to the webmail as the activated person, with a fresh picture."""
    practice.backend.mail.picture()
    practice.backend.mail.sign_in(person(practice, "activated").alias, password, practice.stage.picture_text())


class ResetPart(ActivationPart):
    """The part of `AccountSiteContract` about the reset of the cloud password."""

    def test_a_new_cloud_password_works_at_once(self, practice: Subject) -> None:
        """J7.1: the webmail accepts it, and no longer the old one."""
        old = person(practice, "activated").cloud_password
        sign_in(practice, old)
        prove_for_reset(practice)
        practice.backend.account.reset_cloud_password(NEW_CLOUD)
        assert commits(practice, VERB) == 1
        refused(WrongCredentials, lambda: sign_in(practice, old))
        sign_in(practice, NEW_CLOUD)

    def test_what_was_chosen_is_not_handed_out(self, practice: Subject) -> None:
        """P-11: the stage knows the roster's password, but the student's own is nowhere in clear."""
        assert person(practice, "activated").cloud_password
        assert not person(practice).cloud_password
        prove_for_reset(practice)
        practice.backend.account.reset_cloud_password(NEW_CLOUD)
        assert not person(practice, "activated").cloud_password

    def test_the_page_behind_the_code_is_read_again(self, practice: Subject) -> None:
        """RB-8: this tells whether a lost proof was done."""
        page = prove_for_reset(practice)
        assert practice.backend.account.account() == page
        assert page.asks_password

    def test_nothing_is_reset_without_proof(self, practice: Subject) -> None:
        """O-08: no step can be skipped."""
        account, who = practice.backend.account, person(practice, "activated")
        refused(SessionEnded, lambda: account.reset_cloud_password(NEW_CLOUD))
        account.regulations(Purpose.RESET)
        refused(SessionEnded, lambda: account.reset_cloud_password(NEW_CLOUD))
        account.send_code(who.employee_id, who.phone)
        refused(SessionEnded, lambda: account.reset_cloud_password(NEW_CLOUD))
        assert commits(practice, VERB) == 0

    def test_what_was_never_activated_is_not_reset(self, practice: Subject) -> None:
        """「從未使用請先【啟用網路帳號】」: said before a message if talkative, else after the proof."""
        account, who = practice.backend.account, person(practice)
        account.regulations(Purpose.RESET)
        if self.talkative:
            refused(NotActivated, lambda: account.send_code(who.employee_id, who.phone))
        else:
            account.send_code(who.employee_id, who.phone)
        assert commits(practice, "account.send_code") == 0
        account.regulations(Purpose.RESET)
        code = practice.stage.authenticator_code(who.employee_id)
        assert code is not None
        refused(NotActivated, lambda: account.verify_code(who.employee_id, code))
        refused(SessionEnded, lambda: account.reset_cloud_password(NEW_CLOUD))
        assert commits(practice, VERB) == 0

    def test_the_purpose_is_that_of_the_opening(self, practice: Subject) -> None:
        """If the site is opened for activation again, an activated account is refused as ever."""
        account, who = practice.backend.account, person(practice, "activated")
        account.regulations(Purpose.RESET)
        account.regulations()
        code = practice.stage.authenticator_code(who.employee_id)
        assert code is not None
        refused(AlreadyActivated, lambda: account.verify_code(who.employee_id, code))
        prove_for_reset(practice)

    def test_an_expired_account_is_not_reset(self, practice: Subject) -> None:
        """Its validity has ended, whatever the purpose; any hospital says so after the proof."""
        account, who = practice.backend.account, person(practice, "activated")
        prove_for_reset(practice)
        practice.stage.jump(2 * 366 * 24 * 60 * 60)
        account.regulations(Purpose.RESET)
        code = practice.stage.authenticator_code(who.employee_id)
        assert code is not None
        refused(AccountExpired, lambda: account.verify_code(who.employee_id, code))

    @pytest.mark.parametrize("weak", ["", "Abc1234", "abcdefgh", "12345678"])
    def test_a_weak_password_is_refused(self, practice: Subject, weak: str) -> None:
        """J6.4: the same rules as for the activation; a better one is accepted afterwards."""
        account = practice.backend.account
        prove_for_reset(practice)
        refused(CloudPasswordRefused, lambda: account.reset_cloud_password(Secret(weak)))
        account.reset_cloud_password(NEW_CLOUD)
        assert commits(practice, VERB) == 1

    def test_the_two_passwords_are_not_the_same_after_a_reset(self, practice: Subject) -> None:
        """P-05: 「請勿將此兩密碼設定相同」."""
        account = practice.backend.account
        prove_for_reset(practice)
        refused(CloudPasswordRefused, partial(account.reset_cloud_password, person(practice, "activated").password))
        account.reset_cloud_password(NEW_CLOUD)

    def test_the_reset_tells_its_troubles(self, practice: Subject) -> None:
        """Every kind of trouble raises its own error, nothing is done, and the reset works after a new proof."""
        account = practice.backend.account
        proved_commit_tells_its_troubles(
            practice,
            VERB,
            lambda: prove_for_reset(practice),
            lambda: account.reset_cloud_password(NEW_CLOUD),
        )

    @pytest.mark.parametrize(("fault", "done"), [(Fault.LOST_BEFORE, 0), (Fault.LOST_AFTER, 1)])
    def test_a_lost_reset_shows_at_the_mail(self, practice: Subject, fault: Fault, done: int) -> None:
        """J8.1: either the new password signs in there, or the old one still does."""
        old = person(practice, "activated").cloud_password
        prove_for_reset(practice)
        practice.stage.inject(VERB, fault)
        refused(AnswerLost, lambda: practice.backend.account.reset_cloud_password(OTHER))
        assert commits(practice, VERB) == done
        refused(WrongCredentials, lambda: sign_in(practice, old if done else OTHER))
        sign_in(practice, OTHER if done else old)
