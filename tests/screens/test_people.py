"""Every sort of person on the roster comes to the right end, and the shorter journeys do."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from ntuh_onboard.backend.protocol import Account
from tests.long_cases import sparing
from tests.screens.student import wizard


async def test_who_has_changed_the_password_before_is_not_asked_for_another() -> None:
    """Number 2: step 2 is left out, and the rest is walked (J0.4)."""
    async with wizard("progress", "changed", answers={"progress": "password_changed"}) as student:
        await student.finish(by_keys=True)
        assert student.count("portal.change_password") == 0
        assert student.count("portal.save_contact") == 1


async def test_only_the_account_and_mail() -> None:
    """Number 3: begins at the regulations, without a portal session (J0.4)."""
    async with wizard("progress", answers={"progress": "mail_only"}) as student:
        await student.fill()
        await student.at("preflight")
        await student.fill()
        await student.at("regulations")
        await student.finish(by_keys=True)
        assert student.count("portal.sign_in") == 0
        student.assert_shows("ui.done_not_compared")


@pytest.mark.parametrize(("kind", "changes"), [("changed", 0), ("fresh", 1)])
async def test_who_was_interrupted_is_asked_what_is_left(kind: str, changes: int) -> None:
    """Number 4: a default password was never changed and is; another one was, and is left alone (J0.4)."""
    async with wizard("progress", kind, answers={"progress": "interrupted"}) as student:
        await student.finish()
        assert student.count("portal.change_password") == changes


async def test_who_was_activated_before_is_led_to_the_reset() -> None:
    """Number 5: nothing is sent; the other journey begins, and comes to its end (J0.4, J8.1)."""
    async with wizard("progress", "activated", answers={"progress": "activated_before"}) as student:
        await student.fill()
        assert student.step == "progress"
        student.assert_shows("error.AlreadyActivated")
        await student.button("reset")
        await student.at("preflight")
        assert student.journey.name == "reset"
        assert student.sent == []
        await student.walk("done")
        assert student.sent == ["account.send_code", "account.verify_code", "account.reset_cloud_password"]
        student.assert_shows("ui.done_cloud_password")


async def test_who_did_not_know_that_it_was_activated_is_told_before_a_message_is_sent() -> None:
    """The account site says so at the code, and the reset is one act away, with what was typed (J5.6)."""
    async with wizard("send_code", "activated", answers={"progress": "password_changed"}) as student:
        await student.fill()
        await student.at("send_code")
        student.assert_shows("error.AlreadyActivated")
        assert student.count("account.send_code") == 0
        assert student.scene.walk.held.mark is not None
        await student.button("reset")
        await student.at("preflight")
        assert student.calls.count("portal.sign_out") == student.calls.count("account.sign_out") == 1
        assert student.journey.texts["account_id"] == student.persona.employee_id
        assert student.scene.walk.held.mark is not None, "the portal password is still told from the new one"
        await student.walk("cloud_password")
        password = student.persona.password.reveal()
        await student.put("cloud_new", password)
        await student.enter()
        assert student.wrong("cloud_new") == "rule.cloud.not_portal"
        await student.walk("done")
        assert student.count("account.reset_cloud_password") == 1
        student.assert_shows("ui.done_cloud_password")


async def test_who_was_never_activated_is_led_from_the_reset_to_the_activation() -> None:
    """「從未使用請先【啟用網路帳號】」: no message is sent, and the whole journey is one act away (J8.1).

    It is somebody who was asked for by name: to who was not, practice hands out an account that can be reset.
    """
    async with wizard("send_code", "changed", journey="reset") as student:
        await student.fill()
        student.assert_shows("error.NotActivated")
        assert student.count("account.send_code") == 0
        await student.button("onboard")
        await student.at("preflight")
        assert student.journey.name == "onboard"
        await student.finish()


async def test_the_way_to_the_contact_details_is_a_journey_where_there_is_no_such_step() -> None:
    """In the reset a number that is not the registered one is mended at the portal (J5.6, J8.2)."""
    async with wizard("send_code", "activated", journey="reset") as student:
        await student.fill(registered_phone="0990999002")
        assert student.wrong("registered_phone") == "error.PhoneMismatch"
        await student.button("tocontact")
        await student.enter()  # asked first, and declined
        await student.at("send_code")
        assert student.journey.name == "reset"
        await student.button("tocontact")
        await student.button("contactdetails")
        await student.at("preflight")
        assert student.journey.name == "contact"
        assert student.app.wizard is not None
        assert student.app.wizard.at_its_beginning, "Esc leads to no first screen"
        await student.walk("done")
        assert student.count("portal.save_contact") == 1


async def test_an_expired_account_stops() -> None:
    """No message is sent; the desk is one act away (J6.1)."""
    async with wizard("send_code", "expired") as student:
        await student.fill()
        await student.at("send_code")
        student.assert_shows("error.AccountExpired")
        await student.button("desk")
        student.assert_shows("desk.expired.title")
        assert student.count("account.send_code") == 0


async def test_somebody_elses_page_stops() -> None:
    """Another person or unit: nothing is activated, and the choice can be mended (J6.1)."""
    async with wizard("account") as student:
        await student.fill(facts_right="somebody_else")
        assert student.step == "account"
        assert student.wrong("facts_right") == "error.SomebodyElse"
        assert student.count("account.activate") == 0
        await student.finish(by_keys=True)


async def test_a_phone_that_the_hospital_does_not_have_is_entered() -> None:
    """No number at all: it is typed into the contact details, and the message comes (J3.2)."""
    async with wizard("contact", "no_phone") as student:
        assert student.text("mobile_phone") == ""
        await student.finish()


async def test_no_phone_is_told_where_the_contact_details_were_left_out() -> None:
    """Number 3 with no number: the error stands at the number, and the way to the contact details is open (J5.6)."""
    async with wizard("send_code", "no_phone", answers={"progress": "mail_only"}) as student:
        await student.fill()
        await student.at("send_code")
        assert student.wrong("registered_phone") == "error.NoPhone"
        await student.button("tocontact")
        await student.until(lambda: student.step in {"sign_in", "contact"}, "the way to the contact details")
        await student.finish()
        assert student.count("portal.save_contact") == 1


async def test_an_old_phone_is_mended() -> None:
    """The number of the contact details is the one that the message goes to (J3.2)."""
    async with wizard("contact", "old_phone") as student:
        assert student.text("mobile_phone") == "0990999001"
        await student.fill()
        await student.past("contact")
        assert student.status == "ui.contact_changed"
        await student.finish()


async def test_who_was_interrupted_is_told_where_the_journey_goes_on() -> None:
    """After the sign-in, by what the portal shows; come back, it says what the invented person types (J0.4, J8.3)."""
    async with wizard("sign_in", answers={"progress": "interrupted"}) as student:
        await student.fill()
        await student.at("portal_password")
        assert student.status == "ui.located"
        await student.press("escape")
        await student.at("sign_in")
        assert student.status == "ui.persona"


async def test_a_name_spelled_another_way_is_reported_later() -> None:
    """Goes on, and Done reminds of it (J6.1)."""
    async with wizard("account", "wrong_name", answers={"facts_right": "spelling"}) as student:
        page = student.journey.learned["enter_code"]
        assert isinstance(page, Account)
        assert student.sees(page.name)
        await student.finish()
        student.assert_shows("ui.done_spelling")


@pytest.mark.parametrize("kind", sparing(["one_word", "long_name", "foreign"], {"foreign"}.__contains__))
async def test_a_suggestion_is_taken_for_every_sort_of_name(kind: str) -> None:
    """One press fills it in; it is shown as the full address, and activated (J6.2)."""
    mine = {"english_surname": "", "english_given": ""}
    async with wizard("contact", kind, answers=mine) as student:
        for key in mine:
            student.answers.pop(key)
        await student.walk("alias")
        suggested = [each for each in student.view.query(Button) if each.name]
        assert suggested, student.screen_text()
        await student.reach(suggested[0])
        await student.enter()
        name = str(suggested[0].name)
        assert student.text("alias") == name
        assert student.sees(f"{name}@ntuh.gov.tw")
        student.answers["alias"] = name
        await student.finish()


async def test_without_an_authenticator_a_message_is_the_way() -> None:
    """The app's code is refused with its reason; one step back the message is chosen (J5.6)."""
    async with wizard("send_code", "no_authenticator", answers={"channel": "authenticator"}) as student:
        await student.fill()
        await student.at("enter_code")
        await student.fill(code="123456")
        await student.at("enter_code")
        assert student.wrong("code") == "error.AuthenticatorMissing"
        student.assert_shows("error.AuthenticatorMissing")
        await student.press("escape")
        await student.at("send_code")
        student.answers["channel"] = "sms"
        await student.walk("account")
        student.assert_shows("ui.validity_soon")
        await student.finish()


