"""Bad input: an error under its own field, everything else kept, nothing sent; and what the hospital refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Button

from ntuh_onboard.rules import mask_phone
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.rule_words import broken_rule
from tests.languages import EN, ZH_TW
from tests.screens.student import ALIAS, CLOUD, PORTAL, SMALL, Student, wizard

CASES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "sign_in": (
        ("employee_id", "12345", "employee_id.six_digits"),
        ("employee_id", "", "required"),
        ("portal_password", "", "required"),
        ("portal_password", "密ㄅㄆㄇ", "secret.no_input_method"),
        ("captcha", "驗證碼", "captcha.ascii"),
        ("captcha", "", "required"),
    ),
    "portal_password": (
        ("portal_new", "Short1", "password.length"),
        ("portal_new", "OnlyLettersHere", "password.digit"),
        ("portal_new", "8675309123", "password.letter"),
        ("portal_new", "密碼Meadow77", "secret.no_input_method"),
        ("portal_again", "Lantern7Meadox", "password.repeat"),
    ),
    "contact": (
        ("mobile_phone", "12345", "mobile.taiwanese"),
        ("mobile_phone", "", "required"),
        ("english_given", "怡芬", "english_name.letters"),
        ("office_phone", "12", "office_phone.shape"),
        ("home_phone", "123", "home_phone.shape"),
    ),
    "enter_code": (
        ("code", "12", "code.digits"),
        ("code", "12a456", "code.digits"),
        ("code", "", "required"),
    ),
    "alias": (
        ("alias", "陳怡芬", "alias.characters"),
        ("alias", ".yifen", "alias.dots"),
        ("alias", "y" * 65, "alias.length"),
        ("cloud_password", PORTAL, "cloud.not_portal"),
        ("cloud_password", "Short1", "password.length"),
        ("cloud_again", "Harbour9Quietlz", "password.repeat"),
    ),
    "alias_again": (("alias_again", "yifen.chen.practise", "alias.repeat"),),
}


async def put(student: Student, key: str, text: str) -> None:
    """Type this text, and set the tick again that was about the one before."""
    await student.put(key, text)
    for each in student.view.labelled.values():
        if each.asked.confirms == key:
            each.put("yes")


@pytest.mark.parametrize("step", CASES)
async def test_an_error_stands_under_its_field_and_nothing_is_sent(step: str) -> None:
    """What is wrong and what to do, all else kept, no verb asked; the right text is then taken."""
    language = EN if step in {"contact", "alias"} else ZH_TW
    async with wizard(step, language=language, size=SMALL) as student:
        for key in student.view.labelled:
            if key in student.answers:
                await student.put(key, student.answer(key))
        if step == "contact":
            student.field("phone_checked").put("yes")
        good = {key: student.text(key) for key in student.view.labelled}
        calls = list(student.calls)
        for key, typed, rule in CASES[step]:
            await put(student, key, typed)
            await student.button("submit")
            assert student.step == step
            said = broken_rule(student.scene, key, rule)
            assert student.wrong(key) == said, (key, typed)
            student.assert_shows(said)
            assert student.app.focused is student.field(key).control
            assert {each: student.text(each) for each in good} == {**good, key: typed}
            assert student.calls == calls
            await put(student, key, good[key])
            assert student.wrong(key) == "", "what was said of another text stays"


async def test_a_registered_phone_of_nine_digits() -> None:
    """The number is typed anew, an error stands under it, and the one that was there can be had back (J5.2)."""
    async with wizard("send_code") as student:
        await student.button("retype")
        await student.put("registered_phone", "091234567")
        await student.button("submit")
        assert student.wrong("registered_phone") == "rule.registered_phone.ten_digits"
        student.assert_shows("rule.registered_phone.ten_digits")
        assert student.count("account.send_code") == 0
        await student.button("keepnumber")
        student.assert_shows("ui.sms_to", phone=mask_phone(student.persona.phone))
        assert not student.shows("ui.act_keep_number")
        await student.finish()


# --- advice -----------------------------------------------------------------------------------------------------------


async def test_advice_is_passed_by_a_second_enter_and_asked_again_of_another_text() -> None:
    """A common password is only advised against; another one is looked at anew (classes of rule)."""
    async with wizard("portal_password") as student:
        await student.fill(portal_new="Qwertyuiop1", portal_again="Qwertyuiop1")
        assert student.step == "portal_password"
        student.assert_shows("ui.advice")
        assert student.wrong("portal_new").startswith("rule.password.")
        assert student.sent.count("portal.change_password") == 0
        await student.put("portal_new", "Password123")
        await student.put("portal_again", "Password123")
        assert student.notice == ""
        await student.enter()
        student.assert_shows("ui.advice")
        assert student.sent.count("portal.change_password") == 0
        await student.enter()
        await student.at("contact")
        assert student.count("portal.change_password") == 1


@pytest.mark.parametrize("size", [SMALL, pytest.param((120, 40), marks=pytest.mark.long)], ids=str)
async def test_enter_makes_the_letter_of_a_national_id_upper_case(size: tuple[int, int]) -> None:
    """Offered once, done by Enter; one try (J1.2)."""
    async with wizard("sign_in", size=size) as student:
        await student.fill(portal_password=student.persona.password.reveal().lower())
        assert student.step == "sign_in"
        student.assert_shows("rule.identity.upper_case")
        assert student.sent == []
        await student.enter()
        await student.at("portal_password")
        assert student.sent == ["portal.sign_in"]


async def test_n_sends_a_national_id_as_it_was_typed() -> None:
    """N is no letter of the password then; what was typed is sent once, and refused at its field (J1.2)."""
    async with wizard("sign_in") as student:
        await student.fill(portal_password=student.persona.password.reveal().lower())
        await student.press("n")
        await student.at("sign_in")
        assert student.sent == ["portal.sign_in"]
        assert student.wrong("portal_password") == "error.WrongCredentials"
        await student.finish()


@pytest.mark.parametrize(
    ("typed", "secret"),
    [("１０４５６７", "Ａ３０１０４５６７９"), ("ㄅㄢˋㄓˊ˙", "Aˇㄢㄅㄢˋㄓˊ˙ㄞ")],
    ids=["full-width", "Bopomofo"],
)
async def test_what_an_input_method_has_made_of_keys_is_put_back(typed: str, secret: str) -> None:
    """An ID while it is typed; a secret, which stays masked, is offered back at its first sign and taken by Enter."""
    async with wizard("sign_in", size=SMALL) as student:
        await student.put("employee_id", typed)
        assert student.text("employee_id") == "104567"
        await student.enter()
        await student.type(secret[:2])
        await student.ready()
        student.assert_shows("ui.keys_meant")
        await student.type(secret[2:])
        await student.ready()
        student.assert_shows("ui.keys_meant")
        await student.enter()
        await student.ready()
        assert student.text("portal_password") == student.persona.password.reveal()
        assert student.app.focused is student.field("captcha").control
        assert not student.wrong("portal_password")
        assert not any(each in student.screen_text() for each in (secret, student.text("portal_password")))
        await student.fill()
        await student.at("portal_password")
        await student.put("portal_new", "ㄅㄆ密碼Meadow77")
        assert student.wrong("portal_new") == "rule.secret.no_input_method"


# --- what the hospital refuses ----------------------------------------------------------------------------------------


async def test_three_wrong_passwords_and_nothing_more_is_sent() -> None:
    """The fourth goes nowhere, so that the account is not locked; after the desk's reset it does (P-08)."""
    async with wizard("sign_in", size=SMALL) as student:
        for tries in (1, 2, 3):
            await student.fill(portal_password=f"Wrong-password-{tries}")
            await student.at("sign_in")
            assert student.wrong("portal_password") == "error.WrongCredentials"
            assert student.text("employee_id") == student.persona.employee_id
            assert student.text("portal_password") == student.text("captcha") == ""
            assert len(student.sent) == tries
        await student.fill(portal_password="Wrong-password-4")
        student.assert_shows("error.EnoughTries")
        assert len(student.sent) == 3
        await student.button("wasreset")
        await student.fill()
        await student.at("portal_password")
        assert len(student.sent) == 4
        await student.finish()


