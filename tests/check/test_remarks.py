"""What else a page has that the wizard would meet, and what no line of a profile can mend: told by name, a table."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.engines.http_engine import HttpEngine
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.http.client import Client
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.check.asking import ask_all, of_words
from ntuh_onboard.check.expected_words import PAGES
from ntuh_onboard.check.findings import PageFound, State
from ntuh_onboard.check.surroundings import readable
from ntuh_onboard.check.word_findings import Held, RemarkSort
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.profiles.hospital_profile import named
from tests.backend.web.practising import ONCE
from tests.backend.web.servers import Server
from tests.backend.web.servers import page as answer
from tests.check.checks import check, page_of, strangers, word_of

PROFILE = load_site(named("simulator"))
SIGN_IN = (
    "<form method=post><p>院區 <select name=c><option value=T0>總院區</select><p>帳號 <input name=a>"
    "<p>密碼 <input type=password name=p><p>驗證碼 <input name=v><img id=imgVerifyCode src=/c.gif>"
    "<p><input type=submit value=登入>{}</form>{}"
)
MENU = "<h1>個人管理</h1><p>104568 林志豪 您好</p>{}<a href=/contact>維護個人連絡資料</a><a href=/out>登出系統</a>"
PHONE = "<form method=post><p>請輸入帳號登記的手機門號(10碼) <input name=m{}><p>{}</form>"
SEND = "<input type=submit value=確定發送>"
CONTACT = "<form method=post><p>行動電話 <input name=m value=0911111111>{}<p><input type=submit value=異動儲存></form>"


def found_on(name: str, source: str) -> PageFound:
    """What a check finds on this page."""
    return of_words(Page(source, "https://portal.example/"), PAGES[name], PROFILE)


def test_a_sound_page_has_nothing_to_remark() -> None:
    """Else the tables below would say nothing."""
    for name, source in (
        ("portal", SIGN_IN.format("", "")),
        ("menu", MENU.format("<a href=/password>更改密碼</a>")),
        ("phone", PHONE.format("", SEND)),
    ):
        found = found_on(name, source)
        assert (found.state, found.remarks) == (State.OK, ()), name


@pytest.mark.parametrize(
    ("source", "sort", "text", "state"),
    [
        (SIGN_IN.format("<p>身分證字號（必填） <input name=n>", ""), "unknown_box", "身分證字號", "needs_browser"),
        (SIGN_IN.format("<p>生日 <input name=n required>", ""), "unknown_box", "生日", "needs_browser"),
        (SIGN_IN.format("<p><label><input type=checkbox name=n>我同意將個資提供第三方</label>", ""),
         "unknown_box", "我同意將個資提供第三方", "needs_browser"),
        (SIGN_IN.format("<p>按下登入即表示您同意將個人資料提供第三方", ""),
         "unknown_box", "同意將個人資料提供第三方", "needs_browser"),
        (SIGN_IN.format("<p>班別 <select name=s><option value=''>請選擇<option value=1>日</select>", ""),
         "unknown_box", "班別", "needs_browser"),
        ("<title>Portal</title><div id=app></div><script src=/app.js></script>", "shell", "Portal", "needs_browser"),
        (SIGN_IN.format("", "<div class=modal style=display:none><h2>變更密碼</h2><input name=x></div>"),
         "dialog", "變更密碼", "ok"),
        (SIGN_IN.format("", "").replace("驗證碼 <", "驗\ufeff證碼 <"), "invisible", "驗證碼 (U+FEFF)", "ok"),
    ],
    ids=["required by words", "required", "consent", "by pressing", "a choice", "shell", "dialog", "invisible"],
)  # fmt: skip
def test_it_is_named_on_the_page_that_has_it(source: str, sort: str, text: str, state: str) -> None:
    """With the page's own words, and with what that means for students."""
    found = found_on("portal", source)
    assert [(each.sort, text in each.text) for each in found.remarks] == [(RemarkSort(sort), True)]
    assert found.state is State(state)


def test_a_poll_with_a_button_of_its_own_is_no_box_to_fill() -> None:
    """A page may be one big form: the wizard presses the button of its own part, and so does the check."""
    poll = (
        "<div><p>您對新版入口滿意嗎？<input type=radio name=q value=1>滿意<input type=radio name=q value=2>普通{}</div>"
    )
    button = "<input type=submit name=vote value=投票>"
    for told, asked in ((button, False), ("", True)):
        found = found_on("portal", SIGN_IN.format(poll.format(told), ""))
        assert any(each.sort is RemarkSort.UNKNOWN_BOX for each in found.remarks) is asked


