"""Where a site begins: at the profile's page, and at its `/` where that page is gone (a site known by its address)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ntuh_onboard.backend.web.engines.http_engine import HttpEngine
from ntuh_onboard.backend.web.failures import Unreachable
from ntuh_onboard.backend.web.sites.navigation import first_page
from tests.backend.web.conftest import Make
from tests.backend.web.servers import Server, hang_up, page, redirect
from tests.printed import printed_site

OLD = "/General/Login.aspx"
HOME = page("<p>home")
ERRORS = {
    "not found": page("<p>gone", status=404),
    "not found, in plain text": page(b"404 page not found", status=404, kind="text/plain"),
    "forbidden": page("<p>no", status=403),
    "gone": page("<p>gone", status=410),
    "broken": page("<p>broken", status=500),
    "leads in a circle": redirect(302, OLD),
    "leads in a circle by its script": page("<script>alert('請重新登入');location.href='Login.aspx'</script>"),
    "led to a page for errors": redirect(302, "/Error.aspx?aspxerrorpath=/General/Login.aspx"),
}


@pytest.mark.parametrize("kind", ERRORS)
def test_where_the_first_page_is_gone_the_sites_own_is_read(server: Server, make: Make, kind: str) -> None:
    server.replies |= {OLD: ERRORS[kind], "/Error.aspx": page("<p>error"), "/": HOME}
    assert first_page(HttpEngine(make(server.origin)), server.origin + OLD).lines == ("home",)


@pytest.mark.parametrize("root", ["an error too", "no answer"])
def test_where_both_are_gone_the_first_tells(server: Server, make: Make, root: str) -> None:
    """What is said of the site is said of the page that the profile names."""
    server.replies |= {OLD: ERRORS["not found"], "/": ERRORS["broken"] if root == "an error too" else hang_up}
    found = first_page(HttpEngine(make(server.origin)), server.origin + OLD)
    assert (found.status, found.lines) == (404, ("gone",))


@pytest.mark.parametrize("status", [200, 401, 429, 503])
def test_a_page_that_is_there_or_speaks_of_the_whole_site_is_the_first(server: Server, make: Make, status: int) -> None:
    server.replies |= {OLD: page("<p>here", status=status), "/": HOME}
    assert first_page(HttpEngine(make(server.origin)), server.origin + OLD).lines == ("here",)
    assert server.count("GET", "/") == 0


def test_a_site_without_an_answer_is_asked_for_no_other_page(server: Server, make: Make) -> None:
    server.replies |= {OLD: hang_up, "/": HOME}
    with pytest.raises(Unreachable):
        first_page(HttpEngine(make(server.origin)), server.origin + OLD)
    assert server.count("GET", "/") == 0


def test_without_pages_in_the_profile_a_site_begins_at_its_root() -> None:
    profile = replace(printed_site(), pages={})
    for site in ("portal", "account", "mail"):
        assert profile.address(site, site) == f"{profile.servers[site].rstrip('/')}/"
    assert not profile.address("account_settings", "account")
