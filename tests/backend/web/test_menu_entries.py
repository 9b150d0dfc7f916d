"""The entry that leads to the password page, in whatever way a menu offers it, and never a decoy (J2)."""

from __future__ import annotations

import socket

import pytest

from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.backend.web.sites.menu_entries import entry
from tests.backend.web.servers import Server, page
from tests.backend.web.test_signing_in import PASSWORD, at, sign_in  # noqa: F401  # `at` is a fixture

URL = "https://portal.example/a/menu"
LIST = "<ul class=sub><li><a href=/p>更改密碼</a></ul>"
HIDES = "<style>.sub{display:none}</style>"
GOES = "<script>function go(u){location.href=u;} function pop(u){window.open(u,'w');} "
ENTRIES = {
    "a picture": "<a href=/p><img src=a.gif alt=更改密碼></a>",
    "words that are cut by markup": "<a href=/p><font size=5>更</font><b>改</b>密碼</a>",
    "words with blanks": "<a href=/p>更 改 密 碼</a>",
    "a list below its heading": f"{HIDES}<ul><li><a href=#>個人管理</a>{LIST}</ul>",
    "a list below another heading": f"{HIDES}<ul><li><a href=#>帳號管理</a>{LIST}</ul>",
    "a function that moves on": GOES + "</script><a href=\"javascript:go('/p')\">更改密碼</a>",
    "a function with a part of it": (
        "<script>function go(n){document.location.href='/'+n;}</script><td onclick=\"go('p')\">更改密碼</td>"
    ),
    "a function that opens a window": GOES + "</script><a href=# onclick=\"pop('/p');return false\">更改密碼</a>",
    "the same page twice": "<a href=/p>更改密碼</a><div><a href='/p?from=foot'>更改密碼</a></div>",
    "the name of the system in it": "<a href=/p>更改PORTAL密碼</a>",
    "an option that opens at once": (
        "<select onchange='if(this.value)location.href=this.value'><option>功能<option value=/p>更改密碼</select>"
    ),
    "an address for a script": "<ul><li data-href=/p>更改密碼</li></ul><script src=/menu.js></script>",
    "a button with an address for a script": "<button type=button data-url=/p>更改密碼</button>",
    "another word": "<a href=/p>變更密碼</a>",
    "a noun": "<a href=/p>密碼維護</a>",
    "English alone": "<a href=/p>Change Password</a>",
}


@pytest.mark.parametrize("how", ENTRIES)
def test_an_entry_is_found_however_it_is_offered(how: str) -> None:
    """By the guide's words, else by those that mean the same."""
    found = entry(load_site(), Page(f"<table><tr>{ENTRIES[how]}</table>", URL), "change_password")
    assert found is not None
    assert found.url.partition("?")[0] == "https://portal.example/p"


def test_an_option_with_a_button_beside_it_is_an_entry() -> None:
    """A menu in a list; the button's own name is sent, too."""
    menu = "<select name=f><option value=0>請選擇<option value=7>更改密碼</select><button name=go value=1>執行</button>"
    made = Page(f"<form method=post action=/menu>{menu}</form>", URL)
    found = entry(load_site(), made, "change_password")
    assert found is not None
    sent = made.draft(found).press(found)
    assert (sent.address, dict(sent.pairs)) == ("https://portal.example/menu", {"f": "7", "go": "1"})


def test_the_guides_own_words_come_first() -> None:
    """Where both stand, each is what it says."""
    found = entry(load_site(), Page("<a href=/x>密碼設定</a><a href=/p>更改密碼</a>", URL), "change_password")
    assert found is not None
    assert found.url.endswith("/p")


@pytest.mark.parametrize("how", ["<a href=/a>更改密碼</a><a href=/b>更改密碼</a>", "<a href=/a>公告：請更改密碼</a>"])
def test_what_may_be_another_is_none(how: str) -> None:
    """Two places, or a sentence."""
    try:
        assert entry(load_site(), Page(how, URL), "change_password") is None
    except UnexpectedPage as several:
        assert several.found == 2  # noqa: PT017  # either is right


def test_an_entry_behind_another_page_of_the_menu_is_found(server: Server, at: Backend) -> None:  # noqa: F811
    """What leads to persons' own things is read first; nothing that changes something is."""
    server.replies["/in"] = page(
        "<p>林測試 您好!</p><a href=/del>刪除</a><a href=/n>公告</a><a href=/me>我的帳號</a><a href=/out>登出</a>"
    )
    server.replies["/me"] = page("<a href=/p>更改密碼</a>")
    server.replies["/p"] = page("<p>密碼</p>")
    sign_in(at)
    with pytest.raises(UnexpectedPage):
        at.portal.change_password(PASSWORD, PASSWORD)
    assert [server.count("GET", each) for each in ("/me", "/p", "/del", "/out")] == [1, 1, 0, 0]


