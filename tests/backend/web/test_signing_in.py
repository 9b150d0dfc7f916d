"""Signed in, refused or neither, on a portal of which nothing is known but the guide and its address (J1.5, J1.6)."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator, Sequence
from contextlib import closing

import pytest

from ntuh_onboard.backend.protocol import Backend, SignOut
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.notice_pages import can_be_filled
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.backend.web.sites.portal import WebPortal
from ntuh_onboard.common import errors
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.secret import Secret
from tests.backend.web.conftest import QUICK
from tests.backend.web.servers import Reply, Server, page, redirect
from tests.printed import printed_site

ID, PASSWORD = "104567", Secret("Harbour-64-kite")
DOOR = (
    "<form method=post action=/in><p>院區 <select name=c><option value=T>總院區</select></p><p>帳號 <input name=u></p>"
    "<p>密碼 <input type=password name=p></p><p>驗證碼 <input name=v><img src=/v.gif></p>"
    "<input type=submit value=登入>{}</form>"
)
ENTRIES = "<a href=/p>更改密碼</a><a href=/c>維護個人連絡資料</a>"
OUT = "<a href=/out>登出</a>"
NOTICE = "<p style='color:red'>本月 15 日停機維護</p>"


@pytest.fixture
def at(server: Server) -> Iterator[Backend]:
    """A student at the sign-in page; no message and no page behind it is known."""
    server.replies["/General/Login.aspx"] = page(DOOR.format(""))
    server.replies["/out"] = page("<p>您已安全登出</p>")
    sites = printed_site(servers=dict.fromkeys(("portal", "inner", "account", "mail"), server.origin))
    made = open_web(sites, ManualClock(), limits=QUICK)
    assert isinstance(made.portal, WebPortal)
    with closing(made.portal._visit.engine):
        made.portal.sign_in_page()
        yield made


def sign_in(at: Backend) -> None:
    at.portal.sign_in(ID, PASSWORD, "abcd", "T")


LANDINGS = {
    "menu": ENTRIES,
    "a menu that announces the next maintenance": f"<p>系統公告：本週六 22:00 起暫停服務</p>{ENTRIES}{OUT}",
    "menu heading alone": "<ul><li>醫療系統<li>個人管理</ul>",
    "way out": f"<h1>Portal</h1>{OUT}",
    "way out under another name": "<h1>Portal</h1><a href=/out>離開系統</a>",
    "way out with a key of its own": "<h1>Portal</h1><a href=/out>離線(X)</a>",
    "way out is a picture": "<h1>Portal</h1><a href=/Account/LogOff><img src=x.gif></a>",
    "name": f"<p>使用者 {ID} 林測試</p>",
    "greeting": "<p>林測試 您好，歡迎使用</p>",
    "another password first": "<p>首次登入請先更改密碼</p><form method=post><input type=password name=o><input "
    "type=password name=n><input type=password name=m><input type=submit value=送出></form>",
}


@pytest.mark.parametrize("landing", LANDINGS)
def test_signed_in_is_known_by_what_only_such_a_page_has(server: Server, at: Backend, landing: str) -> None:
    """With the form gone, any one of these is enough."""
    server.replies["/in"] = page(LANDINGS[landing])
    sign_in(at)
    assert server.count("POST", "/in") == 1


def test_a_session_in_the_address_is_enough(server: Server, at: Backend) -> None:
    """As the portal's address has it behind the sign-in."""
    server.replies["/in"] = redirect(302, f"{server.origin}/General/Redirect.aspx?SESSION={'0af1' * 8}")
    server.replies["/General/Redirect.aspx"] = page("<p>台大醫院</p>")
    sign_in(at)


REFUSALS = {
    "plain": (DOOR.format("<p>帳號或密碼錯誤</p>"), errors.WrongCredentials),
    "class": (DOOR.format("<div class=msg>驗證碼不正確</div>"), errors.WrongCaptcha),
    "alone": ("<p>登入失敗：帳號或密碼不正確</p><a href=/>回登入頁</a>", errors.WrongCredentials),
    "alone with the name": (f"<p>{ID} 您好，密碼錯誤</p><a href=/>重新登入</a>", errors.WrongCredentials),
    "locked": ("<p>密碼錯誤三次，帳號已鎖定</p>", errors.AccountLocked),
    "loud and unknown": (DOOR.format("<script>alert('請洽資訊室')</script>"), errors.Refused),
}


