"""The account site's first page as sites have it of which nothing is known: its headings, and its entry (J4)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import closing

import pytest

from ntuh_onboard.backend.protocol import AccountSite
from ntuh_onboard.backend.web.sites.account import WebAccount
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.errors import Refused, UnexpectedPage
from ntuh_onboard.common.secret import Secret
from tests.backend.web.conftest import QUICK
from tests.backend.web.servers import Server, page
from tests.printed import printed_site

ENTRY = "啟用網路帳號及首次雲端帳號密碼設定"
LINK = f"<p><a href=/proof>{ENTRY}</a></p>"
RULE = "<p>不可借用帳號，如有借用行為，需負相關法律之責任。</p>"
MORE = "<h3>《常見問題與服務》</h3><h4>忘記密碼</h4>請至資訊服務台。<p>其他</p>"
PROOF = (
    "<form method=post action=/send><p>網路帳號 / 主職員工編號 <input name=id></p>"
    "<input type=submit name=s value=發送簡訊動態碼><p>簡訊(或MOTP)動態碼 <input name=code></p>"
    "<input type=submit name=n value=下一步></form>"
)


@pytest.fixture
def account(server: Server) -> Iterator[AccountSite]:
    """Nothing but the address is known."""
    server.replies["/proof"] = page(PROOF)
    server.replies["/send"] = page(
        "<form method=post action=/sent><p>請輸入帳號登記的手機門號(10碼) <input name=m></p>"
        "<input type=submit value=確定發送></form>"
    )
    server.replies["/sent"] = page("<p>動態碼簡訊發送成功</p>" + PROOF)
    sites = printed_site(servers=dict.fromkeys(("portal", "inner", "account", "mail"), server.origin))
    made = open_web(sites, ManualClock(), limits=QUICK).account
    assert isinstance(made, WebAccount)
    with closing(made._visit.engine):
        yield made


@pytest.mark.parametrize(
    "heading",
    [
        "<h3>《規範》</h3>",
        "<b>規範</b>",
        "<h3>《規範》 Regulations</h3>",
        "<h3>Regulations / 規範</h3>",
        "<h3>一、規範</h3>",
        "<h3>網路帳號使用規範</h3>",
    ],
)
def test_the_regulations_stand_below_their_heading(server: Server, account: AccountSite, heading: str) -> None:
    """In brackets, in bold, numbered, or with a second language beside it."""
    server.replies["/"] = page(f"<p>歡迎使用</p>{heading}{RULE}{MORE}{LINK}")
    found = account.regulations()
    assert found.articles == ("不可借用帳號，如有借用行為，需負相關法律之責任。",)
    assert found.questions == (("忘記密碼", "請至資訊服務台。"),)


@pytest.mark.parametrize("where", ["#a", "#"], ids=["to a part of the page", "by a script alone"])
def test_headings_that_are_tabs_show_the_page(server: Server, account: AccountSite, where: str) -> None:
    """Nothing stands between the two."""
    tabs = f"<ul><li><a href={where}>《規範》</a><li><a href=#b>《常見問題與服務》</a></ul>"
    server.replies["/"] = page(f"<p>歡迎使用</p>{tabs}<div id=a>{RULE}</div>{LINK}")
    assert "不可借用帳號，如有借用行為，需負相關法律之責任。" in account.regulations().articles


@pytest.mark.parametrize("opening", ["《規範》{}", "【規範】：{}", "規範：{}", "<b>《規範》</b> {}"])
def test_the_first_rule_may_stand_in_the_line_of_the_heading(
    server: Server, account: AccountSite, opening: str
) -> None:
    """It is read as a rule, and is no longer heading."""
    first = "網路帳號為院內眾多服務之通用帳號與密碼，不可借用"
    server.replies["/"] = page(f"<p>歡迎使用</p><div>{opening.format(first)}</div>{RULE}{MORE}{LINK}")
    assert account.regulations().articles == (first, "不可借用帳號，如有借用行為，需負相關法律之責任。")


def test_a_heading_that_opens_its_part_shows_the_page(server: Server, account: AccountSite) -> None:
    """Where it ends cannot be told; nothing is left out."""
    server.replies["/"] = page(f"<h3><button type=button>《規範》</button></h3>{RULE}{LINK}")
    assert "不可借用帳號，如有借用行為，需負相關法律之責任。" in account.regulations().articles


def test_without_any_word_of_regulations_nothing_is_shown_as_such(server: Server, account: AccountSite) -> None:
    """Another page's text is not what the student agrees to."""
    server.replies["/"] = page(f"<p>歡迎使用</p>{LINK}")
    with pytest.raises(UnexpectedPage):
        account.regulations()


