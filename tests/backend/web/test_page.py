"""A page read as a person reads it: labels, buttons, messages, moves (J0.7; portal-facts' habits of such pages)."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html import panel_delta
from ntuh_onboard.backend.web.html.controls import Kind
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.html.update_panels import updated
from ntuh_onboard.backend.web.http.charset import decode
from ntuh_onboard.common import errors

URL = "https://portal.example/General/Login.aspx?SESSION=0"
STATE = (
    "<input type=hidden name=__EVENTTARGET><input type=hidden name=__EVENTARGUMENT>"
    '<input type=hidden name=__VIEWSTATE value="a+b=">'
)


def read(body: str) -> Page:
    return Page(f"<form method=post>{body}</form>", URL)


def name(body: str, words: str, *kinds: Kind, ids: tuple[str, ...] = ()) -> str:
    return read(body).field(Clue((words,), ids), *kinds).name


def failure(body: str, words: str, *kinds: Kind) -> UnexpectedPage:
    with pytest.raises(UnexpectedPage) as refused:
        read(body).field(Clue((words,)), *kinds)
    assert isinstance(refused.value, errors.UnexpectedPage)
    assert refused.value.looked_for == words
    return refused.value


LABELLED = {
    "label for": "<label for=i>帳號</label> ... <input id=i name=right>",
    "wrapping label": "<label>帳號 <input name=right></label>",
    "wrapping label, text behind": "<label><input name=right> 帳號</label>",
    "cell to the left": "<table><tr><td>帳號<td><input name=right></table>",
    "left, never closed, upper case": "<TABLE><TR><TD>帳號：<TD><INPUT NAME=right><TR><TD>密碼<TD><INPUT NAME=x>",
    "heading cell": "<table><tr><th>帳號</th><td><input name=right></td></tr></table>",
    "a gap between": "<table><tr><td>帳號<td>&nbsp;<td><input name=right></table>",
    "a colon between": "<table><tr><td>帳號<td>：<td><input name=right></table>",
    "a star in the cell": "<table><tr><td>＊ 帳 號 ：<td><input name=right></table>",
    "cell above": "<table><tr><td>帳號<td>密碼<tr><td><input name=right><td><input name=x></table>",
    "cell above with spans": "<table><tr><th colspan=2>期間<th>帳號<tr><td>1<td>2<td><input name=right></table>",
    "row span": "<table><tr><td rowspan=2>帳號<td>說明文字<tr><td><input name=right></table>",
    "nested table": "<table><tr><td>帳號<td><table><tr><td><input name=right></table></table>",
    "text before": "帳號: <input name=right> 密碼: <input name=x>",
    "text before in one line": "密碼 <input name=x> 帳號 <input name=right>",
    "bold text before": "<b>帳號</b>&nbsp;<input name=right>",
    "line above": "<p>帳號</p><p><input name=right></p>",
    "line above by br": "帳號<br><input name=right><br>密碼<br><input name=x>",
    "blocks": "<div>帳號</div><div><input name=right></div><div>密碼</div><div><input name=x></div>",
    "definition list": "<dl><dt>帳號<dd><input name=right><dt>密碼<dd><input name=x></dl>",
    "placeholder": "<input name=right placeholder=帳號><input name=x placeholder=密碼>",
    "aria-label": "<input name=right aria-label='帳號：'>",
    "aria-labelledby": "<span id=a>帳</span><span id=b>號</span><input name=right aria-labelledby='a b'>",
    "title": "<input name=right title=帳號>",
    "a label that is heard": "<label for=i style='position:absolute;left:-999px'>帳號</label><input id=i name=right>",
    "words moved off between": "<p>帳號</p><p style='position:absolute;left:-999px'>密碼</p><input name=right>",
    "hint in brackets": "<table><tr><td>帳號（6位數字）：<td><input name=right></table>",
    "hint in a second line": "<table><tr><td>帳號<br>請填六位數字<td><input name=right></table>",
    "two hints": "帳號 (必填) [6碼] <input name=right>",
    "example behind the label's cell": "<table><tr><td>帳號<td>ex:104567 <input name=right></table>",
    "example behind the box before": "電話： <input name=x> ex:61234或23123456 帳號： <input name=right> ex: 104567",
    "prefix in front of the box": "<table><tr><td>帳號<td>T0- <input name=right></table>",
    "full-width everything": "　帳　號　：　<input name=right>",
    "select": "院區 <select name=x><option>a</select> 帳號 <select name=right><option>b</select>",
    "textarea": "帳號 <textarea name=right>text</textarea>",
    "buttons between rows": "密碼 <input name=x><button>送</button><br>帳號 <input name=right>",
}


@pytest.mark.parametrize("where", LABELLED)
def test_a_field_is_found_by_its_words_wherever_they_stand(where: str) -> None:
    """Label, cell to the left or above, text before, placeholder, aria-label; blanks, colons, bracketed hints aside."""
    assert name(LABELLED[where], "帳號") == "right"
    assert name(LABELLED[where], "帳 號：") == "right"


HIDDEN = {
    "type": "帳號 <input type=hidden name=decoy>",
    "display": "<div style='DISPLAY : none'>帳號 <input name=decoy></div>",
    "visibility": "<p style='visibility:hidden'>帳號 <input name=decoy></p>",
    "attribute": "<p hidden>帳號 <input name=decoy></p>",
    "label outside": "<label for=d>帳號</label><input id=d name=decoy style='display:none'>",
    "far away": "<div style='position:absolute;left:-9999px'>帳號 <input name=decoy></div>",
    "no size": "帳號 <input name=decoy style='width:0;height:0'>",
    "no ink": "帳號 <input name=decoy style='opacity:0'>",
    "sheet by class": "<style>.h1 { display: none }</style><div class='a h1'>帳號 <input name=decoy></div>",
    "sheet by id": "<style>b, #d{visibility:hidden}</style>帳號 <input id=d name=decoy>",
    "closed dialog": "<dialog>帳號 <input name=decoy></dialog>",
    "template": "<template>帳號 <input name=decoy></template>",
    "no script": "<noscript>帳號 <input name=decoy></noscript>",
    "placeholder of a hidden one": "<input name=decoy placeholder=帳號 style='display:none'>",
}


@pytest.mark.parametrize("how", HIDDEN)
def test_a_hidden_or_decoy_input_is_never_found(how: str) -> None:
    """By words not, by the profile's id not; beside the real one it makes no ambiguity."""
    assert failure(HIDDEN[how], "帳號").why is Why.NOT_FOUND
    with pytest.raises(UnexpectedPage):
        name(HIDDEN[how], "none", ids=("decoy", "d"))
    assert name(HIDDEN[how] + "<p>帳號 <input name=right></p>", "帳號") == "right"


