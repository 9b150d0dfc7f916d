"""What was typed, held against the rules before anything is sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ntuh_onboard.backend.protocol import Landing
from ntuh_onboard.common.secret import PasswordMark, Secret
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.checking import Complaint, Entry, broken, complaints, facts, folded, ticked
from ntuh_onboard.journey.held_secrets import Held
from ntuh_onboard.journey.state import Journey, begin
from ntuh_onboard.journey.steps import READ_BACKS, STEPS
from ntuh_onboard.rules import RULES, Level
from tests.journey.fakes import ACCOUNT, ALIAS, CLOUD, DEFAULT, ID, NEW, PAGE, PHONE

NEW_PASSWORDS = (
    ("portal_password", "portal_new", "portal_again"),
    ("alias", "cloud_password", "cloud_again"),
    ("cloud_password", "cloud_new", "cloud_new_again"),
)
COMPARED = {"password.not_old", "cloud.not_portal"}
ALREADY = {"employee_id": ID, "mobile_phone": PHONE, "channel": "sms"}


def standing(step: str, **learned: object) -> Journey:
    """At this step, with the usual answers before it."""
    known = {key.replace("load_", "load."): value for key, value in learned.items()}
    return replace(begin("onboard"), at=step, texts=ALREADY, learned=known)


def told(journey: Journey, entry: Entry, held: Held | None = None) -> list[tuple[str, str]]:
    """Field and rule of each complaint."""
    return [(each.field, each.rule) for each in complaints(journey, entry, held or Held())]


def passwords(**typed: str) -> Entry:
    """An entry of secrets alone."""
    return Entry(secrets={key: Secret(text) for key, text in typed.items()})


def test_only_the_first_blocking_rule_of_each_field_is_told() -> None:
    """And no advice while something blocks."""
    entry = passwords(portal_old="", portal_new="aaaa", portal_again="b")
    found = complaints(standing("portal_password"), entry, Held())
    assert found == (
        Complaint("portal_old", "required", Level.HOSPITAL),
        Complaint("portal_new", "password.length", Level.HOSPITAL),
        Complaint("portal_again", "password.repeat", Level.HOSPITAL),
    )


def test_advice_is_told_where_nothing_blocks_and_can_be_passed() -> None:
    """One by one: what is passed is field and rule, so that another field's same advice still speaks."""
    entry = passwords(portal_old=DEFAULT, portal_new="Qwerty1234", portal_again="Qwerty1234")
    found = complaints(standing("portal_password"), entry, Held())
    assert {each.rule for each in found} == {"password.common", "password.keyboard_walk"}
    assert {(each.field, each.level) for each in found} == {("portal_new", Level.ADVICE)}
    first = frozenset({("portal_new", "password.common")})
    assert [each.rule for each in complaints(standing("portal_password"), entry, Held(), first)] == [
        "password.keyboard_walk"
    ]
    other = frozenset({("portal_again", "password.common"), ("portal_again", "password.keyboard_walk")})
    assert len(complaints(standing("portal_password"), entry, Held(), other)) == 2
    blocked = passwords(portal_old=DEFAULT, portal_new="Qwerty1234", portal_again="x")
    assert told(standing("portal_password"), blocked) == [("portal_again", "password.repeat")]


def test_a_good_entry_has_no_complaint() -> None:
    """Every field of the longest page."""
    names = {"english_surname": "Chen", "english_given": "Yi-Fen"}
    texts = {"mobile_phone": PHONE, **names, "office_phone": "61234", "phone_checked": "yes"}
    assert told(standing("contact"), Entry(texts)) == []
    assert told(standing("contact"), Entry({**texts, "phone_checked": ""})) == [("phone_checked", "confirm.ticked")]


