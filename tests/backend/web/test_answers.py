"""What an answer says, whatever its dress: by what is newly visible on it, with nothing known but the guide (O-10)."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.protocol import Standing
from ntuh_onboard.backend.web.failures import AnswerUnclear
from ntuh_onboard.backend.web.html.new_words import news, standing
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.commit_answers import Commit, outcome
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.backend.web.sites.port_values import state_of
from ntuh_onboard.common import errors
from ntuh_onboard.common.clock import ManualClock
from tests.printed import printed_site

URL = "https://portal.example/Change.aspx"
SITE = Sayings("portal", "captcha", printed_site(), ManualClock())
"""The packaged profile: no message of the hospital's is known."""
FORM = (
    "<h2>更改密碼</h2><font color=red>請使用 Chrome 瀏覽器</font><div class='alert alert-info'>新密碼不可與前三次相同"
    "<form method=post><p>舊密碼 <input type=password name=o></p><p>新密碼 <input type=password name=n></p>"
    "<p>再輸入 <input type=password name=m></p><input type=submit value=更改密碼>{}</form></div>"
    "<p>密碼變更完成後請重新登入</p><p>線上人數：{}</p>"
)
MENU = "<a href=/1>更改密碼</a><a href=/2>維護個人連絡資料</a><h3>全院公告</h3><li>2026/11/02 系統更新完成</li>{}"
DRESSES = {
    "plain": "<p>{}</p>",
    "bold": "<b>{}</b>",
    "label": "<label>{}</label>",
    "own class": "<style>.msg{{color:#c00}}</style><div class=msg>{}</div>",
    "list": "<ul class=errorlist><li>{}</li></ul>",
    "red": "<font color=red>{}</font>",
    "beside a box": "<input type=checkbox>{}",
    "alert": "<script>alert('{}')</script>",
    "alert behind a pattern": "<script>var ok=/^['\"(]+$/.test('x');alert('{}')</script>",
    "swal": "<script>swal('{}','','warning')</script>",
    "Swal.fire": "<script>Swal.fire({{icon:'info',title:'{}'}})</script>",
    "toastr": "<script>toastr.error('{}')</script>",
    "text": "<span id=m></span><script>$('#m').text('{}')</script>",
    "html": "<span id=m></span><script>$(function(){{$('#m').html('{}').show()}})</script>",
    "innerText": "<span id=m></span><script>document.getElementById('m').innerText='{}';</script>",
    "own function": "<script>function show(m){{box(m)}} show('{}');</script>",
}


def judged(answer: str, act: str = "changed", before: str = FORM.format("", 17), status: int = 200) -> object:
    """What comes of an answer to the page before."""
    page = Page(answer, URL, status=status)
    commit: Commit[bool] = Commit(act, lambda _: True, mark=act if act in SITE.profile.marks else "")
    return outcome(SITE, page, news(page, standing(Page(before, URL))), commit, "更改密碼")


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("around", [FORM, MENU], ids=["form", "menu"])
def test_known_words_count_in_any_dress(dress: str, around: str) -> None:
    """Done, refused and neither, on the page itself and on another one."""
    shown = DRESSES[dress].format
    assert judged(around.format(shown("密碼變更成功"), 18)) is True
    with pytest.raises(errors.OldPasswordWrong) as refused:
        judged(around.format(shown("舊密碼錯誤"), 18))
    assert refused.value.said == "舊密碼錯誤"
    with pytest.raises(AnswerUnclear) as lost:
        judged(around.format(shown("您的申請已受理"), 18))
    assert "您的申請已受理" in lost.value.said


def test_what_stood_there_before_is_no_answer() -> None:
    """Hints in red, rules, a count of visitors: the same page again says nothing, and is neither."""
    with pytest.raises(AnswerUnclear) as lost:
        judged(FORM.format("", 18))
    assert lost.value.said == ""