SECRET = "<input type=password name={}>"
CHANGES = f"<form method=post action=/change>{''.join(map(SECRET.format, 'abc'))}<button>好</button></form>"
OTHERS = "".join(f"<a href=/other{each}>公告{each}</a>" for each in range(5))
UNSAFE = "<a href=/del>刪除密碼提示</a><a href=/apply>申請密碼卡</a><a href=/forgot>忘記密碼</a><a href=/out>登出</a>"
POST_BACK = (
    "<form method=post action=/post><input type=hidden name=__EVENTTARGET><input type=hidden name=__EVENTARGUMENT>"
)
FAR = {
    "unknown words that speak of it": (OTHERS + "<a href=/p>登入通行碼異動作業</a>", "/p"),
    "words that say nothing": ("<a href=/x>HPM010</a>", "/x"),
    "an address that does": (OTHERS * 3 + "<a href=/acct/ChgPwd>作業七</a>", "/acct/ChgPwd"),
    "a page between": ("<a href=/me>個人專區</a>", "/me2"),
    "a page of the word that only tells": ("<a href=/rules>更改密碼</a><a href=/p>密碼異動</a>", "/p"),
    "a code with its name beside it": (
        "<table><tr><td><a href=/a>ATT</a><td>差勤<tr><td><a href=/p>PWC</a><td>密碼作業</table>",
        "/p",
    ),
    "in a frame of its page": ("<a href=/rules2>更改密碼</a>", "/p"),
    "two of one word": ("<a href=/a>更改密碼</a><a href=/b>更改密碼</a>", "/b"),
}


@pytest.mark.parametrize("how", FAR)
def test_the_page_is_looked_for_by_what_it_asks_for(server: Server, at: Backend, how: str) -> None:  # noqa: F811
    """As a person clicks through a menu; what signs out or changes something is never followed."""
    links, where = FAR[how]
    server.replies["/in"] = page(f"<p>林測試 您好!</p>{UNSAFE}{links}")
    nav = "<a href=/n1>一</a><a href=/n2>二</a><a href=/n3>三</a><a href=/n4>四</a><a href=/n5>五</a>"
    server.replies["/rules2"] = page(f"{nav}<iframe src=/p></iframe>")
    server.replies |= {
        "/me": page("<a href=/me2>作業</a>"),
        "/rules": page("<p>密碼須八碼</p>"),
        "/a": page("<p>無</p>"),
    }
    server.replies[where] = page(CHANGES)
    server.replies["/change"] = page("<p>密碼更改成功</p>")
    sign_in(at)
    at.portal.change_password(PASSWORD, PASSWORD)
    assert server.count("POST", "/change") == 1
    assert [server.count("GET", each) for each in ("/del", "/apply", "/forgot", "/out")] == [0] * 4


def test_an_entry_of_a_menu_that_is_too_old_is_pressed_on_the_newer_one(server: Server, at: Backend) -> None:  # noqa: F811
    """The site answers with the menu again, and says so."""
    menu = f"<p>林測試 您好!</p>{POST_BACK}<a href=\"javascript:__doPostBack('a','')\">更改密碼</a></form>"
    server.replies["/in"] = page(menu)
    shown = iter([page(f"<p>畫面已過期</p>{menu}"), page(CHANGES)])
    server.replies["/post"] = lambda accepted, _: accepted.sendall(next(shown))
    server.replies["/change"] = page("<p>密碼更改成功</p>")
    sign_in(at)
    at.portal.change_password(PASSWORD, PASSWORD)
    assert server.count("POST", "/post") == 2


def test_a_link_of_a_menu_that_is_too_old_is_pressed_on_the_newer_one(server: Server, at: Backend) -> None:  # noqa: F811
    """Also where no known word is on it."""
    menu = f"<p>林測試 您好!</p>{POST_BACK}<a href=\"javascript:__doPostBack('a','')\">登入密碼異動</a></form>"
    server.replies["/in"] = page(menu)
    shown = iter([page(f"<p>畫面已過期</p>{menu}"), page(CHANGES)])
    server.replies["/post"] = lambda accepted, _: accepted.sendall(next(shown))
    server.replies["/change"] = page("<p>密碼更改成功</p>")
    sign_in(at)
    at.portal.change_password(PASSWORD, PASSWORD)
    assert server.count("POST", "/change") == 1


def test_a_menu_of_scripts_is_read_anew_for_the_next(server: Server, at: Backend) -> None:  # noqa: F811
    """Its hidden state is good once; only what speaks of the page is pressed."""
    entries = {"a": "密碼安全提醒", "b": "登入密碼異動", "c": "薪資單"}
    links = "".join(f"<a href=\"javascript:__doPostBack('{key}','')\">{words}</a>" for key, words in entries.items())
    pressed = []

    def post(accepted: socket.socket, raw: bytes) -> None:
        pressed.append(raw.rpartition(b"__EVENTTARGET=")[2][:1])
        accepted.sendall(page(CHANGES if pressed[-1] == b"b" else "<p>提醒</p>"))

    server.replies["/in"] = page(f"<p>林測試 您好!</p>{POST_BACK}{links}</form><a href=/out>登出</a>")
    server.replies["/post"] = post
    server.replies["/change"] = page("<p>密碼更改成功</p>")
    sign_in(at)
    at.portal.change_password(PASSWORD, PASSWORD)
    assert pressed == [b"a", b"b"]
    assert server.count("GET", "/in") == 1
