"""The wizard at sites of strangers that need their scripts, drawn with the libraries of today."""

from __future__ import annotations

from pathlib import Path

import pytest

from ntuh_onboard.backend.web.engines.browser.installed import driver_is_installed, installed_browsers
from tests.unseen_sites.driven import driven
from tests.unseen_sites.first_sight import met, site_of
from tests.unseen_sites.test_unseen import assert_nothing_wrong
from tests.unseen_sites.wizard_at_site import walked

pytestmark = pytest.mark.long
SITES = sorted(Path(__file__).parent.glob("scripted*/*.py"))
NOT_YET = {
    "angular_like_material": "the portal's sign-out is in a menu under a round button: told as not left",
    "web_components_shadow": "one label of the contact page stands at two boxes in shadow trees: the step stops",
}
"""Sites whose journey does not come to its end yet, or is not left, and why."""
LIKE_ANY_OTHER = "mvc_unobtrusive_ajax"
"""Its form looks like any other, and is refused without what its script adds."""


@pytest.mark.parametrize("path", SITES, ids=lambda path: path.stem)
async def test_a_whole_journey_in_a_browser_that_is_used_where_it_is_needed(path: Path) -> None:
    """Every commit once, nobody left signed in, and nothing left of the browser; then, as on the next day, the mail."""
    if not installed_browsers() or not driver_is_installed():
        pytest.skip("no Edge, Chrome or Chromium is installed here that could be driven")
    with driven("auto") as (browser, left):
        found, mail = await met(path, browser)
    if path.stem in NOT_YET:
        assert not found.wrong_fields
        assert not found.wrong_claims
        return
    assert_nothing_wrong(found)
    assert found.passed, found
    assert mail is not None
    assert_nothing_wrong(mail)
    assert mail.passed, mail
    assert left.nothing
    assert not left.refused


@pytest.mark.parametrize("path", SITES, ids=lambda path: path.stem)
async def test_without_a_browser_the_page_is_named_and_nothing_is_sent(path: Path) -> None:
    """No field reaches the site, and nothing is claimed."""
    with site_of(path) as site:
        found = await walked(site)
    assert_nothing_wrong(found)
    assert found.stuck == "sign_in"
    assert not found.sent or path.stem == LIKE_ANY_OTHER
