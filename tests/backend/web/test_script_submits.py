"""Buttons that send a form by a script of the page: read, never run, and only where it is plain what is sent."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.web.engines.http_engine import HttpEngine
from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.form_kinds import PASSWORD_CHANGE
from ntuh_onboard.backend.web.html.page import Clue, Page
from tests.backend.web.conftest import Make
from tests.backend.web.servers import Server
from tests.backend.web.servers import page as page_of
from tests.printed import printed_site

NTUH = printed_site()
BOXES = (
    "<p>請輸入舊密碼 <input type=password name=o></p><p>請輸入新密碼 <input type=password name=n></p>"
    "<p>請再輸入新密碼 <input type=password name=a></p><input type=hidden name=act id=hAct>"
)
HIDDEN = "<input type=hidden name=act id=hAct>"
CHECKS = "if($('#n').val()!=$('#a').val()){alert('不一致');return false;}"
PLAIN = {
    "the form by its place": ("", "document.forms[0].submit()"),
    "the form by its name": ("", "document.f.submit(); return false;"),
    "the form around": ("", "this.form.submit()"),
    "a function that checks first": (f"function go(){{ {CHECKS} $('#f').submit(); }}", "go()"),
    "a function with a variable": (
        "function go(){ var x = document.getElementById('f'); x.submit(); }",
        "return go();",
    ),
    "a function of another script": ("function go(){ document.f.submit(); }", "javascript:go()"),
}
SETTING = {
    "Domino": (
        (
            "function _doClick(v, o, t, h) { var form = document.forms[0]; if (t) form.target = t; form.act.value = v; "
            "form.submit(); return false; }"
        ),
        "return _doClick('A1/$Body', this, null)",
        "A1/$Body",
    ),
    "a text of its own": ("function go(){ document.f.act.value = 'save'; document.f.submit(); }", "go()", "save"),
    "texts that are joined": (
        "function go(a, e){ document.f.act.value = a + '.' + e; document.f.submit(); }",
        "go('x1', 'click')",
        "x1.click",
    ),
    "by its id": ("function go(v){ document.getElementById('hAct').value=v; document.f.submit(); }", "go('x')", "x"),
    "a function of an object, by way of another, with a form of its own": (
        (
            "var Site = {}; Site.send = function(task, form) { "
            "if (typeof(form) === 'undefined') { form = document.getElementById('f'); } "
            "if (typeof(task) !== 'undefined') { form.act.value = task; } form.submit(); };"
            "Site.press = function(which) { Site.send(which); }"
        ),
        "javascript:Site.press('save')",
        "save",
    ),
    "a parameter that nobody gives": (
        "function go(v){ if (typeof v != 'undefined') { document.f.act.value = v; } document.f.submit(); }",
        "go()",
        "",
    ),
    "a form whose name is given": (
        "function go(n, v){ var f = document.forms[n]; f.elements['act'].value = v; f.submit(); }",
        "go('f','x')",
        "x",
    ),
    "a number": ("function go(v){ document.f.act.value = v; document.f.submit(); }", "go(7)", "7"),
}
UNKNOWN = {
    "boxes that are added and sent in the background": "function go(){ add(document.f,{a:'b'}); } function add(f,p){ "
    "f.appendChild(document.createElement('input')); f.submit(); fetch('/x'); }",
    "a digest": "function go(){ document.f.n.value = md5(document.f.n.value); document.f.submit(); }",
    "a text that is joined with something unknown": (
        "function go(){ document.f.act.value = 'x' + window.name; document.f.submit(); }"
    ),
    "something that is read elsewhere": "function go(){ document.f.act.value = window.name; document.f.submit(); }",
    "in the background": "function go(){ $.ajax({url:'/x'}); document.f.submit(); }",
    "a function that does more than call another": (
        "function send(){ document.f.submit(); } function go(){ document.f.act.value = 'x'; send(); }"
    ),
    "a default that somebody else sets": (
        "function go(v){ if (typeof mode == 'undefined') { document.f.act.value = 'x'; } document.f.submit(); }"
    ),
    "nothing is sent": "function go(){ alert('x'); }",
    "a box that a person fills": "function go(){ document.f.n.value = ''; document.f.submit(); }",
    "an address that is made": "function go(){ document.f.action = base + '/x'; document.f.submit(); }",
    "another method": "function go(){ document.f.method = 'get'; document.f.submit(); }",
    "a box that is not there": "function go(){ document.f.other.value = 'x'; document.f.submit(); }",
}
ADDS = (
    "function(f,pvp,t){for(var k in pvp){var i=document.createElement('input');i.type='hidden';i.name=k;"
    "i.value=pvp[k];f.appendChild(i);}f.submit();}"
)
ADDED = {
    "an object's": (
        f"var app={{jump:{ADDS}}};",
        "app.jump(document.getElementById('f'),{'f:go':'f:go'},'');return false",
    ),
    "one of a file": ("", "mojarra.jsfcljs(document.getElementById('f'),{'f:go':'f:go'},'');return false"),
    "with the form's name": (f"var jump={ADDS};", "jump(document.forms['f'],{'f:go':'f:go'})"),
}
GUARDED = {
    "a question": "if(m!='' && !window.confirm(m)){return false;} return send(v);",
    "a box to be filled in": "if (document.f.n.value=='') { alert('請輸入'); return; } send(v); return false;",
}
BUTTON = '<input type=button value=確定更改 onclick="{}">'


def sent(script: str, onclick: str, button: str = BUTTON, boxes: str = BOXES) -> dict[str, str]:
    """What pressing the button sends with the boxes filled; raises UnexpectedPage."""
    form = f"<form id=f name=f method=post action=/go>{boxes}{button.format(onclick)}</form>"
    page = Page(f"<script>{script}</script>{form}", "https://portal.example/x")
    found = page.form(PASSWORD_CHANGE, NTUH.clue)
    act = page.button(found, NTUH.clue("change_password"))
    draft = page.draft(act)
    for key, text in (("old_password", "one"), ("new_password", "two"), ("new_again", "two")):
        draft.put(found[key], text)
    submission = draft.press(act)
    assert (submission.address, submission.posts) == ("https://portal.example/go", True)
    return dict(submission.pairs)


@pytest.mark.parametrize("how", PLAIN)
def test_a_plain_script_sends_the_form(how: str) -> None:
    assert sent(*PLAIN[how]) == {"o": "one", "n": "two", "a": "two", "act": ""}


@pytest.mark.parametrize("how", SETTING)
def test_a_script_may_put_a_text_into_a_hidden_box(how: str) -> None:
    script, onclick, value = SETTING[how]
    assert sent(script, onclick)["act"] == value


@pytest.mark.parametrize(
    "script", ["this.form.action='/phone';this.form.submit();", 'document.f.action = "/phone"; document.f.submit()']
)
def test_a_script_may_give_the_form_another_address(script: str) -> None:
    """The form's own is that of another button: there an empty code would count as a wrong one."""
    form = "<form name=f method=post action=/check><input name=a><input type=button value=發送 onclick='{}'></form>"
    quoted = script.replace("'", "&#39;")
    page = Page(form.format(quoted), "https://portal.example/x")
    act = page.act(Clue(("發送",)))
    assert page.draft(act).press(act).address == "https://portal.example/phone"