def test_a_choice_that_the_hospital_keeps_is_no_box_to_fill() -> None:
    """On the page of contact details it goes back as it came, and the check says no more than the wizard does."""
    tick = "<label><input type=checkbox name=n>{}</label>"
    for words, asked in (("同意將分機刊登於院內電話簿", False), ("本人確認以上資料正確", True)):
        found = found_on("contact", CONTACT.format(tick.format(words)))
        assert any(each.sort is RemarkSort.UNKNOWN_BOX for each in found.remarks) is asked


def test_a_digest_is_named_by_the_pages_own_function() -> None:
    """The password goes as the page's script sends it."""
    source = SIGN_IN.format("", "").replace("<input type=submit", "<input type=submit onclick=\"{}('txtPass')\"")
    function = PROFILE.scripts["password_digest"][0]
    found = found_on("portal", source.replace("{}", function))
    assert [(each.sort, each.text) for each in found.remarks] == [(RemarkSort.DIGEST, function)]
    assert found.state is State.OK


@pytest.mark.parametrize(
    ("name", "source", "key", "held"),
    [
        ("menu", MENU.format("<button type=button>更改密碼</button>"), "change_password", Held.BY_SCRIPT),
        ("menu", MENU.format("<div role=button>更改密碼</div>"), "change_password", Held.BY_SCRIPT),
        ("menu", MENU.format("<a href='javascript:go(1)'>更改密碼</a>"), "change_password", Held.BY_SCRIPT),
        ("phone", PHONE.format("", "<button type=button>確定發送</button>"), "confirm_send", Held.BY_SCRIPT),
        ("phone", PHONE.format(" disabled", SEND), "registered_phone", Held.NOT_FILLABLE),
    ],
)
def test_what_no_profile_can_mend_is_no_line_to_mend(name: str, source: str, key: str, held: Held) -> None:
    """The word is right; the page cannot be used without a browser."""
    found = found_on(name, source)
    word = word_of(found, key)
    assert (word.held, word.stops, word.to_mend) == (held, True, False)
    assert found.state is State.NEEDS_BROWSER


@pytest.mark.parametrize("trouble", ["F6", "F3"])
def test_a_picture_that_cannot_be_shown_is_told(site: Site, trouble: str) -> None:
    """It is fetched and decoded as the wizard does it: broken bytes, or none."""
    site.stage.arm("Q2", trouble, 4)
    report = check(site)
    word = word_of(page_of(report, "portal"), "captcha_picture")
    assert (word.held, word.stops, word.to_mend) == (Held.NO_PICTURE, True, False)
    assert page_of(report, "portal").state is State.NEEDS_BROWSER
    assert page_of(report, "mail").state is State.OK


def test_a_sign_in_without_a_campus_is_a_sign_in() -> None:
    """The choice of a campus is used where there is one."""
    found = found_on(
        "portal", SIGN_IN.format("", "").replace("<p>院區 <select name=c><option value=T0>總院區</select>", "")
    )
    word = word_of(found, "campus")
    assert (found.state, word.held, word.needed) == (State.OK, Held.MISSING, False)


CODE_PAGE = (
    "<form method=post><p>網路帳號 / 主職員工編號 <input name=a><input type=button value=發送簡訊動態碼 onclick=ask()>"
    "<p>簡訊(或MOTP)動態碼 <input name=c><p><input type=submit value=下一步></form>"
    "<div class=modal style='display:none'><form method=post><p>請輸入帳號登記的手機門號(10碼) <input name=m>"
    "<p><input type=submit value=確定發送> <input type=reset value=取消></form></div>"
)


def test_a_page_that_is_a_dialog_of_another_is_read_and_nothing_is_sent_for_it() -> None:
    """The button that opens it is no fault of the page; the wizard finds its form there, too."""
    with Server() as portal, Server() as account, Server() as mail:
        account.replies["/"] = answer("<a href=/code>啟用網路帳號及首次雲端帳號密碼設定</a>")
        account.replies["/code"] = answer(CODE_PAGE)
        profile = strangers(portal.origin, account.origin, mail.origin)
        asked = ask_all(
            profile, lambda site: HttpEngine(Client(profile.origins(site), limits=ONCE)), SystemClock(), readable
        )
        assert {each.line.split()[0] for each in account.requests} == {"GET"}
    found = {page.page: page for each in asked for page in each.found.pages}
    assert word_of(found["code"], "send_code").held is Held.FOUND
    assert [each.held for each in found["phone"].words][:2] == [Held.FOUND] * 2
