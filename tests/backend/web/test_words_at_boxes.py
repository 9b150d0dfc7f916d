"""Words at a box in the ways in which pages write them: with hints, marks, a second language; and what is no name."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.page import Clue, Page

URL = "https://portal.example/a/Login"
REST = "<p>院區 <select name=x><option>1</select></p>"
TEXT, HIDDEN = "<input name=right{}>", "<input type=password name=right{}>"


def read(body: str) -> Page:
    return Page(f"<form method=post>{body}{REST}</form>", URL)


def found(body: str, words: str, ids: tuple[str, ...] = ()) -> str | None:
    try:
        return read(body).field(Clue((words,), ids)).name
    except UnexpectedPage:
        return None


WRITTEN = {
    "behind the box": "<p><input name=right> 帳號</p>",
    "behind each box": "<h2>登入系統</h2><p><input name=right> 帳號</p><p><input type=password name=y> 密碼</p>",
    "behind each box of one line": "<p><input name=right> 帳號 <input type=password name=y> 密碼</p>",
    "a link in the label": "<label for=i>帳號 <a href=f>忘記帳號？</a></label> <input id=i name=right>",
    "a hint in the label": "<label for=i>帳號 <small>六位數字</small></label><br><input id=i name=right>",
    "an error in the label": (
        "<label for=i>帳號<span class='field-validation-error'>此欄位必須填寫</span></label><input id=i name=right>"
    ),
    "a help text in the label": (
        "<label>帳號 <span class=help-block>人事室發給您的號碼</span><input name=right></label>"
    ),
    "a line break and a second language": "<label for=i>帳號<br>Account</label><input id=i name=right>",
    "in a text that is shown as it is written": (
        "<pre> 單位 . . . : <input name=y>\n 帳號 . . . : <input name=right> ex: 104567\n"
        " 密碼 . . . : <input name=z></pre>"
    ),
    "a second language directly before it": "<p>Account 帳號 <input name=right></p>",
    "the name of a column behind it": "<table><tr><td>帳號： <span>USER_ID</span><td><input name=right></table>",
    "the name of a column before it": "<p>USER_ID 帳號 <input name=right></p>",
    "capitals before it": "<p>ACCOUNT 帳號 <input name=right></p>",
    "the name of a column in a cell beside it": (
        "<table><tr><td><table><tr><td>帳號：<td>USER_ID</table><td><table><tr><td><input name=right><td>ex:1</table>"
        "<tr><td><table><tr><td>密碼：<td>PASSWD</table><td><table><tr><td><input name=y><td>ex:x</table></table>"
    ),
    "drawn by coordinates": (
        "<span style='position:absolute;left:60px;top:90px'>員工編號：104567</span>"
        "<span style='position:absolute;left:60px;top:120px'>帳號：</span>"
        "<input name=right style='position:absolute;left:150px;top:118px'>"
        "<span style='position:absolute;left:60px;top:150px'>密碼：</span>"
        "<input type=password name=y style='position:absolute;left:150px;top:148px'>"
    ),
    "a second language behind it": "<p>帳號 Account <input name=right></p>",
    "a second language with a hint of the first": (
        "<label for=i>帳號<span class=en>Account (六碼 six digits)</span></label><input id=i name=right>"
    ),
    "a second language with a slash in it": "<label for=i>帳號<i>Account / ID</i></label><input id=i name=right>",
    "a second language in capitals": "<label for=i>帳號<span>NTUH account</span></label><input id=i name=right>",
    "a label of two lines without a box of its own": (
        "<div><label>雲端<br>(下列)</label><div><input type=password name=y></div></div>"
        "<div><label>帳號<br>(六碼)</label><div><input name=right></div><div>@example.com</div></div>"
    ),
    "a second language behind a slash": "<table><tr><td>帳號 / Account<td><input name=right></table>",
    "a second language before it": "<table><tr><td>Account<br>帳號<td><input name=right></table>",
    "a second language before a slash": "<p>Account／帳號 <input name=right></p>",
    "a second language behind a colon": "<table><tr><td>帳號: User Name<td><input name=right></table>",
    "a second language behind a colon in its label": "<label for=i>帳號：Account</label><br><input id=i name=right>",
    "a number of the question before it": "<p>2. 帳號 <input name=right></p>",
    "a number in brackets before it": "<p>(2) 帳號＊ <input name=right></p>",
    "the name of the group around it": (
        "<div id=t><b>1.</b><span>帳號</span>*</div><div>六位數字</div><div role=group aria-labelledby=t>"
        "<div><input name=right></div></div>"
    ),
    "above it in a dialog with a title": (
        "<div role=dialog aria-labelledby=t><h3 id=t>簡訊發送</h3><p>帳號</p><input name=right></div>"
    ),
    "the title of the dialog around it": "<dialog open aria-labelledby=t><h3 id=t>帳號</h3><input name=right></dialog>",
    "a star before it": "<p><font color=red>＊</font>帳號 <input name=right></p>",
    "required before it": "<p><span class=red>必填</span> 帳號 <input name=right></p>",
    "required behind it": "<table><tr><td>帳號 <em>必填</em><td><input name=right></table>",
    "required in brackets before it": "<p>（必填）帳號 <input name=right></p>",
    "invisible characters": "<p>\ufeff帳\u200b號\u2060 <input name=right></p>",
    "a soft hyphen": "<p>帳&shy;號 <input name=right></p>",
    "in the box's value": "<input name=right value=帳號 onfocus=\"this.value=''\">",
    "a sentence in the box": "<input name=right placeholder=請輸入帳號>",
    "a politer sentence": "<input name=right placeholder=請輸入您的帳號。>",
    "a label with nothing but a hint": (
        "<table><tr><td>帳號<td><input id=i name=right> <label for=i>(不用區分大小寫)</label></table>"
    ),
    "a label with nothing but a mark": "<p>帳號 <label for=i>必填</label></p><p><input id=i name=right></p>",
    "a label with nothing but an example": (
        "<table><tr><td>帳號<td><input id=i name=right><label for=i>ex: abc012</label></table>"
    ),
    "brackets around all of it": "<label for=i>【帳號】</label><input id=i name=right>",
    "brackets around a hint in brackets": "<label for=i>【帳號 (不用區分大小寫)】</label><input id=i name=right>",
    "a sentence before the box": "<p>請輸入帳號： <input name=right></p>",
}


@pytest.mark.parametrize("how", WRITTEN)
def test_words_are_found_however_they_are_written(how: str) -> None:
    """What is written around a name is not the name."""
    assert found(WRITTEN[how], "帳號") == "right"


def test_a_sentence_in_english() -> None:
    """With the words of a page in English."""
    for text in ("Enter your password", "Please enter password", "Type your Password:"):
        assert found(f"<input type=password name=right placeholder='{text}'><input type=password name=x>", "Password")


def test_ids_of_a_container() -> None:
    """WebForms puts its containers before a control's own name."""
    for written in ("name='ctl00$M$txtPass'", "id=ctl00_M_txtPass name=z"):
        assert found(f"<p>通關字串 <input type=password {written}></p>", "密碼", ("txtPass",))


