"""One person begins anew at a hospital where others are on their way."""

from __future__ import annotations

from functools import partial

import pytest

from ntuh_onboard.backend.hospital.hashes import Hasher
from ntuh_onboard.backend.hospital.records import everybody, owner
from ntuh_onboard.backend.mock import Practice
from ntuh_onboard.backend.protocol import Purpose
from ntuh_onboard.common.errors import OnboardError, SessionEnded
from ntuh_onboard.common.secret import Secret
from tests.backend.hospital.walks import NEW_CLOUD, NEW_PORTAL, WRONG, person, prove, sign_in


def walked(practice: Practice, kind: str, alias: str) -> None:
    """From the sign-in to the activation, with a message sent on the way."""
    who = person(practice, kind)
    sign_in(practice, who)
    if who.kind == "fresh":
        practice.backend.portal.change_password(who.password, NEW_PORTAL)
    practice.backend.account.send_code(who.employee_id, who.phone)
    practice.stage.jump(5)
    prove(practice, who)
    practice.backend.account.activate(alias, NEW_CLOUD)


def test_everything_that_a_person_has_done_is_undone(practice: Practice) -> None:
    """Password, locks, messages and their cool-down, codes and alias: the whole walk can be walked again at once."""
    before = person(practice)
    walked(practice, "fresh", "yifen.chen")
    for _ in range(6):
        with pytest.raises(OnboardError):
            sign_in(practice, before, WRONG)
    practice.hospital.renew(before.employee_id)
    assert person(practice) == before
    assert practice.stage.messages(before.phone) == ()
    walked(practice, "fresh", "yifen.chen")
    (message,) = practice.stage.messages(before.phone)
    assert message.number == 1


def test_who_was_signed_in_is_so_no_more(practice: Practice) -> None:
    """A wizard that still runs cannot go on in what is undone."""
    who = person(practice)
    sign_in(practice, who)
    practice.hospital.renew(who.employee_id)
    with pytest.raises(SessionEnded):
        practice.backend.portal.landing()


class Interrupted(Hasher):
    """Hashing takes its time, in which this person begins anew."""

    def __init__(self, practice: Practice, employee_id: str) -> None:
        super().__init__(practice.hospital.figures)
        self._renew = partial(practice.hospital.renew, employee_id)

    def hash(self, password: Secret) -> str:
        encoded = super().hash(password)
        self._renew()
        return encoded


def test_an_activation_under_way_is_not_done_to_who_begins_anew(practice: Practice) -> None:
    """Nor is the alias taken; the whole walk can be walked after it."""
    who, usual = person(practice), practice.hospital.hasher
    prove(practice, who)
    practice.hospital.hasher = Interrupted(practice, who.employee_id)
    with pytest.raises(SessionEnded):
        practice.backend.account.activate("yifen.chen", NEW_CLOUD)
    practice.hospital.hasher = usual
    with practice.hospital.store.atomic() as unit:
        assert owner(unit, "yifen.chen") is None
    walked(practice, "fresh", "yifen.chen")


def test_a_new_cloud_password_under_way_is_not_set_for_who_begins_anew(practice: Practice) -> None:
    """The one of the roster is asked for again."""
    who = person(practice, "activated")
    practice.backend.account.regulations(Purpose.RESET)
    code = practice.stage.authenticator_code(who.employee_id)
    assert code is not None
    practice.backend.account.verify_code(who.employee_id, code)
    practice.hospital.hasher = Interrupted(practice, who.employee_id)
    with pytest.raises(SessionEnded):
        practice.backend.account.reset_cloud_password(NEW_CLOUD)
    with practice.hospital.store.atomic() as unit:
        (record,) = [each for each in everybody(unit) if each.employee_id == who.employee_id]
    assert not record.own_cloud


def test_nobody_else_is_touched(practice: Practice) -> None:
    """Neither record, nor messages, nor alias; and what the hospital has counted did happen."""
    walked(practice, "changed", "zhihao.lin")
    other = person(practice, "changed")
    with practice.hospital.store.atomic() as unit:
        before = {each.employee_id: each for each in everybody(unit)}
    messages, commits = practice.stage.messages(other.phone), practice.stage.commits()
    fresh = person(practice).employee_id
    practice.hospital.renew(fresh)
    with practice.hospital.store.atomic() as unit:
        after = {each.employee_id: each for each in everybody(unit)}
        held = owner(unit, "zhihao.lin")
    assert {key: each for key, each in after.items() if key != fresh} == {
        key: each for key, each in before.items() if key != fresh
    }
    assert (practice.stage.messages(other.phone), practice.stage.commits()) == (messages, commits)
    assert held is not None
    assert held.employee_id == other.employee_id


def test_the_alias_of_the_roster_is_kept_by_its_owner(practice: Practice) -> None:
    """Who had one on the first day has it again."""
    who = person(practice, "activated")
    practice.hospital.renew(who.employee_id)
    with practice.hospital.store.atomic() as unit:
        held = owner(unit, who.alias)
    assert held is not None
    assert held.employee_id == who.employee_id


def test_nobody_of_this_id_is_an_error(quick: Practice) -> None:
    """The caller has mistaken who there is."""
    with pytest.raises(KeyError):
        quick.hospital.renew("104666")
