"""After a lost answer the hospital is asked, nothing is sent twice, and the journey is finished (R-01)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.steps import JOURNEYS, RAIL, STEPS
from ntuh_onboard.texts.languages import Language
from tests.languages import EN, ZH_TW
from tests.long_cases import sparing
from tests.screens.student import CLOUD, PORTAL, SMALL, Student, wizard

LOST = ((Fault.LOST_BEFORE, ZH_TW), (Fault.LOST_AFTER, EN))
"""Each commit in each way, and each in both languages."""
AFTER = dict(zip(JOURNEYS["onboard"], JOURNEYS["onboard"][1:], strict=False))
"""The step after each one."""


@dataclass(frozen=True)
class Lost:
    """verb: whose answer is lost. step: that sends it. asked: the verb that the read-back asks."""

    verb: str
    step: str
    read_back: str
    asked: str

    def __str__(self) -> str:
        return self.verb


ANEW = {"sign_in": "sign_in", "enter_code": "send_code"}
"""Where the page behind does not open, nothing is proved: these are begun anew, and here."""
BY_ITSELF = (
    Lost("portal.sign_in", "sign_in", "read_back_sign_in", "portal.landing"),
    Lost("portal.save_contact", "contact", "read_back_contact", "portal.contact"),
    Lost("account.verify_code", "enter_code", "read_back_code", "account.account"),
    Lost("account.activate", "alias_again", "read_back_activation", "account.activation"),
)
"""The read-backs that ask nobody but the hospital."""
WAYS = [(lost, way) for lost in BY_ITSELF for way in LOST]


def passed(student: Student, step: str) -> bool:
    """Whether the rail shows the mark of this step as passed."""
    journey = student.journey
    marks = [mark for mark in RAIL if any(journey.table[each].rail == mark for each in journey.order)]
    mark = STEPS[step].rail
    return student.sees(f"✓{1 + marks.index(mark)}{student.scene.say(f'rail.{mark}')}")


def nothing_claimed(student: Student, step: str) -> None:
    """No sign of a success stands anywhere on the screen."""
    assert step not in student.journey.done
    assert not passed(student, step)
    assert not student.status.startswith(("settled.", "ui.contact", "ui.message", "ui.notices", "ui.done")), (
        student.status
    )


@pytest.mark.parametrize(("lost", "way"), sparing(WAYS, [*WAYS[::4], *WAYS[3::4]].__contains__), ids=str)
async def test_what_the_hospital_tells_settles_it(lost: Lost, way: tuple[Fault, Language]) -> None:
    """The screen says that it asks; the answer settles it; it is sent again only where it was not done (RB, Q3, Q5)."""
    fault, language = way
    done = fault is Fault.LOST_AFTER
    async with wizard(lost.step, language=language, size=SMALL) as student:
        student.stage.inject(lost.verb, fault)
        if lost.step == "contact":
            await student.put("english_given", "Yi-Fen")
        with student.holding(lost.asked):
            await student.fill(wait=False)
            await student.until(lambda: student.step == lost.read_back, lost.read_back)
            await student.drawn()
            student.assert_shows(f"step.{lost.read_back}.title", f"step.{lost.read_back}.why")
            nothing_claimed(student, lost.step)
            assert student.count(lost.verb) == done
        await student.at(AFTER[lost.step] if done else ANEW.get(lost.step, lost.step))
        assert student.sent.count(lost.verb) == 1
        assert student.count(lost.verb) == done
        if lost.step in ANEW and not done:
            nothing_claimed(student, lost.step)
            student.assert_shows(f"unknown.{lost.step}")
            student.clock.jump(60)
        else:
            student.assert_shows("settled.done" if done else "settled.not_done")
        await student.finish()
        assert student.count(lost.verb) == 1
        assert student.sent.count(lost.verb) == 2 - done


@pytest.mark.parametrize(("fault", "language"), LOST)
async def test_a_lost_password_change_is_found_out_by_signing_in(fault: Fault, language: Language) -> None:
    """With the new one first, then with the old one; only then is anything sent again (J2.3, RB-4)."""
    done = fault is Fault.LOST_AFTER
    async with wizard("portal_password", language=language, size=SMALL) as student:
        student.stage.inject("portal.change_password", fault)
        await student.fill()
        await student.at("read_back_new_password")
        student.assert_shows("step.read_back_new_password.title", "step.read_back_new_password.why")
        nothing_claimed(student, "portal_password")
        assert student.count("portal.change_password") == done
        await student.fill()
        if not done:
            await student.at("read_back_old_password")
            student.assert_shows("step.read_back_old_password.title", "step.read_back_old_password.why")
            nothing_claimed(student, "portal_password")
            await student.fill()
        await student.at("contact" if done else "portal_password")
        student.assert_shows("settled.done" if done else "settled.not_done")
        assert student.sent.count("portal.change_password") == 1
        await student.finish()
        assert student.count("portal.change_password") == 1


@pytest.mark.parametrize(("fault", "language"), LOST)
async def test_only_the_phone_can_tell_of_a_lost_message(fault: Fault, language: Language) -> None:
    """The student looks at the phone and says whether it came; then goes on, or asks for the first one (UK-7)."""
    done = fault is Fault.LOST_AFTER
    async with wizard("send_code", language=language, size=SMALL) as student:
        student.stage.inject("account.send_code", fault)
        await student.fill()
        await student.at("read_back_message")
        student.assert_shows("step.read_back_message.title", "step.read_back_message.why")
        nothing_claimed(student, "send_code")
        assert student.count("account.send_code") == done
        await student.fill()
        await student.at("enter_code" if done else "send_code")
        if not done:
            student.assert_shows("unknown.send_code")
        assert student.sent.count("account.send_code") == 1
        await student.finish()
        assert student.count("account.send_code") == 1


async def test_a_message_that_was_not_seen_is_not_sent_twice_in_a_minute() -> None:
    """Whoever says that none came, though one did, meets the cool-down and not a second message (O-06)."""
    async with wizard("send_code") as student:
        student.stage.inject("account.send_code", Fault.LOST_AFTER)
        await student.fill()
        await student.at("read_back_message")
        await student.fill(arrived="no")
        await student.at("send_code")
        await student.fill()
        student.assert_shows("error.CoolingDown")
        assert student.count("account.send_code") == 1
        student.clock.jump(60)
        await student.finish()
        assert student.count("account.send_code") == 2


# --- where the read-back cannot tell either -------------------------------------------------------------------------

ELSEWHERE = "Wisteria6Garden"


def change_elsewhere(student: Student, old: str, new: str) -> None:
    """The same student changes the portal password at another computer."""
    other = student.practice.another()
    other.backend.portal.sign_in_page()
    other.backend.portal.picture()
    who, picture = student.persona.employee_id, other.stage.picture_text()
    other.backend.portal.sign_in(who, Secret(old), picture, student.journey.texts["campus"])
    other.backend.portal.change_password(Secret(old), Secret(new))


async def stuck(student: Student) -> None:
    """A lost password change of which neither password tells anything."""
    student.stage.inject("portal.change_password", Fault.LOST_BEFORE)
    await student.fill()
    await student.at("read_back_new_password")
    change_elsewhere(student, student.persona.password.reveal(), ELSEWHERE)
    await student.fill()
    await student.at("read_back_old_password")
    await student.fill()
    await student.at("unknown")


async def test_what_stays_unknown_is_said_and_looked_at_again() -> None:
    """Both passwords are refused: the screen says so, and no third sign-in follows before the help desk has helped."""
    async with wizard("portal_password") as student:
        await stuck(student)
        student.assert_shows("step.unknown.title", "step.unknown.why")
        nothing_claimed(student, "portal_password")
        assert student.sent.count("portal.change_password") == 1
        change_elsewhere(student, ELSEWHERE, PORTAL)
        signed_in = student.sent.count("portal.sign_in")
        await student.enter()
        await student.at("read_back_new_password")
        await student.fill()
        student.assert_shows("error.EnoughAsked")
        assert student.sent.count("portal.sign_in") == signed_in
        await student.button("wasreset")
        await student.at("read_back_new_password")
        await student.fill()
        await student.at("contact")
        await student.finish(by_keys=True)
        assert student.sent.count("portal.change_password") == 1


async def test_what_stays_unknown_can_be_done_in_the_browser() -> None:
    """The card says what was sent; 「我已在網頁完成」 goes on, signing in again with the password of now (J0.7)."""
    async with wizard("portal_password") as student:
        await stuck(student)
        await student.button("browser")
        student.assert_shows("ui.browser_title", "ui.browser_unknown", "step.portal_password.browser")
        await student.button("byhand")
        student.assert_shows("did.portal_password")
        await student.button("did")
        await student.until(lambda: student.step == "sign_in", "sign-in")
        await student.ready()
        student.assert_shows("error.SessionEnded")
        student.answers["portal_password"] = ELSEWHERE
        await student.fill()
        await student.at("contact")
        await student.finish()
        student.assert_shows("ui.done_portal_password_by_hand", day=f"{student.clock.today():%Y/%m/%d}")
        assert student.sent.count("portal.change_password") == 1


async def test_what_stays_unknown_can_be_shown_at_the_desk() -> None:
    """The desk's card is one act away and tells step and time, nothing personal (J0.6); Esc leads back to it."""
    async with wizard("portal_password") as student:
        await stuck(student)
        await student.button("desk")
        student.assert_shows("ui.desk_title")
        card = student.screen_text()
        assert student.persona.name not in card
        assert student.persona.employee_id not in card
        await student.press("escape")
        assert student.step == "unknown"


