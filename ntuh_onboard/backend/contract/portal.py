"""The contract of `Portal` as a whole."""
# ruff: noqa: S101  # tests assert

from __future__ import annotations

from collections.abc import Callable

import pytest

from ntuh_onboard.backend.contract.sign_in import WRONG, SignInPart
from ntuh_onboard.backend.contract.subject import (
    NEW_PORTAL,
    Subject,
    commits,
    meets_every_trouble,
    person,
    refused,
    sign_in,
)
from ntuh_onboard.backend.protocol import CONTACT_FIELDS, Mark, SignOut
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.common.errors import (
    AnswerLost,
    ContactRefused,
    MustChangePassword,
    OldPasswordWrong,
    PasswordRefused,
    Refused,
    SessionEnded,
    WrongCredentials,
)
from ntuh_onboard.common.secret import Secret


class PortalContract(SignInPart):
    """Every verb of `Portal`: its value, its errors, its order, and how each of its commits ends."""

    @pytest.mark.parametrize("verb", ["landing", "contact", "save_contact", "change_password"])
    def test_nothing_opens_without_a_sign_in(self, practice: Subject, verb: str) -> None:
        """O-08: no step can be skipped."""
        portal = practice.backend.portal
        calls = {
            "landing": portal.landing,
            "contact": portal.contact,
            "save_contact": lambda: portal.save_contact({"mobile_phone": "0990999002"}),
            "change_password": lambda: portal.change_password(person(practice).password, NEW_PORTAL),
        }
        assert _ended_at(calls[verb]) == "portal"
        portal.sign_in_page()
        assert _ended_at(calls[verb]) == "portal"
        assert not practice.stage.commits()

    def test_a_session_ends_by_silence(self, practice: Subject) -> None:
        """N-05: every verb prolongs it, and five minutes without one end it."""
        sign_in(practice, person(practice))
        for _ in range(3):
            practice.stage.jump(4 * 60 + 58)
            practice.backend.portal.landing()
        practice.stage.jump(5 * 60 + 2)
        refused(SessionEnded, practice.backend.portal.landing)

    def test_the_password_changes(self, practice: Subject) -> None:
        """The new one signs in, the old one does not, and the session continues."""
        who = person(practice)
        sign_in(practice, who)
        practice.backend.portal.change_password(who.password, NEW_PORTAL)
        assert practice.backend.portal.landing().employee_id == who.employee_id
        assert commits(practice, "portal.change_password") == 1
        refused(WrongCredentials, lambda: sign_in(practice, who))
        sign_in(practice, who, NEW_PORTAL)

    def test_a_wrong_old_password_changes_nothing(self, practice: Subject) -> None:
        """The right one changes it afterwards."""
        who = person(practice)
        sign_in(practice, who)
        refused(OldPasswordWrong, lambda: practice.backend.portal.change_password(WRONG, NEW_PORTAL))
        practice.backend.portal.change_password(who.password, NEW_PORTAL)
        assert commits(practice, "portal.change_password") == 1

    @pytest.mark.parametrize("weak", ["", "Abc1234", "abcdefgh", "12345678", "１２３４abcd"])
    def test_a_weak_password_is_refused(self, practice: Subject, weak: str) -> None:
        """P-02: at least 8 characters, with letters and digits."""
        who = person(practice)
        sign_in(practice, who)
        refused(PasswordRefused, lambda: practice.backend.portal.change_password(who.password, Secret(weak)))
        assert commits(practice, "portal.change_password") == 0
        sign_in(practice, who)

    @pytest.mark.parametrize("length", [8, 64, 65, 200])
    def test_a_long_password_is_kept_whole(self, practice: Subject, length: int) -> None:
        """P-03: spaces, symbols and any letters count; nothing is truncated."""
        who = person(practice)
        password = ("a1 ß€漢" * length)[:length]
        sign_in(practice, who)
        practice.backend.portal.change_password(who.password, Secret(password))
        refused(WrongCredentials, lambda: sign_in(practice, who, Secret(password[:-1])))
        refused(WrongCredentials, lambda: sign_in(practice, who, Secret(password.swapcase())))
        sign_in(practice, who, Secret(password))

    def test_a_default_password_can_be_made_to_reach_nothing(self, practice: Subject) -> None:
        """P-01: until the password is changed, only its change can be reached."""
        who, portal = person(practice), practice.backend.portal
        practice.stage.switch("force_change", value=True)
        assert sign_in(practice, who).must_change
        refused(MustChangePassword, portal.contact)
        refused(MustChangePassword, lambda: portal.save_contact({"mobile_phone": "0990999002"}))
        assert commits(practice, "portal.save_contact") == 0
        portal.change_password(who.password, NEW_PORTAL)
        assert not portal.landing().must_change
        assert portal.contact().employee_id == who.employee_id

    def test_only_what_was_changed_is_saved(self, practice: Subject) -> None:
        """J3.3: all else stays as it was, and the page shows the changes afterwards."""
        sign_in(practice, person(practice))
        portal = practice.backend.portal
        before = portal.contact()
        after = portal.save_contact({"english_given": "Yi-Fen", "mobile_phone": "0990999002"})
        assert (after.english_given, after.mobile_phone) == ("Yi-Fen", "0990999002")
        same = [name for name in CONTACT_FIELDS if name not in {"english_given", "mobile_phone"}]
        assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
        assert portal.contact() == after
        assert commits(practice, "portal.save_contact") == 1

    @pytest.mark.parametrize(
        "changes",
        [
            {"mobile_phone": ""},
            {"mobile_phone": "0912"},
            {"mobile_phone": "0223123456"},
            {"home_phone": "0223123456\n"},
            {"english_surname": "C" * 500},
            {"employee_id": "104568"},
        ],
    )
    def test_a_contact_field_is_refused_by_name(self, practice: Subject, changes: dict[str, str]) -> None:
        """Nothing is saved, and the error names the field."""
        sign_in(practice, person(practice))
        before = practice.backend.portal.contact()
        error = refused(ContactRefused, lambda: practice.backend.portal.save_contact(changes))
        assert error.field in changes
        assert practice.backend.portal.contact() == before
        assert commits(practice, "portal.save_contact") == 0

    def test_sign_out_ends_the_session(self, practice: Subject) -> None:
        """N-04: it is confirmed once; then there is nothing to end. It raises nothing, whatever happens."""
        sign_in(practice, person(practice))
        practice.stage.inject("portal.sign_out", Fault.DOWN)
        assert practice.backend.portal.sign_out() is SignOut.UNCONFIRMED
        assert practice.backend.portal.sign_out() is SignOut.CONFIRMED
        refused(SessionEnded, practice.backend.portal.landing)
        assert practice.backend.portal.sign_out() is SignOut.NOT_NEEDED

    @pytest.mark.parametrize("verb", ["sign_in_page", "picture", "landing", "contact"])
    def test_every_read_tells_its_troubles(self, practice: Subject, verb: str) -> None:
        """Every kind of trouble raises its own error, and the verb works afterwards."""
        sign_in(practice, person(practice))
        call = getattr(practice.backend.portal, verb)
        call()
        meets_every_trouble(practice, f"portal.{verb}", Mark.READ, call)
        sign_in(practice, person(practice))
        call()

    @pytest.mark.parametrize("verb", ["sign_in", "change_password", "save_contact"])
    def test_every_commit_tells_its_troubles(self, practice: Subject, verb: str) -> None:
        """Every kind of trouble raises its own error, nothing is done, and the same commit works afterwards."""
        meets_every_trouble(practice, f"portal.{verb}", Mark.COMMIT, _commit(practice, verb))
        practice.stage.inject(f"portal.{verb}", Fault.REFUSED)
        refused(Refused, _commit(practice, verb))
        _commit(practice, verb)()
        assert commits(practice, f"portal.{verb}") > 0

    @pytest.mark.parametrize(("fault", "done"), [(Fault.LOST_BEFORE, 0), (Fault.LOST_AFTER, 1)])
    def test_a_lost_change_is_read_back(self, practice: Subject, fault: Fault, done: int) -> None:
        """RB-4: which of the passwords signs in tells whether it was done."""
        who = person(practice)
        sign_in(practice, who)
        practice.stage.inject("portal.change_password", fault)
        refused(AnswerLost, lambda: practice.backend.portal.change_password(who.password, NEW_PORTAL))
        assert commits(practice, "portal.change_password") == done
        right, wrong = (NEW_PORTAL, who.password) if done else (who.password, NEW_PORTAL)
        refused(WrongCredentials, lambda: sign_in(practice, who, wrong))
        sign_in(practice, who, right)

    @pytest.mark.parametrize(("fault", "done"), [(Fault.LOST_BEFORE, 0), (Fault.LOST_AFTER, 1)])
    def test_a_lost_save_is_read_back(self, practice: Subject, fault: Fault, done: int) -> None:
        """The page tells when it is read again."""
        sign_in(practice, person(practice))
        practice.stage.inject("portal.save_contact", fault)
        refused(AnswerLost, lambda: practice.backend.portal.save_contact({"office_phone": "61999"}))
        assert commits(practice, "portal.save_contact") == done
        assert (practice.backend.portal.contact().office_phone == "61999") is bool(done)


def _ended_at(call: object) -> str:
    assert callable(call)
    error = refused(SessionEnded, call)
    assert isinstance(error, SessionEnded)
    return error.site


def _commit(practice: Subject, verb: str) -> Callable[[], object]:
    """Return a call of this commit that first does all that it needs."""
    who, portal = person(practice), practice.backend.portal

    def call() -> object:
        if verb == "sign_in":
            return sign_in(practice, who)
        sign_in(practice, who)
        if verb == "save_contact":
            return portal.save_contact({"english_middle": "Mary"})
        return portal.change_password(who.password, NEW_PORTAL)

    return call