async def test_a_wrong_picture_code_keeps_all_else() -> None:
    """A new picture, and only its field is empty (J1.3)."""
    async with wizard("sign_in", size=SMALL) as student:
        old = student.stage.picture_text()
        await student.fill(captcha="WRONG1")
        await student.at("sign_in")
        assert student.wrong("captcha") == "error.WrongCaptcha"
        student.assert_shows("error.WrongCaptcha")
        assert student.stage.picture_text() != old
        assert student.text("captcha") == ""
        assert student.text("employee_id") == student.persona.employee_id
        assert student.text("portal_password") == student.persona.password.reveal()
        await student.fill()
        await student.at("portal_password")


async def test_somebody_elses_id_is_refused_before_a_password_is_looked_at() -> None:
    """Practice knows invented people only (J8.3)."""
    async with wizard("sign_in") as student:
        await student.put("employee_id", "100001")
        await student.enter()
        assert student.wrong("employee_id") == "error.UnknownPerson"
        student.assert_shows("error.UnknownPerson")
        assert student.app.focused is student.field("employee_id").control
        assert student.sent == []
        await student.fill()
        await student.at("portal_password")


async def test_an_alias_taken_after_the_ceremony_is_told_at_its_own_step() -> None:
    """The error stands at the alias, not at its repetition; another one is then activated, once (J6.2, J6.3)."""
    async with wizard("alias", size=SMALL, answers={"alias": "meiling.huang"}) as student:
        await student.walk("alias_again")
        await student.fill()
        await student.at("alias")
        assert student.wrong("alias") == "error.AliasTaken"
        student.assert_shows("error.AliasTaken")
        assert student.text("alias") == "meiling.huang"
        assert student.count("account.activate") == 0
        student.answers["alias"] = ALIAS
        await student.finish()


