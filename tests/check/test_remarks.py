"""What else a page has that the wizard would meet, and what no line of a profile can mend: told by name, a table."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.check.asking import of_words
from ntuh_onboard.check.expected_words import PAGES
from ntuh_onboard.check.findings import PageFound, State
from ntuh_onboard.check.word_findings import Held, RemarkSort
from ntuh_onboard.profiles.hospital_profile import named
from tests.check.checks import check, page_of, word_of

PROFILE = load_site(named("simulator"))
SIGN_IN = (
    "<form method=post><p>院區 <select name=c><option value=T0>總院區</select><p>帳號 <input name=a>"
    "<p>密碼 <input type=password name=p><p>驗證碼 <input name=v><img id=imgVerifyCode src=/c.gif>"
    "<p><input type=submit value=登入>{}</form>{}"
)
MENU = "<h1>個人管理</h1><p>104568 林志豪 您好</p>{}<a href=/contact>維護個人連絡資料</a><a href=/out>登出系統</a>"
PHONE = "<form method=post><p>請輸入帳號登記的手機門號(10碼) <input name=m{}><p>{}</form>"
SEND = "<input type=submit value=確定發送>"


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
        (SIGN_IN.format("<p>班別 <select name=s><option value=''>請選擇<option value=1>日</select>", ""),
         "unknown_box", "班別", "needs_browser"),
        ("<title>Portal</title><div id=app></div><script src=/app.js></script>", "shell", "Portal", "needs_browser"),
        (SIGN_IN.format("", "<div class=modal style=display:none><h2>變更密碼</h2><input name=x></div>"),
         "dialog", "變更密碼", "ok"),
        (SIGN_IN.format("", "").replace("驗證碼 <", "驗\ufeff證碼 <"), "invisible", "驗證碼 (U+FEFF)", "ok"),
    ],
    ids=["required by words", "required", "consent", "a choice", "shell", "dialog", "invisible"],
)  # fmt: skip
def test_it_is_named_on_the_page_that_has_it(source: str, sort: str, text: str, state: str) -> None:
    """With the page's own words, and with what that means for students."""
    found = found_on("portal", source)
    assert [(each.sort, text in each.text) for each in found.remarks] == [(RemarkSort(sort), True)]
    assert found.state is State(state)


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
