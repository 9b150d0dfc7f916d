"""The browser card tells the truth, and nobody passes it by accident (J0.7)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ntuh_onboard.backend.protocol import Outcome
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.state import Journey, Sending, begin
from ntuh_onboard.journey.step import Need
from ntuh_onboard.journey.step_acts import MAIL_REACH, REACH
from ntuh_onboard.journey.steps import STEPS
from ntuh_onboard.screens.base.busy_lock import BusyLock
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.dialogs.card import STANDS, Card
from ntuh_onboard.screens.dialogs.card_contents import browser_card, did_card, help_card, menu_card
from ntuh_onboard.texts.languages import Language, languages
from tests.screens.student import PORTAL, SMALL, Student, wizard
from tests.screens.test_lost_answers import activate_elsewhere

KEYS = ("a", "B", "tab", "enter", "enter", "tab", "1", "enter", "escape", "enter", "shift+tab", "enter")
"""As somebody types who looks at the keyboard and sees no card."""
BOTH = pytest.mark.parametrize("language", languages(), ids=str)


class Moment:
    """Seconds that a test sets; they stand still until it does."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The seconds of now."""
        return self.now


async def card_of(student: Student) -> None:
    """Open the browser card by its act."""
    await student.ready()
    student.app.do(ButtonAct.BROWSER)
    await student.until(lambda: card_stands(student), "the card")


def card_stands(student: Student) -> bool:
    """Whether a card is in front."""
    return isinstance(student.app.screen, Card)


def focused(student: Student) -> str:
    """The id of what has the focus."""
    return (student.app.focused.id or "") if student.app.focused is not None else ""


@BOTH
async def test_keys_meant_for_a_form_do_not_pass_it(language: Language) -> None:
    """A whole form's keys, with Tabs and Enters: nothing is claimed; after a second the first Enter closes the card."""
    async with wizard("portal_password", language=language, size=SMALL) as student:
        moment = Moment()
        student.app.lock = BusyLock(moment)
        await card_of(student)
        await student.drawn()
        assert focused(student) == "close"
        for key in (
            "a",
            "B",
            "tab",
            "enter",
            "enter",
            "tab",
            "1",
            "enter",
            "escape",
            "enter",
            "shift+tab",
            "enter",
        ) * 3:
            student._key(key)
        moment.now = STANDS - 0.01
        for key in ("enter", "tab", "enter"):
            student._key(key)
        await student._drained()
        assert card_stands(student)
        assert focused(student) == "close"
        assert student.journey.at == "portal_password"
        moment.now = STANDS
        await student.press("enter")
        assert not card_stands(student)
        assert student.journey.by_hand == frozenset()
        student.app.lock = BusyLock()
        await student.finish()


@BOTH
async def test_what_nobody_can_see_is_said_twice_and_by_name(language: Language) -> None:
    """The second act names what was done; closing it claims nothing; Done tells who said so, and when."""
    async with wizard("contact", language=language, size=SMALL) as student:
        await card_of(student)
        await student.button("byhand")
        await student.ready()
        student.assert_shows("ui.did_title", "ui.did_text", "did.contact")
        assert focused(student) == "close"
        await student.enter()
        assert student.journey.at == "contact"
        await card_of(student)
        await student.button("byhand")
        await student.button("did")
        await student.past("contact")
        await student.finish()
        student.assert_shows("ui.done_contact_by_hand", day=f"{student.clock.today():%Y/%m/%d}")


async def test_what_the_hospital_shows_needs_no_word_of_the_students() -> None:
    """The details are others than they were: seen, and told as seen."""
    async with wizard("contact") as student:
        save_elsewhere(student)
        await card_of(student)
        await student.button("byhand")
        await student.past("contact")
        assert student.journey.told_by_hand["contact"].seen
        await student.finish()
        student.assert_shows("ui.done_contact_seen", day=f"{student.clock.today():%Y/%m/%d}")


