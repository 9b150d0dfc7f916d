"""Lost answers, held against a server that counts: each commit, before and after it took effect, whatever is shown.

The hospital has pages of the guide's words, and none of the words by which its answers are known: nothing but what a
page shows of the old or the new state tells.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from urllib.parse import parse_qs

import pytest

from ntuh_onboard.backend.protocol import Backend, Contact, Outcome, Purpose
from ntuh_onboard.backend.web.sites.account import WebAccount
from ntuh_onboard.backend.web.sites.mail import WebMail
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.backend.web.sites.portal import WebPortal
from ntuh_onboard.common import errors
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.step_acts import Found, Typed
from ntuh_onboard.journey.steps import READ_BACKS, STEPS
from tests.backend.web.conftest import QUICK
from tests.backend.web.servers import Server, page
from tests.printed import printed_site

ID, OLD, NEW, CODE = "104567", "Harbour-64-kite", "Lantern4Meadow", "654321"
ALIAS, PHONE, OTHER = "yifen.chen", "0900000123", "0900000456"
CLOUD, CLOUD_NEW = "Meadow-52-ferry", "Willow-18-stone"
SIGN_IN = (
    "<form method=post action='{to}'>{campus}<p>帳號：<input name=who></p><p>密碼：<input type=password name=word></p>"
    "<p>驗證碼：<input name=seen></p><img src=/pic alt=驗證碼><input type=submit value=登入></form>"
)
CAMPUS = "<p>院區：<select name=campus><option value=T>總院區</option></select></p>"
MENU = (
    "<p>您好!</p><p>個人管理</p><a href=/password>更改密碼</a><a href=/contact>維護個人連絡資料</a>"
    "<a href=/out>登出系統</a>"
)
PASSWORDS = (
    "<form method=post action=/password><p>請輸入舊密碼：<input type=password name=old></p><p>請輸入新密碼："
    "<input type=password name=new></p><p>請再輸入新密碼：<input type=password name=again></p>"
    "<input type=submit value=更改密碼></form>"
)
LABELS = ("英文姓", "英文首名", "英文中名", "辦公室電話", "住宅電話")
CODES = (
    "<form method=post action=/code><p>網路帳號 / 主職員工編號：<input name=who></p>"
    "<input type=submit formaction=/ask value=發送簡訊動態碼>"
    "<p>簡訊(或MOTP)動態碼：<input name=code></p><input type=submit value=下一步></form>"
)
NUMBER = (
    "<form method=post action=/send><p>請輸入帳號登記的手機門號(10碼)：<input name=phone></p>"
    "<input type=submit value=確定發送></form>"
)
FACTS = (
    "<p>網路帳號 / 主職員工編號：104567</p><p>帳號姓名：陳怡芬</p><p>主職單位：護理部</p><p>有效期限：2099/06/30</p>"
)
SETTINGS = FACTS + (
    "<form method=post action=/activate><p>雲端服務帳號 (電子郵件名稱)：<input name=alias></p>"
    "<input type=submit value=啟用雲端服務></form>"
)
HOME = "<h2>規範</h2><p>不得轉借</p><a href=/codes>啟用網路帳號及首次雲端帳號密碼設定</a>"
RESET = (
    "<form method=post action=/reset><p>新密碼：<input type=password name=new></p><p>確認密碼："
    "<input type=password name=again></p><input type=submit value=重設密碼></form>"
)
BOTH = HOME + "<a href=/codes>重置雲端服務密碼</a>"
MAIL = "<p>收件匣</p><a href=/out>登出</a>"
UNKNOWN_WORDS = "<p>您的作業已由系統受理，謝謝您的使用</p>"


@dataclass
class Hospital:
    """What is true, and what was asked for.

    lose: the form whose answer is lost. after: whether it took effect. shows: what its page then shows: `form`, that it
    is still there; `gone`, nothing of it; `unknown`, words that nobody knows, as its answer too. resets: the code leads
    to a new cloud password. mail: whether the mail is signed in.
    """

    lose: str = ""
    after: bool = False
    shows: str = "form"
    password: str = OLD
    phone: str = PHONE
    cloud: str = CLOUD
    alias: str = ""
    proved: bool = False
    inside: bool = False
    mail: bool = False
    resets: bool = False
    posts: list[str] = field(default_factory=list)

    def stand(self, server: Server) -> None:
        """Be this server, at every address."""
        pages: dict[str, Callable[[], str]] = {
            "/General/Login.aspx": lambda: MENU if self.inside else SIGN_IN.format(to="/in", campus=CAMPUS),
            "/menu": lambda: MENU if self.inside else SIGN_IN.format(to="/in", campus=CAMPUS),
            "/password": lambda: self._form("/password", PASSWORDS),
            "/contact": lambda: self._form("/contact", self._details()),
            "/": lambda: BOTH,
            "/mail": lambda: MAIL if self.mail else SIGN_IN.format(to="/mail-in", campus=""),
            "/reset": lambda: self._form("/reset", RESET) if self.proved else CODES,
            "/codes": lambda: CODES,
            "/mail-in": lambda: MAIL if self.mail else SIGN_IN.format(to="/mail-in", campus=""),
            "/settings": lambda: self._form("/activate", SETTINGS) if self.proved else CODES,
            "/activate": lambda: self._form("/activate", SETTINGS) if self.proved else CODES,
            **dict.fromkeys(("/ask", "/send", "/code"), lambda: CODES),
            "/out": lambda: SIGN_IN.format(to="/in", campus=CAMPUS),
        }
        for path in (*pages, "/in", "/pic"):
            server.replies[path] = partial(self._answer, path, pages)

    def count(self, path: str) -> int:
        """How often a form was sent."""
        return self.posts.count(path)

    def _form(self, path: str, form: str) -> str:
        """The page of a form; after its answer was lost, whatever is to be shown."""
        if path != self.lose or path not in self.posts:
            return form
        return {"form": form, "gone": "<p>醫療資訊系統</p>", "unknown": UNKNOWN_WORDS}[self.shows]

    def _details(self) -> str:
        rows = "".join(f"<p>{label}：<input name=f{at}></p>" for at, label in enumerate(LABELS))
        return (
            f"<form method=post action=/contact><p>員工編號：{ID}</p><p>姓名：陳怡芬</p>{rows}"
            f"<p>行動電話：<input name=phone value='{self.phone}'></p><input type=submit value=異動儲存></form>"
        )

    def _answer(self, path: str, pages: dict[str, Callable[[], str]], accepted: socket.socket, raw: bytes) -> None:
        if path == "/pic":
            accepted.sendall(page(b"GIF89a", kind="image/gif"))
            return
        if raw.startswith(b"GET"):
            accepted.sendall(page(pages[path](), headers=[("Connection", "close")]))
            return
        self.posts.append(path)
        given = {key: each[0] for key, each in parse_qs(raw.decode().partition("\r\n\r\n")[2]).items()}
        lost = path == self.lose and self.posts.count(path) == 1
        shown = self._done(path, given) if self.after or not lost else ""
        if not lost:
            accepted.sendall(page(shown, headers=[("Connection", "close")]))
        elif self.shows == "unknown":
            accepted.sendall(page(UNKNOWN_WORDS, headers=[("Connection", "close")]))

    def _done(self, path: str, given: dict[str, str]) -> str:
        """Let a form take effect, and say so in the guide's words alone."""
        if path == "/in":
            self.inside = given["word"] == self.password
            return MENU if self.inside else SIGN_IN.format(to="/in", campus=CAMPUS) + "<p>不正確</p>"
        if path == "/mail-in":
            self.mail = given["word"] == self.cloud
            return MAIL if self.mail else SIGN_IN.format(to="/mail-in", campus="") + "<p>不正確</p>"
        if path == "/reset":
            self.cloud = given["new"]
        elif path == "/password":
            self.password = given["new"]
        elif path == "/contact":
            self.phone = given["phone"]
        elif path == "/code":
            self.proved = True
            return RESET if self.resets else SETTINGS
        elif path == "/activate":
            self.alias = given["alias"]
        return NUMBER if path == "/ask" else "<p>動態碼簡訊發送成功</p>" if path == "/send" else UNKNOWN_WORDS


