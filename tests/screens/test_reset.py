"""The reset of a forgotten cloud password (J8.1), and the check of the mail sign-in (J7.4), on the real screens."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.protocol import Purpose, SignOut
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.screens.base.persona import fitting
from ntuh_onboard.texts.languages import Language, languages
from tests.screens.student import CLOUD, SMALL, Student, wizard

RESET = "account.reset_cloud_password"
BOTH = pytest.mark.parametrize("language", languages(), ids=str)
ELSEWHERE = "Wisteria6Garden"


def opens(student: Student, password: str) -> bool:
    """Whether this password signs in to the mail, at another computer."""
    other = student.practice.another()
    other.backend.mail.picture()
    other.backend.mail.sign_in(student.persona.alias, Secret(password), other.stage.picture_text())
    return other.backend.mail.sign_out() is SignOut.CONFIRMED


@BOTH
async def test_the_reset_is_walked_to_its_end(language: Language) -> None:
    """Every screen of it, at 80x24; the new password works at once, and Done says so and no more (J7.1, J7.3)."""
    async with wizard("preflight", "activated", journey="reset", language=language, size=SMALL) as student:
        for step in ("preflight", "reset_regulations", "send_code", "enter_code", "cloud_password"):
            await student.at(step)
            act = "act_sms" if step == "send_code" else "act"
            student.assert_shows(f"step.{step}.title", f"step.{step}.why", f"step.{step}.{act}")
            await student.fill()
        await student.at("done")
        assert student.sent == ["account.send_code", "account.verify_code", RESET]
        assert student.count(RESET) == 1
        student.assert_shows("ui.done_cloud_password", "ui.done_cloud_used", "ui.practice_done_reset")
        student.assert_shows("ui.signed_out", sites=student.scene.say("ui.site_account"))
        assert opens(student, CLOUD)


async def test_the_same_proof_by_the_app_resets_too() -> None:
    """J5.4: no message is sent."""
    async with wizard("send_code", "activated", journey="reset") as student:
        code = student.stage.authenticator_code(student.persona.employee_id)
        assert code is not None
        await student.reach(student.field("channel").control)  # before the ID, where typing begins
        await student.fill(channel="authenticator")
        await student.at("enter_code")
        await student.fill(code=code.reveal())
        await student.walk("done")
        assert student.count("account.send_code") == 0
        assert student.count(RESET) == 1


async def test_the_card_for_the_browser_names_the_link_of_the_reset() -> None:
    """The same proof stands behind two links of one page (J0.7)."""
    async with wizard("send_code", "activated", journey="reset") as student:
        await student.press("f1")
        await student.button("browser")
        word = student.scene.texts.quoted
        assert student.sees(word("reset_entry"))
        assert not student.sees(word("activate_entry"))


async def test_a_password_that_the_hospital_refuses_is_said_at_its_field() -> None:
    """Equal to the portal's, which this program does not know; a better one is then taken (J6.4)."""
    async with wizard("cloud_password", "activated", journey="reset") as student:
        password = student.persona.password.reveal()
        await student.fill(cloud_new=password, cloud_new_again=password)
        assert student.wrong("cloud_new") == "error.CloudPasswordRefused"
        assert student.text("cloud_new") == ""
        await student.walk("done")
        assert student.count(RESET) == 1


@BOTH
async def test_a_lost_reset_that_took_effect_is_proved_by_the_mail(language: Language) -> None:
    """RB: one sign-in with the new password; it is never sent again, and the mail is left too."""
    async with wizard("cloud_password", "activated", journey="reset", language=language, size=SMALL) as student:
        student.stage.inject(RESET, Fault.LOST_AFTER)
        await student.fill()
        await student.at("read_back_cloud_password")
        student.assert_shows("step.read_back_cloud_password.title", "step.read_back_cloud_password.why")
        assert "cloud_password" not in student.journey.done
        await student.fill(read_back_mail_captcha="0")
        assert student.wrong("read_back_mail_captcha") == "error.WrongCaptcha"
        await student.fill()
        await student.at("done")
        assert student.sent == ["account.send_code", "account.verify_code", RESET, "mail.sign_in", "mail.sign_in"]
        assert student.count(RESET) == 1
        student.assert_shows("ui.done_cloud_password")
        say = student.scene.say
        sites = say("ui.site_join").join([say("ui.site_account"), say("ui.site_mail")])
        student.assert_shows("ui.signed_out", sites=sites)


@BOTH
async def test_a_lost_reset_that_did_not_arrive_stays_unknown(language: Language) -> None:
    """The old password is forgotten, so that nothing proves it: said so, with the desk and the browser (R-01)."""
    async with wizard("cloud_password", "activated", journey="reset", language=language, size=SMALL) as student:
        student.stage.inject(RESET, Fault.LOST_BEFORE)
        await student.fill()
        await student.at("read_back_cloud_password")
        await student.fill()
        await student.at("unknown")
        student.assert_shows("step.unknown.title", "step.unknown.why", "unknown.cloud_password")
        assert student.sent.count(RESET) == 1
        assert student.count(RESET) == 0
        assert "cloud_password" not in student.journey.done
        await student.button("desk")
        student.assert_shows("desk.forgotten.title")
        await student.press("escape")
        await student.button("submit")
        await student.at("read_back_cloud_password")
        other = student.practice.another()
        student.clock.jump(601)
        other.backend.account.regulations(Purpose.RESET)
        code = other.stage.authenticator_code(student.persona.employee_id)
        assert code is not None
        other.backend.account.verify_code(student.persona.employee_id, code)
        other.backend.account.reset_cloud_password(Secret(CLOUD))  # at another computer, by the same student
        await student.button("picture")  # the one of ten minutes ago is dead (C-02)
        await student.fill()
        await student.at("done")
        assert student.sent.count(RESET) == 1


