"""What the rest of a journey can never meet is said so, and nothing is armed or done (J8.4)."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.drills import CODE, DRILLS
from ntuh_onboard.backend.protocol import Sent
from ntuh_onboard.backend.stage import Waiting
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.journeys import JOURNEYS
from ntuh_onboard.journey.state import Journey, begin
from ntuh_onboard.screens.trainer.panel_acts import spot
from ntuh_onboard.texts.languages import Language, languages
from tests.screens.student import SMALL, practising, wizard
from tests.training.panel import chosen, closed, opened, state

MESSAGES = {"message_late", "message_never", "message_elsewhere", "message_wrong"}
PORTAL = {"account_locked", "portal_down", "portal_maintenance"}
ACCOUNT = {
    "phone_outdated",
    "alias_taken",
    "already_activated",
    "account_expired",
    "account_down",
    "account_maintenance",
}
COMMITS = {"lost_done", "lost_not_done", "commit_slow", "session_ended"}
TIME = {each.id for each in DRILLS.values() if each.group == "time"}


def at(journey: str, step: str) -> Journey:
    """In front of this step, everything before it done."""
    here = begin(journey)
    while here.at != step:
        value = Sent(at=0.0) if here.at == "send_code" else None
        here = moves.advance(here, {"progress": "first"}, value)
    return here


def unmet(journey: Journey) -> set[str]:
    """The drills that nothing ahead of here meets, sending another code counted too."""
    here = spot(journey, practising().persona)
    return {each.id for each in DRILLS.values() if not each.met(here.asks | here.again)}


@pytest.mark.parametrize(
    ("journey", "step", "never"),
    [
        ("onboard", "sign_in", {"code_expired"}),
        ("onboard", "portal_password", {"code_expired"}),
        ("onboard", "contact", {"code_expired", "account_locked", "picture_unreadable"}),
        ("onboard", "send_code", {"code_expired", *PORTAL, "picture_unreadable"}),
        ("onboard", "enter_code", {*PORTAL, "picture_unreadable"}),
        ("onboard", "alias_again", {"code_expired", *MESSAGES, *PORTAL, "picture_unreadable", "phone_outdated"}),
        ("onboard", "done", {*DRILLS} - TIME),
        ("portal_password", "sign_in", {"code_expired", *MESSAGES, *ACCOUNT}),
        (
            "contact",
            "contact",
            {"code_expired", *MESSAGES, *ACCOUNT, "account_locked", "picture_unreadable"} - {"phone_outdated"},
        ),
        ("reset", "send_code", {"code_expired", *PORTAL, "alias_taken", "already_activated"}),
        (
            "reset",
            "cloud_password",
            {"code_expired", *MESSAGES, *PORTAL, "alias_taken", "already_activated", "phone_outdated"},
        ),
        ("mail_check", "mail_ready", {"code_expired", *MESSAGES, *PORTAL, *ACCOUNT}),
    ],
)
def test_what_nothing_ahead_meets(journey: str, step: str, never: set[str]) -> None:
    """By the verbs that the step in front and those after it ask; what is unclear counts as met."""
    assert unmet(at(journey, step)) == never


@pytest.mark.parametrize("journey", JOURNEYS)
def test_every_fault_of_a_first_step_and_time_can_be_met(journey: str) -> None:
    """A commit is ahead in every journey, and time passes in all of them."""
    assert not unmet(begin(journey)) & {*COMMITS, *TIME}


def test_a_choice_that_leaves_steps_out_leaves_their_drills_out() -> None:
    """Who needs only the mail meets nothing of the portal."""
    chosen_mail = moves.advance(moves.advance(begin("onboard"), {"progress": "mail_only"}))
    assert chosen_mail.at == "regulations"
    assert unmet(chosen_mail) == {"code_expired", *PORTAL, "picture_unreadable"}


def test_a_code_is_there_to_be_over_only_between_its_sending_and_its_typing() -> None:
    """Also where its answer was lost, and no more where the session has ended."""
    before, there = at("onboard", "send_code"), at("onboard", "enter_code")
    who = practising().persona
    assert CODE not in spot(before, who).asks
    assert CODE in spot(moves.lose(before), who).asks
    assert CODE in spot(there, who).asks
    ended = moves.end_session(at("onboard", "alias_again"), there.step.gives)
    assert CODE not in spot(ended, who).asks


@pytest.mark.parametrize("language", languages(), ids=str)
async def test_the_panel_says_so_and_arms_nothing(language: Language) -> None:
    """In 80x24: a verb of another journey, a state that nobody sees any more, a code that is not out."""
    async with wizard("mail_ready", "activated", journey="mail_check", size=SMALL, language=language) as student:
        await opened(student)
        for drill in ("portal_down", "message_late", "account_locked", "phone_outdated"):
            await chosen(student, drill)
            student.assert_shows("trainer.not_asked")
            assert state(student, drill) == ""
        before = student.clock.elapsed()
        await chosen(student, "code_expired")
        student.assert_shows("trainer.no_code")
        assert student.clock.elapsed() == before
        assert student.stage.waiting() == ()


async def test_the_mails_picture_can_be_unreadable_too() -> None:
    """Where that is the picture ahead."""
    async with wizard("mail_sign_in", "activated", journey="mail_check", size=SMALL) as student:
        await opened(student)
        await chosen(student, "picture_unreadable")
        assert state(student, "picture_unreadable") == student.scene.say("trainer.armed", times=1)
        await closed(student)
        shown = student.stage.picture_text()
        await student.button("picture")
        assert student.stage.picture_text() != shown
        assert student.stage.waiting() == ()


async def test_what_only_another_sending_meets_is_said_so() -> None:
    """While a code is out: an old number, and a message that does not come; the code that is out stays right."""
    async with wizard("enter_code", size=SMALL) as student:
        await opened(student)
        for drill in ("phone_outdated", "message_never"):
            await chosen(student, drill)
            student.assert_shows("trainer.sent_again")
        assert student.stage.waiting() == (Waiting("message", "blocks"),)
        await closed(student)
        await student.fill()
        await student.at("account")