@pytest.mark.parametrize("tag", ['<a href="#" onclick="{}">確定更改</a>', '<span onclick="{}">確定更改</span>'])
def test_a_link_may_send_it_too(tag: str) -> None:
    assert sent("function go(){ document.f.submit(); }", "go()", tag)["n"] == "two"


LISTENING = {
    "a listener": "document.getElementById('b').addEventListener('click', function (e) { BODY })",
    "an arrow": "document.querySelector('#b').addEventListener('click', (e) => { BODY })",
    "by jQuery": "$(function () { $('#b').on('click', function () { BODY }); })",
    "by jQuery's own": "$('#b').click(function () { BODY })",
    "by its property": "document.getElementById('b').onclick = function () { BODY }",
}


@pytest.mark.parametrize("how", LISTENING)
def test_what_listens_to_a_click_is_read_as_what_is_called_by_it(how: str) -> None:
    """Where it is plain what it sends."""
    button = "<input type=button id=b value=確定更改>"
    plain_one = LISTENING[how].replace("BODY", "document.f.act.value = 'save'; document.f.submit();")
    assert sent(plain_one, "", button)["act"] == "save"
    with pytest.raises(UnexpectedPage):
        sent(LISTENING[how].replace("BODY", "fetch('/x'); document.f.submit();"), "", button)


@pytest.mark.parametrize("how", ADDED)
def test_a_function_may_add_hidden_boxes_to_the_form(how: str) -> None:
    """As the command links of JSF do."""
    found = sent(*ADDED[how])
    assert (found["f:go"], found["n"]) == ("f:go", "two")


@pytest.mark.parametrize("how", GUARDED)
def test_what_stops_a_function_before_it_calls_the_next_is_passed(how: str) -> None:
    """A person says yes, and has filled in the box."""
    send = "function send(v){ document.f.act.value=v; document.f.submit(); return false; }"
    assert sent(f"{send} function go(v,m){{ {GUARDED[how]} }}", "return go('save','確定？')")["act"] == "save"


@pytest.mark.parametrize("how", UNKNOWN)
def test_what_is_not_plain_is_not_pressed(how: str) -> None:
    """Nothing is sent that the page's own script would have changed."""
    with pytest.raises(UnexpectedPage):
        sent(UNKNOWN[how], "go()")


def test_a_script_may_put_a_text_into_a_box_that_nobody_sees() -> None:
    """As the mail server of a well-known maker does on signing in."""
    boxes = BOXES.replace(HIDDEN, "<div style='display:none'><input name=act></div>")
    assert sent("function go(){ document.f.act.value = 'x'; document.f.submit(); }", "go()", boxes=boxes)["act"] == "x"


def test_a_box_may_have_the_name_of_a_part_of_the_form() -> None:
    """Struts tells its acts apart by one that is called `method`."""
    script = "function go(m){ var f=document.forms[0]; f.method.value=m; f.submit(); }"
    assert sent(script, "go('save')", boxes=BOXES.replace("name=act", "name=method"))["method"] == "save"


def test_a_function_may_stand_in_a_file_that_pages_share(server: Server, make: Make) -> None:
    """It is read once; a library is not."""
    form = f"<form id=f name=f method=post action=/go>{BOXES}<a href=\"javascript:doAct('save')\">確定</a></form>"
    server.replies["/"] = page_of(f"<script src=/jquery.js></script><script src=/js/common.js></script>{form}")
    server.replies["/js/common.js"] = page_of("function doAct(a){ document.f.act.value = a; document.f.submit(); }")
    engine = HttpEngine(make(server.origin))
    engine.open(f"{server.origin}/")
    page = engine.open(f"{server.origin}/")
    act = page.button(page.form(PASSWORD_CHANGE, NTUH.clue), NTUH.clue("change_password"))
    assert ("act", "save") in page.draft(act).press(act).pairs
    assert [server.count("GET", each) for each in ("/js/common.js", "/jquery.js")] == [1, 0]
