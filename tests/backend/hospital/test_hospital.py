"""The hospital as a whole: what is kept, what ends, what a silent or strict one answers (P-04 to P-11, N-07)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from ntuh_onboard.backend.hospital import invented
from ntuh_onboard.backend.hospital.figures import Figures, Switches
from ntuh_onboard.backend.hospital.hashes import Hasher
from ntuh_onboard.backend.hospital.proof import ProofPages
from ntuh_onboard.backend.hospital.sign_in import PortalDoor
from ntuh_onboard.backend.hospital.sqlite import SqliteStore
from ntuh_onboard.backend.mock import Practice, open_practice
from ntuh_onboard.backend.stage import Condition, Fault
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.errors import (
    BackendError,
    CloudPasswordRefused,
    CodeWrong,
    PasswordRefused,
    PhoneMismatch,
    SessionEnded,
    UnknownPerson,
    WrongCredentials,
)
from ntuh_onboard.common.secret import Secret
from tests.backend.hospital.walks import NEW_CLOUD, NEW_PORTAL, WRONG, code_of, person, prove, sign_in


def error_of(call: Callable[[], object]) -> BackendError:
    with pytest.raises(BackendError) as raised:
        call()
    return raised.value


def test_another_session_ends_with_the_password(practice: Practice) -> None:
    """N-07: whoever changed it stays; the account's other sessions are over; other accounts' go on."""
    second, third = practice.another(), practice.another()
    sign_in(practice, person(practice))
    sign_in(second, person(practice))
    sign_in(third, person(practice, "changed"))
    practice.backend.portal.change_password(person(practice).password, NEW_PORTAL)
    assert practice.backend.portal.landing().employee_id == "104567"
    with pytest.raises(SessionEnded):
        second.backend.portal.landing()
    assert third.backend.portal.landing().employee_id == "104568"


def test_two_students_do_not_mix(practice: Practice) -> None:
    """N-03: each sees their own page, messages and activation."""
    second = practice.another()
    mine, theirs = person(practice), person(practice, "long_name")
    sign_in(practice, mine)
    sign_in(second, theirs)
    assert practice.backend.portal.contact().employee_id == mine.employee_id
    assert second.backend.portal.contact().employee_id == theirs.employee_id
    practice.backend.account.send_code(mine.employee_id, mine.phone)
    second.backend.account.send_code(theirs.employee_id, theirs.phone)
    practice.stage.jump(5)
    with pytest.raises(CodeWrong):
        practice.backend.account.verify_code(mine.employee_id, code_of(practice, theirs))
    practice.backend.account.verify_code(mine.employee_id, code_of(practice, mine))
    second.backend.account.verify_code(theirs.employee_id, code_of(second, theirs))
    practice.backend.account.activate("yifen.chen", NEW_CLOUD)
    assert second.backend.account.activation().alias is None


def test_failing_codes_and_failing_passwords_are_counted_apart(practice: Practice) -> None:
    """P-10: neither hurts the other."""
    who = person(practice)
    practice.backend.account.send_code(who.employee_id, who.phone)
    for _ in range(3):
        error_of(lambda: practice.backend.account.verify_code(who.employee_id, Secret("x")))
    sign_in(practice, who)
    for _ in range(5):
        error_of(lambda: sign_in(practice, who, WRONG))
    practice.stage.jump(61)
    practice.backend.account.send_code(who.employee_id, who.phone)
    practice.stage.jump(5)
    practice.backend.account.verify_code(who.employee_id, code_of(practice, who))


def test_a_silent_hospital_answers_all_alike() -> None:
    """P-09: wrong password, locked account and an ID without an account: the same class and the same content."""
    practice = open_practice(ManualClock(), switches=Switches(talkative=False, tells_tries=True), cheap_hashes=True)
    fresh, changed = person(practice), person(practice, "changed")
    for _ in range(5):
        error_of(lambda: sign_in(practice, changed, WRONG))

    def nobody() -> object:
        practice.backend.portal.sign_in_page()
        practice.backend.portal.picture()
        return practice.backend.portal.sign_in("104666", WRONG, practice.stage.picture_text(), "T0")

    answers = [
        error_of(partial(sign_in, practice, fresh, WRONG)),
        error_of(partial(sign_in, practice, changed)),
        error_of(nobody),
    ]
    assert {type(each) for each in answers} == {WrongCredentials}
    assert len({str(vars(each)) for each in answers}) == 1


class Counting(Hasher):
    """A hasher that counts how often it does its slow work."""

    def __init__(self, figures: Figures) -> None:
        super().__init__(figures)
        self.looked = 0

    def fits(self, encoded: str, password: Secret) -> bool:
        self.looked += 1
        return super().fits(encoded, password)


def test_every_refused_sign_in_costs_the_same_work(quick: Practice) -> None:
    """P-09: one hash is computed for a wrong password, a locked account and an ID without an account."""
    hospital = quick.hospital
    counting = hospital.hasher = Counting(hospital.figures)
    quick.stage.switch("talkative", value=False)
    fresh = person(quick)
    error_of(lambda: sign_in(quick, fresh, WRONG))  # hashes the roster's password
    hospital.hasher.spend(WRONG)  # makes nobody's hash
    work = []
    for call in (
        partial(sign_in, quick, fresh, WRONG),
        partial(sign_in, quick, fresh, WRONG),
        partial(sign_in, quick, fresh, WRONG),
        partial(sign_in, quick, fresh, WRONG),
        partial(sign_in, quick, fresh),
    ):
        counting.looked = 0
        error_of(call)
        work.append(counting.looked)
    assert work == [1] * 5


def test_passwords_are_kept_as_argon2id(quick: Practice) -> None:
    """P-11: at the figures' cost, each with its own salt; the roster's, too, once they were looked at."""
    hasher = Hasher(Figures())
    encoded = hasher.hash(NEW_PORTAL)
    assert encoded.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert hasher.hash(NEW_PORTAL) != encoded
    assert hasher.fits(encoded, NEW_PORTAL)
    assert not hasher.fits(encoded, WRONG)
    assert not hasher.fits("", NEW_PORTAL)
    assert not hasher.fits("no hash", NEW_PORTAL)


def test_no_secret_stands_in_the_file(tmp_path: Path) -> None:
    """P-11, O-14: after a whole journey neither a password nor a code is anywhere in the store's files."""
    store = SqliteStore(tmp_path / "hospital.db")
    practice = open_practice(ManualClock(), store=store, cheap_hashes=True)
    who = person(practice)
    sign_in(practice, who)
    practice.backend.portal.change_password(who.password, NEW_PORTAL)
    practice.backend.account.send_code(who.employee_id, who.phone)
    practice.stage.jump(5)
    code = code_of(practice, who)
    practice.backend.account.verify_code(who.employee_id, code)
    practice.backend.account.activate("yifen.chen", NEW_CLOUD)
    kept = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    store.close()
    assert b"argon2id" in kept
    for secret in (who.password, NEW_PORTAL, NEW_CLOUD):
        assert secret.reveal().encode() not in kept
    assert not re.search(rb'[" ]' + code.reveal().encode() + rb'[" ]', kept)


