"""With every control of one page renamed and its words changed, the student still finishes (J0.7).

The wizard stops at that page instead of guessing, and its card sends the student to a browser; what can still be done
here is done here.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.site.layout import Reworded
from ntuh_onboard.backend.site.simulator import Setting, Site, running
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.backend.web.sites.port_values import asks_password
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.screens.dialogs.card import Card
from tests.backend.web.by_hand import Person, one_step, wizard_over
from tests.backend.web.practising import profile_of
from tests.long_cases import sparing
from tests.screens.student import LARGE, Student, go_ahead

ONLY_ONCE = ("portal.change_password", "portal.save_contact", "account.activate")
PROOF = ("enter_code", "account", "alias", "alias_again")
BY_HAND = {
    Reworded.LOGIN: (),  # a sign-in is known by its boxes: one for an ID, one for a password, one beside a picture
    Reworded.CHANGE: (),  # three password boxes are known by their order
    Reworded.CONTACT: ("contact",),
    Reworded.PHONE: ("send_code", *PROOF),
    Reworded.ACTIVATE: ("send_code", *PROOF),
    Reworded.SETTINGS: PROOF,
}
"""The page, and the steps that are done in the browser then: its own, and those that go on in the browser's session."""
STARTS = {
    Reworded.LOGIN: "preflight",
    Reworded.CHANGE: "portal_password",
    Reworded.CONTACT: "contact",
    Reworded.PHONE: "send_code",
    Reworded.ACTIVATE: "send_code",
    Reworded.SETTINGS: "enter_code",
}
"""The step at which the screens begin; all before it fit."""


@dataclass
class Scenario:
    """One student, at the wizard and in a browser."""

    site: Site
    student: Student
    person: Person
    by_hand: list[str] = field(default_factory=list)

    async def until(self, step: str) -> None:
        """Go on to this step."""
        for _ in range(40):
            await self.student.ready()
            if self.student.step == step:
                return
            await one_step(self.student, self.person, self.by_hand)
        raise AssertionError(f"{step} is never reached\n{self.student.screen_text()}")

    def finished(self) -> None:
        """The hospital has all of it, once; nothing was filled in wrongly by anybody; the last page says who did it."""
        commits = self.student.stage.commits()
        assert {verb: commits.get(verb, 0) for verb in ONLY_ONCE} == dict.fromkeys(ONLY_ONCE, 1)
        judged = self.site.stage.judged()
        assert not [each for each in judged if each.wrong]
        (saved,) = [each.changed for each in judged if each.pressed == "save"]
        assert set(saved) <= {"english_given"}
        for step, told in (("portal_password", "portal_password"), ("contact", "contact"), ("alias_again", "alias")):
            assert self._told(told) is (step in self.by_hand), step

    def _told(self, what: str) -> bool:
        """Whether the last page says that this was done in the browser, by the student's word or as it was seen."""
        day = f"{self.student.clock.today():%Y/%m/%d}"
        seen = what != "mail" and self.student.shows(f"ui.done_{what}_seen", day=day)
        return seen or self.student.shows(f"ui.done_{what}_by_hand", day=day)


@pytest.fixture(scope="module")
def clock() -> ManualClock:
    """The hospital's, and the student's own computer's."""
    return ManualClock()


@pytest.fixture(scope="module")
def served(clock: ManualClock) -> Iterator[Site]:
    """One server for all tests of this file, reset before each."""
    with running(Setting(figures=Figures().cheap()), clock=clock) as site:
        yield site


@asynccontextmanager
async def scenario(site: Site, clock: ManualClock, page: Reworded, step: str) -> AsyncIterator[Scenario]:
    """The screen of this step, at a hospital that has reworded this page; what comes before was done without one."""
    site.stage.port.reset()
    site.stage.layout({"reworded": page.value})
    student = wizard_over(site, clock)
    with Person(site) as person:
        async with student.app.run_test(size=LARGE) as student.pilot:
            await student.at(student.journey.at)
            await go_ahead(student.scene.walk, student, step)
            assert student.app.front is not None
            student.app.work(student.app.front.show)
            await student.at(step)
            yield Scenario(site, student, person)
            await asyncio.to_thread(student.app.lane.close)


@pytest.mark.parametrize("page", sparing(BY_HAND, [*BY_HAND][::4].__contains__))
async def test_the_student_finishes_whichever_page_is_another(served: Site, clock: ManualClock, page: Reworded) -> None:
    """Its step, and what goes on in the browser's own session, is done there; all else at the wizard."""
    async with scenario(served, clock, page, STARTS[page]) as told:
        await told.until("done")
        assert tuple(told.by_hand) == BY_HAND[page]
        told.finished()


async def test_a_page_that_changes_under_way_costs_one_step(served: Site, clock: ManualClock) -> None:
    """Nothing was sent; the card says that the browser wants a proof of its own first."""
    async with scenario(served, clock, Reworded.NONE, "alias_again") as told:
        served.stage.layout({"reworded": Reworded.SETTINGS.value})
        await told.student.fill()
        told.student.assert_shows("error.UnexpectedPage")
        assert told.student.count("account.activate") == 0
        await told.student.button("browser")
        told.student.assert_shows("ui.browser_prove_there", "ui.browser_not_sent")
        await told.student.press("escape")
        await told.until("done")
        assert told.by_hand == ["alias_again"]
        told.finished()


async def test_a_code_from_the_app_is_still_taken_here(served: Site, clock: ManualClock) -> None:
    """Where the message was sent from the browser, its code is typed there; the MOTP app's is bound to no page."""
    async with scenario(served, clock, Reworded.PHONE, "send_code") as told:
        await told.until("enter_code")
        student = told.student
        await student.until(lambda: isinstance(student.app.screen, Card), "the card")
        student.assert_shows("ui.browser_code_there")
        assert not student.shows("ui.browser_prove_there")
        await student.press("escape")
        code = student.stage.authenticator_code(student.persona.employee_id)
        assert code is not None
        await student.fill(code=code.reveal())
        await student.at("account")
        await told.until("done")
        assert told.by_hand == ["send_code"]
        told.finished()


async def test_a_message_that_is_sent_from_here_after_all_is_read_here(served: Site, clock: ManualClock) -> None:
    """The page is as it was, and the student has gone back to it: nothing is by hand any more."""
    async with scenario(served, clock, Reworded.PHONE, "send_code") as told:
        await told.until("enter_code")
        student = told.student
        await student.until(lambda: isinstance(student.app.screen, Card), "the card")
        await student.press("escape")
        served.stage.layout({})
        served.stage.port.jump(61)
        await student.press("escape")
        await student.at("send_code")
        await told.until("done")
        assert told.by_hand == ["send_code"]
        told.finished()


@pytest.mark.parametrize(("style", "asked"), [("", True), ("display:none", False)])
def test_a_password_box_under_other_words_is_not_left_empty(served: Site, style: str, *, asked: bool) -> None:
    """The page is taken to ask for one: the box is looked for, and not found, before anything is sent (J6.6)."""
    site = Sayings("account", "code", profile_of(served), served.clock)
    page = Page(f"<form><p style='{style}'>通關字串 <input type=password name=a></form>", "http://127.0.0.1/")
    assert asks_password(site, page) is asked
