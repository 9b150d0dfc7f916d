"""The contract of `Mail` (J7.4)."""
# ruff: noqa: S101  # tests assert

from __future__ import annotations

from functools import partial

import pytest

from ntuh_onboard.backend.contract.subject import (
    ALIAS,
    NEW_CLOUD,
    Contract,
    Subject,
    commits,
    meets_every_trouble,
    prove,
    refused,
)
from ntuh_onboard.backend.protocol import Mark, SignOut, SiteState
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.common.errors import AccountLocked, AnswerLost, Refused, WrongCaptcha, WrongCredentials
from ntuh_onboard.common.secret import Secret

WRONG = Secret("Not-the-one-99")
DAY = 24 * 60 * 60


def activated(practice: Subject, password: Secret | None = NEW_CLOUD) -> None:
    """Activate the fresh student, and go to the day after."""
    prove(practice)
    practice.backend.account.activate(ALIAS, password)
    practice.stage.jump(DAY)


def sign_in(practice: Subject, alias: str = ALIAS, password: Secret = NEW_CLOUD, captcha: str | None = None) -> None:
    """Sign in with a fresh picture; arguments that are not given are right."""
    practice.backend.mail.picture()
    typed = practice.stage.picture_text() if captcha is None else captcha
    practice.backend.mail.sign_in(alias, password, typed)


class MailContract(Contract):
    """Every verb of `Mail`: its value, its errors, and how its commit ends."""

    def test_reach_tells_the_state_and_raises_nothing(self, practice: Subject) -> None:
        """Up, and down."""
        assert practice.backend.mail.reach().state is SiteState.UP
        practice.stage.inject("mail.reach", Fault.DOWN)
        assert practice.backend.mail.reach().state is SiteState.DOWN

    def test_the_picture_has_small_letters_and_digits(self, practice: Subject) -> None:
        """C-04: 「驗證碼(小寫字母或數字)」."""
        practice.backend.mail.picture()
        text = practice.stage.picture_text()
        assert text.isascii()
        assert text.isalnum()
        assert text == text.lower()

    def test_the_account_works_from_the_next_day_on(self, practice: Subject) -> None:
        """「服務於設定完成隔日生效」: on the day of the activation itself it is refused."""
        prove(practice)
        practice.backend.account.activate(ALIAS, NEW_CLOUD)
        refused(Refused, lambda: sign_in(practice))
        practice.stage.jump(DAY)
        sign_in(practice)
        assert commits(practice, "mail.sign_in") == 1

    def test_wrong_credentials_are_refused(self, practice: Subject) -> None:
        """A wrong password and an unknown name get the same answer."""
        activated(practice)
        first = refused(WrongCredentials, lambda: sign_in(practice, password=WRONG))
        second = refused(WrongCredentials, lambda: sign_in(practice, alias="nobody.here"))
        assert (first.said, first.field) == (second.said, second.field)
        sign_in(practice)

    def test_no_password_fits_where_none_was_asked_for(self, practice: Subject) -> None:
        """J6.6: nobody knows one, and the portal password does not work either."""
        practice.stage.switch("asks_password", value=False)
        activated(practice, None)
        for password in (practice.stage.people()[0].password, Secret("")):
            refused(WrongCredentials, partial(sign_in, practice, password=password))

    def test_a_picture_is_used_up_by_any_answer(self, practice: Subject) -> None:
        """C-01."""
        activated(practice)
        practice.backend.mail.picture()
        text = practice.stage.picture_text()
        refused(WrongCredentials, lambda: practice.backend.mail.sign_in(ALIAS, WRONG, text))
        refused(WrongCaptcha, lambda: practice.backend.mail.sign_in(ALIAS, NEW_CLOUD, text))

    @pytest.mark.parametrize("typed", ["", "0"])
    def test_a_wrong_picture_code_is_refused(self, practice: Subject, typed: str) -> None:
        """C-02: also if no picture was asked for."""
        activated(practice)
        refused(WrongCaptcha, lambda: practice.backend.mail.sign_in(ALIAS, NEW_CLOUD, typed))
        refused(WrongCaptcha, lambda: sign_in(practice, captcha=typed))
        sign_in(practice)

    def test_capitals_are_not_small_letters(self, practice: Subject) -> None:
        """C-04: this page wants lower case; digits have no case, so the picture is redrawn until there is a letter."""
        activated(practice)
        practice.backend.mail.picture()
        while practice.stage.picture_text().isdigit():
            practice.backend.mail.picture()
        text = practice.stage.picture_text().upper()
        refused(WrongCaptcha, lambda: practice.backend.mail.sign_in(ALIAS, NEW_CLOUD, text))

    def test_too_many_wrong_passwords_lock_for_a_while(self, practice: Subject) -> None:
        """P-07: as at the portal, but counted separately."""
        activated(practice)
        for _ in range(4):
            refused(WrongCredentials, lambda: sign_in(practice, password=WRONG))
        locked = self.told(AccountLocked, WrongCredentials)
        refused(locked, lambda: sign_in(practice, password=WRONG))
        refused(locked, lambda: sign_in(practice))
        practice.stage.jump(15 * 60 + 2)
        sign_in(practice)

    def test_the_read_tells_its_troubles(self, practice: Subject) -> None:
        """Every kind of trouble raises its own error."""
        meets_every_trouble(practice, "mail.picture", Mark.READ, practice.backend.mail.picture)

    def test_the_commit_tells_its_troubles(self, practice: Subject) -> None:
        """Every kind of trouble raises its own error, and the sign-in works afterwards."""
        activated(practice)
        meets_every_trouble(practice, "mail.sign_in", Mark.COMMIT, lambda: sign_in(practice))
        sign_in(practice)

    @pytest.mark.parametrize(("fault", "done"), [(Fault.LOST_BEFORE, 0), (Fault.LOST_AFTER, 1)])
    def test_a_lost_sign_in_counts_only_where_it_arrived(self, practice: Subject, fault: Fault, done: int) -> None:
        """The sign-out tells whether there was a session."""
        activated(practice)
        practice.stage.inject("mail.sign_in", fault)
        refused(AnswerLost, lambda: sign_in(practice))
        assert commits(practice, "mail.sign_in") == done

    def test_sign_out_ends_the_session(self, practice: Subject) -> None:
        """It is confirmed once; then there is nothing to end."""
        activated(practice)
        sign_in(practice)
        assert practice.backend.mail.sign_out() is SignOut.CONFIRMED
        assert practice.backend.mail.sign_out() is SignOut.NOT_NEEDED
