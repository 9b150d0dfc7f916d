"""The contract of `AccountSite` after the proof: the page, the activation, reading it back (J6)."""
# ruff: noqa: S101  # tests assert

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from ntuh_onboard.backend.contract.code import CodePart
from ntuh_onboard.backend.contract.subject import ALIAS, NEW_CLOUD, Subject, commits, person, prove, refused, sign_in
from ntuh_onboard.backend.protocol import SignOut, Standing
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.common.errors import (
    AliasRefused,
    AliasTaken,
    AlreadyActivated,
    AnswerLost,
    CloudPasswordMissing,
    CloudPasswordRefused,
    SessionEnded,
)
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.rules import read_date


class ActivationPart(CodePart):
    """The part of `AccountSiteContract` about the activation."""

    def test_the_page_is_read_again(self, practice: Subject) -> None:
        """J6.1: it shows the same facts each time, with a readable date."""
        page = prove(practice)
        assert practice.backend.account.account() == page
        assert page.unit
        assert read_date(page.valid_until) is not None

    def test_the_pages_name_may_differ_from_the_portals(self, practice: Subject) -> None:
        """J6.1: the account site's own spelling is shown, for the student to check."""
        page = prove(practice, "wrong_name")
        assert page.name != sign_in(practice, person(practice, "wrong_name")).name

    @pytest.mark.parametrize("begun", ["nothing", "regulations", "message", "signed out"])
    def test_nothing_behind_the_proof_opens_without_it(self, practice: Subject, begun: str) -> None:
        """O-08: no step can be skipped, and the error names the site."""
        account, who = practice.backend.account, person(practice)
        if begun == "signed out":
            prove(practice)
            assert account.sign_out() is SignOut.CONFIRMED
        if begun in {"regulations", "message"}:
            account.regulations()
        if begun == "message":
            account.send_code(who.employee_id, who.phone)
        for call in (account.account, account.activation, lambda: account.activate(ALIAS, NEW_CLOUD)):
            error = refused(SessionEnded, call)
            assert isinstance(error, SessionEnded)
            assert error.site == "account"
        assert commits(practice, "account.activate") == 0

    def test_a_proof_ends_with_its_session(self, practice: Subject) -> None:
        """N-05: after five minutes of silence."""
        prove(practice)
        practice.stage.jump(5 * 60 + 2)
        refused(SessionEnded, practice.backend.account.account)

    def test_a_proof_opens_no_other_session(self, practice: Subject) -> None:
        """O-07: another student at the same hospital gains nothing by it."""
        other = practice.another()
        other.backend.account.regulations()
        prove(practice)
        refused(SessionEnded, other.backend.account.account)

    def test_the_account_is_activated(self, practice: Subject) -> None:
        """J6.5, J7.1: with this alias, from the next day on, and the site reports it when asked."""
        account = practice.backend.account
        prove(practice)
        assert account.activation().standing is Standing.NOT_ACTIVATED
        done = account.activate(ALIAS, NEW_CLOUD)
        tomorrow = practice.clock.today() + timedelta(days=1)
        assert (done.alias, done.address, done.effective) == (ALIAS, f"{ALIAS}@ntuh.gov.tw", tomorrow)
        state = account.activation()
        assert (state.standing, state.alias, state.effective) == (Standing.ACTIVATED, ALIAS, tomorrow)
        assert commits(practice, "account.activate") == 1

    def test_only_once(self, practice: Subject) -> None:
        """J6.3: neither with the same alias nor with another, and the alias does not change."""
        account = practice.backend.account
        prove(practice)
        account.activate(ALIAS, NEW_CLOUD)
        for alias in (ALIAS, "another.name"):
            refused(AlreadyActivated, partial(account.activate, alias, NEW_CLOUD))
        assert account.activation().alias == ALIAS
        assert commits(practice, "account.activate") == 1

    @pytest.mark.parametrize("taken", ["meiling.huang", "MeiLing.Huang"])
    def test_an_alias_is_one_persons(self, practice: Subject, taken: str) -> None:
        """Aliases that differ by capitals only are the same; a free one is accepted afterwards."""
        account = practice.backend.account
        prove(practice)
        refused(AliasTaken, lambda: account.activate(taken, NEW_CLOUD))
        assert account.activation().standing is Standing.NOT_ACTIVATED
        account.activate(ALIAS, NEW_CLOUD)

    @pytest.mark.parametrize(
        "alias", ["", "a" * 65, "a b", "怡芬", "a@b", ".chen", "chen.", "yi..fen", "chen\n", "ｃｈｅｎ", "a,b", 'a"b']
    )
    def test_an_alias_is_refused(self, practice: Subject, alias: str) -> None:
        """J6.2: at most 64 characters of a mail local part."""
        account = practice.backend.account
        prove(practice)
        refused(AliasRefused, lambda: account.activate(alias, NEW_CLOUD))
        account.activate("a" * 64, NEW_CLOUD)
        assert commits(practice, "account.activate") == 1

    @pytest.mark.parametrize("weak", ["Abc1234", "abcdefgh", "12345678"])
    def test_a_weak_cloud_password_is_refused(self, practice: Subject, weak: str) -> None:
        """J6.4: the same rules as for the portal's."""
        account = practice.backend.account
        prove(practice)
        refused(CloudPasswordRefused, lambda: account.activate(ALIAS, Secret(weak)))
        account.activate(ALIAS, NEW_CLOUD)

    @pytest.mark.parametrize("password", [None, Secret("")])
    def test_a_missing_cloud_password_is_refused(self, practice: Subject, password: Secret | None) -> None:
        """If the page asks for one."""
        account = practice.backend.account
        assert prove(practice).asks_password
        refused(CloudPasswordMissing, lambda: account.activate(ALIAS, password))
        account.activate(ALIAS, NEW_CLOUD)

    def test_the_two_passwords_are_not_the_same(self, practice: Subject) -> None:
        """P-05: 「請勿將此兩密碼設定相同」."""
        account = practice.backend.account
        prove(practice)
        refused(CloudPasswordRefused, lambda: account.activate(ALIAS, person(practice).password))
        account.activate(ALIAS, NEW_CLOUD)

    def test_the_page_may_ask_for_no_password(self, practice: Subject) -> None:
        """J6.6: then activation works without one."""
        practice.stage.switch("asks_password", value=False)
        assert not prove(practice).asks_password
        assert practice.backend.account.activate(ALIAS, None).alias == ALIAS

    def test_an_alias_can_be_taken_meanwhile(self, practice: Subject) -> None:
        """The stage can bring this about; then nothing is activated."""
        prove(practice)
        practice.stage.inject("account.activate", Fault.ALIAS_TAKEN)
        refused(AliasTaken, lambda: practice.backend.account.activate(ALIAS, NEW_CLOUD))
        practice.backend.account.activate(ALIAS, NEW_CLOUD)
        assert commits(practice, "account.activate") == 1

    @pytest.mark.parametrize(("fault", "done"), [(Fault.LOST_BEFORE, 0), (Fault.LOST_AFTER, 1)])
    def test_a_lost_activation_is_read_back(self, practice: Subject, fault: Fault, done: int) -> None:
        """RB-10: the site tells in the same session whether it was done."""
        account = practice.backend.account
        prove(practice)
        practice.stage.inject("account.activate", fault)
        refused(AnswerLost, lambda: account.activate(ALIAS, NEW_CLOUD))
        assert commits(practice, "account.activate") == done
        state = account.activation()
        assert (state.standing, state.alias) == (
            (Standing.ACTIVATED, ALIAS) if done else (Standing.NOT_ACTIVATED, None)
        )
        if not done:
            account.activate(ALIAS, NEW_CLOUD)
        assert commits(practice, "account.activate") == 1
