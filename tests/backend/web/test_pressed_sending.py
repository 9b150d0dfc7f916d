"""Buttons whose own script sends the form, read as the submission that they are; or not pressed at all (J0.7)."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.form_buttons import sending_act
from ntuh_onboard.backend.web.html.page import Clue, Page

GO = Clue(("確定更改",))
CHECK = "if($('#u').val()==''){ $('#m').text('未輸入'); return; } if(f.u.value!=f.w.value){alert('不同');return false;}"


def read(press: str, script: str = "") -> Page:
    return Page(
        "<form id=f1 name=f1 method=post action=/save><input name=u id=u><input type=hidden name=act id=act value=none>"
        f"<input type=submit name=no value=取消>{press}</form><script>{script}</script>",
        "https://a.example/p",
    )


def button(onclick: str) -> str:
    return f'<input type=button value=確定更改 onclick="{onclick}">'


SENT = {
    "at once": (button("document.f1.submit()"), "", "none"),
    "its own form": (button("this.form.submit();"), "", "none"),
    "by a function": (button("send()"), "function send(){document.f1.submit();}", "none"),
    "behind checks": (button("return send()"), f"function send(){{{CHECK} $('#f1').submit();}}", "none"),
    "within a check": (button("send()"), "function send(){ if(valid(f)){ document.forms[0].submit(); } }", "none"),
    "after a question": (button("if(confirm('確定？')) document.f1.submit();"), "", "none"),
    "with a hidden field": (
        button("send('save')"),
        "function send(a){document.f1.act.value=a;document.f1.submit()}",
        "save",
    ),
    "with one by jQuery": (button("send()"), "function send(){$('#act').val('save');$('#f1').submit()}", "save"),
    "a link": ('<a href="javascript:send()">確定更改</a>', "function send(){document.f1.submit()}", "none"),
    "a link with a script": (
        '<a href="#" onclick="send()">確定更改</a>',
        "function send(){document.f1.submit()}",
        "none",
    ),
    "a button": (
        '<button type=button onclick="send()">確定更改</button>',
        "function send(){document.f1.submit()}",
        "none",
    ),
}


@pytest.mark.parametrize("how", SENT)
def test_what_a_script_sends_is_sent(how: str) -> None:
    """Once, without any other button, and with the hidden field as the script sets it."""
    press, script, act = SENT[how]
    page = read(press, script)
    found = page.act(GO)
    draft = page.draft(found)
    draft.put(next(each for each in page.controls if each.name == "u"), "104567")
    sent = draft.press(found)
    assert (sent.address, sent.posts) == ("https://a.example/save", True)
    assert sent.pairs == (("u", "104567"), ("act", act))


def test_an_address_that_the_script_gives_is_where_it_goes() -> None:
    page = read(button("this.form.action='/other';this.form.submit()"))
    assert page.draft(page.act(GO)).press(page.act(GO)).address == "https://a.example/other"


UNCLEAR = {
    "a request of its own": "function send(){$.ajax({url:'/save'}); document.f1.submit()}",
    "a digest": "function send(){document.f1.act.value=hex_md5(document.f1.u.value);document.f1.submit()}",
    "a value that is not known": "function send(){document.f1.act.value=now();document.f1.submit()}",
    "one of two values": "function send(){if(a){document.f1.act.value='x';}document.f1.submit()}",
    "another method": "function send(){document.f1.method='get';document.f1.submit()}",
    "two forms": "function send(){document.f1.submit();document.f2.submit()}",
    "a function of another file": "",
    "nothing": "function send(){alert('x')}",
}


@pytest.mark.parametrize("how", UNCLEAR)
def test_what_nobody_knows_is_never_pressed(how: str) -> None:
    """The person does it in the browser."""
    with pytest.raises(UnexpectedPage):
        read(button("send()"), UNCLEAR[how]).act(GO)


def test_a_field_that_a_person_sees_is_not_set_by_a_script() -> None:
    page = read(button("document.f1.u.value='';document.f1.submit()"))
    found = page.act(GO)
    with pytest.raises(UnexpectedPage):
        page.draft(found).press(found)


def test_the_only_button_of_a_form_may_be_sent_by_script() -> None:
    """As 「取消」 beside it sends nothing of it."""
    page = read(button("send()"), "function send(){document.f1.submit()}")
    clue = Clue(("更改密碼",))
    box = next(each for each in page.controls if each.name == "u")
    assert box.form is not None
    assert sending_act(box.form, "change_password", clue, page.acts, page.controls).words == "確定更改"
