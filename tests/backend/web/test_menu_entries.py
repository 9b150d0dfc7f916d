"""The entry that leads to the password page, in whatever way a menu offers it, and never a decoy (J2)."""

from __future__ import annotations

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