def test_a_hidden_control_cannot_be_filled_even_if_somebody_holds_it() -> None:
    """Read-only, disabled, hidden, too long, or of another form: refused before anything is made of it."""
    page = Page(
        "<form id=f><input name=ok maxlength=3><input type=hidden name=h><input name=d disabled><input name=r readonly>"
        "<input name=n style='display:none'><input type=submit></form><form><input name=o></form>",
        URL,
    )
    by_name = {each.name: each for each in page.controls}
    draft = page.draft(by_name["ok"])
    for each in ("h", "d", "r", "n", "o"):
        with pytest.raises(UnexpectedPage):
            draft.put(by_name[each], "x")
    with pytest.raises(UnexpectedPage) as long:
        draft.put(by_name["ok"], "1234")
    assert long.value.why is Why.TOO_LONG
    draft.put(by_name["ok"], "123")


WRONG = {
    "part of a longer word": "新密碼 <input name=x>",
    "longer than the word": "密 <input name=x>",
    "the words of another, explicit": "<table><tr><td>密碼<td><label for=i>帳號</label><input id=i name=x></table>",
    "text behind the box before": "<input type=radio name=r>密碼 <input name=x>",
    "another hint in brackets": "",
}


@pytest.mark.parametrize("how", [each for each in WRONG if WRONG[each]])
def test_other_words_never_find_a_field(how: str) -> None:
    """Equality of the words, never a part of them."""
    assert failure(WRONG[how], "密碼", Kind.TEXT).found == 0