@pytest.fixture
def at(server: Server) -> Iterator[Backend]:
    """One student at this server, known by the packaged profile and its address alone."""
    known = printed_site(servers=dict.fromkeys(("portal", "inner", "account", "mail"), server.origin))
    sites = replace(known, pages={**known.pages, "mail": "/mail"})
    made = open_web(sites, ManualClock(), limits=QUICK)
    assert isinstance(made.portal, WebPortal)
    assert isinstance(made.account, WebAccount)
    assert isinstance(made.mail, WebMail)
    with closing(made.portal._visit.engine), closing(made.account._visit.engine), closing(made.mail._visit.engine):
        yield made


@dataclass(frozen=True)
class Case:
    """step: whose commit it is. form: where it is sent. act: sends it. known: by what it may be known as not done."""

    step: str
    form: str
    act: Callable[[Backend], object]
    known: str = ""

    def __str__(self) -> str:
        return self.step


def signed_in(at: Backend) -> None:
    at.portal.sign_in_page()
    at.portal.sign_in(ID, Secret(OLD), "abcd", "T")


def at_code(at: Backend) -> None:
    at.account.regulations(Purpose.ACTIVATE)
    at.account.send_code(ID, PHONE)


def proved(at: Backend) -> None:
    at_code(at)
    at.account.verify_code(ID, Secret(CODE))


