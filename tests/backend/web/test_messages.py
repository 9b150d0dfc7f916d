"""What a page says and shows: alerts, validators, lines, facts, notices, pictures, frames, moves (J1.5, J1.6, O-10)."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.new_words import news, standing
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.html.page_messages import Line, Source

URL = "https://portal.example/General/Login.aspx?SESSION=0"


def read(body: str) -> Page:
    return Page(f"<form method=post>{body}</form>", URL)


ALERTS = {
    "alert('密碼錯誤');": ("密碼錯誤",),
    'window.alert("a\\n\\u5e33\\x41\\\'\\"");': ("a\n帳A'\"",),
    "alert('一' + '二' + x + '三')": ("一二三",),
    "function check(){ if(!u.value){ alert('請輸入'); return false; } }": (),
    "function show(){alert('剩餘 2 次');} show();": ("剩餘 2 次",),
    "window.onload = function(){ alert('載入'); };": ("載入",),
    "$(document).ready(function(){ alert('就緒'); });": ("就緒",),
    "$(function(){alert('就緒')})": ("就緒",),
    "Sys.Application.add_load(function() { alert('部分'); });": ("部分",),
    "setTimeout(\"alert('稍後')\", 10)": ("稍後",),
    "(function(){ alert('立即') })();": ("立即",),
    "document.getElementById('b').onclick = function(){ alert('點了'); }": (),
    "$('#b').click(function(){ alert('點了'); })": (),
    "// alert('註解')\n/* alert('註解') */ var s = \"alert('字串')\";": (),
    "my.alert('不是')": (),
    "function a(){b()} function b(){alert('深')} window.onload=a;": ("深",),
    "toastr['error']('右上角')": ("右上角",),
    'PrimeFaces.growl([{summary:"發送成功",detail:"請輸入"},{summary:"第二則"}])': ("發送成功", "請輸入", "第二則"),
    "showMessage('自己的函數')": ("自己的函數",),
    'toastr["success"]("成功", "標題")': ("成功", "標題"),
    "var m = '先放著'; if (m != '') { alert(m); }": ("先放著",),
    "var m = '先放著'; if (m) alert(m)": ("先放著",),
    "var m = ''; if (m != '') { alert(m); }": (),
    "var m = '一' + x; if (m != '') { alert(m); }": (),
    "if (m != '') { alert('不知道'); }": (),
    "<!--\nalert('舊式');\n//-->": ("舊式",),
}


@pytest.mark.parametrize("script", ALERTS)
def test_alerts_are_read_and_what_a_page_would_only_say_later_is_not(script: str) -> None:
    """The reason of a refusal stands in `alert('…')`; a check of empty boxes does, too, and says nothing yet."""
    page = read(f"<script>{script}</script>")
    assert tuple(each.text for each in page.messages) == ALERTS[script]


HANDED = {
    "var m=document.getElementById('h').value; if(m!='') alert(m);": ("密碼錯誤",),
    "$(function(){ alert($('#h').val()); })": ("密碼錯誤",),
    "var m=document.getElementById('e').value; if(m!='') alert(m);": (),
    "alert(document.getElementById('typed').value)": (),
}


@pytest.mark.parametrize("script", HANDED)
def test_a_text_in_a_hidden_box_is_said_by_the_script_that_reads_it(script: str) -> None:
    """So servers hand over what is to be said; an empty box says nothing, and what a person typed is not said."""
    boxes = "<input type=hidden id=h value=密碼錯誤><input type=hidden id=e value=''><input id=typed value=我打的字>"
    assert tuple(each.text for each in read(f"{boxes}<script>{script}</script>").messages) == HANDED[script]


def test_shown_validators_and_coloured_words_are_messages_and_hidden_ones_are_not() -> None:
    """J1.5: validators stand in every page with display:none until they are wanted."""
    page = read(
        "<span id=v1 style='color:Red;display:none;'>請輸入帳號</span>"
        "<span id=v2 style='color:Red;visibility:hidden'>x字</span>"
        "<span id=v3 controltovalidate=mobile style='color:Red;'>手機格式錯誤</span>"
        "<font color=#FF0000>密碼<b>錯誤</b></font>"
        "<div class='alert alert-danger'>系統忙碌</div><span style='color:red'>*</span><b style='color:blue'>藍字</b>"
    )
    assert [(each.text, each.of) for each in page.messages] == [
        ("手機格式錯誤", "mobile"),
        ("密碼錯誤", ""),
        ("系統忙碌", ""),
    ]
    assert {each.source for each in page.messages} == {Source.COLOURED}


def test_words_of_a_page_are_lines_and_a_part_of_a_line_is_not_the_line() -> None:
    """O-10: 「未驗證成功」 holds 「驗證成功」 and is not it."""
    page = read(
        "<p>未驗證成功</p><p>動態碼簡訊 發送成功！</p><p style='display:none'>啟用完成</p>"
        "<script>alert('已儲存')</script>"
    )
    assert not page.says("驗證成功")
    assert page.mentions("驗證成功")
    assert page.says("動態碼簡訊發送成功")
    assert page.says("已儲存")
    assert not page.mentions("啟用完成")


SHOWN = {
    "next cell": "<table><tr><td>有效期限：<td>2027/06/30</table>",
    "span in the next cell": "<table><tr><th>有效期限<td><span id=x>2027/06/30</span></table>",
    "definition": "<dl><dt>有效期限<dd>2027/06/30</dl>",
    "read-only box": "有效期限 <input readonly value='2027/06/30'>",
    "behind a colon": "<p>姓名：王小明 有效期限：2027/06/30 單位：教學部</p>",
    "label and text": "<label>有效期限</label>：2027/06/30<br>",
    "two spans": "<span>有效期限</span> <span>2027/06/30</span>",
    "two blocks": "<div><div>有效期限</div><div>2027/06/30</div></div>",
}


@pytest.mark.parametrize("how", SHOWN)
def test_what_stands_beside_a_word_is_read(how: str) -> None:
    """J6.1: facts to be checked, wherever the page shows them."""
    assert read(SHOWN[how]).shown(Clue(("有效期限",))) == "2027/06/30"
    with pytest.raises(UnexpectedPage):
        read(SHOWN[how]).shown(Clue(("帳號姓名",)))


def test_two_different_values_of_one_word_are_an_error() -> None:
    """Never a guess."""
    with pytest.raises(UnexpectedPage) as two:
        read("<table><tr><td>姓名<td>王<tr><td>姓名<td>李</table>").shown(Clue(("姓名",)))
    assert two.value.found == 2


def test_the_picture_code_is_the_picture_beside_its_box() -> None:
    """Nearest around the box: a logo further off is another picture; an id or its own words are better."""
    body = "<img src=logo.gif><table><tr><td>驗證碼<td><input name=c><img id=imgVerifyCode src='pic.aspx?x=1'></table>"
    page = read(body)
    box = page.field(Clue(("驗證碼",)))
    assert page.image(Clue(("圖",)), box).url == "https://portal.example/General/pic.aspx?x=1"
    assert page.image(Clue(("圖",), ("imgVerifyCode",)), box).url.endswith("pic.aspx?x=1")
    with pytest.raises(UnexpectedPage):
        read(body.replace("<img id", "<img src=b.gif><img id")).image(Clue(("圖",)), box)


def test_notices_are_dated_lines() -> None:
    """J1.6."""
    page = read(
        "<table><tr><th>日期<th>標題<tr><td>2019/10/21<td>請填報<a href=x>申報表</a><tr><td>108年<td>無日期</table>"
        "<ul><li>115/01/02 停機</ul>"
    )
    assert page.notices == (Line("請填報申報表", "2019/10/21"), Line("停機", "115/01/02"))


def test_frames_are_listed_with_their_addresses() -> None:
    """An old page may be a frameset around the real one."""
    page = Page("<FRAMESET cols=20%,*><FRAME name=menu src=menu.aspx><FRAME name=main src='/main'></FRAMESET>", URL)
    assert [(each.name, each.url) for each in page.frames] == [
        ("menu", "https://portal.example/General/menu.aspx"),
        ("main", "https://portal.example/main"),
    ]
    assert read("<iframe src=a></iframe><iframe src=b style='display:none'></iframe>").frames[0].url.endswith("/a")


def test_a_slow_refresh_is_no_move() -> None:
    """A sign-in page that renews itself after twenty minutes stays where it is."""
    assert Page("<meta http-equiv=refresh content='1200;url=/Login.aspx'>", URL).move is None
    assert Page("<meta http-equiv=refresh content='5'>", URL).move is None
    moved = Page("<meta http-equiv=refresh content='3; URL=next.aspx'>", URL).move
    assert moved is not None
    assert (moved.url, moved.after) == ("https://portal.example/General/next.aspx", 3.0)


def test_nothing_that_steers_a_terminal_comes_out_of_a_page() -> None:
    """T-01: lines, messages, facts and titles have passed `safe`."""
    page = read(
        "<title>a\x1b[2Jb</title><p>\u202eabc字</p><table><tr><td>姓名<td>王\x9b2J</table><script>alert('x\\u001b[2J字')</script>"
    )
    everything = " ".join(
        [page.title, *page.lines, page.shown(Clue(("姓名",))), *(each.text for each in page.messages)]
    )
    assert not {"\x1b", "\x9b", "\u202e"} & set(everything)


SAID = "帳號或密碼錯誤，請重新輸入"
QUOTED = "%u5e33%u865f%u6216%u5bc6%u78bc%u932f%u8aa4"
MEANS = {
    "a box of VBScript": f'<script language="VBScript">MsgBox "{SAID}", 48, "系統訊息"</script>',
    "one on loading": f'<script type="text/vbscript">\nSub Window_OnLoad\nMsgBox("{SAID}")\nEnd Sub</script>',
    "the bar at the foot of the window": f'<script>window.status="{SAID}"</script>',
    "the title that a script sets": f'<script>document.title="{SAID}"</script>',
    "a page that is written by a script": f'<script>document.write("<font color=red>{SAID}</font>")</script>',
    "a text that a server has wrapped": f'<script>alert(unescape("{QUOTED}"))</script>',
    "a function called on loading": f'<script>function init(){{alert("{SAID}")}}</script><body onload="init()">',
    "a library that is used": f'<script>layui.use("layer",function(){{layer.msg("{SAID}")}})</script>',
    "a dialog that is open": f"<dialog open><p>{SAID}</p><form method=dialog><button>確定</button></form></dialog>",
    "an output": f"<output>{SAID}</output>",
    "a line that moves": f"<marquee>{SAID}</marquee>",
    "a box that cannot be filled in": f"<input readonly value='{SAID}' size=60>",
    "a large one": f"<textarea readonly rows=2>{SAID}</textarea>",
    "what is only heard": f"<div role=alert style='position:absolute;left:-9999px'>{SAID}</div>",
    "a caption": f"<fieldset><legend>{SAID}</legend></fieldset>",
}


@pytest.mark.parametrize("how", MEANS)
def test_a_sentence_is_heard_by_whatever_means_it_is_handed_over(how: str) -> None:
    """On the page that was there before, nothing of it stood."""
    form = "<form><p>帳號 <input name=u></p></form>"
    said = news(Page(MEANS[how] + form, URL), standing(Page(form, URL)))
    assert any("密碼錯誤" in each for each in said.texts)


SILENT = {
    "a procedure that nobody calls": f'<script language="VBScript">Sub Check\n MsgBox "{SAID}"\nEnd Sub</script>',
    "another language's": f'<script type="text/template">alert("{SAID}")</script>',
    "a function that is not called": f'<script>function init(){{alert("{SAID}")}}</script><body onload="other()">',
    "for who has no scripts": f"<noscript>{SAID}</noscript>",
}


@pytest.mark.parametrize("how", SILENT)
def test_what_nobody_is_told_is_not_heard(how: str) -> None:
    """It is what the page would say in another case."""
    assert not news(Page(SILENT[how], URL), standing(Page("", URL))).texts


def test_a_title_counts_where_nothing_else_is_said() -> None:
    """Beside a sentence it is the name of the page."""
    form, before = "<p>帳號 <input></p>", standing(Page("<title>登入</title><p>帳號 <input></p>", URL))
    assert news(Page(f"<title>登入失敗</title>{form}", URL), before).texts == ("登入失敗",)
    assert news(Page(f"<title>登入失敗</title>{form}<p>請洽資訊室</p>", URL), before).texts == ("請洽資訊室",)