@pytest.mark.parametrize(
    "weak",
    [
        pytest.param("301045679A", id="the default password in another order"),
        pytest.param("104567-walnut", id="the employee ID"),
        pytest.param("walnut-0990104567", id="the phone"),
        pytest.param("Chen-31-walnut", id="a name"),
        pytest.param("ntuh-31-walnut", id="the hospital"),
        pytest.param("Password123", id="a common one"),
        pytest.param("qwertyui1", id="a keyboard walk"),
    ],
)
def test_a_strict_hospital_refuses_more(quick: Practice, weak: str) -> None:
    """P-04: as a switch; without it the published rules are all there are."""
    who = person(quick)
    sign_in(quick, who)
    quick.stage.switch("strict_passwords", value=True)
    with pytest.raises(PasswordRefused):
        quick.backend.portal.change_password(who.password, Secret(weak))
    quick.stage.switch("strict_passwords", value=False)
    quick.backend.portal.change_password(who.password, Secret(weak))


def test_the_old_password_is_no_new_one(quick: Practice) -> None:
    """Nothing would change, so "changed" would be untrue."""
    who = person(quick)
    sign_in(quick, who)
    with pytest.raises(PasswordRefused):
        quick.backend.portal.change_password(who.password, Secret(who.password.reveal()))
    quick.backend.portal.change_password(who.password, NEW_PORTAL)


def test_a_strict_hospital_remembers_the_last_passwords(quick: Practice) -> None:
    """P-04: none of the last three comes back; an older one may."""
    quick.stage.switch("strict_passwords", value=True)
    who = person(quick)
    sign_in(quick, who)
    portal = quick.backend.portal
    old = who.password
    chain = [Secret(f"Walnut-{number}-cloudy") for number in (31, 47, 58, 64, 72)]
    for new in chain:
        portal.change_password(old, new)
        old = new
    for past in chain[1:4]:
        with pytest.raises(PasswordRefused):
            portal.change_password(old, past)
    portal.change_password(old, chain[0])


def test_a_strict_hospital_looks_at_the_cloud_password_too(quick: Practice) -> None:
    """P-04."""
    quick.stage.switch("strict_passwords", value=True)
    prove(quick, person(quick))
    with pytest.raises(CloudPasswordRefused):
        quick.backend.account.activate("yifen.chen", Secret("Password123"))
    quick.backend.account.activate("yifen.chen", NEW_CLOUD)


