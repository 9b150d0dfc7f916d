"""Where a page goes on to by itself, what it sends by itself, and what it has said before (J1.5, H-01)."""

from __future__ import annotations

from contextlib import closing

import pytest

from ntuh_onboard.backend.web.engines.http_engine import HttpEngine
from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.new_words import news
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.script.load_effects import deeds
from ntuh_onboard.backend.web.sites.inner_page import entered
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.backend.web.sites.portal import WebPortal
from ntuh_onboard.common.clock import ManualClock
from tests.backend.web.conftest import QUICK, Make
from tests.backend.web.servers import Server, page
from tests.printed import printed_site

MOVES = {
    "location='/next'": ("/next",),
    "top.location.href='/next'": ("/next",),
    "parent.location.replace('/next')": ("/next",),
    "window.open('/next','_self')": ("/next",),
    "window.open('/next', '_top')": ("/next",),
    "window.open('/next')": (),
    "window.open('/next','_blank')": (),
    "window.navigate('/next')": ("/next",),
    "dialog.open('/next','_self')": (),
    "function go(){window.open('/next','_self')}": (),
}


@pytest.mark.parametrize("script", MOVES)
def test_other_shapes_of_moving_on(script: str) -> None:
    """In this window only, and at once."""
    assert deeds(script).moves == MOVES[script]


SENDS = {
    "document.form1.submit();": ("form1",),
    "document.forms[0].submit()": ("#0",),
    "document.forms['form1'].submit()": ("form1",),
    "document.getElementById('form1').submit()": ("form1",),
    "$('#form1').submit()": ("form1",),
    "$(function(){ $('#form1').submit(); });": ("form1",),
    "var f=document.forms['form1']; f.submit();": ("form1",),
    "window.onload=function(){document.form1.submit()}": ("form1",),
    "setTimeout('document.form1.submit()', 100)": ("form1",),
    "$('#form1').submit(function(){ return false; })": (),
    "function send(){document.form1.submit()}": (),
    "if (ready) document.form1.submit();": (),
    "document.getElementById('b').onclick=function(){document.form1.submit()}": (),
}


@pytest.mark.parametrize("script", SENDS)
def test_forms_that_are_sent_by_themselves(script: str) -> None:
    """On loading, and not what would be sent on a press."""
    assert deeds(script).sends == SENDS[script]


def form(script: str, method: str = "post", action: str = "/sso") -> bytes:
    return page(
        f"<p>處理中</p><form name=form1 id=form1 method={method} action='{action}'><input type=hidden name=ticket "
        f"value=t1><noscript><input type=submit name=no value=繼續></noscript></form><script>{script}</script>"
    )


@pytest.mark.parametrize("method", ["post", "get"])
@pytest.mark.parametrize("script", ["document.form1.submit()", "document.forms[0].submit()", "$('#form1').submit()"])
def test_such_a_form_is_sent_once(server: Server, make: Make, method: str, script: str) -> None:
    """With its hidden fields, without any button; and the page that comes of it is the page."""
    server.replies.update({"/": form(script, method), "/sso": page("<p>here</p>")})
    assert HttpEngine(make(server.origin)).open(f"{server.origin}/").lines == ("here",)
    sent = [each for each in server.requests if each.path.startswith("/sso")]
    assert len(sent) == 1
    assert (sent[0].body or sent[0].path.encode()).endswith(b"ticket=t1")


def test_on_load_of_the_body_it_is_sent_too(server: Server, make: Make) -> None:
    server.replies["/"] = page("<body onload='document.forms[0].submit()'><form method=post action=/sso></form>")
    server.replies["/sso"] = page("<p>here</p>")
    assert HttpEngine(make(server.origin)).open(f"{server.origin}/").lines == ("here",)


