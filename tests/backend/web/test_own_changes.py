"""What a page's own script changes at once: shown, hidden, unlocked; each row with the page that it was seen on."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.page import Clue, Page

FORM = "<form method=post id=f><p>帳號 <input name=u id=u></p><input type=submit value=登入></form>"
STYLE = "<style id=c>body{display:none !important}</style>"
SHOWN = {
    "anti-clickjack, the sheet taken away": STYLE
    + "<script>if(self===top){var a=document.getElementById('c');a.parentNode.removeChild(a);}else{top.location="
    "self.location;}</script>",
    "the other way round": STYLE
    + "<script>if (top != self) { top.location = self.location; } else { document.getElementById('c').remove(); }"
    "</script>",
    "body shown": "<body style='display:none'><script>if(top==self){document.body.style.display='block';}</script>",
    "html shown": "<style>html{visibility:hidden}</style><script>if(self==top)document.documentElement.style."
    "visibility='visible'</script>",
    "shown on loading": "<style>form{display:none}</style><script>window.onload=function(){document.getElementById('f')"
    ".style.display='';}</script>",
    "by jQuery": "<style>form{display:none}</style><script>$(function(){$('#f').show();})</script>",
    "by css()": "<style>form{display:none}</style><script>$('#f').css('display','block')</script>",
    "a class taken off": "<style>.js form{display:none}</style><body class=js><script>document.body.classList.remove"
    "('js')</script>",
    "a sheet disabled": "<style id=c>form{display:none}</style><script>document.getElementById('c').disabled=true"
    "</script>",
    "a variable": "<style>form{display:none}</style><script>var f=document.getElementById('f');f.style.display='block'"
    "</script>",
    "a dialog of jQuery's": "<style>form{display:none}</style><script>$('#f').dialog({modal:true})</script>",
    "a dialog of Bootstrap 3": "<style>form{display:none}</style><script>$('#f').modal('show')</script>",
    "a dialog of Bootstrap 5": "<style>form{display:none}</style><script>new bootstrap.Modal(document.getElementById("
    "'f'))"
    ".show()</script>",
    "a dialog by its selector": "<style>form{display:none}</style><script>var m=new bootstrap.Modal('#f');m.show()"
    "</script>",
    "a dialog of the browser's": "<dialog id=d><script>document.getElementById('d').showModal()</script>",
    "an attribute taken off": "<div hidden id=d><script>document.getElementById('d').removeAttribute('hidden')"
    "</script>",
}
HIDDEN = {
    "only in a function": "<style>form{display:none}</style><script>function s(){$('#f').show()}</script>",
    "only where something is so": "<style>form{display:none}</style><script>if(ok)$('#f').show()</script>",
    "in a frame only": STYLE + "<script>if(self!==top){document.getElementById('c').remove()}</script>",
    "a dialog that is not open yet": "<style>form{display:none}</style><script>$('#f')"
    ".dialog({autoOpen:false})</script>",
    "a dialog that is closed": "<style>form{display:none}</style><script>$('#f').modal('hide')</script>",
    "a dialog that waits": "<style>form{display:none}</style><script>var m=new bootstrap.Modal('#f')</script>",
    "another one shown": "<style>form{display:none}</style><script>$('#g').show()</script>",
    "hidden on loading": "<script>$('#f').hide()</script>",
    "hidden by style": "<body onload=\"document.getElementById('f').style.display='none'\">",
    "hidden by a class": "<style>.off{display:none}</style><script>document.getElementById('f').classList.add('off')"
    "</script>",
    "taken away": "<script>window.onload=function(){document.getElementById('f').remove()}</script>",
}


def read(before: str, form: str = FORM) -> Page:
    """A page whose script stands before or behind its form."""
    script = before[before.index("<script") :] if "<script" in before else ""
    return Page(before.replace(script, "") + form + script, "https://a.example/")


@pytest.mark.parametrize("name", SHOWN)
def test_what_a_script_shows_is_there(name: str) -> None:
    """A person sees the form, and so does the reader."""
    assert read(SHOWN[name]).field(Clue(("帳號",))).name == "u"


@pytest.mark.parametrize("name", HIDDEN)
def test_what_no_script_shows_stays_hidden(name: str) -> None:
    """And what one hides at once is gone: a decoy."""
    with pytest.raises(UnexpectedPage):
        read(HIDDEN[name]).field(Clue(("帳號",)))


UNLOCKED = {
    "on focus": "<input name=u readonly onfocus=\"this.removeAttribute('readonly');\">",
    "by a property": "<input name=u readonly onclick='this.readOnly=false'>",
    "by a listener": "<input name=u id=u readonly><script>$('#u').focus(function(){$(this).removeAttr('readonly')})"
    "</script>",
    "a password box, by a script in a file of its own": "<input type=password name=u readonly data-guard><script "
    "src=/app.js></script>",
    "on loading": "<input name=u id=u readonly><script>document.getElementById('u').readOnly=false</script>",
}


@pytest.mark.parametrize("name", UNLOCKED)
def test_a_box_that_is_locked_until_it_is_used_takes_text(name: str) -> None:
    """A trick against browsers that fill in by themselves; a person clicks into it."""
    page = read("", f"<form method=post><p>帳號 {UNLOCKED[name]}</p><input type=submit value=登入></form>")
    box = page.field(Clue(("帳號",)))
    draft = page.draft(box)
    draft.put(box, "104567")
    assert ("u", "104567") in draft.press(page.act(Clue(("登入",)))).pairs


LOCKED = {
    "nothing unlocks it": "<input name=u readonly onfocus='hint()'>",
    "a password without any script": "<input type=password name=u readonly>",
    "a password that is there": "<input type=password name=u readonly value=x><script src=/app.js></script>",
    "no password": "<input name=u readonly><script src=/app.js></script>",
}


@pytest.mark.parametrize("name", LOCKED)
def test_a_box_that_nothing_unlocks_is_no_box_to_fill(name: str) -> None:
    page = read("", f"<form method=post><p>帳號 {LOCKED[name]}</p></form>")
    box = page.field(Clue(("帳號",)))
    with pytest.raises(UnexpectedPage):
        page.draft(box).put(box, "104567")


TICKS = {
    "by its own click": "<input type=checkbox id=ok onclick=\"document.getElementById('go').disabled=!this.checked\">",
    "by a change": "<input type=checkbox id=ok onchange=\"$('#go').prop('disabled',!this.checked)\">",
    "by a listener": "<input type=checkbox id=ok><script>$('#ok').click(function(){$('#go').attr('disabled',"
    "!this.checked)})</script>",
    "by an attribute of its own": "<input type=checkbox id=ok><script>document.getElementById('ok').onchange=function()"
    "{document.querySelectorAll('[data-agree]').forEach(function(b){b.disabled=!this.checked})}</script>",
    "for all buttons of its form": '<input type=checkbox id=ok onclick="for(var b of this.form.querySelectorAll('
    "'button'))b.disabled=!this.checked\"><button disabled>放棄</button>",
    "with no script to be seen": "<script>go()</script><input type=checkbox id=ok><button disabled>放棄</button>",
}


@pytest.mark.parametrize("name", TICKS)
def test_a_button_that_waits_for_a_tick_can_be_pressed_with_it(name: str) -> None:
    """The tick is required then, as the page would say by an attribute."""
    page = read(
        "", f"<form method=post>{TICKS[name]}我已閱讀 <input type=submit id=go data-agree value=下一步 disabled></form>"
    )
    assert page.act(Clue(("下一步",))).control is not None
    assert "required" in next(each for each in page.controls if each.id == "ok").element.attrs


def test_the_only_button_waits_for_the_only_tick_where_a_script_of_its_own_file_tells() -> None:
    """Nothing else could send the form."""
    tick = "<input type=checkbox id=ok data-enables=go>我已閱讀 <button id=go disabled>下一步</button>"
    page = read("", f"<form method=post>{tick}</form><script src=/app.js></script>")
    assert page.act(Clue(("下一步",))).control is not None
    assert "required" in next(each for each in page.controls if each.id == "ok").element.attrs


LATER = {
    "when it was read long enough": "setTimeout(function(){$('#go').removeAttr('disabled')},9000)",
    "when it was read to its end": "$('#box').scroll(function(){$('#go').prop('disabled',false)})",
    "when a box is filled in": "$('#u').on('input',function(){$('#go').prop('disabled',!this.value)})",
}


@pytest.mark.parametrize("name", LATER)
def test_a_button_that_a_script_enables_can_be_pressed(name: str) -> None:
    """A person comes to it later than that."""
    body = "<form method=post><p>帳號 <input id=u name=u></p><input type=submit id=go value=下一步 disabled></form>"
    assert read(f"<script>{LATER[name]}</script>", body).act(Clue(("下一步",))).control is not None
    with pytest.raises(UnexpectedPage):
        read("<script>$('#go').prop('disabled', true)</script>", body).act(Clue(("下一步",)))


FILE = "<script src=/a.js></script>"
WAITING = {
    "no script": "<input type=checkbox id=ok>記住我 <input type=submit id=go value=下一步 disabled>",
    "two ticks": "<input type=checkbox>一 <input type=checkbox>二 <button disabled>下一步</button>" + FILE,
    "two buttons": "<input type=checkbox>一 <button disabled>下一步</button><button>取消</button>" + FILE,
    "ticked already": "<input type=checkbox checked>一 <button disabled>下一步</button>" + FILE,
}


@pytest.mark.parametrize("name", WAITING)
def test_a_button_that_waits_for_something_else_stays_as_it_is(name: str) -> None:
    page = read("", f"<form method=post>{WAITING[name]}</form>")
    with pytest.raises(UnexpectedPage):
        page.act(Clue(("下一步",)))


def test_controls_that_are_taken_away_are_not_sent() -> None:
    """And the page is read on."""
    page = read("<script>document.getElementById('u').remove()</script>", FORM.replace("<p>", "<p><input name=w>"))
    sent = page.draft(page.act(Clue(("登入",)))).press(page.act(Clue(("登入",))))
    assert [name for name, _ in sent.pairs if name in {"u", "w"}] == ["w"]


URL = "https://portal.example/x"
TABS = (
    "<ul><li><a href=#a>首次啟用</a><li><a href=#b>重置密碼</a></ul><div class=tab-content>"
    "<div id=a class='tab-pane fade {}'><p>規範</p><form><input name=one></form></div>"
    "<div id=b class='tab-pane fade {}'><form><input name=two></form></div>"
    "<div id=c class='tab-pane fade'>常見問題</div></div>"
)


def test_of_tabs_with_forms_only_the_open_one_is_seen() -> None:
    """The style that hides the others is in a file; what can only be read is read all the same."""
    for opened in ("active", "show active", "in"):
        first, second = (Page(TABS.format(*two), URL) for two in ((opened, ""), ("", opened)))
        assert [each.name for each in first.controls if each.seen] == ["one"]
        assert [each.name for each in second.controls if each.seen] == ["two"]
        assert "常見問題" in first.lines
    assert [each.name for each in Page(TABS.format("", ""), URL).controls if each.seen] == ["one", "two"]