def test_tries_left_are_told_only_where_that_is_on(quick: Practice) -> None:
    """P-08: by the hospital itself, or not at all."""
    who = person(quick)
    assert error_of(lambda: sign_in(quick, who, WRONG)).left is None
    quick.stage.switch("tells_tries", value=True)
    assert error_of(lambda: sign_in(quick, who, WRONG)).left == 3


def test_a_saved_number_may_not_be_known_at_once(quick: Practice) -> None:
    """J3.3: synchronised or not, by a switch."""
    who = person(quick, "old_phone")
    sign_in(quick, who)
    quick.stage.switch("phone_synced", value=False)
    quick.backend.portal.save_contact({"mobile_phone": who.phone})
    assert error_of(lambda: quick.backend.account.send_code(who.employee_id, who.phone)).field == "registered_phone"
    quick.stage.switch("phone_synced", value=True)
    quick.backend.portal.save_contact({"mobile_phone": who.phone})
    quick.backend.account.send_code(who.employee_id, who.phone)


@pytest.mark.parametrize(("name", "value"), [("no_such_switch", True), ("talkative", "yes"), ("__doc__", True)])
def test_a_wrong_switch_is_told(quick: Practice, name: str, value: object) -> None:
    """A trainer's mistake is an error and not a silent nothing."""
    with pytest.raises(ValueError, match=r"none of|on or off"):
        quick.stage.switch(name, value)


def test_a_hospital_is_opened_as_it_was_left(tmp_path: Path) -> None:
    """R-06: another process finds the activation, and does not make the roster anew."""
    first = open_practice(ManualClock(), store=SqliteStore(tmp_path / "hospital.db"), cheap_hashes=True)
    prove(first, person(first))
    first.backend.account.activate("yifen.chen", NEW_CLOUD)
    first.hospital.store.close()
    again = open_practice(ManualClock(), store=SqliteStore(tmp_path / "hospital.db"), cheap_hashes=True)
    assert again.stage.commits()["account.activate"] == 1
    again.stage.jump(60)
    assert type(error_of(lambda: prove(again, person(again)))).__name__ == "AlreadyActivated"
    again.hospital.store.close()


def test_time_in_the_file_is_the_same_for_every_process(tmp_path: Path) -> None:
    """R-04: a lock begun in one process holds in another, whose own clock began later."""
    first = open_practice(ManualClock(), store=SqliteStore(tmp_path / "hospital.db"), cheap_hashes=True)
    for _ in range(5):
        error_of(lambda: sign_in(first, person(first), WRONG))
    first.hospital.store.close()
    later = ManualClock()
    later.set_now(later.now().replace(minute=50))
    again = open_practice(later, store=SqliteStore(tmp_path / "hospital.db"), cheap_hashes=True)
    error = error_of(lambda: sign_in(again, person(again)))
    assert error.until == pytest.approx((15 - 9) * 60)
    again.hospital.store.close()


def test_an_outsiders_password_is_never_looked_at(quick: Practice) -> None:
    """J8.3: no hash is computed for an ID that is not invented."""
    counting = quick.hospital.hasher = Counting(quick.hospital.figures)
    for text in ("104566", "900001", "abc", ""):
        quick.backend.portal.sign_in_page()
        quick.backend.portal.picture()
        with pytest.raises(UnknownPerson):
            quick.backend.portal.sign_in(text, WRONG, quick.stage.picture_text(), "T0")
    assert counting.looked == 0


def test_a_chosen_password_is_not_handed_out(quick: Practice) -> None:
    """The stage shows what it knows: a password that a student chose is nowhere in clear."""
    who = person(quick)
    sign_in(quick, who)
    quick.backend.portal.change_password(who.password, NEW_PORTAL)
    assert not person(quick).password
    quick.stage.reset()
    assert person(quick).password == invented.portal_password(0)


def test_a_fault_is_met_as_often_as_it_was_asked_for(quick: Practice) -> None:
    """In the order of asking, by that verb alone."""
    quick.stage.inject("portal.sign_in_page", Fault.DOWN, times=2)
    quick.stage.inject("portal.sign_in_page", Fault.MAINTENANCE)
    met = [type(error_of(quick.backend.portal.sign_in_page)).__name__ for _ in range(3)]
    assert met == ["Unreachable", "Unreachable", "Maintenance"]
    quick.backend.portal.sign_in_page()


def test_a_refusal_that_is_lost_is_unknown_too(quick: Practice) -> None:
    """R-01: an answer that did not arrive cannot be told from another; a wrong password is a try spent."""
    who = person(quick)
    quick.stage.switch("tells_tries", value=True)
    quick.stage.inject("portal.sign_in", Fault.LOST_AFTER)
    assert type(error_of(lambda: sign_in(quick, who, WRONG))).__name__ == "AnswerLost"
    assert error_of(lambda: sign_in(quick, who, WRONG)).left == 3