ENTRIES = {
    "a link": LINK,
    "a link of a script": f"<a href=# onclick=\"location.href='/proof'\">{ENTRY}</a>",
    "a button that goes on": f"<input type=button value={ENTRY} onclick=\"location.href='/proof'\">",
    "a button with a text that goes on": f"<button type=button onclick=\"window.location='/proof'\">{ENTRY}</button>",
    "a button of a form that does not send it": f"<form method=post action=/no><input type=submit value={ENTRY} "
    "onclick=\"location.href='/proof'; return false;\"></form>",
    "a form of its own": f"<form method=post action=/proof><input type=submit value={ENTRY}></form>",
    "a form that is asked for": f"<form action=/proof><button>{ENTRY}</button></form>",
    "a postback": "<form method=post action=/proof><input type=hidden name=__EVENTTARGET><input type=hidden "
    f"name=__EVENTARGUMENT><a href=\"javascript:__doPostBack('a','')\">{ENTRY}</a></form>",
}


@pytest.mark.parametrize("how", ENTRIES)
def test_an_entry_is_whatever_a_person_presses(server: Server, account: AccountSite, how: str) -> None:
    """It is pressed where the message is asked for, and the number then typed in the page that it leads to."""
    server.replies["/"] = page(f"<h3>規範</h3>{RULE}{MORE}{ENTRIES[how]}")
    account.regulations()
    account.send_code("104567", "0990104567")
    assert server.count("POST", "/sent") == 1
    assert b"0990104567" in server.requests[-1].body


PHONE_BOX = "<label>請輸入帳號登記的手機門號(10碼) <input name=m></label><button formaction=/sent>確定發送</button>"
OPENER = "<button type=button data-bs-target=#d>發送簡訊動態碼</button>"
CODE_BOX = "<p>簡訊(或MOTP)動態碼 <input name=code></p><input type=submit value=下一步>"
DIALOGS = {
    "hidden by style": "<div id=d style='display:none'>{}</div>",
    "hidden by a sheet": "<style>.modal{{display:none}}</style><div id=d class=modal>{}</div>",
    "a dialog element": "<dialog id=d>{}</dialog>",
    "hidden by its attribute": "<section id=d hidden>{}</section>",
    "off the screen": "<div id=d style='position:absolute;left:-9999px'>{}</div>",
    "open all the time": "<div id=d>{}</div>",
}


@pytest.mark.parametrize("how", DIALOGS)
def test_a_dialog_whose_form_stands_in_the_page_is_filled(server: Server, account: AccountSite, how: str) -> None:
    """One form around both: account and number are sent together."""
    server.replies["/"] = page(f"<h3>規範</h3>{RULE}{LINK}")
    inner = f"<p>網路帳號 / 主職員工編號 <input name=id></p>{OPENER}{CODE_BOX}{DIALOGS[how].format(PHONE_BOX)}"
    server.replies["/proof"] = page(f"<form method=post action=/check>{inner}</form>")
    account.regulations()
    account.send_code("104567", "0990104567")
    assert server.count("POST", "/sent") == 1
    assert b"id=104567" in server.requests[-1].body
    assert b"m=0990104567" in server.requests[-1].body


def test_a_hidden_box_without_the_words_of_the_site_is_no_dialog(server: Server, account: AccountSite) -> None:
    """A decoy is never filled."""
    server.replies["/"] = page(f"<h3>規範</h3>{RULE}{LINK}")
    decoy = "<div hidden><input name=phone type=tel><button formaction=/sent>OK</button></div>"
    server.replies["/proof"] = page(
        "<form method=post action=/check><p>網路帳號 / 主職員工編號 <input name=id></p>"
        f"{OPENER}{CODE_BOX}{decoy}</form>"
    )
    account.regulations()
    with pytest.raises(UnexpectedPage):
        account.send_code("104567", "0990104567")
    assert server.count("POST", "/sent") == 0


def test_the_code_is_typed_where_the_message_was_told(server: Server, account: AccountSite) -> None:
    """A site that begins anew at its entry would not know the code any more; and so again after a wrong one."""
    server.replies["/"] = page(f"<h3>規範</h3>{RULE}{LINK}")
    told = "<form method=post action=/check><input type=hidden name=state value={}><p>{}</p>" + CODE_BOX + "</form>"
    server.replies["/sent"] = page(told.format("one", "動態碼簡訊發送成功"))
    server.replies["/check"] = page(told.format("two", "<b style='color:red'>動態碼錯誤，請重新輸入</b>"))
    account.regulations()
    account.send_code("104567", "0990104567")
    opened = server.count("GET", "/proof")
    for state in (b"state=one", b"state=two"):
        with pytest.raises(Refused):
            account.verify_code("104567", Secret("123456"))
        assert state in server.requests[-1].body
    assert server.count("GET", "/proof") == opened


