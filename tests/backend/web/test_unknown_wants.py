"""What a form wants that nobody here knows is told by its name, and nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.form_kinds import ACTIVATION, PASSWORD_CHANGE
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.consent import confirmed_by_student, consent_to_regulations
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.common import errors
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.secret import Secret
from tests.backend.web.servers import Server, page
from tests.printed import printed_site

NTUH = printed_site()
KNOWN = (
    "<p>雲端服務帳號 (電子郵件名稱) <input name=m required></p><p>密碼 <input type=password name=a></p>"
    "<p>確認密碼 <input type=password name=b></p><button>啟用雲端服務</button>"
)
VALIDATOR = (
    "<span controltovalidate=x evaluationfunction=RequiredFieldValidatorEvaluateIsValid style='display:none'>!</span>"
)
WANTED = {
    "a consent of one word": ("<p>本站將提供個資予第三方</p><label><input type=checkbox name=x> 同意</label>", "同意"),
    "a required box": ("<p>身分證字號 <input name=x required></p>", "身分證字號"),
    "said to who listens": ("<p>身分證字號 <input name=x aria-required=true></p>", "身分證字號"),
    "required by its words": ("<p>身分證字號 必填 <input name=x></p>", "身分證字號 必填"),
    "required by a star": ("<table><tr><td>＊身分證字號：<td><input name=x></table>", "身分證字號"),
    "a star behind the label": ("<label for=x>身分證字號 <b>*</b></label><input id=x name=x>", "身分證字號"),
    "required by a class": ("<p>身分證字號 <input name=x class='txt validate[required]'></p>", "身分證字號"),
    "required by MVC": ("<p>身分證字號 <input name=x data-val=true data-val-required=請輸入></p>", "身分證字號"),
    "required by a validator": (f"<p>身分證字號 <input id=x name=x>{VALIDATOR}</p>", "身分證字號"),
    "a required file": ("<p>學生證 <input type=file name=x required></p>", "學生證"),
    "a consent": ("<label><input type=checkbox name=x> 我同意將個資提供第三方</label>", "我同意將個資提供第三方"),
    "a consent with an answer of its own": (
        (
            "<label><input type=checkbox name=x value=true> 我同意將個資提供第三方</label>"
            "<input type=hidden name=x value=false>"
        ),
        "我同意將個資提供第三方",
    ),
    "a tick that nobody knows": ("<input type=checkbox name=x> 本人為實習學生<br>", "本人為實習學生"),
    "a choice that asks to choose": (
        "<p>身分別 <select name=x><option value=''>請選擇<option value=1>學生<option value=2>員工</select></p>",
        "身分別",
    ),
    "a choice of strokes": ("<p>身分別 <select name=x><option value=0>--<option value=1>學生</select></p>", "身分別"),
    "radio buttons, none chosen": (
        "<input type=radio name=x value=1>學生 <input type=radio name=x value=2>員工",
        "學生",
    ),
}
UNWANTED = {
    "filled": "<p>身分證字號 <input name=x required value=A123></p>",
    "not required": "<p>身分證字號（非必填） <input name=x></p>",
    "hidden": "<p style='display:none'>身分證字號 <input name=x required></p>",
    "disabled": "<p>身分證字號 <input name=x required disabled></p>",
    "read-only": "<p>身分證字號 <input name=x required readonly></p>",
    "a box that is not sent": "<label><input type=checkbox> 顯示密碼</label>",
    "a tick of MVC's": "<label><input type=checkbox name=x data-val-required=x> 以新視窗開啟功能</label>",
    "of the student's own comfort": "<label><input type=checkbox name=x> 記住我的帳號</label>",
    "a tick for which the page sends an answer that is not set (MVC)": "<label><input type=checkbox name=x value=true "
    "data-val=true data-val-required=必要> 以新視窗開啟功能</label><input type=hidden name=x value=false>",
    "in another window": "<label><input type=checkbox name=x> 以新視窗開啟</label>",
    "ticked": "<label><input type=checkbox name=x checked> 本人為實習學生</label>",
    "a choice with a default": "<p>身分別 <select name=x><option value=1>學生<option value=2>員工</select></p>",
    "radio buttons, one chosen": "<input type=radio name=x value=1 checked>學生 <input type=radio name=x value=2>員工",
    "of another form": "</form><form><p>身分證字號 <input name=x required></p>",
}


def wanted(more: str) -> tuple[str, ...]:
    made = Page(f"<form method=post>{more}{KNOWN}</form>", "https://help.example/")
    if "</form>" in more:
        made = Page(f"<form method=post>{KNOWN}{more}</form>", "https://help.example/")
    found = made.form(ACTIVATION, NTUH.clue)
    return made.unknown_wants(found.form, [*found.fields.values()])


PASSWORDS = (("請輸入舊密碼", "o"), ("請輸入新密碼", "n"), ("請再輸入新密碼", "a"))


@pytest.mark.parametrize("how", WANTED)
def test_what_is_wanted_is_named(how: str) -> None:
    """As the page calls it."""
    body, called = WANTED[how]
    assert wanted(body) == (called,)


@pytest.mark.parametrize("how", UNWANTED)
def test_what_may_stay_as_it_is(how: str) -> None:
    """Filled, hidden, with a default, or a comfort."""
    assert wanted(UNWANTED[how]) == ()


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("同意將分機刊登於院內電話簿", False),
        ("我同意接收電子報", False),
        ("本人確認以上資料正確", True),
        ("必填 同意將分機刊登於院內電話簿", True),
    ],
)
def test_a_choice_that_the_hospital_keeps_goes_back_as_it_came(words: str, *, asked: bool) -> None:
    """Where the form shows what is on file; a declaration about what is sent now is the person's own."""
    made = Page(f"<form method=post><label><input type=checkbox name=x> {words}</label></form>", "https://x.example/")
    form = made.draft(made.controls[0]).form
    assert made.unknown_wants(form, ())
    assert bool(made.unknown_wants(form, (), on_file=True)) is asked


