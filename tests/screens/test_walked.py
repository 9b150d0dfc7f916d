"""What somebody met who saw the program for the first time: where the cursor is, and what is offered in vain."""

from __future__ import annotations

import re

import pytest

from ntuh_onboard.backend.protocol import Activation
from ntuh_onboard.journey.journeys import BEGINNINGS
from ntuh_onboard.journey.step import Kind
from ntuh_onboard.journey.steps import JOURNEYS, STEPS
from ntuh_onboard.screens.base.farewell import farewell
from ntuh_onboard.screens.widgets.picture import PictureCode
from ntuh_onboard.texts.languages import Language
from tests.languages import EN, ZH_TW
from tests.screens.student import ALIAS, PORTAL, SMALL, Student, at_the_door, practising, wizard

TICKED = {
    step: journey
    for journey, steps in JOURNEYS.items()
    for step in steps
    if any(each.kind is Kind.CONFIRM for each in STEPS[step].fields)
}
"""Each step at which something is agreed to, and a journey that has it."""


async def test_what_is_typed_at_a_suggested_mail_name_goes_into_the_field() -> None:
    """In place of what was there; nothing is swallowed."""
    usual = {"english_surname": "Chen", "english_given": "Yi-Fen"}
    async with wizard("contact", size=SMALL) as student:
        for key, text in usual.items():
            await student.put(key, text)
        await student.walk("alias")
        await student.press("tab", "enter")
        assert student.text("alias") == "yifen.chen"
        await student.press("shift+tab")
        await student.type("wang")
        assert student.text("alias") == "wang"
        assert student.app.focused is student.field("alias").control


async def test_who_goes_back_to_change_the_mail_name_is_at_the_name() -> None:
    """The cloud password is kept, so that nothing else is missing (J6.3)."""
    async with wizard("alias", size=SMALL) as student:
        await student.walk("alias_again")
        await student.press("escape")
        await student.at("alias")
        assert student.text("alias") == ALIAS
        assert student.app.focused is student.field("alias").control


async def test_nothing_is_offered_for_a_code_that_was_accepted() -> None:
    """No countdown, no other message, no other number: nothing of it would do anything."""
    async with wizard("enter_code", size=SMALL) as student:
        await student.walk("account")
        await student.press("escape")
        await student.at("enter_code")
        student.assert_shows("ui.sealed")
        offered = {(each.id or "").partition("-")[0] for each in student.view.query("Button") if each.region.area}
        assert offered == {"submit", "back"}
        assert not student.sees("剩餘有效時間"), student.screen_text()


async def test_who_has_chosen_the_app_reads_of_no_time_limit() -> None:
    """Expiry belongs to messages only (J5.3)."""
    async with wizard("send_code", size=SMALL, answers={"channel": "authenticator", "code": "1"}) as student:
        await student.fill()
        await student.at("enter_code")
        assert not student.sees("2 分鐘"), student.screen_text()


async def test_a_void_code_is_not_offered_and_no_way_leads_to_where_one_is() -> None:
    """After three wrong codes another message is the only way (O-04)."""
    async with wizard("enter_code", size=SMALL) as student:
        wrong = "111111" if student.code() != "111111" else "222222"
        for _ in range(3):
            await student.fill(code=wrong)
        await student.at("send_code")
        student.tick()
        await student.ready()
        offered = {(each.id or "").partition("-")[0] for each in student.view.query("Button") if each.region.area}
        assert offered == {"submit", "back", "retype"}


async def test_a_number_that_is_wrong_cannot_be_confirmed() -> None:
    """Not even where it stands with its error; and what asked for a tick is gone with the tick."""
    async with wizard("contact", size=SMALL) as student:
        await student.button("submit")
        assert student.wrong("phone_checked") == "rule.confirm.ticked"
        await student.put("mobile_phone", "12345")
        await student.reach(student.field("phone_checked").control)
        await student.press("space")
        assert (student.text("phone_checked"), student.wrong("phone_checked")) == ("", "ui.tick_after_mending")
        await student.put("mobile_phone", student.persona.phone)
        await student.reach(student.field("phone_checked").control)
        await student.press("space")
        assert (student.text("phone_checked"), student.wrong("phone_checked")) == ("yes", "")