def test_a_field_that_may_stay_empty_breaks_no_rule_by_it() -> None:
    """An optional one, though a name is asked for once; an old password that falls back on the one of the sign-in."""
    held = Held()
    entry = passwords(portal_old="", portal_new=NEW, portal_again=NEW)
    assert told(standing("portal_password"), entry) == [("portal_old", "required")]
    held.take(STEPS["sign_in"].field("portal_password"), Secret(DEFAULT))
    assert told(standing("portal_password"), entry, held) == []
    contact = {"mobile_phone": PHONE, "english_surname": "Chen", "phone_checked": "yes", "home_phone": " "}
    assert told(standing("contact"), Entry(contact)) == [("english_given", "english_name.present")]
    asked = frozenset({("english_given", "english_name.present")})
    assert complaints(standing("contact"), Entry(contact), Held(), asked) == ()


def test_only_what_is_asked_is_looked_at() -> None:
    """The number for the message is none of the app's; the choice just made counts."""
    journey = standing("send_code")
    right = {"account_id": ID, "registered_phone": "1"}
    assert told(journey, Entry({**right, "channel": "sms"})) == [("registered_phone", "registered_phone.ten_digits")]
    assert told(journey, Entry({**right, "channel": "authenticator"})) == []
    read_back = replace(standing("contact"), lost="portal_password", reading="read_back_new_password")
    assert told(read_back, Entry({"read_back_captcha": "驗"})) == [("read_back_captcha", "captcha.ascii")]
    assert READ_BACKS["read_back_new_password"].fields[0].id == "read_back_captcha"


def test_rules_see_the_folded_text_and_secrets_as_typed() -> None:
    """Full-width figures are mended; a password is not (P-03)."""
    sign_in = STEPS["sign_in"]
    entry = Entry({"employee_id": "９００ ００１", "captcha": " １rt "}, {"portal_password": Secret(" ａ ")})
    assert [folded(sign_in.field(key), entry) for key in ("employee_id", "captcha", "portal_password", "campus")] == [
        ID,
        "1rt",
        " ａ ",
        "",
    ]
    assert told(standing("sign_in"), entry) == [("portal_password", "secret.no_input_method")]


def test_the_cloud_password_is_compared_with_the_portals() -> None:
    """By its mark (P-05); where none was made, nothing can be said (J2.4)."""
    held = Held()
    journey = standing("alias", enter_code=ACCOUNT)
    entry = Entry({"alias": ALIAS}, passwords(cloud_password=CLOUD, cloud_again=CLOUD).secrets)
    assert told(journey, entry, held) == []
    held.mark = PasswordMark(Secret(CLOUD))
    assert told(journey, entry, held) == [("cloud_password", "cloud.not_portal")]
    held.mark = PasswordMark(Secret(f"{CLOUD}1"))
    assert told(journey, entry, held) == [("cloud_password", "cloud.near_portal")]


def test_what_is_known_of_a_person_comes_from_everywhere() -> None:
    """From what was typed now and before, from the landing page and from the contact page."""
    journey = standing("alias", sign_in=Landing(ID, "陳怡芬"), load_contact=replace(PAGE, mobile_phone="0900000777"))
    entry = Entry({"alias": ALIAS, "english_given": "Mary", "registered_phone": "0900000888"})
    held = Held()
    held.take(STEPS["sign_in"].field("portal_password"), Secret(DEFAULT))
    known = facts(journey, STEPS["alias"].field("cloud_password"), entry, held)
    assert known.employee_id == ID
    assert known.names == ("Mary", "陳怡芬", "Chen", "Yi-Fen")
    assert known.phones == (PHONE, "0900000888", "0900000777")
    assert known.alias == ALIAS
    assert known.national_id == known.old == Secret(DEFAULT)
    assert known.portal is None
    assert facts(journey, STEPS["alias"].field("alias"), entry, held).alias == ""
    assert not any(each in repr(known) for each in (DEFAULT, NEW))


