"""Where the code is typed in: on the page that the last answer has led to, with nothing known but the guide (J5)."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.backend.web.sites.account import WebAccount
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.common import errors
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.secret import Secret
from tests.backend.web.conftest import QUICK
from tests.backend.web.servers import Server, page
from tests.printed import printed_site

ID, PHONE = "104567", "0952000111"
HOME = page("<h2>《規範》</h2><p>不得轉借</p><a href=/apply>啟用網路帳號及首次雲端帳號密碼設定</a>")
PHONE_FORM = "<p>請輸入帳號登記的手機門號(10碼) <input name=no></p><input type=submit name=send value=確定發送>"
SENT = "<p>動態碼簡訊發送成功</p>"
FACTS = (
    "<p>網路帳號 / 主職員工編號：104567</p><p>帳號姓名：林測試</p><p>主職單位：護理部</p><p>有效期限：2099/06/30</p>"
    "<p>雲端服務帳號 (電子郵件名稱)：<input name=alias></p><input type=submit name=go value=啟用雲端服務>"
)


def door(session: int) -> str:
    return (
        f"<input type=hidden name=s value={session}><p>網路帳號 / 主職員工編號 <input name=who></p><input type=submit "
        "name=ask value=發送簡訊動態碼><p>簡訊(或MOTP)動態碼 <input name=code></p>"
        "<input type=submit name=next value=下一步>"
    )


class Forgetful:
    """A site that begins a new session whenever its page is asked for, and with it the code is dead.

    between: what the page shows that says that the message was sent, in the place of the box for the code.
    """

    def __init__(self, between: str = "") -> None:
        self.session = 0
        self.sent_in = -1
        self.between = between
        self.said = SENT

    def __call__(self, accepted: socket.socket, raw: bytes) -> None:
        """Answer one request."""
        body = raw.partition(b"\r\n\r\n")[2]
        if raw.startswith(b"GET"):
            self.session += 1
        accepted.sendall(page(f"<form method=post>{self._view(body)}</form>", headers=[("Connection", "close")]))

    def _view(self, body: bytes) -> str:
        if b"ask=" in body:
            return door(self.session) + PHONE_FORM
        if b"send=" in body:
            self.sent_in = self.session
            return self.between or door(self.session) + self.said
        if b"next=" in body:
            right = b"code=123456" in body and self.sent_in == self.session
            return FACTS if right else door(self.session) + "<p>動態碼驗證失敗</p>"
        return door(self.session)


@pytest.fixture
def at(server: Server) -> Iterator[Backend]:
    server.replies["/"] = HOME
    sites = printed_site(servers=dict.fromkeys(("portal", "inner", "account", "mail"), server.origin))
    made = open_web(sites, ManualClock(), limits=QUICK)
    assert isinstance(made.account, WebAccount)
    with closing(made.account._visit.engine):
        made.account.regulations()
        yield made


def test_the_rules_beside_the_next_form_refuse_nothing(server: Server, at: Backend) -> None:
    """They are printed large; that the message was sent is said in words that nobody knows."""
    rules = "<div class='alert alert-danger'>別名第一次設定之後則不能修改，請慎重選擇。必須於兩分鐘內輸入。</div>"
    code = "<p>簡訊(或MOTP)動態碼 <input name=code></p><input type=submit name=next value=下一步>"
    server.replies["/apply"] = Forgetful(f"{rules}<p>簡訊上路囉</p>{code}")
    with pytest.raises(errors.AnswerLost):
        at.account.send_code(ID, PHONE)
    assert at.account.verify_code(ID, Secret("123456")).name == "林測試"


def test_the_account_may_stand_beside_the_code_in_a_box_that_nobody_can_fill(server: Server, at: Backend) -> None:
    """It is the site's own to know; only the code is typed."""
    shown = "<p>網路帳號 / 主職員工編號 <input value=104567 disabled></p>"
    code = f"{SENT}{shown}<p>簡訊(或MOTP)動態碼 <input name=code></p><input type=submit name=next value=下一步>"
    server.replies["/apply"] = Forgetful(code)
    at.account.send_code(ID, PHONE)
    assert at.account.verify_code(ID, Secret("123456")).name == "林測試"


@pytest.mark.parametrize("between", ["", f"{SENT}<input type=submit value=確定>"], ids=["in place", "behind a button"])
def test_the_code_goes_where_the_message_has_led(server: Server, at: Backend, between: str) -> None:
    """To ask for the page anew would end the session that the code belongs to; a wrong code is typed again there."""
    server.replies["/apply"] = Forgetful(between)
    at.account.send_code(ID, PHONE)
    with pytest.raises(errors.CodeWrong) as refused:
        at.account.verify_code(ID, Secret("000000"))
    assert refused.value.said == "動態碼驗證失敗"
    assert at.account.verify_code(ID, Secret("123456")).name == "林測試"
    assert server.count("GET", "/apply") == 1


def test_what_a_site_says_before_any_message_is_told(server: Server, at: Backend) -> None:
    """In the place of the box for the number: a refusal, word for word."""
    server.replies["/apply"] = lambda accepted, raw: accepted.sendall(
        page(
            f"<form method=post>{door(1)}{'<p>查無此帳號</p>' if b'ask=' in raw else ''}</form>",
            headers=[("Connection", "close")],
        )
    )
    with pytest.raises(errors.Refused) as refused:
        at.account.send_code(ID, PHONE)
    assert refused.value.said == "查無此帳號"


def test_the_account_never_goes_into_the_box_of_the_number(server: Server, at: Backend) -> None:
    """A box that stands alone, without known words, could be either; what was found for the number keeps it."""
    sent: list[bytes] = []

    def asked(accepted: socket.socket, raw: bytes) -> None:
        body = raw.partition(b"\r\n\r\n")[2]
        sent.append(body)
        alone = "<p><input name=no autocomplete=tel></p><input type=submit name=send value=確定發送>"
        inside = door(1) if b"=" not in body else alone if b"ask=" in body else door(1) + SENT
        accepted.sendall(page(f"<form method=post>{inside}</form>", headers=[("Connection", "close")]))

    server.replies["/apply"] = asked
    at.account.send_code(ID, PHONE)
    (number,) = [each for each in sent if b"send=" in each]
    assert f"no={PHONE}".encode() in number
    assert ID.encode() not in number


def test_the_code_goes_there_also_if_nothing_says_that_the_message_was_sent(server: Server, at: Backend) -> None:
    """The student may have it on the phone: to begin anew would make its code worthless, and cost a try."""
    silent = Forgetful()
    silent.said = ""
    server.replies["/apply"] = silent
    with pytest.raises(errors.AnswerLost):
        at.account.send_code(ID, PHONE)
    assert at.account.verify_code(ID, Secret("123456")).name == "林測試"
    assert server.count("GET", "/apply") == 1
