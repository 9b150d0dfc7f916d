"""What each act asks of the port, and what each read-back makes of the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ntuh_onboard.backend.protocol import (
    Activation,
    ActivationState,
    Contact,
    Landing,
    Mark,
    Outcome,
    Purpose,
    Standing,
)
from ntuh_onboard.common.errors import (
    AccountExpired,
    AlreadyActivated,
    SessionEnded,
    SomebodyElse,
    Unreachable,
    WrongCaptcha,
    WrongCredentials,
)
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey import guards, step_acts
from ntuh_onboard.journey.step_acts import Act, Found, Typed
from tests.journey.fakes import ACCOUNT, ACTIVE, ALIAS, CLOUD, CODE, DEFAULT, FROM, ID, NEW, PAGE, PHONE, Script

TEXTS = {
    "employee_id": ID,
    "captcha": "1RT55V",
    "read_back_captcha": "ab3",
    "campus": "T0",
    "account_id": ID,
    "registered_phone": PHONE,
    "alias": ALIAS,
    "mail_alias": ALIAS,
    "mail_captcha": "1rt55v",
}
SECRETS = {
    key: Secret(text)
    for key, text in {
        "portal_password": DEFAULT,
        "portal_old": DEFAULT,
        "portal_new": NEW,
        "code": CODE,
        "cloud_new": CLOUD,
        "mail_password": CLOUD,
    }.items()
}


def typed(texts: dict[str, str] | None = None, **learned: object) -> Typed:
    """As a student has typed it; `load_contact` stands for `load.contact`."""
    known = {key.replace("load_", "load."): value for key, value in learned.items()}
    return Typed({**TEXTS, **(texts or {})}, SECRETS, known, at=41.0, today=date(2026, 11, 24))


def found(act: Act, script: Script, given: Typed) -> Found:
    """What a read-back finds."""
    value = act.run(script.backend, given)
    assert isinstance(value, Found)
    return value


@pytest.mark.parametrize(
    ("act", "verb", "given"),
    [
        (step_acts.SIGN_IN, "portal.sign_in", (ID, DEFAULT, "1RT55V", "T0")),
        (step_acts.CHANGE_PASSWORD, "portal.change_password", (DEFAULT, NEW)),
        (step_acts.SEND_CODE, "account.send_code", (ID, PHONE)),
        (step_acts.VERIFY_CODE, "account.verify_code", (ID, CODE)),
        (step_acts.ACTIVATE, "account.activate", (ALIAS, None)),
        (step_acts.SIGN_IN_PAGE, "portal.sign_in_page", ()),
        (step_acts.PICTURE, "portal.picture", ()),
        (step_acts.CONTACT, "portal.contact", ()),
        (step_acts.REGULATIONS, "account.regulations", (Purpose.ACTIVATE,)),
        (step_acts.RESET_REGULATIONS, "account.regulations", (Purpose.RESET,)),
        (step_acts.RESET_CLOUD_PASSWORD, "account.reset_cloud_password", (CLOUD,)),
        (step_acts.MAIL_PICTURE, "mail.picture", ()),
        (step_acts.MAIL_SIGN_IN, "mail.sign_in", (ALIAS, CLOUD, "1rt55v")),
    ],
    ids=lambda each: getattr(each, "name", None),
)
def test_an_act_asks_one_verb_with_what_was_typed(act: Act, verb: str, given: tuple[object, ...]) -> None:
    """Byte for byte, and once."""
    script = Script()
    act.run(script.backend, typed())
    assert script.calls == [verb]
    assert script.given[verb] == given
    assert act.name == verb


def test_both_sites_are_tried_before_anything_is_typed() -> None:
    """The mail site is of no use before the next day (J0.2)."""
    script = Script()
    assert step_acts.REACH.run(script.backend, typed()) == (script.ask("portal.reach"), script.ask("account.reach"))
    assert script.calls[:2] == ["portal.reach", "account.reach"]


def test_a_cloud_password_goes_only_where_one_was_typed() -> None:
    """An empty one is none (the port: None exactly where the page does not ask)."""
    script = Script()
    for secret, sent in ((Secret("Harbour9Quietly"), "Harbour9Quietly"), (Secret(""), None)):
        step_acts.ACTIVATE.run(script.backend, replace(typed(), secrets={"cloud_password": secret}))
        assert script.given["account.activate"] == (ALIAS, sent)


def test_marks_are_those_of_the_port() -> None:
    """A commit that was marked as a read would be read again at will."""
    commits = {
        step_acts.SIGN_IN,
        step_acts.CHANGE_PASSWORD,
        step_acts.SAVE_CONTACT,
        step_acts.SEND_CODE,
        step_acts.VERIFY_CODE,
        step_acts.ACTIVATE,
    }
    assert {each.mark for each in commits} == {Mark.COMMIT}
    reads = {
        step_acts.REACH,
        step_acts.SIGN_IN_PAGE,
        step_acts.PICTURE,
        step_acts.CONTACT,
        step_acts.REGULATIONS,
        step_acts.READ_BACK_MESSAGE,
    }
    assert {each.mark for each in reads} == {Mark.READ}
    assert step_acts.READ_BACK_NEW_PASSWORD.mark is step_acts.READ_BACK_OLD_PASSWORD.mark is Mark.COMMIT


@pytest.mark.parametrize(
    ("typed_texts", "changes"),
    [
        ({}, {}),
        ({"mobile_phone": PHONE, "english_surname": "Chen"}, {}),
        ({"mobile_phone": "0900000456", "english_surname": "Chen"}, {"mobile_phone": "0900000456"}),
        ({"english_middle": "Mary", "home_phone": ""}, {"english_middle": "Mary", "home_phone": ""}),
        ({"name": "林", "employee_id": "900002", "phone_checked": "yes"}, {}),
    ],
)
def test_only_what_was_changed_is_sent(typed_texts: dict[str, str], changes: dict[str, str]) -> None:
    """What was not touched goes back as it came, and what cannot be changed is never sent (J3.3)."""
    script = Script()
    step_acts.SAVE_CONTACT.run(script.backend, typed(typed_texts, load_contact=PAGE))
    assert script.given["portal.save_contact"] == (changes,)


def test_what_was_typed_is_sent_where_the_page_was_not_seen() -> None:
    """It cannot be told what was changed then."""
    script = Script()
    step_acts.SAVE_CONTACT.run(script.backend, typed({"mobile_phone": PHONE}))
    assert script.given["portal.save_contact"] == ({"mobile_phone": PHONE},)


def test_a_lost_sign_in_is_read_from_the_landing_page() -> None:
    """Whoever is signed in has arrived there (Q3)."""
    script = Script()
    assert found(step_acts.READ_BACK_SIGN_IN, script, typed()) == Found(Outcome.DONE, script.ask("portal.landing"))
    script.then("portal.landing", SessionEnded("portal", "請重新登入"))
    over = Found(Outcome.UNKNOWN, anew=True, said="請重新登入")
    assert found(step_acts.READ_BACK_SIGN_IN, script, typed()) == over, "the sign-in form proves nothing"
    assert script.count("portal.sign_in") == 0


@pytest.mark.parametrize(
    ("act", "password", "outcome"),
    [
        (step_acts.READ_BACK_NEW_PASSWORD, NEW, Outcome.DONE),
        (step_acts.READ_BACK_OLD_PASSWORD, DEFAULT, Outcome.NOT_DONE),
    ],
)
def test_a_lost_password_is_read_by_signing_in_once(act: Act, password: str, outcome: Outcome) -> None:
    """A fit settles it, a misfit leaves it unknown, a wrong picture code is said at its own field (RB-4)."""
    script = Script()
    assert found(act, script, typed()) == Found(outcome)
    assert script.given["portal.sign_in"] == (ID, password, "ab3", "T0")
    script.then("portal.sign_in", WrongCredentials("密碼錯誤"), WrongCaptcha("驗證碼錯誤"), Unreachable())
    assert found(act, script, typed()) == Found(Outcome.UNKNOWN, said="密碼錯誤")
    with pytest.raises(WrongCaptcha) as wrong:
        act.run(script.backend, typed())
    assert (wrong.value.field, wrong.value.said) == ("read_back_captcha", "驗證碼錯誤")
    with pytest.raises(Unreachable):
        act.run(script.backend, typed())
    assert script.count("portal.change_password") == 0


@pytest.mark.parametrize(
    ("reads", "middle", "before", "outcome"),
    [
        ("0900000456", "Mary", PAGE, Outcome.DONE),
        ("0900000456", "Mary", None, Outcome.DONE),
        (PHONE, "", PAGE, Outcome.NOT_DONE),
        (PHONE, "", None, Outcome.UNKNOWN),
        (PHONE, "Mary", PAGE, Outcome.UNKNOWN),
        ("0900000456", "", PAGE, Outcome.UNKNOWN),
        ("", "", PAGE, Outcome.UNKNOWN),
        ("0900-000-456", "Mary", PAGE, Outcome.UNKNOWN),
    ],
)
def test_a_lost_change_of_details_is_read_from_the_page(
    reads: str, middle: str, before: Contact | None, outcome: Outcome
) -> None:
    """All that was to be changed must stand there; that it was not done is told by the old values alone (Q5)."""
    script, page = Script(), replace(PAGE, mobile_phone=reads, english_middle=middle)
    script.then("portal.contact", page)
    given = typed(
        {"mobile_phone": "0900000456", "english_middle": "Mary"}, **({"load_contact": before} if before else {})
    )
    assert found(step_acts.READ_BACK_CONTACT, script, given) == Found(outcome, page)
    assert script.calls == ["portal.contact"]


def test_a_lost_message_is_told_by_the_student_alone() -> None:
    """No site is asked; the countdown runs from the press (UK-7)."""
    script = Script()
    arrived = found(step_acts.READ_BACK_MESSAGE, script, typed({"arrived": "yes"}))
    assert arrived.outcome is Outcome.DONE
    assert getattr(arrived.value, "at", None) == 41.0
    for answer in ("no", ""):
        assert found(step_acts.READ_BACK_MESSAGE, script, typed({"arrived": answer})) == Found(
            Outcome.UNKNOWN, anew=True
        )
    assert script.calls == []


def test_a_lost_code_is_read_from_the_page_behind_it() -> None:
    """It opens only for a session with proof (RB-8)."""
    script = Script()
    assert found(step_acts.READ_BACK_CODE, script, typed()) == Found(Outcome.DONE, ACCOUNT)
    script.then("account.account", SessionEnded("account"))
    over = Found(Outcome.UNKNOWN, anew=True)
    assert found(step_acts.READ_BACK_CODE, script, typed()) == over, "the box for the code proves nothing"
    assert script.calls == ["account.account", "account.account"]


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (ACTIVE, Outcome.DONE),
        (ActivationState(Standing.NOT_ACTIVATED), Outcome.NOT_DONE),
        (ActivationState(Standing.NOT_ACTIVATED, ALIAS, FROM), Outcome.NOT_DONE),
        (replace(ACTIVE, alias="chen.yifen"), Outcome.UNKNOWN),
        (replace(ACTIVE, alias="Yifen.Chen"), Outcome.UNKNOWN),
        (replace(ACTIVE, alias=None), Outcome.UNKNOWN),
        (replace(ACTIVE, effective=None), Outcome.DONE),
        (ActivationState(Standing.UNREADABLE, ALIAS, FROM), Outcome.UNKNOWN),
    ],
)
def test_a_lost_activation_is_read_from_the_site(state: ActivationState, outcome: Outcome) -> None:
    """Another alias than the confirmed one is never a success (RB-10, R-03)."""
    script = Script()
    script.then("account.activation", state)
    it = found(step_acts.READ_BACK_ACTIVATION, script, typed(enter_code=replace(ACCOUNT, domain="ntuh.example")))
    assert it.outcome is outcome
    if outcome is Outcome.DONE:
        assert it.value == Activation(ALIAS, f"{ALIAS}@ntuh.example", FROM)
    assert script.calls == ["account.activation"]


@pytest.mark.parametrize(
    ("before", "now", "outcome"),
    [
        (True, False, Outcome.DONE),
        (True, True, Outcome.NOT_DONE),
        (False, False, Outcome.UNKNOWN),
        (None, False, Outcome.UNKNOWN),
    ],
)
def test_a_password_changed_by_hand_is_seen_where_the_portal_had_asked_for_it(
    before: bool | None,  # noqa: FBT001  # a column of the table
    now: bool,  # noqa: FBT001  # as above
    outcome: Outcome,
) -> None:
    """RB-4 (1): only where it asked before does it tell that it asks no more; that costs no try."""
    script = Script()
    script.then("portal.landing", Landing(ID, "陳怡芬", must_change=now))
    learned = {} if before is None else {"sign_in": Landing(ID, "陳怡芬", must_change=before)}
    assert found(step_acts.SEEN_PASSWORD, script, typed(None, **learned)).outcome is outcome
    assert script.calls == ["portal.landing"]


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (replace(ACTIVE, alias=None), Outcome.DONE),
        (ActivationState(Standing.NOT_ACTIVATED), Outcome.NOT_DONE),
        (ActivationState(Standing.UNREADABLE), Outcome.UNKNOWN),
    ],
)
def test_an_activation_by_hand_is_seen_by_the_sites_word(state: ActivationState, outcome: Outcome) -> None:
    """Whatever the name is: it was typed in the browser."""
    script = Script()
    script.then("account.activation", state)
    assert found(step_acts.SEEN_ACTIVATION, script, typed()).outcome is outcome


@pytest.mark.parametrize(
    ("before", "outcome"),
    [(replace(PAGE, mobile_phone="0900000999"), Outcome.DONE), (PAGE, Outcome.UNKNOWN), (None, Outcome.UNKNOWN)],
)
def test_details_changed_by_hand_are_seen_where_they_differ(before: Contact | None, outcome: Outcome) -> None:
    """The same details prove nothing: there may have been nothing to change."""
    seen = {} if before is None else {"load_contact": before}
    assert found(step_acts.SEEN_CONTACT, Script(), typed(None, **seen)).outcome is outcome


def test_what_was_typed_shows_no_secret() -> None:
    """Nor what the sites have said."""
    written = repr(typed(load_contact=PAGE))
    assert not any(each in written for each in (DEFAULT, NEW, CODE, "陳怡芬"))
    assert typed().secret("nothing").reveal() == ""
    assert typed().text("nothing") == ""


@pytest.mark.parametrize(
    ("progress", "stops"),
    [("first", False), ("password_changed", False), ("mail_only", False), ("activated_before", True), ("", False)],
)
def test_who_was_activated_before_is_sent_another_way(progress: str, *, stops: bool) -> None:
    """Number 5 of the choice (J0.4)."""
    error = guards.activated_before(typed({"progress": progress}))
    assert isinstance(error, AlreadyActivated) if stops else error is None


@pytest.mark.parametrize(
    ("answer", "until", "error"),
    [
        ("right", "2027/07/31", None),
        ("spelling", "2027/07/31", None),
        ("right", "2026/11/24", None),
        ("right", "2026/11/23", AccountExpired),
        ("right", "115/11/23", AccountExpired),
        ("right", "民國115年11月23日", AccountExpired),
        ("right", "永久", None),
        ("somebody_else", "2027/07/31", SomebodyElse),
        ("somebody_else", "2020/01/01", SomebodyElse),
    ],
)
def test_another_person_or_an_account_that_is_over_stops(
    answer: str, until: str, error: type[Exception] | None
) -> None:
    """The last day still counts; a spelling is reported later; a date that cannot be read stops nobody (J6.1)."""
    given = typed({"facts_right": answer}, enter_code=replace(ACCOUNT, valid_until=until))
    assert type(guards.account_in_order(given)) is (error or type(None))
    assert guards.account_in_order(replace(given, today=None)) is None or error is SomebodyElse
    assert guards.account_in_order(typed({"facts_right": "right"})) is None
