"""Pages whose acts are made by script are recognised before anything is typed, and told once (J0.7)."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.protocol import Backend, SiteState
from ntuh_onboard.common import errors
from tests.backend.web.servers import Server, page
from tests.backend.web.test_views import (
    ID,
    OUT,
    PASSWORD,
    PORTAL_DOOR,
    at,  # noqa: F401  # a fixture
    clock,  # noqa: F401  # a fixture
)

DOOR = "/General/Login.aspx"
ENTRY = "啟用網路帳號及首次雲端帳號密碼設定"
RULES = "<h2>規範</h2><p>不得轉借</p>"
SHELL = "<div id=root></div><script src=/app.js></script>"
BY_SCRIPT = {
    "a button without a form": f"<button type=button>{ENTRY}</button>",
    "a role": f"<div role=button tabindex=0>{ENTRY}</div>",
    "a link that only its script follows": f"<a href='#' class=js>{ENTRY}</a>",
    "a request by fetch": f"<button type=button onclick=\"fetch('/api/go')\">{ENTRY}</button>",
}


@pytest.mark.parametrize("made", BY_SCRIPT)
def test_an_entry_that_only_a_script_can_press_is_told_before_anything_is_typed(
    server: Server,
    at: Backend,  # noqa: F811
    made: str,
) -> None:
    """What can be read is read all the same, and nothing is ever sent."""
    server.replies["/"] = page(RULES + BY_SCRIPT[made])
    reached = at.account.reach()
    assert (reached.state, reached.site) == (SiteState.NEEDS_BROWSER, "account")
    read = at.account.regulations()
    assert read.by_script
    assert "不得轉借" in read.articles
    with pytest.raises(errors.NeedsBrowser) as needs:
        at.account.send_code(ID, "0900000123")
    assert needs.value.site == "account"
    assert not [each for each in server.requests if each.line.startswith("POST")]


def test_an_empty_shell_is_told_of_the_sign_in_page(server: Server, at: Backend) -> None:  # noqa: F811
    """Nobody types into what is not there."""
    server.replies[DOOR] = page(SHELL)
    assert at.portal.reach().state is SiteState.NEEDS_BROWSER
    with pytest.raises(errors.NeedsBrowser):
        at.portal.sign_in_page()


SENT_BY_SCRIPT = {
    "a known word": "<button type=button onclick='go()'>登入</button>",
    "another word": "<input type=button value='確 定' onclick='go()'><input type=button value='清 除' onclick='no()'>",
}


@pytest.mark.parametrize("how", SENT_BY_SCRIPT)
def test_a_sign_in_that_only_a_script_sends_is_told_before_anybody_types(
    server: Server,
    at: Backend,  # noqa: F811
    how: str,
) -> None:
    """At the first look, whatever stands on its button; no line of a profile can help there."""
    boxes = PORTAL_DOOR.partition("<input type='submit'")[0]
    assert boxes != PORTAL_DOOR
    server.replies[DOOR] = page(f"<form method=post>{boxes}{SENT_BY_SCRIPT[how]}</form>")
    assert at.portal.reach().state is SiteState.NEEDS_BROWSER


def test_a_page_that_is_only_another_one_is_no_page_of_scripts(server: Server, at: Backend) -> None:  # noqa: F811
    """The words do not stand there: the profile may need mending, and a browser is no better."""
    server.replies["/"] = page(RULES + "<a href='/x'>啟用帳號(新)</a>")
    assert at.account.reach().state is SiteState.CHANGED


def test_menu_entries_that_only_a_script_can_press_are_told_after_the_sign_in(
    server: Server,
    at: Backend,  # noqa: F811
) -> None:
    """Of the portal's menu: by the names of the entries, before their steps are come to."""
    menu = f"<p>104567 陳怡芬 您好</p><button type=button>更改密碼</button><a href='/c'>維護個人連絡資料</a>{OUT}"
    views = iter((page(f"<form method=post>{PORTAL_DOOR}</form>"), page(f"<form>{menu}</form>")))
    server.replies[DOOR] = lambda accepted, _: accepted.sendall(next(views))
    at.portal.sign_in_page()
    landing = at.portal.sign_in(ID, PASSWORD, "abcd", "T")
    assert landing.by_script == ("change_password",)
    with pytest.raises(errors.NeedsBrowser):
        at.portal.change_password(PASSWORD, PASSWORD)