async def test_a_cloud_password_that_the_hospital_refuses_is_told_at_its_own_step() -> None:
    """Begun at step 4 the client does not know the portal password, but the hospital does (J2.4, J6.4)."""
    answers = {"progress": "mail_only"}
    async with wizard("progress", "fresh", answers=answers) as student:
        secret = student.persona.password.reveal()
        student.answers |= {"cloud_password": secret, "cloud_again": secret}
        await student.walk("alias")
        await student.fill()
        if student.step == "alias":  # advised against
            await student.enter()
        await student.fill()
        await student.at("alias")
        assert student.wrong("cloud_password") == "error.CloudPasswordRefused"
        student.answers |= {"cloud_password": CLOUD, "cloud_again": CLOUD}
        await student.finish()
        student.assert_shows("ui.done_not_compared")


# --- the code ---------------------------------------------------------------------------------------------------------


async def test_another_phone_leads_to_the_contact_details_and_back() -> None:
    """The number differs: no message; the details are looked at; the right number gets a code (J5.5, J5.6)."""
    async with wizard("send_code") as student:
        await student.button("retype")
        await student.put("registered_phone", "0990999999")
        await student.button("submit")
        assert student.wrong("registered_phone") == "error.PhoneMismatch"
        assert student.count("account.send_code") == 0
        await student.button("tocontact")
        await student.at("contact")
        assert student.text("mobile_phone") == student.persona.phone
        await student.fill()
        await student.at("send_code")
        assert student.status == "ui.contact_saved"
        await student.button("retype")
        await student.put("registered_phone", student.persona.phone)
        await student.finish()
        assert student.count("account.send_code") == 1


async def test_a_message_whose_time_is_over_is_warned_about_once_and_can_be_sent() -> None:
    """Nothing is sent at the first Enter; the second sends it, and the refusal offers another message (J5.3)."""
    async with wizard("enter_code") as student:
        old = student.code()
        student.clock.jump(125)
        student.tick()
        await student.fill(code=old)
        student.assert_shows("ui.code_maybe_over", "ui.code_over")
        assert student.sent.count("account.verify_code") == 0
        await student.enter()
        await student.at("enter_code")
        assert student.sent.count("account.verify_code") == 1
        assert student.wrong("code") == "error.CodeExpired"
        await student.button("resend")
        await student.at("enter_code")
        assert student.count("account.send_code") == 2
        await student.finish()


