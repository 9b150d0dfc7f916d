"""What a page does by itself on loading, and what it would only do later, elsewhere, or when something is pressed."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.web.engines.http_engine import HttpEngine
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.http.submission import Submission
from tests.backend.web.conftest import Make
from tests.backend.web.servers import Server, page

URL = "https://portal.example/General/Login.aspx?SESSION=0"
GO = "location.href='/Logout.aspx'"
SAY = "alert('閒置過久')"


def read(script: str) -> Page:
    return Page(f"<script>{script}</script><form><a href=x>登入</a></form>", URL)


LATER = {
    "timer, text": 'setTimeout("{}", 1200000);',
    "timer, window's": 'window.setTimeout("{}", 900000)',
    "timer, product": 'setTimeout("{}", 20 * 60 * 1000);',
    "timer, not known": 'setTimeout("{}", minutes * 60000);',
    "timer, function": "setTimeout(function(){{ {}; }}, 900000);",
    "timer, arrow": "setTimeout(() => {{ {}; }}, 900000);",
    "timer, short arrow": "setTimeout(() => {}, 900000);",
    "timer, name": "function t(){{ {}; }} setTimeout(t, 900000);",
    "timer, call in a text": "function t(){{ {}; }} setTimeout('t()', 900000);",
    "timer, named function": "setTimeout(function t(){{ {}; }}, 900000);",
    "listener": "b.addEventListener('click', function(){{ {}; }});",
    "listener, old": "b.attachEvent('onclick', function(){{ {}; }});",
    "listener, arrow": "b.addEventListener('click', () => {});",
    "listener, name": "function t(){{ {}; }} b.addEventListener('click', t);",
    "handler, name": "function t(){{ {}; }} b.onclick = t;",
    "handler, name with var": "var t = function(){{ {}; }}; document.getElementById('b').onclick = t;",
    "before leaving": "function t(){{ {}; }} window.onbeforeunload = t;",
    "name given to another": "function t(){{ {}; }} $('#b').click(t);",
    "if": "if (top == self) {};",
    "if, block": "if (typeof(bad) != 'undefined') {{ {}; }}",
    "else": "if (a) x(); else {};",
    "else if": "if (a) {{ x() }} else if (b) {{ {} }}",
    "if in if": "if (a) if (b) {};",
    "a new line ends it": "if (a)\n  {}\nx()",
    "if around a call": "function t(){{ {}; }} if (a) t();",
    "if in a function": "window.onload = function(){{ if (a) {{ {}; }} }};",
    "catch": "try {{ x() }} catch (e) {{ {}; }}",
    "loop": "while (a) {{ {}; }}",
    "and": "window.bad && {};",
    "or": "window.good || {};",
    "either": "a ? x() : {};",
}


@pytest.mark.parametrize("how", LATER)
def test_what_waits_for_something_is_neither_said_nor_followed(how: str) -> None:
    """A session's timer, a click, a browser of another kind: none of it has happened to whoever reads the page."""
    assert read(LATER[how].format(GO)).move is None
    assert read(LATER[how].format(SAY)).messages == ()


NOW = {
    "timer without a time": 'setTimeout("{}")',
    "timer, seconds": 'setTimeout("{}", 3 * 1000);',
    "timer, its time a text": "setTimeout(\"{}\", '3000');",
    "timer, function": "setTimeout(function(){{ {}; }}, 3000);",
    "timer, named function": "setTimeout(function t(){{ {}; }}, 3000);",
    "timer, short arrow": "setTimeout(() => {}, 3000);",
    "timer, name": "function t(){{ {}; }} setTimeout(t, 15000);",
    "timer, call in a text": "function t(){{ {}; }} setTimeout('t()', 0);",
    "listener": "window.addEventListener('load', function(){{ {}; }});",
    "listener, name": "function t(){{ {}; }} document.addEventListener('DOMContentLoaded', t, false);",
    "listener, old": "function t(){{ {}; }} window.attachEvent('onload', t);",
    "ready, name": "function t(){{ {}; }} $(document).ready(t);",
    "jQuery, name": "function t(){{ {}; }} $(t);",
    "onload, method": "var my = {{ init: function(){{ {}; }} }}; window.onload = my.init;",
    "call": "function t(){{ {}; }} t.call(this);",
    "behind an if": "if (a) {{ x() }} {};",
    "behind an if without braces": "if (a) x(); {};",
    "behind an if without braces or semicolons": "if (a)\n  x()\n{}\n",
    "behind an if and its else": "if (a) x(); else y(); {};",
    "behind a choice": "var a = b ? 1 : 2; {};",
    "behind a default without a semicolon": "var a = b || {{}}\n{}\n",
    "behind a loop": "for (var i = 0; i < 3; i++) {{ x(i); }} {};",
}


@pytest.mark.parametrize("how", NOW)
def test_what_a_page_does_at_once_is_said_and_followed(how: str) -> None:
    """Called, handed over to run on loading, or a timer of seconds."""
    moved = read(NOW[how].format(GO)).move
    assert moved is not None
    assert moved.url == "https://portal.example/Logout.aspx"
    assert [each.text for each in read(NOW[how].format(SAY)).messages] == ["閒置過久"]


def test_a_link_that_asks_before_it_leads_on_is_a_link() -> None:
    """Whoever presses it says yes: there an `if` is no reason not to go."""
    for script in ("if (confirm('?')) location.href='z.aspx'", "if (confirm('?')) { window.open('z.aspx'); }"):
        body = f'<span onclick="{script}">更改密碼</span>'
        assert Page(body, URL).act(Clue(("更改密碼",))).url == "https://portal.example/General/z.aspx"


def test_a_sessions_timer_signs_nobody_out(server: Server, make: Make) -> None:
    """Neither where the page is read, nor where it is the answer to a commit."""
    timer = "<p>更改密碼成功</p><script>setTimeout(\"location.href='/Logout.aspx'\", 1200000)</script>"
    server.replies.update({"/": page(timer), "/Logout.aspx": page("<p>已登出")})
    client = make(server.origin)
    assert HttpEngine(client).open(f"{server.origin}/").says("更改密碼成功")
    posted = Submission("post", f"{server.origin}/", (("a", "x"),))
    assert HttpEngine(client).send(posted, commit=True).says("更改密碼成功")
    assert server.count("GET", "/Logout.aspx") == 0