def test_a_bracket_of_the_profiles_own_word_counts() -> None:
    """It tells two boxes apart; one that only explains may be left out on the page."""
    assert found("<p>密碼 <input type=password name=p></p>", "密碼（確認）") is None
    assert found("<p>雲端服務帳號 <input name=m></p>", "雲端服務帳號 (說明)") is None
    assert found("<p>簡訊動態碼 <input name=c></p>", "簡訊(或MOTP)動態碼") == "c"
    assert found("<p>請輸入帳號登記的手機門號 <input name=m></p>", "請輸入帳號登記的手機門號(10碼)") == "m"


COLUMNS = (
    (
        "<div><div>帳號</div><div>密碼</div></div>"
        "<div><div><input name=u></div><div><input type=password name=p></div></div>"
    ),
    "帳號<br>密碼<br><input name=u><br><input type=password name=p>",
    "<p>帳號</p><p>密碼</p><p><input name=u></p><p><input type=password name=p></p>",
    "<ul><li>英文姓<li>行動電話</ul><p><input name=u></p><p><input name=p></p>",
)


@pytest.mark.parametrize("columns", COLUMNS)
def test_labels_in_a_column_of_their_own_never_give_a_box_to_another(columns: str) -> None:
    """The last label is nearest to the first box, and is not its name."""
    assert found(columns, "密碼") in {"p", None}
    assert found(columns, "帳號") in {"u", None}
    assert found(columns, "行動電話") in {"p", None}