async def test_an_activation_under_another_name_is_never_a_success() -> None:
    """The account is active, but not under the name that was confirmed: unknown, and said so (R-03)."""
    async with wizard("alias_again") as student:
        student.stage.inject("account.activate", Fault.LOST_BEFORE)
        with student.holding("account.activation"):
            await student.fill(wait=False)
            await student.until(lambda: student.step == "read_back_activation", "read-back")
            activate_elsewhere(student)
        await student.at("unknown")
        nothing_claimed(student, "alias_again")
        assert student.sent.count("account.activate") == 1
        student.assert_shows("step.unknown.title", "step.unknown.why")


def activate_elsewhere(student: Student) -> None:
    """The same student activates at another computer, under another name."""
    other = student.practice.another()
    who, phone = student.persona.employee_id, student.persona.phone
    student.clock.jump(61)
    other.backend.account.regulations()
    other.backend.account.send_code(who, phone)
    other.backend.account.verify_code(who, Secret(student.code()))
    other.backend.account.activate("another.name", Secret(CLOUD))


async def test_a_read_back_that_fails_is_asked_again_and_the_commit_is_not_repeated() -> None:
    """The site is down while it is asked: the screen says so, and Enter asks again (RB)."""
    async with wizard("alias_again") as student:
        student.stage.inject("account.activate", Fault.LOST_AFTER)
        student.stage.inject("account.activation", Fault.DOWN)
        await student.fill()
        await student.at("read_back_activation")
        student.assert_shows("step.read_back_activation.title")
        nothing_claimed(student, "alias_again")
        await student.button("submit")
        await student.at("done")
        assert student.sent.count("account.activate") == 1
        await student.finish()


async def test_a_wrong_picture_in_a_read_back_stands_at_its_field() -> None:
    """A new picture comes, nothing is settled, and the right one settles it."""
    async with wizard("portal_password") as student:
        student.stage.inject("portal.change_password", Fault.LOST_AFTER)
        await student.fill()
        await student.at("read_back_new_password")
        await student.fill(read_back_captcha="WRONG1")
        await student.at("read_back_new_password")
        assert student.wrong("read_back_captcha") == "error.WrongCaptcha"
        student.assert_shows("error.WrongCaptcha")
        assert student.text("read_back_captcha") == ""
        await student.fill()
        await student.at("contact")
        await student.finish()