def test_brackets_that_differ_are_different_words() -> None:
    """密碼(新) is not 密碼(舊), and 密碼 alone cannot tell them apart."""
    both = "<p>密碼(新) <input name=new></p><p>密碼(舊) <input name=old></p>"
    assert name(both, "密碼(新)") == "new"
    assert name(both, "密碼（舊）") == "old"
    assert failure(both, "密碼").found == 2
    assert failure("密碼(舊) <input name=old>", "密碼(新)").found == 0
    assert name("簡訊(或MOTP)動態碼 <input name=code>", "簡訊(或MOTP)動態碼") == "code"
    assert name("簡訊動態碼 <input name=code>", "簡訊(或MOTP)動態碼") == "code"
    assert name("驗證碼(小寫字母或數字): <input name=c>", "驗證碼") == "c"


AMBIGUOUS = {
    "twice": "<p>帳號 <input name=a></p><p>帳號 <input name=b></p>",
    "one label, two boxes": "<table><tr><td>帳號<td><input name=a> - <input name=b></table>",
    "two boxes in two cells": "<table><tr><td>帳號<td><input name=a><td><input name=b></table>",
    "label and cell": "<label for=i>帳號</label><input id=i name=a><table><tr><td>帳號<td><input name=b></table>",
    "two placeholders": "<input name=a placeholder=帳號><input name=b placeholder=帳號>",
}


@pytest.mark.parametrize("how", AMBIGUOUS)
def test_what_cannot_be_told_apart_is_an_error_that_says_how_many(how: str) -> None:
    """Never a guess; the profile's id decides between those found, and only between those."""
    refused = failure(AMBIGUOUS[how], "帳號")
    assert (refused.why, refused.found) == (Why.AMBIGUOUS, 2)
    assert str(refused) == "ambiguous: '帳號', found 2"
    assert name(AMBIGUOUS[how], "帳號", ids=("b",)) == "b"
    with pytest.raises(UnexpectedPage):
        name(AMBIGUOUS[how] + "<p><input name=c></p>", "帳號", ids=("c",))


def test_an_id_is_the_second_clue() -> None:
    """Used where no words fit, also inside a WebForms container's name; where they fit, both must agree."""
    body = "員工代號 <input name='NTUHWeb1$txtUserID'> 密碼 <input name=p>"
    assert name(body, "帳號", ids=("txtUserID",)) == "NTUHWeb1$txtUserID"
    assert name(body, "密碼", ids=("txtPass",)) == "p"
    with pytest.raises(UnexpectedPage) as two:
        name(body, "密碼", ids=("txtUserID",))
    assert (two.value.why, two.value.found, two.value.called) == (Why.AMBIGUOUS, 2, ("密碼", "員工代號"))
    with pytest.raises(UnexpectedPage):
        name(body, "帳號", ids=("UserID",))


def test_kinds_tell_fields_of_the_same_words_apart() -> None:
    """A select and a box behind one label."""
    body = "<table><tr><td>電話<td><select name=s><option>1</select><input name=t></table>"
    assert name(body, "電話", Kind.CHOICE) == "s"
    assert name(body, "電話", Kind.TEXT) == "t"
    assert failure(body, "電話").found == 2


def test_ticks_and_radio_buttons_carry_their_words_behind_them() -> None:
    """The menus of the sign-in page; a radio button chosen leaves the others of its group."""
    page = read(
        "<input type=radio name=m value=1 checked>醫療相關選單<br><input type=radio name=m value=2> 行政系統選單<br>"
        "<input type=checkbox name=k> 記住登入資訊 (公用電腦請勿勾選)<br>"
        "帳號 <input name=u><input type=submit value=登入>"
    )
    draft = page.draft(page.field(Clue(("帳號",))))
    draft.tick(page.field(Clue(("行政系統選單",))))
    draft.tick(page.field(Clue(("記住登入資訊",))))
    assert draft.press(page.act(Clue(("登入",)))).pairs == (("m", "2"), ("k", "on"), ("u", ""))


PRESSED = {
    "submit": "<input type=submit name=right value=異動儲存>",
    "button": "<button name=right value=1><img alt=''> 異動 儲存 </button>",
    "picture in a button": "<button name=right><img src=x alt=異動儲存></button>",
    "image": "<input type=image name=right alt=異動儲存 src=x>",
    "image by title": "<input type=image name=right title=異動儲存 src=x>",
    "in brackets": "<input type=submit name=right value='[異動儲存]'>",
    "in other brackets": "<button name=right>《異動儲存》</button>",
    "with a count": "<button name=right>異動儲存 (2)</button>",
    "beside a hidden one": "<button name=x hidden>異動儲存</button><button name=right>異動儲存</button>",
    "beside a disabled one": "<input type=submit name=x value=異動儲存 disabled><button name=right>異動儲存</button>",
}


