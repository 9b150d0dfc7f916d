"""A site whose pages are made by script costs one card for all of its steps, not a dead end for each (J0.7)."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.protocol import Landing, Reach, Regulations, SiteState
from ntuh_onboard.common.errors import NeedsBrowser
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.state import begin
from ntuh_onboard.screens.base.script_made import script_lines
from ntuh_onboard.texts.languages import Language, languages
from tests.journey.walking import student
from tests.screens.student import SMALL, wizard

ACCOUNT = ("send_code", "enter_code", "account", "alias", "alias_again")
PORTAL = ("sign_in", "portal_password", "contact")


@pytest.mark.parametrize("language", languages(), ids=str)
async def test_one_card_is_shown_for_all_steps_of_the_site(language: Language) -> None:
    """It names them by their numbers, lists every one, and asks once whether they are done."""
    async with wizard("regulations", language=language, size=SMALL) as student:
        assert student.scene.walk.move(lambda journey: moves.script_made(journey, "account"))
        assert not student.journey.scripted_here
        await student.fill()
        await student.ready()
        student.assert_shows("ui.browser_title")
        student.assert_shows("ui.needs_browser_steps", first=6, last=7)
        assert student.sent == ["portal.sign_in", "portal.change_password", "portal.save_contact"]
        assert student.journey.scripted_here == ACCOUNT
        await student.press("pagedown", "pagedown", "pagedown")
        student.assert_shows("ui.browser_part", title=student.scene.say("step.alias_again.title"))
        await student.press("end")
        student.assert_shows("ui.browser_not_sent")
        await student.button("byhand")
        await student.ready()
        student.assert_shows("ui.did_title", "did.send_code")
        await student.button("did")
        await student.at("done")
        assert student.journey.by_hand == {*ACCOUNT}
        student.assert_shows("ui.done_alias_by_hand", day=f"{student.clock.today():%Y/%m/%d}")


async def test_it_is_said_before_anything_is_typed() -> None:
    """By what the sites show before the sign-in, by the menu, and by the page of the regulations."""
    with student() as it:
        await it.to("preflight")
        it.script.then("portal.reach", Reach("portal", SiteState.NEEDS_BROWSER, site="portal"))
        await it.walk.load()
        assert [each for each in it.walk.journey.order if it.walk.journey.by_script(each)] == [*PORTAL]
        assert [*script_lines(it.walk.journey, PORTAL)] == [("ui.needs_browser_steps", {"first": 2, "last": 4})]
        await it.to("sign_in")
        assert it.walk.journey.browser_only
        assert (await it.walk.load()) is None
        assert "portal.sign_in_page" not in it.script.calls


async def test_entries_of_a_menu_concern_their_own_steps() -> None:
    """The others are done here."""
    with student() as it:
        await it.to("sign_in")
        it.script.then("portal.sign_in", Landing("900001", "陳怡芬", by_script=("change_password",)))
        await it.go_on()
        assert it.walk.journey.scripted_here == ("portal_password",)
        assert it.walk.move(moves.did_all_by_hand)
        assert it.at == "contact"
        assert not it.walk.journey.browser_only
        await it.to("done")


async def test_regulations_that_can_be_read_are_read_here() -> None:
    """And what stands behind them is done in the browser."""
    with student() as it:
        await it.to("regulations")
        it.script.then("account.regulations", Regulations(("不可借用",), by_script=True))
        await it.walk.load()
        assert not it.walk.journey.browser_only
        await it.go_on()
        assert it.walk.journey.scripted_here == ACCOUNT


async def test_a_page_that_turns_out_so_at_its_own_step_is_told_from_there_on() -> None:
    """Nothing was sent, and the steps behind are told with it."""
    with student() as it:
        await it.to("send_code")
        it.script.then("account.send_code", NeedsBrowser("account"))
        assert isinstance(await it.go_on(), NeedsBrowser)
        assert it.walk.journey.scripted_here == ACCOUNT
        assert it.walk.journey.sent == {}


def test_rows_of_numbers_are_told_by_their_ends() -> None:
    """A gap begins another row; one number is told as one."""
    journey = begin("onboard")
    keys = [key for key, _ in script_lines(journey, ("sign_in", "send_code", "alias"))]
    assert keys == ["ui.needs_browser_step", "ui.needs_browser_steps"]
