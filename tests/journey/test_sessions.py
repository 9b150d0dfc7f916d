"""Where a site's session or a proof by code is over: what begins again, and what stays done."""

from __future__ import annotations

from ntuh_onboard.common.errors import CodeWrong, SessionEnded, TriesSpent
from tests.journey.fakes import ALIAS, NEW, PHONE
from tests.journey.walking import student


async def test_a_session_that_is_over_begins_again_and_keeps_what_is_done() -> None:
    """After the sign-in the student stands where the session ended (SE)."""
    with student() as it:
        await it.to("contact")
        await it.walk.load()
        it.script.then("portal.save_contact", SessionEnded("portal", "逾時"))
        met = await it.go_on()
        assert isinstance(met, SessionEnded)
        assert it.at == "sign_in"
        assert {"preflight", "progress", "portal_password"} <= it.walk.journey.done
        assert it.walk.journey.texts["mobile_phone"] == PHONE
        await it.go_on(portal_password=NEW)
        assert it.at == "contact"
        await it.to("done")
        assert it.script.count("portal.change_password") == 1


async def test_a_session_that_ends_while_a_page_is_read_begins_again_too() -> None:
    """The page of the step was never seen."""
    with student() as it:
        await it.to("contact")
        it.script.then("portal.contact", SessionEnded("portal"))
        met = await it.walk.load()
        assert isinstance(met, SessionEnded)
        assert it.at == "sign_in"


async def test_a_proof_that_is_over_begins_with_a_new_code() -> None:
    """The old code is never sent again (RB-8)."""
    with student() as it:
        await it.to("alias_again")
        it.script.then("account.activate", SessionEnded("account"))
        assert isinstance((await it.go_on()), SessionEnded)
        assert it.at == "send_code"
        assert it.walk.journey.texts["alias"] == ALIAS


async def test_a_session_of_a_site_that_this_journey_does_not_use_changes_nothing() -> None:
    """The error is told all the same."""
    with student("contact") as it:
        await it.to("contact")
        it.script.then("portal.contact", SessionEnded("account"))
        assert isinstance((await it.walk.load()), SessionEnded)
        assert it.at == "contact"


async def test_spent_tries_ask_for_a_new_code() -> None:
    """The old one is dead, even if it was right (O-04, O-15)."""
    with student() as it:
        await it.to("enter_code")
        it.script.then("account.verify_code", CodeWrong(), TriesSpent())
        assert isinstance((await it.go_on()), CodeWrong)
        assert it.at == "enter_code"
        assert isinstance((await it.go_on()), TriesSpent)
        assert it.at == "send_code"