@pytest.mark.parametrize("answer", REFUSALS)
def test_a_refusal_is_told_word_for_word(server: Server, at: Backend, answer: str) -> None:
    """Whatever its dress; then the student signs in."""
    html, kind = REFUSALS[answer]
    server.replies["/in"] = page(html)
    with pytest.raises(errors.Refused) as refused:
        sign_in(at)
    assert type(refused.value) is kind
    assert refused.value.said
    server.replies["/in"] = page(ENTRIES)
    sign_in(at)


@pytest.mark.parametrize("answer", ["<p>您的要求已受理</p>", DOOR.format("<p>線上人數 3</p>"), DOOR.format("")])
def test_without_evidence_it_is_neither(server: Server, at: Backend, answer: str) -> None:
    """R-01: a form that is gone, or that is still there, proves nothing; what the page says is kept."""
    server.replies["/in"] = page(answer)
    with pytest.raises(errors.AnswerLost) as lost:
        sign_in(at)
    assert ("受理" in lost.value.said) == ("受理" in answer)


def test_an_only_link_that_leads_back_to_the_door_is_no_notice(server: Server, at: Backend) -> None:
    """What such a page says is what was said about the sign-in, in words that nobody knows."""
    server.replies["/in"] = page("<p>您的要求已受理</p><a href=/General/Login.aspx>這裡</a>")
    with pytest.raises(errors.AnswerLost) as lost:
        sign_in(at)
    assert "受理" in lost.value.said


CHAINS = {
    "a link": f"{NOTICE}<a href=/next>繼續</a>",
    "a button": f"<form method=post action=/next>{NOTICE}<input type=submit value=我知道了></form>",
    "a tick": f"<form method=post action=/next>{NOTICE}<label><input type=checkbox name=read value=1>我已閱讀</label>"
    "<input type=submit value=確定></form>",
    "a picture that leads home": f"<a href=/home title=回首頁><img src=/l.gif alt=員工入口網></a>{NOTICE}"
    "<form method=post action=/next><input type=submit value='我已詳閱，進入系統'></form>",
    "a text in a box": f"<form method=post action=/next><textarea readonly>{NOTICE}</textarea>"
    "<input type=submit value='我已閱讀，進入系統'></form>",
    "with a way out": f"{NOTICE}<a href=/next>進入系統</a>{OUT}",
    "nothing but a link": "<p>登入成功</p><p>頁面自動 <a href=/next>跳轉</a> 等待時間：1</p>",
}


@pytest.mark.parametrize("first", CHAINS)
@pytest.mark.parametrize("second", CHAINS)
def test_notices_in_a_chain_are_passed(server: Server, at: Backend, first: str, second: str) -> None:
    """In red, with a form, with a tick; the menu behind them is where one is."""
    server.replies["/in"] = page(CHAINS[first])
    server.replies["/next"] = page(CHAINS[second].replace("/next", "/last"))
    server.replies["/last"] = page(ENTRIES + OUT)
    sign_in(at)
    assert {each.path for each in server.requests} >= {"/next", "/last"}
    for path, notice in (("/next", first), ("/last", second)):
        assert any(b"read=1" in each.body for each in server.requests if each.path == path) == (notice == "a tick")


def test_consent_is_never_given_for_the_student(server: Server, at: Backend) -> None:
    """A tick that agrees to something is not set, and nothing behind it is pressed: its words are asked."""
    server.replies["/in"] = page(
        f"<form method=post action=/next>{NOTICE}<label><input type=checkbox name=yes>我同意提供個人資料</label>"
        "<input type=submit value=確定></form>"
    )
    with pytest.raises(errors.ConsentAsked) as asked:
        sign_in(at)
    assert "停機" in asked.value.said
    assert "我同意提供個人資料" in asked.value.said
    assert "/next" not in {each.path for each in server.requests}


# --- asked again, and left ------------------------------------------------------------------------------------------


def paths(server: Server) -> list[str]:
    return [each.path for each in server.requests]


def test_a_landing_that_says_nothing_is_asked_for_again(server: Server, at: Backend) -> None:
    """Q3: the site's first address leads to the menu; that costs no try."""
    server.replies["/in"] = page("<p>處理中</p>")
    server.replies["/General/Login.aspx"] = page(ENTRIES + OUT)
    sign_in(at)
    assert server.count("POST", "/in") == 1
    assert at.portal.sign_out() is SignOut.CONFIRMED


OPEN = {
    "recognised": ENTRIES + OUT,
    "not recognised": "<p>處理中</p><a href='/out?a=1'><img src=x.gif id=btnLogout></a>",
    "an error beside it": f"<p>系統發生錯誤</p>{OUT}",
    "a consent that is the person's": "<form action=/next><label><input type=checkbox>我同意</label><input type=submit"
    f" value=確定></form>{OUT}",
}