async def test_a_code_from_the_app_is_never_held_back_for_time() -> None:
    """Not even where a message was asked for before, and its time is over (J5.3)."""
    async with wizard("enter_code") as student:
        student.clock.jump(200)
        await student.press("escape")
        await student.at("send_code")
        await student.put("channel", "authenticator")
        await student.button("submit")
        await student.at("enter_code")
        student.assert_shows("ui.code_from_app")
        code = student.stage.authenticator_code(student.persona.employee_id)
        assert code is not None
        await student.fill(code=code.reveal())
        await student.at("account")
        assert student.count("account.send_code") == 1
        await student.finish()


async def test_another_message_has_to_wait_and_only_the_newest_counts() -> None:
    """Its button counts down and cannot be pressed before; the code's field stays (J5.3, O-06)."""
    async with wizard("enter_code") as student:
        first, resend = student.code(), student.view.query_one("#resend-enter_code", Button)
        for passed, left in ((0, 57), (16, 41), (40, 1)):
            student.clock.jump(passed)
            student.tick()
            await student.ready()
            student.assert_shows("ui.resend_in", seconds=left)
            assert resend.disabled
        student.app.do(ButtonAct.RESEND)
        await student.at("enter_code")
        assert student.count("account.send_code") == 1
        student.clock.jump(1)
        student.tick()
        await student.ready()
        await student.button("resend")
        await student.at("enter_code")
        assert resend.disabled
        assert student.count("account.send_code") == 2
        second = student.code()
        if first != second:
            await student.fill(code=first)
            assert student.wrong("code") == "error.CodeWrong"
        await student.fill(code=second)
        await student.finish()


async def test_going_back_in_the_cool_down_is_no_dead_end() -> None:
    """The button that sends counts down, Enter sends nothing, and the code that has come can be typed (J5.3)."""
    async with wizard("enter_code") as student:
        await student.press("escape")
        await student.at("send_code")
        student.tick()
        await student.ready()
        student.assert_shows("ui.resend_in", seconds=60)
        assert student.view.query_one("#submit-send_code", Button).disabled
        await student.fill()
        student.assert_shows("ui.message_cools")
        assert student.count("account.send_code") == 1
        await student.put("channel", "authenticator")
        assert not student.view.query_one("#submit-send_code", Button).disabled
        await student.put("channel", "sms")
        await student.button("tocode")
        await student.at("enter_code")
        await student.finish()
        assert student.count("account.send_code") == 1


async def test_a_message_that_the_hospital_refuses_leaves_the_code_where_it_is() -> None:
    """What is said counts down, and what has come can still be typed (J5.3)."""
    async with wizard("enter_code") as student:
        walk = student.scene.walk
        walk.sent[-1] = replace(walk.sent[-1], resend_after=None)  # a site that tells only when it refuses
        student.clock.jump(12)
        student.tick()
        await student.button("resend")
        await student.at("enter_code")
        student.assert_shows("error.CoolingDown")
        for passed, left in ((0, 48), (41, 7)):
            student.clock.jump(passed)
            student.tick()
            await student.ready()
            student.assert_shows("ui.wait_seconds", count=left)
            student.assert_shows("ui.resend_in", seconds=left)
        await student.finish()
        assert student.count("account.send_code") == 1


async def test_three_wrong_codes_begin_the_proof_again() -> None:
    """The code is dead; another one is asked for, and taken (O-04, O-15)."""
    async with wizard("enter_code") as student:
        right = student.code()
        wrong = "111111" if right != "111111" else "222222"
        for _ in range(2):
            await student.fill(code=wrong)
            await student.at("enter_code")
            assert student.wrong("code") == "error.CodeWrong"
        await student.fill(code=wrong)
        await student.at("send_code")
        student.assert_shows("error.TriesSpent")
        student.clock.jump(61)
        await student.finish()
        assert student.count("account.send_code") == 2


async def test_a_tick_is_taken_back_when_the_number_that_it_confirms_changes() -> None:
    """One who corrects the number looks at it again, before a message goes to somebody else's phone."""
    async with wizard("contact") as student:
        await student.press("enter", "space")
        assert student.text("phone_checked") == "yes"
        await student.reach(student.field("mobile_phone").control)
        await student.press("end", "backspace", "8")
        assert not student.text("phone_checked")
        await student.put("mobile_phone", student.persona.phone)
        await student.finish()