def test_all_that_is_wanted_is_named() -> None:
    """Each once."""
    assert wanted(WANTED["a consent"][0] + WANTED["a required box"][0] + WANTED["radio buttons, none chosen"][0]) == (
        "我同意將個資提供第三方",
        "身分證字號",
        "學生",
    )


@pytest.fixture
def server() -> Iterator[Server]:
    """A portal."""
    with Server() as made:
        yield made


FORM = (
    "<form method=post action=/in>{}<p>帳號 <input name=u></p><p>密碼 <input type=password name=p></p>"
    "<p>驗證碼 <input name=c><img src=/c></p><button>{}</button></form>"
)
DOMAIN = "<select name=d><option value=''>請選擇<option value=1>{}<option value=2>partner.example</select>"
FORCED = {
    "the only option": "<select name=d><option value=''>請選擇<option value=1>@x.example</select>",
    "that of the hospital": DOMAIN.format("@ntuh.gov.tw"),
}


@pytest.mark.parametrize("how", FORCED)
def test_what_leaves_no_choice_is_chosen(server: Server, how: str) -> None:
    """Nobody would choose otherwise."""
    server.replies["/General/Login.aspx"] = page(FORM.format(f"<p>網域 {FORCED[how]}</p>", "登入"))
    server.replies["/c"] = page(b"GIF89a", kind="image/gif")
    server.replies["/in"] = page("<p>您好!</p><a href=/out>登出系統</a>")
    portal = open_web(printed_site(servers={"portal": server.origin}), ManualClock()).portal
    portal.picture()
    portal.sign_in("104567", Secret("Walnut-31-cloud"), "1RT55V", "")
    assert [b"d=1" in each.body for each in server.requests if each.path == "/in"] == [True]


CONSENTS = {
    "a tick": ("<label><input type=checkbox name=x value=1> 我同意將個資提供第三方</label>", "登入", b"x=1"),
    "by pressing": ("<p>按下登入即表示您同意將個人資料提供第三方</p>", "登入", b""),
    "a tick that the page has set": (
        "<label><input type=checkbox name=x value=1 checked> 我同意將個資提供第三方</label>",
        "登入",
        b"x=1",
    ),
}


@pytest.mark.parametrize("how", CONSENTS)
def test_a_consent_is_asked_for_in_the_pages_own_words_and_given_once(server: Server, how: str) -> None:
    """By the person alone; for the next sending it is asked for again."""
    body, button, sent = CONSENTS[how]
    server.replies["/General/Login.aspx"] = server.replies["/in"] = page(FORM.format(body, button))
    server.replies["/c"] = page(b"GIF89a", kind="image/gif")
    portal = open_web(printed_site(servers={"portal": server.origin}), ManualClock()).portal

    def tried() -> errors.BackendError:
        portal.picture()
        with pytest.raises(errors.BackendError) as refused:
            portal.sign_in("104567", Secret("Walnut-31-cloud"), "1RT55V", "")
        return refused.value

    asked = tried()
    assert isinstance(asked, errors.ConsentAsked)
    assert "個" in asked.said
    assert isinstance(tried(), errors.ConsentAsked)
    assert server.count("POST", "/in") == 0
    asked.agree()
    assert not isinstance(tried(), errors.ConsentAsked)
    assert [sent in each.body for each in server.requests if each.path == "/in"] == [True]
    assert isinstance(tried(), errors.ConsentAsked)