def test_what_must_be_repeated_is_a_secret_or_a_text() -> None:
    """The alias was typed a step before (J6.3); the password in the same one (P-06)."""
    journey = moves.keep(standing("alias", enter_code=ACCOUNT), {"alias": ALIAS})
    again = replace(journey, at="alias_again")
    assert told(again, Entry({"alias_again": "yifen.chan"})) == [("alias_again", "alias.repeat")]
    assert told(again, Entry({"alias_again": f" {ALIAS}@ntuh.gov.tw"})) == []
    asked = STEPS["portal_password"].field("portal_again")
    entry = passwords(portal_new=NEW, portal_again=f"{NEW} ")
    assert [each.id for each in broken(standing("portal_password"), asked, entry, Held())] == ["password.repeat"]


def test_the_old_password_again_is_no_new_one() -> None:
    """The old one is what was typed, else that of the sign-in. The same blocks; its characters turned round warn."""
    held = Held()
    held.take(STEPS["sign_in"].field("portal_password"), Secret(DEFAULT))
    step = standing("portal_password")
    for old, new in (("", DEFAULT), (NEW, NEW)):
        again = complaints(step, passwords(portal_old=old, portal_new=new, portal_again=new), held)
        assert [(each.rule, each.level) for each in again] == [("password.not_old", Level.HOSPITAL)]
    turned = passwords(portal_old=NEW, portal_new=NEW[::-1], portal_again=NEW[::-1])
    assert [each.level for each in complaints(step, turned, held) if each.rule == "password.near_old"] == [Level.ADVICE]


def test_every_rule_that_can_refuse_a_new_password_is_ticked() -> None:
    """All but that about input methods; one that compares with something unknown is not shown as kept."""
    for step, key, again in NEW_PASSWORDS:
        asked, repeated = STEPS[step].field(key), STEPS[step].field(again)
        refusing = {each for each in (*asked.rules, *repeated.rules) if RULES[each].level is Level.HOSPITAL}
        held = Held()
        held.take(STEPS["sign_in"].field("portal_password"), Secret(DEFAULT))
        held.mark = PasswordMark(Secret(DEFAULT))
        entry = passwords(**{key: DEFAULT, again: DEFAULT})
        told = {**ticked(standing(step), asked, entry, held), **ticked(standing(step), repeated, entry, held)}
        assert told.keys() == refusing - {"required", "secret.no_input_method"}
        assert [rule for rule, kept in told.items() if not kept] == [set(asked.rules).intersection(COMPARED).pop()]
        assert set(ticked(standing(step), asked, entry, Held())).isdisjoint(COMPARED)


def test_a_password_that_is_held_keeps_its_ticks() -> None:
    """Come back to change the mail name: the empty field says that the password is kept, and so do its ticks."""
    held, step = Held(), STEPS["alias"]
    for each in ("cloud_password", "cloud_again"):
        held.take(step.field(each), Secret(CLOUD))
        told = ticked(standing("alias"), step.field(each), passwords(), held)
        assert told
        assert all(told.values())
    changed = passwords(cloud_password=NEW)
    assert ticked(standing("alias"), step.field("cloud_again"), changed, held) == {"password.repeat": False}


@pytest.mark.parametrize("text", ["", "\ud800", "a" * 200, "密碼", "\x00"])
def test_nothing_that_can_come_from_a_keyboard_raises(text: str) -> None:
    """Half a character from a broken terminal least of all."""
    held = Held()
    held.mark = PasswordMark(Secret(CLOUD))
    for step in STEPS.values():
        texts = dict.fromkeys((each.id for each in step.fields), text)
        entry = Entry(texts, {key: Secret(text) for key in texts if step.field(key).kind == "secret"})
        complaints(standing(step.id, enter_code=ACCOUNT), entry, held)


def test_an_entry_shows_no_secret() -> None:
    """Not even that there is one."""
    assert "***" not in repr(passwords(portal_new=NEW))
    assert NEW not in repr(passwords(portal_new=NEW))