def save_elsewhere(student: Student) -> None:
    """The same student saves another office number at another computer."""
    other = student.practice.another()
    other.backend.portal.sign_in_page()
    other.backend.portal.picture()
    who, picture = student.persona.employee_id, other.stage.picture_text()
    other.backend.portal.sign_in(who, Secret(PORTAL), picture, student.journey.texts["campus"])
    other.backend.portal.save_contact({"office_phone": "61999"})


async def test_what_the_hospital_shows_to_be_open_is_said_so() -> None:
    """The activation: asked for on this side it is not done, then done elsewhere, and seen."""
    async with wizard("alias_again") as student:
        await card_of(student)
        await student.button("byhand")
        await student.ready()
        student.assert_shows("ui.did_not_seen", "did.alias_again")
        await student.enter()
        activate_elsewhere(student)
        await card_of(student)
        await student.button("byhand")
        await student.at("done")
        student.assert_shows("ui.done_alias_seen", day=f"{student.clock.today():%Y/%m/%d}")


async def test_that_nothing_was_sent_is_said_only_where_it_is_known() -> None:
    """Before, after a refusal, after a lost answer, and when it is done."""
    async with wizard("contact") as student:
        walk = student.scene.walk
        at_contact = walk.journey
        told = {
            "ui.browser_not_sent": at_contact,
            "ui.browser_not_done": moves.refuse(at_contact),
            "ui.browser_unknown": moves.lose(at_contact),
            "ui.browser_done": replace(at_contact, done=at_contact.done | {"contact"}),
        }
        for key, journey in told.items():
            walk.journey = journey
            content = browser_card(student.scene)
            assert [line for line, _ in content.lines if line in told] == [key]
            assert content.buttons[0] is ButtonAct.CLOSE
            assert content.steady
        walk.journey = replace(told["ui.browser_unknown"], lost="", reading="")
        assert "ui.browser_unknown" in [line for line, _ in browser_card(student.scene).lines]
        walk.journey = at_contact
        assert did_card(student.scene, Outcome.UNKNOWN).buttons == (ButtonAct.CLOSE, ButtonAct.DID)


async def test_practice_sends_nobody_to_the_real_doors() -> None:
    """No card of any step names an address of the hospital; where it has no page, none is offered (J8.3)."""
    async with wizard("contact") as student:
        scene = student.scene
        for step in STEPS.values():
            scene.walk.journey = standing_at(step.id)
            said = [scene.say(key, **values) for key, values in browser_card(scene).lines]
            assert said[0] == scene.say("ui.browser_practice")
            assert not [each for each in said if "ntuh.gov.tw" in each]
            offers = [help_card(scene, step), menu_card(scene)]
            read = step.load not in {None, REACH, MAIL_REACH}
            asks_the_hospital = read or step.submit is not None or step.needs is not Need.NOTHING
            assert {ButtonAct.BROWSER in each.buttons for each in offers} == {asks_the_hospital}, step.id


async def test_a_refusal_is_kept_for_the_card() -> None:
    """A password that the portal does not take was sent: the card does not say that nothing was."""
    async with wizard("sign_in") as student:
        student.answers["portal_password"] = "Wrong-password-1"  # nobody's
        await student.fill()
        assert student.journey.sent == {"sign_in": Sending.NOT_DONE}
        await card_of(student)
        await student.ready()
        student.assert_shows("ui.browser_not_done")
        assert not student.shows("ui.browser_not_sent")


@pytest.mark.parametrize("step", [each for each in STEPS if each != "done"])
def test_a_step_done_by_hand_keeps_how_it_is_known(step: str) -> None:
    """By the student's word, or by the hospital's page."""
    journey = standing_at(step)
    said = moves.did_by_hand(journey)
    assert not said.told_by_hand[step].seen
    assert moves.did_by_hand(journey, seen=True).told_by_hand[step].seen


def standing_at(step: str) -> Journey:
    """A journey with this step in front."""
    names = ("onboard", "reset", "mail_check")
    journey = next(each for each in map(begin, names) if step in each.order)
    return replace(journey, at=step)