TICK = "<label><input type=checkbox name=yes value=1> 我已詳閱並同意遵守上述規範</label>"
AGREEING = {
    "a tick beside the entry": f"<form method=post action=/proof>{TICK}<input type=submit value={ENTRY}></form>",
    "an entry that waits for the tick": "<form method=post action=/proof><label><input type=checkbox name=yes value=1 "
    "onclick=\"document.getElementById('b').disabled=!this.checked\"> 我同意以上規範</label>"
    f"<input type=submit id=b disabled value={ENTRY}></form>",
    "a page in between": LINK.replace("/proof", "/agree"),
}


@pytest.mark.parametrize("how", AGREEING)
def test_the_sites_own_regulations_are_agreed_to_as_the_student_did(
    server: Server, account: AccountSite, how: str
) -> None:
    """By a tick at the entry, or by a choice on a page of its own."""
    server.replies["/"] = page(f"<h3>規範</h3>{RULE}{MORE}{AGREEING[how]}")
    server.replies["/agree"] = page(
        "<form method=post action=/proof><input type=radio name=yes value=1 id=y>"
        "<label for=y>我同意遵守以上規範</label><input type=radio name=yes value=0 id=n checked>"
        "<label for=n>不同意</label><input type=submit value=下一步></form>"
    )
    account.regulations()
    account.send_code("104567", "0990104567")
    assert any(b"yes=1" in each.body for each in server.requests if each.path == "/proof")
    assert server.count("POST", "/sent") == 1


@pytest.mark.parametrize("words", ["我同意將個資提供第三方", "同意接收行銷訊息，並遵守規範", "不同意以上規範"])
def test_no_other_consent_is_given(server: Server, account: AccountSite, words: str) -> None:
    """It is the person's own, wherever it stands."""
    tick = f"<label><input type=checkbox name=yes value=1> {words}</label>"
    server.replies["/"] = page(
        f"<h3>規範</h3>{RULE}{MORE}<form method=post action=/proof>{tick}<input type=submit value={ENTRY}></form>"
    )
    account.regulations()
    with contextlib.suppress(UnexpectedPage):
        account.send_code("104567", "0990104567")
    assert not any(b"yes=1" in each.body for each in server.requests)


def test_the_button_of_the_code_is_never_taken_for_that_of_the_message(server: Server, account: AccountSite) -> None:
    """An empty code would cost a try."""
    server.replies["/"] = page(f"<h3>規範</h3>{RULE}{LINK}")
    server.replies["/proof"] = page(
        f"<form method=post action=/check><p>網路帳號 / 主職員工編號 <input name=id></p>{CODE_BOX}</form>"
    )
    account.regulations()
    with pytest.raises(UnexpectedPage):
        account.send_code("104567", "0990104567")
    assert server.count("POST", "/check") == 0


def test_a_dialog_may_be_a_frame_of_its_own(server: Server, account: AccountSite) -> None:
    """As products for portals make them."""
    server.replies["/"] = page(f"<h3>規範</h3>{RULE}{LINK}")
    server.replies["/send"] = page(f"{PROOF}<div role=dialog><b>發送簡訊</b><iframe src=/dialog></iframe></div>")
    server.replies["/dialog"] = page(f"<form method=post action=/x>{PHONE_BOX}</form>")
    account.regulations()
    account.send_code("104567", "0990104567")
    assert server.count("POST", "/sent") == 1


def test_the_first_page_may_stand_in_a_frame_beside_the_menu(server: Server, account: AccountSite) -> None:
    """The frame with most to press is not the one with the entry."""
    server.replies["/"] = page("<frameset cols='20%,80%'><frame src=/menu><frame src=/main></frameset>")
    server.replies["/menu"] = page("<a href=/>回首頁</a> <a href=/a>表單</a> <a href=/b>公告</a> <a href=/out>登出</a>")
    server.replies["/main"] = page(f"<h3>規範</h3>{RULE}{LINK}")
    assert account.regulations().articles
    account.send_code("104567", "0990104567")
    assert server.count("POST", "/sent") == 1


def test_an_account_that_the_page_holds_already_is_left(server: Server, account: AccountSite) -> None:
    """The panel for the number opens on the same page, with the account read-only."""
    server.replies["/"] = page(f"<h3>規範</h3>{RULE}{LINK}")
    held = "<p>網路帳號 / 主職員工編號 <input name=id value=104567 readonly></p>"
    server.replies["/send"] = page(f"<form method=post action=/x>{held}{CODE_BOX}{PHONE_BOX}</form>")
    account.regulations()
    account.send_code("104567", "0990104567")
    assert b"id=104567" in server.requests[-1].body
    assert b"m=0990104567" in server.requests[-1].body