async def test_letters_typed_over_the_large_picture_are_those_of_the_code() -> None:
    """The large picture closes, and the cursor is in the field (J1.3)."""
    async with wizard("sign_in", size=SMALL) as student:
        await student.button("zoom")
        await student.type(student.stage.picture_text())
        await student.ready()
        assert student.text("captcha") == student.stage.picture_text()
        assert student.app.focused is student.field("captcha").control


async def test_tab_selects_what_a_field_holds() -> None:
    """As in a browser: what is typed next replaces it."""
    async with wizard("contact", size=SMALL) as student:
        await student.reach(student.field("mobile_phone").control)
        await student.press("tab", "shift+tab")
        await student.type("0912345678")
        assert student.text("mobile_phone") == "0912345678"


async def test_a_number_is_edited_where_it_stands_and_the_one_on_record_stays_in_sight() -> None:
    """Backspace mends one digit, and does not empty what Tab has selected; before it is saved the change is told."""
    async with wizard("contact", size=SMALL) as student:
        await student.reach(student.field("english_surname").control)
        await student.reach(student.field("mobile_phone").control)
        await student.press("tab", "shift+tab", "backspace")
        assert student.text("mobile_phone") == student.persona.phone[:-1]
        await student.type("8")
        student.assert_shows("ui.on_file", phone=student.persona.phone)
        student.assert_shows("ui.tick_changed")
        await student.press("backspace", student.persona.phone[-1])
        assert not student.sees(student.scene.say("ui.tick_changed"))


async def test_ctrl_c_asks_before_it_leaves() -> None:
    """And Esc stays."""
    async with wizard("sign_in", size=SMALL) as student:
        await student.press("ctrl+c")
        student.assert_shows("ui.leave_title", "ui.leave_text")
        await student.close_card()
        assert student.step == "sign_in"


async def test_the_first_screen_has_help_and_says_what_enter_does() -> None:
    """A digit chooses wherever the focus is; nobody leaves who wanted to choose."""
    usual = practising()
    student = Student(usual.practice, usual.persona, usual.clock, usual.idle, usual.scene, usual.app)
    async with at_the_door(student, SMALL):
        await student.press("f1")
        student.assert_shows("ui.help_title_start")
        await student.press("escape")
        await student.press("escape")
        student.assert_shows("ui.start_keys_leave")
        await student.press("4")
        student.assert_shows("ui.start_keys")
        await student.enter()
        await student.at("preflight")
        assert student.journey.texts["progress"] == "interrupted"


async def test_a_step_that_was_done_before_is_not_skipped_without_a_word() -> None:
    """Whoever was interrupted after the new password is told so where the contact details come instead (J0.4)."""
    async with wizard("progress", "changed", size=SMALL, answers={"progress": "interrupted"}) as student:
        await student.walk("contact")
        student.assert_shows("ui.located")


@pytest.mark.parametrize(("step", "journey"), TICKED.items())
async def test_enter_agrees_to_nothing(step: str, journey: str) -> None:
    """However often it is pressed; it is said which key does, and that key is then taken (J0.3, J3.2, J4.1)."""
    async with wizard(step, journey=journey) as student:
        (tick,) = (key for key, each in student.view.labelled.items() if each.asked.kind is Kind.CONFIRM)
        calls = list(student.calls)
        for _ in range(9):
            await student.enter()
        assert (student.step, student.text(tick), student.calls) == (step, "", calls)
        assert (student.app.focused, student.wrong(tick)) == (student.field(tick).control, "rule.confirm.ticked")
        await student.press("space")
        assert (student.text(tick), student.wrong(tick)) == ("yes", "")
        await student.enter()
        assert student.step != step or student.view.advised