@pytest.mark.parametrize("landing", OPEN)
def test_whatever_was_signed_in_is_signed_out(server: Server, at: Backend, landing: str) -> None:
    """N-04: also where the landing was not recognised; and it is claimed only where a page confirms it."""
    server.replies["/in"] = page(OPEN[landing])
    with contextlib.suppress(errors.AnswerLost):
        sign_in(at)
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert sum(path.startswith("/out") for path in paths(server)) == 1
    assert at.portal.sign_out() is SignOut.NOT_NEEDED


def test_a_way_out_that_confirms_nothing_is_no_sign_out(server: Server, at: Backend) -> None:
    """The page that was left still opens: nobody is told that it is over, until that leads to the door."""
    server.replies["/in"] = redirect(302, "/menu")
    server.replies["/menu"] = page(ENTRIES + OUT)
    server.replies["/out"] = page("<p>謝謝</p>")
    sign_in(at)
    assert at.portal.sign_out() is SignOut.UNCONFIRMED
    server.replies["/menu"] = redirect(302, "/General/Login.aspx")
    server.replies["/General/Login.aspx"] = page(DOOR.format(""))
    assert at.portal.sign_out() is SignOut.CONFIRMED


def test_the_way_out_is_taken_where_one_is(server: Server, at: Backend) -> None:
    """The guide prints it on the page for a new password alone."""
    server.replies["/in"] = redirect(302, "/menu")
    server.replies["/menu"] = page(ENTRIES)
    server.replies["/p"] = page(PASSWORDS + OUT)
    server.replies["/new"] = page(PASSWORDS + "<p>舊密碼錯誤</p>")
    sign_in(at)
    with pytest.raises(errors.OldPasswordWrong):
        at.portal.change_password(PASSWORD, PASSWORD)
    assert at.portal.sign_out() is SignOut.CONFIRMED


def test_a_session_is_left_before_another_is_begun(server: Server, at: Backend) -> None:
    """A read-back signs in anew: the session before it does not stay open on a shared computer."""
    server.replies["/in"] = page(ENTRIES + OUT)
    sign_in(at)
    at.portal.sign_in_page()
    assert paths(server)[-2:] == ["/out", "/General/Login.aspx"]


# --- the menu -------------------------------------------------------------------------------------------------------

PASSWORDS = (
    "<form method=post action=/new><p>請輸入舊密碼 <input type=password name=o></p><p>請輸入新密碼 <input "
    "type=password name=n></p><p>請再輸入新密碼 <input type=password name=m></p>"
    "<input type=submit value=更改密碼></form>"
)
MENUS = {
    "behind the number of a function": "<a href=/p>HRP0101 更改密碼</a>",
    "on the page": "<a href=/p>更改密碼</a>",
    "behind a heading": "<a href=/menu>個人管理 ▾</a>",
    "behind a heading beside a picture that is a word": "<a href=/menu><i class=material-icons>person</i>"
    "<h3>個人管理</h3></a>",
    "below a heading with a hint that is pressed": "<div onclick='open1()'>個人管理 (按此展開)</div><div "
    "style='display:none'><table><tr><td>‧<a href=/p>更改密碼</a></table></div>",
    "in a part that a tab opens, with a second language": "<a href='#me'>個人管理 <small>My Profile</small></a> <a "
    "href='#med'>醫療</a><div id=me style='display:none'><a href=/p><i class=i></i> 更改密碼<span>Change Password"
    "</span></a></div>",
    "in an island that the heading's function shows": "<table><tr><td onmouseover='over(6)'>醫療<td "
    "onmouseover='over(7)'>個人管理</table><script>function over(n)"
    "{document.getElementById('M7').style.display=n==7?'block':'none'}</script>"
    "<div id=M7 style='display:none'><table><tr><td><nobr><a href=/p>更改密碼</a></nobr></table></div>",
    "in a list that opens": "<ul><li><a href='#'>個人管理</a><ul style='display:none'><li><a href=/p>更改密碼"
    "</a></ul></ul>",
}


@pytest.mark.parametrize("menu", MENUS)
def test_an_entry_is_found_where_its_heading_leads(server: Server, at: Backend, menu: str) -> None:
    """As a person opens the menu by the guide."""
    server.replies.update({"/in": page(MENUS[menu]), "/menu": page(ENTRIES), "/p": page(PASSWORDS)})
    server.replies["/new"] = page("<p>密碼已變更</p>")
    sign_in(at)
    at.portal.change_password(PASSWORD, PASSWORD)
    assert server.count("POST", "/new") == 1