def test_a_heading_of_the_same_word_makes_it_two() -> None:
    """A heading above one box, and the word in another."""
    body = "<h3>行動電話</h3><p><input name=a></p><p><input name=b placeholder=行動電話></p>"
    assert found(body, "行動電話") is None


SPLIT = (
    "<p>行動電話：<input name=a size=4> - <input name=b></p>",
    "<label for=x>行動電話</label> <input id=x name=a maxlength=4>－<input name=b>",
    "<table><tr><td>行動電話：<td>區碼 <input name=a> - <input name=b> 分機 <input name=c></table>",
    "<table><tr><td>行動電話：<td>(<input name=a>) <input name=b></table>",
    "<p>行動電話：<input name=a maxlength=4><input name=b maxlength=3><input name=c maxlength=3></p>",
)


@pytest.mark.parametrize("body", SPLIT)
def test_a_number_in_several_boxes_is_refused(body: str) -> None:
    """Its first part would take the whole of it, or be told as the whole."""
    assert found(body, "行動電話") is None


WHOLE = (
    "<p>行動電話：<input name=right> / 分機 <input name=b></p>",
    "<p>行動電話 <input name=right> - 住宅電話 <input name=b></p>",
    "<p><input name=right placeholder=行動電話> / <input name=b placeholder=住宅電話></p>",
    "<p>行動電話：<input name=right> <input type=checkbox name=t> 公開</p>",
)


@pytest.mark.parametrize("body", WHOLE)
def test_a_box_beside_another_thing_is_whole(body: str) -> None:
    """Words of its own are those of another box."""
    assert found(body, "行動電話") == "right"


def test_a_value_is_no_name_of_a_box() -> None:
    """It may be the person's own: it is told nowhere."""
    page = read("<input name=a value='林測試 0912345678'><input name=b>")
    called = [page.labels.called(each) for each in page.controls]
    assert "林測試" not in "".join((*called, *page.labels.words()))


PAIRS = (
    "<td>員工編號：104567 姓名：林測試</td>",
    "<td>員工編號：</td><td>104567　姓名：林測試</td>",
    "<td>員工編號：104567，姓名：林測試</td>",
    "<td>員工編號：104567／姓名：林測試</td>",
    "<td>員工編號：<span>104567</span> 姓名：<span>林測試</span></td>",
    "<td><b>員工編號：</b>104567&nbsp;&nbsp;<b>姓名：</b>林測試</td>",
    "<td><b>員工編號：</b>104567 姓名：林測試</td>",
    "<td>員工編號:104567　　姓名:林測試　　到職時間:08:30</td>",
    "<td>員工編號：104567<br>姓名：林測試</td>",
    "<td><label>員工編號</label>：104567 <label>姓名</label>：林測試</td>",
)


@pytest.mark.parametrize("cell", PAIRS)
def test_two_pairs_in_one_cell(cell: str) -> None:
    """As the guide prints them."""
    page = read(f"<table><tr>{cell}</tr></table>")
    assert page.shown(Clue(("員工編號",))) == "104567"
    assert page.shown(Clue(("姓名",))) == "林測試"


FACTS = (
    "<tr><td><dl><div><dt>員工編號：</dt><dd>104567</dd></div><div><dt>姓名：</dt><dd>林測試</dd></div></dl>",
    "<tr><td><div><div>員工編號：</div><div>104567</div></div><div><div>姓名：</div><div>林測試</div></div>",
    "<tr><td>員工編號：<br><span class=eng>Employee No.</span><td>104567",
    "<tr><th><span lang=en>Employee No.</span><br>\n<span lang=zh>員工編號</span><td>104567",
    "<tr><th>員工編號 Employee No.<td>104567",
    "<tr><th>員工編號 <small>(6碼)</small><td>104567",
    "<tr><td>說明：員工編號<td>x<tr><td>員工編號<td>104567",
)


@pytest.mark.parametrize("row", FACTS)
def test_a_fact_is_found_however_its_name_is_written(row: str) -> None:
    """As a box is."""
    assert read(f"<table>{row}</table>").shown(Clue(("員工編號",))) == "104567"


def test_a_group_of_several_boxes_names_none_of_them() -> None:
    """It is the name of all of them together."""
    assert found("<b id=t>帳號</b><p>x<p><div aria-labelledby=t><input name=a><br><input name=b></div>", "帳號") is None