async def test_a_tick_is_asked_for_only_where_it_can_be_set() -> None:
    """Beside a number that is refused it is told to mend that, whichever key asks; and no more once it is mended."""
    async with wizard("contact", size=SMALL) as student:
        await student.put("mobile_phone", "12345")
        for leave in (student.enter, student.enter):
            await leave()
            assert student.wrong("phone_checked") in {"", "ui.tick_after_mending"}
        await student.button("submit")
        assert student.wrong("phone_checked") == "ui.tick_after_mending"
        await student.put("mobile_phone", student.persona.phone)
        assert student.wrong("phone_checked") == ""


async def test_an_empty_name_is_asked_about_where_it_is_missing() -> None:
    """At once: the mail name, which is for ever, is suggested from it; who wants it empty goes on by Enter."""
    async with wizard("contact", language=EN) as student:
        assert student.wrong("english_given") == "rule.english_name.present.english_given"
        assert student.app.focused is student.field("english_given").control
        student.assert_shows("rule.english_name.present.english_given")
        for _ in range(9):
            await student.enter()
        assert (student.step, student.count("portal.save_contact")) == ("contact", 0)
        await student.put("english_given", "Yi-Fen")
        assert student.wrong("english_given") == ""
        await student.finish()


async def test_an_empty_name_is_asked_about_once() -> None:
    """Again when it is saved, with the cursor there; who leaves it empty all the same goes on by Enter."""
    async with wizard("contact") as student:
        await student.press("enter", "space", "enter")
        assert (student.step, student.count("portal.save_contact")) == ("contact", 0)
        assert student.app.focused is student.field("english_given").control
        await student.enter()
        assert student.step == "regulations"


async def test_a_message_to_another_number_is_told_to_come_to_nobody_in_practice() -> None:
    """The simulated phone has one number; who waits at it for another one's message is told so, and gets on."""
    async with wizard("contact", size=SMALL, language=EN) as student:
        await student.fill(mobile_phone="0990104999")
        await student.walk("enter_code")
        student.clock.jump(3)
        student.tick()
        await student.ready()
        assert student.view.query(".which.-wrong")
        assert student.sees(student.persona.phone), student.screen_text()
        await student.button("tocontact")
        await student.put("mobile_phone", student.persona.phone)
        student.clock.jump(61)  # another message can be sent by now
        await student.finish()


async def test_the_last_page_says_only_what_is_true_there() -> None:
    """Practice sends nobody to a real address, there is no eighth choice, and Esc leads nowhere."""
    async with wizard("done", language=EN) as student:
        text = student.screen_text()
        assert "help.ntuh.gov.tw" not in text
        assert "choose 8" not in text
        student.assert_shows("ui.keys_end")
        assert not student.sees("Esc back")


@pytest.mark.parametrize("language", [EN, ZH_TW], ids=str)
def test_the_help_of_the_first_screen_names_a_choice_of_it(language: Language) -> None:
    """Word for word, as far as it quotes."""
    say = practising(language=language).scene.say
    quoted = re.search(r"[「\"](.+?)[」\"]", say("ui.start_help"))
    assert quoted is not None
    assert any(say(each.says).startswith(quoted[1]) for each in BEGINNINGS.values())


async def test_what_stands_in_chinese_on_the_pages_is_glossed_in_english() -> None:
    """The campus, the unit and the name, beside the hospital's own words."""
    async with wizard("sign_in", language=EN, size=SMALL) as student:
        assert student.sees("總院區 (Main)")
        await student.walk("account")
        assert student.sees("陳怡芬 (Yi-Fen Chen)"), student.screen_text()
        assert student.sees("(Education, trainee)"), student.screen_text()


async def test_a_finished_sign_in_shows_no_picture_and_does_not_offer_to_sign_in() -> None:
    """Nothing is sent a second time: there is nothing to be typed, and the button only leads on."""
    async with wizard("sign_in", size=SMALL, language=EN) as student:
        await student.walk("contact")
        while student.step != "sign_in":
            await student.press("escape")
        student.assert_shows("ui.sealed")
        assert not student.sees("[ Sign in ]"), student.screen_text()
        assert not student.sees(student.scene.say("ui.picture_waiting")), student.screen_text()
        await student.button("submit")
        await student.finish()


