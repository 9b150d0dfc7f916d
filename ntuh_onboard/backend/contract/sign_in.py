"""The contract of `Portal` until the sign-in: reach, sign-in page, picture, sign-in (J1)."""
# ruff: noqa: S101  # tests assert

from __future__ import annotations

from functools import partial

import pytest

from ntuh_onboard.backend.contract.subject import (
    OUTSIDER,
    Contract,
    Subject,
    commits,
    live,
    person,
    refused,
    sign_in,
)
from ntuh_onboard.backend.protocol import SignOut, SiteState
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.common.errors import (
    AccountLocked,
    AnswerLost,
    Refused,
    SessionEnded,
    UnknownPerson,
    WrongCaptcha,
    WrongCredentials,
)
from ntuh_onboard.common.secret import Secret

WRONG = Secret("Not-the-one-99")


class SignInPart(Contract):
    """The part of `PortalContract` about the sign-in."""

    def test_reach_tells_the_state_and_raises_nothing(self, practice: Subject) -> None:
        """Up, down, closed and changed are states, not errors."""
        portal, stage = practice.backend.portal, practice.stage
        assert portal.reach().state is SiteState.UP
        assert portal.reach().host
        for fault, state in (
            (Fault.DOWN, SiteState.DOWN),
            (Fault.MAINTENANCE, SiteState.MAINTENANCE),
            (Fault.UNEXPECTED_PAGE, SiteState.CHANGED),
        ):
            stage.inject("portal.reach", fault)
            assert portal.reach().state is state
        assert portal.reach().state is SiteState.UP

    @live
    def test_reach_names_the_host(self, practice: Subject) -> None:
        """Whatever the state of the site is."""
        assert practice.backend.portal.reach().host

    @live
    def test_nobody_is_signed_in_to_begin_with(self, practice: Subject) -> None:
        """The verbs behind the sign-in raise `SessionEnded`, and there is nothing to sign out of."""
        portal = practice.backend.portal
        refused(SessionEnded, portal.landing)
        refused(SessionEnded, portal.contact)
        assert portal.sign_out() is SignOut.NOT_NEEDED

    @live
    def test_a_picture_is_a_small_image(self, practice: Subject) -> None:
        """GIF or PNG, under 256 KiB (C-05)."""
        practice.backend.portal.sign_in_page()
        picture = practice.backend.portal.picture()
        assert picture.data.startswith((b"GIF8", b"\x89PNG"))
        assert len(picture.data) < 256 * 1024

    @live
    def test_the_sign_in_page_offers_its_default_campus(self, practice: Subject) -> None:
        """The default is one of the choices (J1.4)."""
        page = practice.backend.portal.sign_in_page()
        assert page.default in [each.value for each in page.campuses]
        assert all(each.label for each in page.campuses)

    def test_a_picture_is_new_each_time(self, practice: Subject) -> None:
        """Each call draws another text (C-05)."""
        portal = practice.backend.portal
        portal.sign_in_page()
        texts = set()
        for _ in range(3):
            portal.picture()
            texts.add(practice.stage.picture_text())
        assert len(texts) == 3

    def test_the_right_password_and_picture_sign_in(self, practice: Subject) -> None:
        """The landing page is this person's; the picture's letters may be typed in lower case (J1.3)."""
        who = person(practice)
        practice.backend.portal.sign_in_page()
        practice.backend.portal.picture()
        typed = practice.stage.picture_text().lower()
        page = practice.backend.portal.sign_in(who.employee_id, who.password, typed, "T0")
        assert (page.employee_id, page.name, page.must_change) == (who.employee_id, who.name, False)
        assert practice.backend.portal.landing() == page

    def test_a_wrong_password_is_refused(self, practice: Subject) -> None:
        """Nobody is signed in then; the right one signs in afterwards."""
        who = person(practice)
        refused(WrongCredentials, lambda: sign_in(practice, who, WRONG))
        refused(SessionEnded, practice.backend.portal.landing)
        assert sign_in(practice, who).employee_id == who.employee_id

    @pytest.mark.parametrize("first_right", [True, False])
    @pytest.mark.parametrize("second_right", [True, False])
    def test_a_picture_is_used_up_by_any_answer(
        self, practice: Subject, *, first_right: bool, second_right: bool
    ) -> None:
        """C-01: whatever is typed first, the same picture is refused afterwards."""
        portal, who = practice.backend.portal, person(practice)
        portal.sign_in_page()
        portal.picture()
        text = practice.stage.picture_text()
        error = WrongCredentials if first_right else WrongCaptcha
        refused(error, lambda: portal.sign_in(who.employee_id, WRONG, text if first_right else "0", "T0"))
        again = text if second_right else "0"
        refused(WrongCaptcha, lambda: portal.sign_in(who.employee_id, who.password, again, "T0"))

    @pytest.mark.parametrize("typed", ["", " ", "0"])
    def test_no_picture_and_no_answer_never_match(self, practice: Subject, typed: str) -> None:
        """C-02: nobody signs in without a picture."""
        portal, who = practice.backend.portal, person(practice)
        portal.sign_in_page()
        refused(WrongCaptcha, lambda: portal.sign_in(who.employee_id, who.password, typed, "T0"))

    def test_a_new_picture_kills_the_one_before(self, practice: Subject) -> None:
        """C-01."""
        portal, who = practice.backend.portal, person(practice)
        portal.sign_in_page()
        portal.picture()
        old = practice.stage.picture_text()
        portal.picture()
        refused(WrongCaptcha, lambda: portal.sign_in(who.employee_id, who.password, old, "T0"))

    def test_a_picture_is_bound_to_its_session(self, practice: Subject) -> None:
        """C-02: one student's picture does not work in another's session."""
        other, who = practice.another(), person(practice)
        practice.backend.portal.sign_in_page()
        practice.backend.portal.picture()
        other.backend.portal.sign_in_page()
        other.backend.portal.picture()
        text = practice.stage.picture_text()
        refused(WrongCaptcha, lambda: other.backend.portal.sign_in(who.employee_id, who.password, text, "T0"))

    def test_sign_in_needs_a_session(self, practice: Subject) -> None:
        """If nothing was opened before, the sign-in is refused."""
        who = person(practice)
        refused(SessionEnded, lambda: practice.backend.portal.sign_in(who.employee_id, who.password, "1RT55V", "T0"))

    def test_an_unknown_person_is_refused_before_the_password(self, practice: Subject) -> None:
        """J8.3: it is always the same refusal, and never a lock."""
        who = person(practice)
        for _ in range(6):
            practice.backend.portal.sign_in_page()
            practice.backend.portal.picture()
            text = practice.stage.picture_text()
            refused(UnknownPerson, partial(practice.backend.portal.sign_in, OUTSIDER, who.password, text, "T0"))

    def test_too_many_wrong_passwords_lock_for_a_while(self, practice: Subject) -> None:
        """P-07: the fifth locks; until the lock ends, the right password gets the same answer as a wrong one."""
        who = person(practice)
        for _ in range(4):
            refused(WrongCredentials, lambda: sign_in(practice, who, WRONG))
        locked = self.told(AccountLocked, WrongCredentials)
        error = refused(locked, lambda: sign_in(practice, who, WRONG))
        assert (error.until is not None) is self.talkative
        assert refused(locked, lambda: sign_in(practice, who)).said == error.said
        practice.stage.jump(15 * 60 - 2)
        refused(locked, lambda: sign_in(practice, who))
        practice.stage.jump(4)
        assert sign_in(practice, who).employee_id == who.employee_id

    def test_another_campus_is_refused(self, practice: Subject) -> None:
        """J1.4: 「有多個院區帳號者，請用主要任職院區帳號」."""
        who = person(practice, "branch")
        error = refused(self.told(Refused, WrongCredentials), lambda: sign_in(practice, who))
        assert (error.field == "campus") is self.talkative
        others = [each.value for each in practice.backend.portal.sign_in_page().campuses]
        assert any(_signs_in(practice, campus) for campus in others)

    def test_a_lost_sign_in_is_read_back(self, practice: Subject) -> None:
        """R-01: the landing page tells whether it arrived."""
        for fault, done in ((Fault.LOST_BEFORE, 0), (Fault.LOST_AFTER, 1)):
            practice.stage.inject("portal.sign_in", fault)
            refused(AnswerLost, lambda: sign_in(practice, person(practice)))
            assert commits(practice, "portal.sign_in") == done
            if done:
                assert practice.backend.portal.landing().employee_id == person(practice).employee_id
            else:
                refused(SessionEnded, practice.backend.portal.landing)


def _signs_in(practice: Subject, campus: str) -> bool:
    who = person(practice, "branch")
    try:
        return sign_in(practice, who, campus=campus).employee_id == who.employee_id
    except Refused:
        return False