def proved_to_reset(at: Backend) -> None:
    at.account.regulations(Purpose.RESET)
    at.account.send_code(ID, PHONE)
    at.account.verify_code(ID, Secret(CODE))


BEFORE: dict[str, Callable[[Backend], object]] = {
    "sign_in": lambda at: at.portal.sign_in_page(),
    "portal_password": signed_in,
    "contact": signed_in,
    "send_code": lambda at: at.account.regulations(Purpose.ACTIVATE),
    "enter_code": at_code,
    "alias_again": proved,
    "cloud_password": proved_to_reset,
    "mail_sign_in": lambda at: at.mail.picture(),
}
CASES = (
    Case("sign_in", "/in", lambda at: at.portal.sign_in(ID, Secret(OLD), "abcd", "T")),
    Case("portal_password", "/password", lambda at: at.portal.change_password(Secret(OLD), Secret(NEW)), "password"),
    Case("contact", "/contact", lambda at: at.portal.save_contact({"mobile_phone": OTHER}), "phone"),
    Case("send_code", "/send", lambda at: at.account.send_code(ID, PHONE)),
    Case("enter_code", "/code", lambda at: at.account.verify_code(ID, Secret(CODE))),
    Case("alias_again", "/activate", lambda at: at.account.activate(ALIAS, None)),
    Case("cloud_password", "/reset", lambda at: at.account.reset_cloud_password(Secret(CLOUD_NEW))),
    Case("mail_sign_in", "/mail-in", lambda at: at.mail.sign_in(ALIAS, Secret(CLOUD), "abcd")),
)


def typed(before: Contact | None) -> Typed:
    texts = {
        "employee_id": ID,
        "campus": "T",
        "mobile_phone": OTHER,
        "alias": ALIAS,
        "arrived": "no",
        "read_back_captcha": "abcd",
        "read_back_alias": ALIAS,
        "read_back_mail_captcha": "abcd",
    }
    secrets = {"portal_old": Secret(OLD), "portal_new": Secret(NEW), "cloud_new": Secret(CLOUD_NEW)}
    return Typed(texts, secrets, {} if before is None else {"load.contact": before})


@pytest.mark.parametrize("shows", ["form", "gone", "unknown"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_nothing_is_called_not_done_without_evidence(
    server: Server,
    at: Backend,
    case: Case,
    shows: str,
    *,
    after: bool,
) -> None:
    """Whatever the page shows: done and not done are what is true, all else is unknown; sent once, never again."""
    hospital = Hospital(case.form, after=after, shows=shows, resets=case.step == "cloud_password")
    hospital.stand(server)
    BEFORE[case.step](at)
    before = at.portal.contact() if case.step == "contact" else None
    if case.form == "/in":
        hospital.posts.clear()
    try:
        case.act(at)
        told = Outcome.DONE
    except errors.AnswerLost:
        told = asked(at, case, typed(before))
    assert told is not Outcome.NOT_DONE or (not after and case.known), "a claim without evidence"
    assert told is not Outcome.DONE or after, "a claim that is not true"
    if case.known == "phone" and shows == "form":
        assert told is (Outcome.DONE if after else Outcome.NOT_DONE)
    if case.form not in {"/in", "/mail-in"}:  # a try that the student asked for is no second send
        assert hospital.count(case.form) == 1, "nothing is sent twice"


def asked(at: Backend, case: Case, given: Typed) -> Outcome:
    """What the read-backs of a commit find, one after the other."""
    reading, found = STEPS[case.step].read_back, Outcome.UNKNOWN
    while reading and found is Outcome.UNKNOWN:
        step = READ_BACKS[reading]
        assert step.submit is not None
        try:
            if step.load is not None:
                step.load.run(at, given)
            value = step.submit.run(at, given)
        except errors.BackendError:
            value = Found(Outcome.UNKNOWN)
        assert isinstance(value, Found)
        found, reading = value.outcome, step.read_back
    return found


@pytest.mark.parametrize("step", ["contact", "alias_again"])
def test_what_a_page_says_instead_is_told_word_for_word(server: Server, at: Backend, step: str) -> None:
    """J1.5: where a read-back meets a page that nobody knows, its words go with the error."""
    case = next(each for each in CASES if each.step == step)
    hospital = Hospital(case.form, after=True, shows="unknown")
    hospital.stand(server)
    BEFORE[step](at)
    with pytest.raises(errors.AnswerLost) as lost:
        case.act(at)
    assert "您的作業已由系統受理" in lost.value.said
    asks = {"contact": at.portal.contact, "alias_again": at.account.activation}[step]
    with pytest.raises(errors.UnexpectedPage) as elsewhere:
        asks()
    assert "您的作業已由系統受理" in elsewhere.value.said