async def test_no_other_journey_is_begun_while_a_reset_is_lost() -> None:
    """What is unknown is not left behind."""
    async with wizard("cloud_password", "activated", journey="reset") as student:
        student.stage.inject(RESET, Fault.LOST_BEFORE)
        await student.fill()
        await student.at("read_back_cloud_password")
        for journey in ("reset", "onboard", "tocontact"):
            student.app.action_act(journey)
            await student.ready()
        assert student.step == "read_back_cloud_password"
        assert student.journey.lost == "cloud_password"


@BOTH
async def test_the_mail_check_is_walked_to_its_end(language: Language) -> None:
    """One sign-in, then out; Done says what was verified and no more (J7.3, J7.4)."""
    async with wizard("mail_ready", "activated", journey="mail_check", language=language, size=SMALL) as student:
        for step in ("mail_ready", "mail_sign_in"):
            await student.at(step)
            student.assert_shows(f"step.{step}.title", f"step.{step}.why", f"step.{step}.act")
            await student.fill()
        await student.at("done")
        assert student.sent == ["mail.sign_in"]
        assert student.count("mail.sign_in") == 1
        day = f"{student.clock.today():%Y/%m/%d}"
        student.assert_shows("ui.done_mail", alias=student.persona.alias, day=day)
        student.assert_shows("ui.done_mail_read_nothing", "ui.practice_done_mail_check")
        student.assert_shows("ui.signed_out", sites=student.scene.say("ui.site_mail"))
        assert student.calls.count("mail.sign_out") == 1


async def test_a_wrong_picture_at_the_mail_keeps_name_and_password() -> None:
    """A new picture comes; only its code is typed anew (J1.3)."""
    async with wizard("mail_sign_in", "activated", journey="mail_check") as student:
        await student.fill(mail_captcha="0")
        assert student.wrong("mail_captcha") == "error.WrongCaptcha"
        assert student.text("mail_captcha") == ""
        assert student.text("mail_alias") == student.persona.alias
        assert student.text("mail_password") == student.persona.cloud_password.reveal()
        assert student.calls.count("mail.picture") == 2
        await student.fill()
        await student.at("done")


@BOTH
async def test_a_lost_mail_sign_in_is_offered_again(language: Language) -> None:
    """It proves nothing: what it opened is left, the screen says so, and a new picture stands there."""
    async with wizard("mail_sign_in", "activated", journey="mail_check", language=language, size=SMALL) as student:
        student.stage.inject("mail.sign_in", Fault.LOST_AFTER)
        await student.fill()
        await student.at("mail_sign_in")
        student.assert_shows("unknown.mail_sign_in")
        assert not student.status.startswith("settled.")
        assert "mail_sign_in" not in student.journey.done
        assert student.calls.count("mail.sign_out") == 1
        tries = student.scene.walk.tries["mail.sign_in"]
        assert (tries.refused, tries.unsure) == (0, 1)
        await student.fill()
        await student.at("done")
        assert student.sent == ["mail.sign_in", "mail.sign_in"]


async def test_what_works_tomorrow_only_is_told_in_the_sites_words() -> None:
    """Activated today: refused today, taken tomorrow (「隔日生效」)."""
    async with wizard("mail_sign_in", journey="mail_check", answers={"mail_alias": "yifen.chen"}) as student:
        account, who = student.practice.another().backend.account, student.persona
        account.regulations()
        code = student.stage.authenticator_code(who.employee_id)
        assert code is not None
        account.verify_code(who.employee_id, code)
        account.activate("yifen.chen", Secret(CLOUD))
        await student.fill(mail_password=CLOUD)
        assert student.step == "mail_sign_in"
        student.assert_shows("error.Refused")
        student.clock.jump(24 * 60 * 60)
        await student.button("picture")  # the one of yesterday is dead (C-02)
        await student.put("mail_password", "")
        await student.fill(mail_password=CLOUD)
        await student.at("done")


async def test_a_forgotten_password_leads_from_the_mail_to_the_reset_and_back_works() -> None:
    """Three wrong ones are not followed by a fourth; the reset is one act away (P-08, J8.1)."""
    async with wizard("mail_sign_in", "activated", journey="mail_check") as student:
        for _ in range(3):
            await student.fill(mail_password=ELSEWHERE)
            assert student.wrong("mail_password") == "error.WrongCredentials.mail"
        await student.fill(mail_password=ELSEWHERE)
        assert student.wrong("mail_password") == "error.EnoughMailTries"
        assert student.sent.count("mail.sign_in") == 3
        await student.button("reset")
        await student.at("preflight")
        await student.walk("done")
        assert opens(student, CLOUD)


async def test_practice_hands_out_somebody_who_can_walk_it() -> None:
    """J8.3: the activated person, unless another one was asked for by name."""
    async with wizard("preflight") as student:
        for journey, kind in (("onboard", "fresh"), ("reset", "activated"), ("mail_check", "activated")):
            person = fitting(student.scene, journey)
            assert person is not None
            assert person.kind == kind
    async with wizard("preflight", "old_phone") as student:
        assert fitting(student.scene, "reset") is student.persona
