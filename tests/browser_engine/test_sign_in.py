from __future__ import annotations

from contextlib import closing

from ntuh_onboard.backend.contract.subject import person, sign_in
from ntuh_onboard.backend.protocol import SignOut
from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from tests.backend.web.layouts import laid_out


def test_a_student_signs_in_through_a_browser(served: Site, browser: BrowserChoice) -> None:
    """By the same words, over the same pages; the sign-in is sent once, and the way out is found."""
    with closing(laid_out(served, {}, browser=browser)) as practice:
        who = person(practice)
        assert sign_in(practice, who).name == who.name
        assert practice.backend.portal.sign_out() is SignOut.CONFIRMED
        assert practice.stage.commits()["portal.sign_in"] == 1