@pytest.mark.parametrize("how", ["a consent of one word", "a required box", "a choice that asks to choose"])
def test_nothing_is_sent(server: Server, how: str) -> None:
    """The error says what the page calls it, in its own words; once the page is as before, the student signs in."""
    form = FORM.replace("<button>{}", "<button>登入")
    body, called = WANTED[how]
    server.replies.update({"/General/Login.aspx": page(form.format(body)), "/c": page(b"GIF89a", kind="image/gif")})
    server.replies["/in"] = page("<p>您好!</p><a href=/out>登出系統</a>")
    portal = open_web(printed_site(servers={"portal": server.origin}), ManualClock()).portal
    portal.picture()
    with pytest.raises(UnexpectedPage) as refused:
        portal.sign_in("104567", Secret("Walnut-31-cloud"), "1RT55V", "")
    assert (refused.value.why, refused.value.said) == (Why.UNKNOWN_FIELD, called)
    assert refused.value.sentences == ("said.unknown_field",)
    assert server.count("POST", "/in") == 0
    server.replies["/General/Login.aspx"] = page(form.format(""))
    portal.sign_in_page()
    portal.picture()
    portal.sign_in("104567", Secret("Walnut-31-cloud"), "1RT55V", "")
    assert server.count("POST", "/in") == 1


@pytest.mark.parametrize(
    ("words", "agreed"),
    [
        ("我已詳閱並同意遵守上述規範", True),
        ("我已閱讀並同意規範", True),
        ("本人同意網路帳號使用規範", True),
        ("我同意規範及個人資料提供第三方", False),
        ("我同意將個資提供第三方，並遵守規範", False),
        ("我不同意規範", False),
        ("我同意個資規範", False),
    ],
)
def test_only_the_regulations_that_the_student_has_agreed_to_are_ticked(words: str, *, agreed: bool) -> None:
    """In the wizard, before; a tick that agrees to anything more is the person's own."""
    made = Page(f"<form><label><input type=checkbox name=x> {words}</label></form>", "https://help.example/")
    assert any(consent_to_regulations(NTUH, made, made.draft(made.controls[0]).form)) is agreed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("我了解電子郵件別名設定之後不能修改", True),
        ("本人已確認電子郵件名稱無誤，設定後無法變更", True),
        ("我已確認以上資料正確", True),
        ("我了解本服務的收費方式", False),
        ("我已確認資料無誤，如有不實願負法律責任", False),
        ("我已確認資料無誤，並同意提供第三方使用個人資料", False),
        ("訂閱電子報", False),
    ],
)
def test_what_the_student_has_confirmed_in_the_wizard_is_confirmed_on_the_page(words: str, *, said: bool) -> None:
    """That the mail name is right and final; a tick that binds to anything more is the person's own."""
    made = Page(f"<form><label><input type=checkbox name=x> {words}</label></form>", "https://help.example/")
    assert any(confirmed_by_student(made, made.draft(made.controls[0]).form)) is said


POLL = "<div>您滿意嗎？<table><tr><td><input type=radio name=r>滿意</table><input type=submit value=投票></div>"
OTHERS = {
    "a poll": (POLL, "<a href=\"javascript:__doPostBack('x','')\">更新</a>", True),
    "a box of a search with its button": (
        "<div><input name=q required><input type=submit value=查詢></div>",
        "<input type=submit name=go value=更新>",
        True,
    ),
    "a tick beside our button": (
        "",
        "<div><input type=checkbox name=t required> 同意 <input type=submit name=go value=更新></div>",
        False,
    ),
    "a choice without a button": (
        "<div><input type=radio name=r>滿意</div>",
        "<input type=submit name=go value=更新>",
        False,
    ),
}


@pytest.mark.parametrize("how", OTHERS)
def test_what_stands_in_a_block_with_another_button_is_anothers(how: str) -> None:
    """A page of WebForms is one big form; its poll's button is never taken for that of the passwords either."""
    other, button, fine = OTHERS[how]
    boxes = "".join(f"<p>{words} <input type=password name={name}></p>" for words, name in PASSWORDS)
    state = "<input type=hidden name=__EVENTTARGET><input type=hidden name=__EVENTARGUMENT>"
    made = Page(f"<form method=post>{state}<div>{boxes}{button}</div>{other}</form>", "https://portal.example/x")
    found = made.form(PASSWORD_CHANGE, NTUH.clue)
    act = made.button(found, NTUH.clue("change_password"))
    assert act.words == "更新"
    wanted = made.unknown_wants(found.form, [*found.fields.values()], pressed=act.element)
    assert (not wanted) is fine