def test_an_account_that_ends_meanwhile_is_not_activated(quick: Practice) -> None:
    """J6.1: proved before midnight of its last day, and too late after it."""
    who = person(quick, "no_authenticator")
    quick.stage.jump(20 * 24 * 60 * 60 + (24 - 10) * 60 * 60 + 17 * 60)
    assert (quick.clock.now().hour, quick.clock.now().minute) == (23, 58)
    quick.backend.account.send_code(who.employee_id, who.phone)
    quick.stage.jump(60)
    quick.backend.account.verify_code(who.employee_id, code_of(quick, who))
    quick.stage.jump(61)
    assert type(error_of(lambda: quick.backend.account.activate("yen.chou", NEW_CLOUD))).__name__ == "AccountExpired"
    assert "account.activate" not in quick.stage.commits()


def test_keys_from_before_a_proof_are_dead(quick: Practice) -> None:
    """N-01: neither the portal's key from before the sign-in nor the account site's from before the code is good."""
    who = person(quick)
    door, proof = PortalDoor(quick.hospital), ProofPages(quick.hospital)
    key, _ = door.open()
    new, _ = door.sign_in(key, who.employee_id, who.password, door.picture(key).text, "T0")
    assert new != key
    assert door.picture(key).session not in {key, new}
    before, _ = proof.regulations()
    code = quick.stage.authenticator_code(who.employee_id)
    assert code is not None
    after, _ = proof.verify_code(before, who.employee_id, code)
    assert after != before
    assert proof.send_code(before, person(quick, "changed").employee_id, person(quick, "changed").phone)[0] != before


def test_wrong_codes_of_messages_are_no_tries_of_the_authenticator(quick: Practice) -> None:
    """J5.3, O-12: six of them in five minutes, and the authenticator's code is still looked at."""
    who, account = person(quick), quick.backend.account
    for _ in range(2):
        account.send_code(who.employee_id, who.phone)
        for _ in range(3):
            error_of(lambda: account.verify_code(who.employee_id, Secret("x")))
        quick.stage.jump(61)
    prove(quick, who)


def test_another_countrys_number_can_be_saved_but_gets_no_message(quick: Practice) -> None:
    """J3.2: 「可能收不到簡訊」; the account site takes ten digits only."""
    who = person(quick)
    sign_in(quick, who)
    quick.backend.portal.save_contact({"mobile_phone": "+819012345678"})
    error = error_of(lambda: quick.backend.account.send_code(who.employee_id, "+819012345678"))
    assert type(error).__name__ == "PhoneMismatch"


@pytest.mark.parametrize("talkative", [True, False])
def test_an_invented_id_without_an_account(quick: Practice, *, talkative: bool) -> None:
    """P-09: nobody has 104666; a silent hospital answers as for anybody, and sends nothing."""
    quick.stage.switch("talkative", value=talkative)
    account, portal = quick.backend.account, quick.backend.portal
    portal.sign_in_page()
    portal.picture()
    told = error_of(lambda: portal.sign_in("104666", WRONG, quick.stage.picture_text(), "T0"))
    assert type(told) is (UnknownPerson if talkative else WrongCredentials)
    if talkative:
        assert type(error_of(lambda: account.send_code("104666", "0990104666"))) is UnknownPerson
    else:
        assert account.send_code("104666", "0990104666").said
    account.regulations()
    told = error_of(lambda: account.verify_code("104666", Secret("123456")))
    assert type(told) is (UnknownPerson if talkative else CodeWrong)
    quick.stage.jump(5)
    assert not quick.stage.commits()
    assert quick.stage.messages("0990104666") == ()


def test_a_code_that_is_out_outlives_a_number_that_becomes_an_old_one(practice: Practice) -> None:
    """No gateway recalls a message; the next one goes to the number of now, and no other session takes the code."""
    who = person(practice)
    practice.backend.account.regulations()
    practice.backend.account.send_code(who.employee_id, who.phone)
    practice.stage.jump(5)
    practice.stage.befall(who.employee_id, Condition.OLD_PHONE)
    other = practice.another()
    other.backend.account.regulations()
    assert isinstance(
        error_of(lambda: other.backend.account.verify_code(who.employee_id, code_of(practice, who))), CodeWrong
    )
    assert practice.backend.account.verify_code(who.employee_id, code_of(practice, who)).employee_id == who.employee_id
    practice.stage.jump(61)
    practice.backend.account.regulations()
    again = error_of(lambda: practice.backend.account.send_code(who.employee_id, who.phone))
    assert isinstance(again, PhoneMismatch)