@pytest.mark.parametrize("how", PRESSED)
def test_a_button_is_found_by_its_words(how: str) -> None:
    """Value, text, alternative text; never what is hidden or disabled."""
    page = read("<input type=submit value=取消>" + PRESSED[how])
    assert page.act(Clue(("異動儲存",))).name == "right"


LINKS = {
    "<a href='Pass.aspx?a=1&amp;b=帳'>更改密碼</a>": "https://portal.example/General/Pass.aspx?a=1&b=%E5%B8%B3",
    "<a href='/x#top'><img src=i alt=更改密碼></a>": "https://portal.example/x",
    "<a href='//other.example/x'>更改密碼</a>": "https://other.example/x",
    "<a href='javascript:void(0)' onclick=\"window.open('/y')\">更改密碼</a>": "https://portal.example/y",
    "<span onclick=\"location.href='z.aspx'\">更改密碼</span>": "https://portal.example/General/z.aspx",
    "<base href='https://portal.example/b/'><a href=c>更改密碼</a>": "https://portal.example/b/c",
}


@pytest.mark.parametrize("html", LINKS)
def test_a_link_is_found_by_its_words_and_leads_where_a_browser_goes(html: str) -> None:
    """Relative to the page or to its base, in the page's charset, also where a script opens it."""
    page = read(html)
    act = page.act(Clue(("更改密碼",)), button=False)
    assert act.url == LINKS[html]
    assert read(html + "<input name=x>").act(Clue(("更改密碼",))).url == LINKS[html]


def test_a_link_twice_to_the_same_place_is_one_and_to_two_places_is_none() -> None:
    """A menu is often shown twice."""
    assert read("<a href=a>規範</a><a href=a>規範</a>").act(Clue(("規範",))).url.endswith("/General/a")
    with pytest.raises(UnexpectedPage) as two:
        read("<a href=a>規範</a><a href=b>規範</a>").act(Clue(("規範",)))
    assert two.value.found == 2


@pytest.mark.parametrize(
    ("script", "pairs"),
    [
        ("javascript:__doPostBack('ctl$1','a\\u5e33')", ("ctl$1", "a帳")),
        ("javascript:__doPostBack(&#39;t&#39;,&#39;&#39;)", ("t", "")),
        (
            (
                "javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions(&quot;t&quot;, &quot;a&quot;, "
                "true, &quot;&quot;, &quot;&quot;, false, true))"
            ),
            ("t", "a"),
        ),
    ],
)
def test_a_script_link_is_the_form_with_its_target(script: str, pairs: tuple[str, str]) -> None:
    """Hidden state verbatim, no button, whatever form the link stands in."""
    page = Page(f'<form method=post>{STATE}<input type=submit name=s></form><a href="{script}">選單</a>', URL)
    act = page.act(Clue(("選單",)))
    sent = page.draft(act).press(act)
    assert sent.pairs == (("__EVENTTARGET", pairs[0]), ("__EVENTARGUMENT", pairs[1]), ("__VIEWSTATE", "a+b="))
    assert (sent.method, sent.url) == ("post", URL)


def test_a_script_link_with_an_address_of_its_own_sends_there() -> None:
    """`PostBackUrl`: the fifth option replaces the form's action for this one submission."""
    page = read(
        STATE + "<input type=submit name=go value=下一步 onclick='WebForm_DoPostBackWithOptions(new "
        'WebForm_PostBackOptions("go", "", true, "", "Next.aspx?x=1", false, false))\'>'
    )
    sent = page.draft(act := page.act(Clue(("下一步",)))).press(act)
    assert sent.url == "https://portal.example/General/Next.aspx?x=1"
    assert sent.pairs[-1] == ("go", "下一步")


def test_a_choice_that_the_page_does_not_offer_is_refused() -> None:
    page = read(STATE + "<select name=d><option value=1>a<option value=2>b</select>")
    control = page.controls[-1]
    draft = page.draft(control)
    draft.choose(control, "2")
    with pytest.raises(UnexpectedPage):
        draft.choose(control, "3")