DONE = {
    "changed": [
        "您的密碼已儲存。",
        "更改密碼成功！",
        "您的密碼已變更，請以新密碼重新登入。",
        "密碼 更新 完成",
        "Your password has been changed.",
    ],
    "saved": ["異動儲存成功", "資料已儲存", "Changes saved."],
    "sent": ["動態碼簡訊發送成功", "成功發送動態碼至註冊門號，請將簡訊動態碼輸入後，按「下一步」", "簡訊已送出"],
    "activated": [
        "帳號啟用作業已完成，感謝您的使用。",
        "啟用雲端服務成功",
        "您的雲端服務帳號已啟用，將於隔日生效",
        "雲端服務啟用好了，隔日生效",
        "雲端服務建檔完畢 RECORD ADDED",
        "開通完成",
    ],
    "reset": ["密碼重設完成", "雲端服務密碼已重置"],
}
NEITHER = {
    "changed": [
        "密碼未變更成功",
        "若密碼變更成功，請重新登入",
        "登入成功",
        "您是否確定變更密碼？",
        "Password Reset",
        "資料處理中",
    ],
    "saved": ["存檔後請確認", "請儲存", "資料未儲存"],
    "sent": ["已超過今日發送次數上限", "簡訊將於稍後發送"],
    "activated": [
        "服務於設定完成隔日生效",
        "雲端服務啟用好了嗎？",
        "請等啟用好了再試",
        "第一次設定之後則不能修改",
        "雲端服務尚未啟用完成",
    ],
    "reset": ["密碼重置後立即生效"],
}


@pytest.mark.parametrize(("act", "said"), [(act, each) for act, said in DONE.items() for each in said])
def test_general_words_of_success(act: str, said: str) -> None:
    """Each in the words in which a page says that it was done."""
    assert judged(f"<p>{said}</p>", act) is True


@pytest.mark.parametrize(("act", "said"), [(act, each) for act, said in NEITHER.items() for each in said])
def test_what_denies_or_promises_is_no_success(act: str, said: str) -> None:
    """A rule, a question, a promise and a denial settle nothing; they are shown word for word."""
    with pytest.raises(AnswerUnclear) as lost:
        judged(f"<p>{said}</p>", act)
    assert lost.value.said == said


@pytest.mark.parametrize(
    "said", ["系統發生錯誤，請稍後再試", "連線逾時", "伺服器忙碌", "如密碼錯誤請洽資訊室", "Internal server error"]
)
def test_trouble_of_the_machine_is_no_refusal(said: str) -> None:
    """R-01: it may have been done all the same."""
    with pytest.raises(AnswerUnclear):
        judged(FORM.format(f"<p style='color:red'>{said}</p>", 18))


def test_both_on_one_page_are_neither() -> None:
    """O-10."""
    with pytest.raises(AnswerUnclear) as lost:
        judged(FORM.format("<p>密碼變更成功</p><p>舊密碼錯誤</p>", 18))
    assert lost.value.said == "密碼變更成功\n舊密碼錯誤"


def test_the_same_refusal_twice_is_one_each_time() -> None:
    """The words of the first stood there before the second press, and are an answer again."""
    page = Page(FORM.format("<p>舊密碼錯誤</p>", 18), URL)
    commit: Commit[bool] = Commit("changed", lambda _: True, mark="changed")
    before = standing(Page(FORM.format("", 17), URL))
    for _ in range(2):
        with pytest.raises(errors.OldPasswordWrong):
            outcome(SITE, page, news(page, before), commit, "更改密碼")
        assert page.stood is not None
        before = page.stood


STANDINGS = {
    "<p>狀態：已啟用</p>": Standing.ACTIVATED,
    "<p>您的雲端服務帳號已啟用。</p>": Standing.ACTIVATED,
    "<p>使用中（已佈建）</p>": Standing.ACTIVATED,
    "<p>狀態：尚未啟用</p>": Standing.NOT_ACTIVATED,
    "<p>限尚未啟用雲端服務帳號者使用</p>": Standing.UNREADABLE,
    "<p>若帳號已啟用，請重置密碼</p>": Standing.UNREADABLE,
    "": Standing.UNREADABLE,
}


@pytest.mark.parametrize("html", STANDINGS)
def test_the_state_of_an_account_in_general_words(html: str) -> None:
    """RB-10: a box that is still there says nothing of it, and a rule does not either."""
    page = Page(f"{html}<form>雲端服務帳號 (電子郵件名稱) <input name=a></form>", URL)
    assert state_of(SITE, page).standing is STANDINGS[html]


def test_a_name_where_its_box_was_is_an_activation() -> None:
    """RB-10: only an account that is activated has one."""
    page = Page("<table><tr><td>雲端服務帳號 (電子郵件名稱)<td><b>ceshi.lin</b>@ntuh.gov.tw</table>", URL)
    assert state_of(SITE, page).alias == "ceshi.lin"
    page = Page("<form>雲端服務帳號 (電子郵件名稱) <input name=a value='ceshi.lin'></form>", URL)
    assert state_of(SITE, page).standing is Standing.UNREADABLE