def test_a_form_goes_to_no_other_server_and_not_on_for_ever(server: Server, other: Server, make: Make) -> None:
    """WH, H-01."""
    server.replies["/"] = form("document.form1.submit()", action=f"{other.origin}/steal")
    with pytest.raises(UnexpectedPage) as refused:
        HttpEngine(make(server.origin)).open(f"{server.origin}/")
    assert refused.value.why is Why.OTHER_HOST
    assert not other.seen
    server.replies["/"] = server.replies["/sso"] = form("document.form1.submit()")
    with pytest.raises(UnexpectedPage) as refused:
        HttpEngine(make(server.origin)).open(f"{server.origin}/")
    assert refused.value.why is Why.REDIRECTS
    assert server.count("POST", "/sso") <= 5


PASSED = {
    "an alert": "<script>alert('密碼已變更');location.href='/next'</script>",
    "a line": "<p>密碼已變更</p><meta http-equiv=refresh content='3;url=/next'>",
    "an alert before a form": "<form name=form1 method=post action=/next></form><script>alert('密碼已變更');"
    "document.form1.submit()</script>",
}


@pytest.mark.parametrize("first", PASSED)
def test_what_a_page_says_before_it_moves_on_is_heard(server: Server, make: Make, first: str) -> None:
    """`alert('…');location.href='…'` is how many a page answers."""
    server.replies.update({"/": page(PASSED[first]), "/next": page("<p>選單</p>")})
    found = HttpEngine(make(server.origin)).open(f"{server.origin}/")
    assert found.lines == ("選單",)
    assert "密碼已變更" in news(found, frozenset()).texts


def test_a_stroke_that_divides_is_no_pattern() -> None:
    """A script is read on behind a regular expression, and behind a division."""
    assert deeds("var a=b/2;alert('一');var c=/['\"]/;alert('二');x=(1)/2;alert('三')").alerts == ("一", "二", "三")
    assert Page("<p>x", "https://a.example/").sending is None


@pytest.mark.parametrize("header", ["0;url=/next", "3; URL='/next'", "1, /next"])
def test_a_refresh_in_the_head_of_an_answer_leads_on(server: Server, make: Make, header: str) -> None:
    """As the page's own `<meta>` does; one that waits for long does not."""
    server.replies.update({"/": page("<p>請稍候</p>", headers=[("Refresh", header)]), "/next": page("<p>here</p>")})
    assert HttpEngine(make(server.origin)).open(f"{server.origin}/").lines == ("here",)
    server.replies["/"] = page("<p>請稍候</p>", headers=[("Refresh", "1200;url=/next")])
    assert HttpEngine(make(server.origin)).open(f"{server.origin}/").lines == ("請稍候",)


HANDED = {
    "a button for those without scripts": ("若未自動轉送請按此繼續", "<input type=hidden name=t value=1>", True),
    "a box to fill in": ("繼續", "<input name=t>", False),
    "a consent": ("我同意提供個資", "<input type=hidden name=t value=1>", False),
}


@pytest.mark.parametrize("how", HANDED)
def test_a_page_that_only_hands_over_to_another_server_is_passed(server: Server, other: Server, how: str) -> None:
    """Its script stands in a file of its own: hidden fields alone, a button, and another of the hospital's servers."""
    words, box, passed = HANDED[how]
    sites = printed_site(servers={**dict.fromkeys(("portal", "account", "mail"), server.origin), "inner": other.origin})
    portal = open_web(sites, ManualClock(), limits=QUICK).portal
    assert isinstance(portal, WebPortal)
    server.replies["/menu"] = page("<a href=/sso>維護個人連絡資料</a>")
    server.replies["/sso"] = page(
        f"<p>轉送中</p><form method=post action='{other.origin}/acs'>{box}<button>{words}</button></form>"
    )
    other.replies["/acs"] = page("<p>here</p>")
    with closing(portal._visit.engine):
        menu = portal._visit.open(f"{server.origin}/menu")
        assert ("here" in entered(portal._visit, menu, "contact_page").lines) is passed
    assert other.count("POST", "/acs") == int(passed)
