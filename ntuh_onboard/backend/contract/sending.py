"""The contract of `AccountSite` until a code is sent: regulations and text messages (J4, J5)."""
# ruff: noqa: S101  # tests assert

from __future__ import annotations

from dataclasses import replace

import pytest

from ntuh_onboard.backend.contract.subject import (
    ON_ITS_WAY,
    OUTSIDER,
    Contract,
    Subject,
    commits,
    live,
    newest_code,
    person,
    refused,
    send,
)
from ntuh_onboard.backend.protocol import Sent, SiteState
from ntuh_onboard.backend.stage import Carrier, Fault
from ntuh_onboard.common.errors import (
    AccountExpired,
    AlreadyActivated,
    AnswerLost,
    BackendError,
    CoolingDown,
    NoPhone,
    PhoneMismatch,
    SendLimit,
    UnknownPerson,
)
from ntuh_onboard.common.secret import Secret

AWAY = 61.0
"""Seconds after which a message may be sent again."""


class SendPart(Contract):
    """The part of `AccountSiteContract` about sending a text message."""

    def stopped(self, practice: Subject, error: type[BackendError], employee_id: str, phone: str) -> None:
        """Assert that no message is sent: with the reason, or with the same answer as if one were (O-06, P-09)."""
        account, stage = practice.backend.account, practice.stage
        like = None if self.talkative else _sent_answer(practice)
        stage.jump(ON_ITS_WAY)
        before = commits(practice, "account.send_code"), _on_phones(practice)
        if self.talkative:
            refused(error, lambda: account.send_code(employee_id, phone))
        else:
            assert replace(account.send_code(employee_id, phone), at=0) == like
        stage.jump(ON_ITS_WAY)
        assert (commits(practice, "account.send_code"), _on_phones(practice)) == before

    def test_reach_tells_the_state_and_raises_nothing(self, practice: Subject) -> None:
        """Up, down, closed, changed."""
        account = practice.backend.account
        assert account.reach().state is SiteState.UP
        practice.stage.inject("account.reach", Fault.MAINTENANCE)
        assert account.reach().state is SiteState.MAINTENANCE

    @live
    def test_the_regulations_are_read(self, practice: Subject) -> None:
        """J4.1, J4.2: articles, and questions with answers."""
        page = practice.backend.account.regulations()
        assert any("請勿將此兩密碼設定相同" in each for each in page.articles)
        assert all(question and answer for question, answer in page.questions)

    def test_a_message_arrives_on_the_registered_phone(self, practice: Subject) -> None:
        """J5.3: numbered and timed, and its code is a proof."""
        who = person(practice)
        practice.backend.account.regulations()
        sent = practice.backend.account.send_code(who.employee_id, who.phone)
        assert sent.at == practice.clock.elapsed()
        practice.stage.jump(ON_ITS_WAY)
        (message,) = practice.stage.messages(who.phone)
        assert (message.number, message.phone, message.sent_at) == (1, who.phone, sent.at)
        assert sent.at < message.arrived_at <= practice.clock.elapsed()
        page = practice.backend.account.verify_code(who.employee_id, newest_code(practice, who))
        assert (page.employee_id, page.name) == (who.employee_id, who.name)

    @pytest.mark.parametrize(
        "phone", ["0990104568", "", "990104567", "+886990104567", "0990-104-567", "０９９０１０４５６７"]
    )
    def test_another_number_gets_no_message(self, practice: Subject, phone: str) -> None:
        """O-07: the number must be as on record, digit by digit; the right one then gets a message."""
        who = person(practice)
        self.stopped(practice, PhoneMismatch, who.employee_id, phone)
        practice.backend.account.send_code(who.employee_id, who.phone)
        newest_code(practice, who)

    def test_an_old_number_is_no_more_the_students(self, practice: Subject) -> None:
        """J3.3: the old one stays on record until the contact details are saved."""
        who = person(practice, "old_phone")
        self.stopped(practice, PhoneMismatch, who.employee_id, who.phone)

    def test_an_account_may_have_no_number(self, practice: Subject) -> None:
        """`NoPhone` leads to the contact details."""
        who = person(practice, "no_phone")
        self.stopped(practice, NoPhone, who.employee_id, who.phone)

    def test_an_activated_or_expired_account_gets_no_message(self, practice: Subject) -> None:
        """J5.6, J6.1."""
        for kind, error in (("activated", AlreadyActivated), ("expired", AccountExpired)):
            who = person(practice, kind)
            self.stopped(practice, error, who.employee_id, who.phone)

    def test_an_unknown_person_is_refused(self, practice: Subject) -> None:
        """J8.3."""
        account = practice.backend.account
        refused(UnknownPerson, lambda: account.send_code(OUTSIDER, "0990104567"))
        refused(UnknownPerson, lambda: account.verify_code(OUTSIDER, Secret("123456")))

    def test_a_second_message_waits_for_the_cool_down(self, practice: Subject) -> None:
        """O-06: refused 59 s after the first, sent after 64 s; the refused one does not make the code void."""
        who = person(practice)
        sent = practice.backend.account.send_code(who.employee_id, who.phone)
        assert sent.resend_after == 60
        practice.stage.jump(59 - ON_ITS_WAY)
        self.stopped(practice, CoolingDown, who.employee_id, who.phone)
        practice.backend.account.send_code(who.employee_id, who.phone)
        newest_code(practice, who)
        assert [each.number for each in practice.stage.messages(who.phone)] == [1, 2]

    def test_only_three_messages_in_ten_minutes(self, practice: Subject) -> None:
        """O-06."""
        who = person(practice)
        for _ in range(3):
            send(practice, who)
            practice.stage.jump(AWAY)
        self.stopped(practice, SendLimit, who.employee_id, who.phone)
        practice.stage.jump(7 * 60)
        send(practice, who)

    def test_only_ten_messages_a_day(self, practice: Subject) -> None:
        """O-06: the eleventh waits for the first to be a day old."""
        who = person(practice)
        for _ in range(10):
            send(practice, who)
            practice.stage.jump(601)
        self.stopped(practice, SendLimit, who.employee_id, who.phone)
        practice.stage.jump(24 * 60 * 60 - 6010)
        send(practice, who)

    @pytest.mark.parametrize(("behaviour", "seen"), [(Carrier.BLOCKS, 0), (Carrier.WRONG_NUMBER, 0), (Carrier.LATE, 1)])
    def test_a_carrier_may_not_deliver(self, practice: Subject, behaviour: Carrier, seen: int) -> None:
        """J5.5: the hospital has sent the message all the same."""
        who = person(practice)
        practice.stage.carrier(behaviour)
        send(practice, who)
        practice.stage.jump(ON_ITS_WAY)
        assert practice.stage.messages(who.phone) == ()
        practice.stage.jump(110)
        assert len(practice.stage.messages(who.phone)) == seen
        assert commits(practice, "account.send_code") == 1

    @pytest.mark.parametrize(("fault", "done"), [(Fault.LOST_BEFORE, 0), (Fault.LOST_AFTER, 1)])
    def test_a_lost_message_shows_on_the_phone(self, practice: Subject, fault: Fault, done: int) -> None:
        """UK-7: the phone tells whether it was sent, and its code is valid."""
        who = person(practice)
        practice.backend.account.regulations()
        practice.stage.inject("account.send_code", fault)
        refused(AnswerLost, lambda: practice.backend.account.send_code(who.employee_id, who.phone))
        practice.stage.jump(ON_ITS_WAY)
        assert len(practice.stage.messages(who.phone)) == commits(practice, "account.send_code") == done
        if done:
            practice.backend.account.verify_code(who.employee_id, newest_code(practice, who))


def _sent_answer(practice: Subject) -> Sent:
    """Return what the site answers when it sends a message, without the time."""
    who = person(practice, "long_name")
    return replace(practice.another().backend.account.send_code(who.employee_id, who.phone), at=0)


def _on_phones(practice: Subject) -> int:
    return sum(len(practice.stage.messages(each.phone)) for each in practice.stage.people())