@pytest.mark.parametrize("action", ["https://evil.example/x", "http://portal.example/x", "javascript:alert(1)"])
def test_a_form_that_posts_elsewhere_is_never_sent(action: str) -> None:
    """H-06: the client refuses the address before a byte leaves."""
    from ntuh_onboard.backend.web.http.client import Client

    page = Page(f"<form method=post action='{action}'>帳號 <input name=u><input type=submit value=登入></form>", URL)
    client = Client(["https://portal.example"])
    with pytest.raises(UnexpectedPage):
        client.send(page.draft(act := page.act(Clue(("登入",)))).press(act), commit=True)
    client.close()


def part(kind: str, name: str, content: str) -> str:
    return f"{len(content.encode('utf-16-le')) // 2}|{kind}|{name}|{content}|"


@pytest.mark.parametrize("name", ["王小明", "𠮷田", "𡘙😀|𠮷", "", "|𠮷|", "e\u0301𠮷\r\n"])
def test_an_update_panels_lengths_are_in_utf_16s_units(name: str) -> None:
    """A character behind U+FFFF counts twice; every part after it is found."""
    text = (
        part("updatePanel", "p", f"<b>{name}</b>") + part("hiddenField", "n", name) + part("hiddenField", "m", "last")
    )
    found = panel_delta.read(text)
    assert found.panels == {"p": f"<b>{name}</b>"}
    assert found.hidden == {"n": name, "m": "last"}


def test_a_byte_that_was_not_read_is_one_unit_of_an_update_panels_answer() -> None:
    """As it was one character to the server that counted."""
    text = decode(
        "8|hiddenField|n|王A\ufffd𠮷B𠮷|1|hiddenField|m|x|".encode().replace("\ufffd".encode(), b"\xff"), "utf-8"
    ).text
    assert panel_delta.read(text).hidden["m"] == "x"


def test_a_length_that_ends_within_a_character_fits_nothing() -> None:
    """Nothing of such an answer is believed."""
    with pytest.raises(UnexpectedPage):
        panel_delta.read("1|hiddenField|n|𠮷|1|hiddenField|m|x|")


def test_an_update_panels_answer_changes_its_part_and_the_hidden_state() -> None:
    """The new page is read like any other; the old one is unchanged."""
    old = read(STATE + "<div id=panel>帳號 <input name=u><span>舊</span></div><input type=submit name=go value=下一步>")
    text = (
        part("updatePanel", "panel", "動態碼 <input name=code><span style='color:red'>碼|錯誤</span>")
        + part("hiddenField", "__VIEWSTATE", "new==")
        + part("hiddenField", "__MORE", "m")
        + part("scriptStartupBlock", "ScriptContentNoTags", "alert('已寄出');")
    )
    assert panel_delta.is_delta(text)
    new = updated(old, panel_delta.read(text))
    assert [each.text for each in new.messages] == ["已寄出", "碼|錯誤"]
    draft = new.draft(box := new.field(Clue(("動態碼",))))
    draft.put(box, "123456")
    sent = dict(draft.press(new.act(Clue(("下一步",)))).pairs)
    assert sent == {
        "__EVENTTARGET": "", "__EVENTARGUMENT": "", "__VIEWSTATE": "new==",
        "code": "123456", "go": "下一步", "__MORE": "m",
    }  # fmt: skip
    assert old.field(Clue(("帳號",))).name == "u"


@pytest.mark.parametrize("address", ["%2fGeneral%2fLogin.aspx%3fa%3d1", "/General/Login.aspx?a=1"])
def test_an_update_panels_answer_may_send_the_page_away(address: str) -> None:
    """`pageRedirect`, escaped as a whole or not."""
    assert panel_delta.read(part("pageRedirect", "", address)).redirect == "/General/Login.aspx?a=1"


@pytest.mark.parametrize("text", ["3|updatePanel|p|four|", "x|a|b|c|", "1|a", "99|updatePanel|p|short|", "-1|a|b||"])
def test_a_broken_answer_is_not_half_believed(text: str) -> None:
    """Lengths that do not fit are an error."""
    with pytest.raises(UnexpectedPage):
        panel_delta.read(text)
    assert not panel_delta.is_delta("<html>1|2|3")
