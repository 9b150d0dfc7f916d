"""Nobody at the simulated hospital is a real person (J8.3)."""

from __future__ import annotations

from datetime import date

import pytest

from ntuh_onboard.backend.hospital import invented
from ntuh_onboard.backend.hospital.records import Record
from ntuh_onboard.backend.mock import Practice
from ntuh_onboard.rules import Expiry, Facts, Level, check, check_digit_right, expiry

TODAY = date(2026, 11, 24)
RECORDS = invented.records(TODAY)
PLACES = range(len(RECORDS))


def kind(name: str) -> Record:
    return next(each for each in RECORDS if each.kind == name)


def test_the_first_is_the_fresh_student() -> None:
    """104567, with the default password."""
    assert (RECORDS[0].employee_id, RECORDS[0].kind, RECORDS[0].default_password) == ("104567", "fresh", True)


def test_every_kind_is_there_once() -> None:
    """One of each sort of account that the journey can meet."""
    wanted = {
        "fresh", "changed", "activated", "expired", "branch", "old_phone", "no_phone", "wrong_name", "one_word",
        "long_name", "foreign", "no_authenticator",
    }  # fmt: skip
    assert sorted(each.kind for each in RECORDS) == sorted(wanted)


@pytest.mark.parametrize("at", PLACES)
def test_identity_numbers_look_right_and_are_nobodys(at: int) -> None:
    """A right check digit, and in the place of the sex a mark that is given to nobody."""
    number = invented.identity_number(at)
    assert check_digit_right(number)
    assert number[1] in "3Z"
    assert check(("identity.check_digit", "identity.upper_case"), number, Facts()) == ()
    assert not check_digit_right(number[:-1] + str((int(number[-1]) + 1) % 10))


@pytest.mark.parametrize("at", PLACES)
def test_telephones_are_mobiles_that_no_network_has(at: int) -> None:
    """They keep the hospital's rules and begin with 0990."""
    phone = invented.own_phone(at)
    assert phone.startswith("0990")
    assert check(("mobile.taiwanese", "registered_phone.ten_digits"), phone, Facts()) == ()


def test_nothing_of_two_people_is_the_same() -> None:
    """IDs, identity numbers, telephones, authenticators."""
    for values in (
        [each.employee_id for each in RECORDS],
        [invented.identity_number(at) for at in PLACES],
        [invented.own_phone(at) for at in PLACES],
        [each.seed for each in RECORDS if each.seed],
    ):
        assert len(values) == len(set(values))


@pytest.mark.parametrize(
    "text", ["104566", "104667", "999999", "1045670", "10456", "", "１０４５６７", "104567\n", "a04567"]
)
def test_any_other_id_is_somebody_elses(text: str) -> None:
    """Only the invented range counts, in ASCII digits."""
    assert not invented.in_range(text)


def test_there_is_room_for_ten_thousand() -> None:
    """Nothing of two of them is the same, and all of it is invented: the last one's IDs and phone too."""
    many = invented.records(TODAY, ["陳怡芬"] * 10_000)
    assert invented.MOST_PUPILS >= 10_000
    assert all(invented.in_range(each.employee_id) for each in many)
    assert len({each.employee_id for each in many}) == len({each.mobile_phone for each in many}) == len(many)
    assert [invented.place(each) for each in many] == [*range(len(many))]
    test_identity_numbers_look_right_and_are_nobodys(len(many) - 1)
    test_telephones_are_mobiles_that_no_network_has(len(many) - 1)


def test_the_kinds_are_what_they_are_called() -> None:
    """What makes each of them special."""
    assert not kind("changed").default_password
    assert kind("activated").alias
    assert date.fromisoformat(kind("activated").activated_on).year == TODAY.year - 1
    assert expiry(kind("expired").valid_until, TODAY) is Expiry.OVER
    assert expiry(kind("no_authenticator").valid_until, TODAY) is Expiry.SOON
    assert kind("branch").campus != invented.MAIN_CAMPUS
    assert kind("old_phone").registered_phone not in {"", invented.own_phone(invented.place(kind("old_phone")))}
    assert kind("no_phone").registered_phone == ""
    assert kind("wrong_name").account_name != kind("wrong_name").name
    assert kind("one_word").english_surname == ""
    assert len(kind("long_name").english_surname + kind("long_name").english_given) > 60
    assert [each.kind for each in RECORDS if not each.seed] == ["no_authenticator"]


def test_passwords_that_were_changed_keep_the_rules() -> None:
    """What is handed out could have been chosen."""
    for at, person in enumerate(invented.ROSTER):
        for password in (person.portal, person.cloud):
            broken = check(("password.length", "password.letter", "password.digit"), password or "", Facts())
            assert not [each for each in broken if each.level is Level.HOSPITAL]
        assert invented.portal_password(at) != invented.cloud_password(at)


def test_what_is_handed_out_signs_in(quick: Practice) -> None:
    """Every person of the roster gets through the portal's door with what the stage shows."""
    for who, record in zip(quick.stage.people(), RECORDS, strict=True):
        quick.backend.portal.sign_in_page()
        quick.backend.portal.picture()
        text = quick.stage.picture_text()
        page = quick.backend.portal.sign_in(who.employee_id, who.password, text, record.campus)
        assert page.name == who.name


@pytest.mark.parametrize("number", range(20))
def test_strangers_are_invented_too(number: int) -> None:
    """The last one has an ID of the range, a number shaped like ours, and no name of more than the usual length."""
    names = invented.strangers()
    last = invented.records(TODAY, names)[-1]
    assert invented.in_range(last.employee_id), number
    assert last.mobile_phone == f"0990{last.employee_id}"
    assert last.kind == "pupil"
    assert last.default_password
    assert all(len(name) == 3 for name in names)
    assert last.english_surname
    assert last.english_given == ""  # as of the fresh student: that is what has to be filled in


def test_there_are_many_strangers() -> None:
    """Another ID and another name, nearly always."""
    drawn = [invented.records(TODAY, invented.strangers())[-1] for _ in range(40)]
    assert len({each.employee_id for each in drawn}) > 15
    assert len({each.name for each in drawn}) > 30