def test_a_link_that_nobody_can_see_is_no_entry(server: Server, at: Backend) -> None:
    """A decoy stands in no list of the menu's."""
    server.replies["/in"] = page("<p>個人管理</p><div style='display:none'><a href=/p>更改密碼</a></div>")
    sign_in(at)
    with pytest.raises(errors.UnexpectedPage):
        at.portal.change_password(PASSWORD, PASSWORD)
    assert "/p" not in paths(server)


def test_a_campus_that_is_only_shown_is_left_as_it_is(server: Server, at: Backend) -> None:
    """A list that a script draws beside a box that cannot be typed into, and a hidden value."""
    shown = "<input type=hidden name=cv value=T><input name=c value=總院區 readonly>"
    chosen = "<select name=c><option value=T>總院區</select>"
    server.replies |= {"/General/Login.aspx": page(DOOR.format("").replace(chosen, shown)), "/in": page(ENTRIES)}
    offered = at.portal.sign_in_page()
    assert [each.label for each in offered.campuses] == ["總院區"]
    at.portal.sign_in(ID, PASSWORD, "abcd", offered.default)
    assert b"cv=T" in server.requests[-1].body


HOMES = {
    "one link": ("<a href=/enter>登入本院PORTAL系統</a><a href=/other>數位學習</a>", True),
    "one of two leads to it": ("<a href=/news>登入公告</a><a href=/enter>系統登入 Login</a>", True),
    "two doors": ("<a href=/enter>職員登入</a><a href=/second>廠商登入</a>", False),
}


@pytest.mark.parametrize("home", HOMES)
def test_a_sign_in_page_is_found_behind_a_home_page(server: Server, at: Backend, home: str) -> None:
    """As a person finds it; between two of them, only the hospital's staff can choose."""
    html, found = HOMES[home]
    server.replies |= dict.fromkeys(("/enter", "/second"), page(DOOR.format("")))
    server.replies |= {"/": page(html), "/General/Login.aspx": page("<p>gone", status=404), "/news": page("<p>公告")}
    server.replies["/in"] = page(ENTRIES)
    if found:
        at.portal.sign_in_page()
        sign_in(at)
    else:
        with pytest.raises(errors.UnexpectedPage):
            at.portal.sign_in_page()
    assert "/other" not in paths(server)


# --- what a page shows that was done --------------------------------------------------------------------------------

NAMES = ("英文姓", "英文首名", "英文中名", "辦公室電話", "住宅電話", "行動電話")


def contact(
    phone: str, more: str = "", names: Sequence[str] = NAMES, button: str = "<input type=submit value=異動儲存>"
) -> bytes:
    rows = "".join(f"<p>{word}：<input name=f{at} value='{phone}'></p>" for at, word in enumerate(names))
    return page(f"<form method=post action=/save><p>員工編號：{ID}</p><p>姓名：林測試</p>{rows}{button}{more}</form>")


def test_details_that_are_there_when_asked_for_anew_are_saved(server: Server, at: Backend) -> None:
    """J3.3: what the answer echoes proves nothing; what the page shows when it is read again does."""
    server.replies.update({"/in": page(ENTRIES), "/c": contact("61234"), "/save": contact("61999", "<p>謝謝</p>")})
    sign_in(at)
    with pytest.raises(errors.AnswerLost) as lost:
        at.portal.save_contact({"mobile_phone": "61999"})
    assert lost.value.said == "謝謝"
    server.replies["/c"] = contact("61999")
    with pytest.raises(errors.AnswerLost):
        at.portal.save_contact({"mobile_phone": "61999"})  # it was there before, and tells nothing
    server.replies["/c"] = contact("61234")
    assert at.portal.contact().mobile_phone == "61234"
    server.replies["/save"] = saving(server)
    assert at.portal.save_contact({"mobile_phone": "61999"}).mobile_phone == "61999"


def saving(server: Server) -> Reply:
    """A server that saves, and says nothing of it."""

    def reply(accepted: socket.socket, _: bytes) -> None:
        server.replies["/c"] = contact("61999")
        accepted.sendall(page("<p>謝謝</p>", headers=[("Connection", "close")]))

    return reply


SEARCH = "<form role=search action=/s><label>關鍵字搜尋 <input name=q></label><button>搜尋</button></form>"


BY_WORDS = "<form action=/s><p><label for=k>全站檢索</label> <input id=k name=k><input type=submit value=找></p></form>"