async def test_two_passwords_do_not_match_and_match_at_once() -> None:
    """Correcting the first one takes back what was said of the second."""
    async with wizard("portal_password", size=SMALL) as student:
        await student.put("portal_new", f"{PORTAL}x")
        await student.put("portal_again", PORTAL)
        await student.button("submit")
        assert student.wrong("portal_again") == "rule.password.repeat"
        await student.put("portal_new", PORTAL)
        assert student.wrong("portal_again") == ""
        await student.finish()


async def test_enter_in_a_mended_field_goes_on_to_the_next_one_that_is_refused() -> None:
    """What is known to be wrong is not sent."""
    async with wizard("sign_in", size=SMALL) as student:
        await student.put("employee_id", "12")
        await student.put("portal_password", student.answer("portal_password"))
        await student.put("captcha", "!!")
        await student.button("submit")
        calls = list(student.calls)
        await student.put("employee_id", student.persona.employee_id)
        await student.enter()
        assert student.app.focused is student.field("captcha").control
        assert student.calls == calls


async def test_who_has_changed_the_portal_password_is_told_nothing_of_the_first_one() -> None:
    """Neither in the list of what is needed, nor at the sign-in."""
    async with at_the_door(student := practising(language=EN), SMALL):
        await student.press("2", "enter")
        await student.at("preflight")
        assert not student.sees("national ID")
        assert student.sees("portal password")
        await student.fill()
        await student.at("sign_in")
        student.assert_shows("step.sign_in.why_changed")


async def test_tab_in_the_large_picture_takes_its_greys() -> None:
    """As the line beneath it says."""
    async with wizard("sign_in", size=SMALL) as student:
        await student.button("zoom")
        picture = student.app.screen.query_one(PictureCode)
        before = picture.black_and_white
        await student.press("tab")
        assert picture.black_and_white is not before


async def test_what_is_said_of_a_message_that_is_too_early_is_over_with_the_wait() -> None:
    """And of a code that no longer counts, nothing is said."""
    async with wizard("send_code", size=SMALL) as student:
        await student.fill()
        await student.press("escape")
        await student.at("send_code")
        student.view.notice.say("ui.message_cools")
        student.clock.jump(61)
        student.tick()
        assert student.view.notice.key == ""


async def test_the_last_lines_on_the_terminal_hold_the_mail_and_its_day() -> None:
    """Whoever has pressed Enter too early reads them there; the address stays on no computer that others use."""
    async with wizard("done", language=EN) as student:
        activated = student.journey.told(Activation)
        assert activated is not None
        day = activated.effective.strftime("%m/%d")
        said = farewell(student.scene, {}, begun=True)
        assert day in said
        assert activated.address not in said
        student.scene.own_device = True
        assert f"{activated.address}, from {day}" in farewell(student.scene, {}, begun=True)


async def test_a_name_that_is_advised_against_is_typed_over() -> None:
    """Typing it again does not write it twice."""
    async with wizard("alias", size=SMALL) as student:
        await student.fill(alias="ab")
        assert student.view.advised
        await student.type("yf.chen")
        assert student.text("alias") == "yf.chen"


async def test_enter_leaves_no_field_empty() -> None:
    """What was meant for it would be typed into the next one: an ID into the password, unseen (J1.1)."""
    async with wizard("sign_in") as student:
        await student.put("employee_id", "")
        await student.enter()
        assert student.app.focused is student.field("employee_id").control
        assert student.wrong("employee_id") == "rule.required.employee_id"
        await student.fill()
        await student.at("portal_password")
        await student.put("portal_new", "abc")
        await student.enter()
        assert student.app.focused is student.field("portal_new").control
        await student.finish()


async def test_what_is_typed_ahead_goes_on_to_the_next_field() -> None:
    """The Enter of a burst comes before the field has read its keys."""
    async with wizard("sign_in") as student:
        student.app.set_focus(student.field("employee_id").control)
        for key in (*student.persona.employee_id, "enter", *"Abc12345"):
            student._key(key)
        await student.ready()
        assert student.text("employee_id") == student.persona.employee_id
        assert student.text("portal_password") == "Abc12345"