async def test_a_branch_campus_is_chosen() -> None:
    """The wrong campus is refused at its field, with a new picture; the right one signs in (J1.4)."""
    async with wizard("sign_in", "branch") as student:
        await student.fill()
        await student.at("sign_in")
        assert student.wrong("campus").startswith("error.")
        assert student.text("captcha") == ""
        student.answers["campus"] = "T2"
        await student.put("campus", "T2")
        await student.finish()


@pytest.mark.parametrize(
    ("journey", "verb"), [("portal_password", "portal.change_password"), ("contact", "portal.save_contact")]
)
async def test_the_shorter_journeys(journey: str, verb: str) -> None:
    """Only the one thing is done, and the end says what (J8.2)."""
    async with wizard(journey=journey) as student:
        await student.walk("done")
        assert {key for key, times in student.stage.commits().items() if times} == {"portal.sign_in", verb}
        student.assert_shows(f"ui.done_{journey}", f"ui.practice_done_{journey}")
        student.assert_shows("ui.signed_out", sites=student.scene.say("ui.site_portal"))
        assert not student.shows("ui.site_account")


async def test_no_cloud_password_was_asked_for() -> None:
    """Where the page does not ask for one, none is typed, and Done says so (J6.6)."""
    async with wizard("alias", switches={"asks_password": False}) as student:
        assert not student.field("cloud_password").display
        await student.finish()
        student.assert_shows("ui.done_no_cloud_password")


async def test_the_default_password_must_be_changed_first() -> None:
    """A hospital that forces it lets nobody by, and the step is the next one anyway (P-01)."""
    async with wizard("sign_in", answers={"progress": "first"}, switches={"force_change": True}) as student:
        await student.finish()
        assert student.count("portal.change_password") == 1