@pytest.mark.parametrize(
    ("words", "search"),
    [("稍後再說，前往功能選單", SEARCH), ("下次再改，前往功能選單", SEARCH), ("我已詳閱，進入系統", BY_WORDS)],
)
def test_a_notice_below_a_search_box_is_passed(server: Server, at: Backend, words: str, search: str) -> None:
    """The site's search stands on every page, and asks for nothing."""
    server.replies["/in"] = page(
        f"{search}<p>您目前使用的是預設密碼</p><a href=/x>現在就改</a><a href=/menu>{words}</a>"
    )
    server.replies["/menu"] = page(search + ENTRIES)
    sign_in(at)
    assert server.count("GET", "/menu") == 1


@pytest.mark.parametrize(
    ("body", "fillable"),
    [
        ("<form><input type=search name=q><button>搜尋</button></form>", False),
        ("<form role=search><input name=q><input type=image src=/s.png alt=搜尋></form>", False),
        ("<form><input type=search name=q></form><form><input type=hidden name=s><button>確定</button></form>", True),
        ("<form action=/s><input name=k><button>搜尋</button></form>", False),
        ("<form action=/s><input name=k title=全站檢索><button>Go</button></form>", False),
        ("<form action=/s method=post><input name=k><button>搜尋</button></form>", True),
        ("<form action=/s><input type=password name=k><button>搜尋</button></form>", True),
        ("<form action=/s><input name=k><input name=l><button>搜尋</button></form>", True),
        ("<form action=/s><input name=k><button>下一步</button></form>", True),
        ("<input name=a>", True),
        ("<p>公告</p>", False),
    ],
)
def test_a_page_with_a_search_box_alone_asks_for_nothing(body: str, *, fillable: bool) -> None:
    """Neither the box nor its button is what a notice waits for."""
    assert can_be_filled(Page(body, "https://portal.example/x")) is fillable


REWORDED = {
    "a button in general words": ("行動電話", "<input type=submit value=儲存>"),
    "the only button of the form": ("行動電話", "<input type=submit value=好，就這樣>"),
    "a box in general words": ("手機號碼", "<input type=submit value=異動儲存>"),
    "in English beside it": ("Mobile", "<button>存檔 Save</button>"),
}


@pytest.mark.parametrize("how", REWORDED)
def test_contact_details_in_other_words_are_saved(server: Server, at: Backend, how: str) -> None:
    """By what such pages commonly say, where the guide's words are nowhere."""
    words, button = REWORDED[how]
    details = contact("61234", names=(*NAMES[:-1], words), button=button)
    server.replies.update({"/in": page(ENTRIES), "/c": details, "/save": page("<p>儲存成功</p>")})
    sign_in(at)
    assert at.portal.save_contact({"mobile_phone": "0952000111"}).mobile_phone == "0952000111"
    assert server.count("POST", "/save") == 1


def test_two_boxes_for_a_phone_in_other_words_are_not_guessed(server: Server, at: Backend) -> None:
    """Neither is filled in, and nothing is sent."""
    two = contact("61234", names=(*NAMES[:-2], "住宅電話", "手機", "手機號碼"))
    server.replies.update({"/in": page(ENTRIES), "/c": two})
    sign_in(at)
    with pytest.raises(errors.UnexpectedPage):
        at.portal.save_contact({"mobile_phone": "0952000111"})
    assert server.count("POST", "/save") == 0


CAPTIVE = (
    "<form method=post action=https://wifi.example/in><p>帳號 <input name=a></p>"
    "<p>密碼 <input type=password name=b></p><button>Connect</button></form>"
)


def test_after_a_networks_own_page_the_hospitals_is_signed_in_at(server: Server, at: Backend) -> None:
    """CP: the page that answered in the hospital's place is not where a sign-in is typed in again."""
    server.replies["/in"] = page(CAPTIVE)
    with pytest.raises(errors.BackendError):
        sign_in(at)
    server.replies["/in"] = page(ENTRIES)
    sign_in(at)
    assert server.count("POST", "/in") == 2


def test_another_sign_in_that_stands_on_every_page_is_no_door(server: Server, at: Backend) -> None:
    """That of the intranet, beside the menu as beside the sign-in form."""
    intranet = (
        "<form action=/intra method=post>使用者代號 <input name=code> 通行碼 <input type=password name=pass></form>"
    )
    server.replies["/General/Login.aspx"] = page(intranet + DOOR.format(""))
    server.replies["/in"] = page(intranet + "<p>林測試 您好!</p>" + ENTRIES + OUT)
    at.portal.sign_in_page()
    sign_in(at)
    assert at.portal.sign_out() is SignOut.CONFIRMED
