"""Whoever may be signed in is signed out: also where nobody knows the page, or no answer came (N-04)."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field

import pytest

from ntuh_onboard.backend.protocol import Backend, SignOut
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.backend.web.sites.signed_in import hidden_way_out, way_out
from ntuh_onboard.common import errors
from ntuh_onboard.common.clock import ManualClock
from tests.backend.web.servers import Server, page
from tests.backend.web.test_views import (
    ID,
    PASSWORD,
    PORTAL_DOOR,
    at,  # noqa: F401  # a fixture
    clock,  # noqa: F401  # a fixture
)
from tests.printed import printed_site

DOOR, HOME, OUT = "/General/Login.aspx", "/Home.aspx", "/Out.aspx"
GREETED = "<p>104567 陳怡芬 您好</p>"
BY_WORDS = f"<a href='{OUT}'>登出系統</a>"
BY_SOURCE = "<a href='/Account/LogOut.aspx'>離開</a>"
LEFT = "<p>您已登出系統</p>"


@dataclass
class Hospital:
    """A portal that counts its open sessions. landing: shown to who is signed in. lost: the sign-in's answer is.

    left: what the way out shows. refuses: the sign-in is refused in these words. moved: the home page has an address
    of its own. only_door: the first address is the door for everybody, and begins another session. deaf: the way out
    ends nothing. around: what stands beside the sign-in form.
    """

    landing: str = GREETED + BY_WORDS
    left: str = LEFT
    lost: bool = False
    moved: bool = True
    refuses: str = ""
    only_door: bool = False
    deaf: bool = False
    around: str = ""
    sessions: set[str] = field(default_factory=set)
    given: int = 0
    presses: int = 0

    def stand(self, server: Server) -> None:
        """Be this server."""
        server.replies[DOOR] = self.door
        server.replies[HOME] = self.home
        server.replies[OUT] = server.replies["/Account/LogOut.aspx"] = self.out

    def door(self, accepted: socket.socket, raw: bytes) -> None:
        """The sign-in page; for who is signed in, the way home. A form begins a session."""
        if raw.startswith(b"GET") and self.only_door:
            self._show(accepted, self._form(), ("Set-Cookie", "sid=new; Path=/"))
        elif raw.startswith(b"GET"):
            self._show(accepted, self.landing if self._signed_in(raw) else self._form())
        elif self.refuses:
            self._show(accepted, f"<script>alert('{self.refuses}')</script>{self._form()}")
        else:
            self.given += 1
            self.sessions.add(key := f"s{self.given}")
            cookie = ("Set-Cookie", f"sid={key}; Path=/")
            if self.lost:
                return
            if self.moved:
                accepted.sendall(page("", status=302, headers=[cookie, ("Location", HOME)]))
            else:
                self._show(accepted, self.landing, cookie)

    def home(self, accepted: socket.socket, raw: bytes) -> None:
        """The landing page; for anybody else the door."""
        self._show(accepted, self.landing if self._signed_in(raw) else self._form())

    def out(self, accepted: socket.socket, raw: bytes) -> None:
        """The way out."""
        self.presses += 1
        self.sessions -= set() if self.deaf else {self._key(raw)}
        self._show(accepted, self.left)

    def _form(self) -> str:
        return f"<form method='post'>{PORTAL_DOOR}</form>{self.around}"

    def _signed_in(self, raw: bytes) -> bool:
        return self._key(raw) in self.sessions

    def _key(self, raw: bytes) -> str:
        return raw.decode().partition("sid=")[2].partition("\r\n")[0].partition(";")[0]

    def _show(self, accepted: socket.socket, body: str, *headers: tuple[str, str]) -> None:
        accepted.sendall(page(body, headers=[("Connection", "close"), *headers]))


def signed_in(at: Backend) -> errors.BackendError | None:  # noqa: F811
    """Open the sign-in page, and send it once."""
    at.portal.sign_in_page()
    try:
        at.portal.sign_in(ID, PASSWORD, "abcd", "T")
    except errors.BackendError as error:
        return error
    return None


@pytest.mark.parametrize("moved", [True, False])
@pytest.mark.parametrize("landing", [GREETED + BY_WORDS, "<p>歡迎光臨</p>" + BY_WORDS, GREETED + BY_SOURCE])
def test_who_is_signed_in_is_signed_out_whatever_page_it_is(
    server: Server,
    at: Backend,  # noqa: F811
    landing: str,
    *,
    moved: bool,
) -> None:
    """Also where nobody knows the landing page, or its way out by its words."""
    hospital = Hospital(landing, moved=moved)
    hospital.stand(server)
    error = signed_in(at)
    assert error is None or isinstance(error, errors.AnswerUnclear)
    assert hospital.sessions == {"s1"}
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert (hospital.sessions, hospital.presses) == (set(), 1)
    assert at.portal.sign_out() is SignOut.NOT_NEEDED
    assert hospital.presses == 1


def test_a_session_may_be_ended_in_other_words(server: Server, at: Backend) -> None:  # noqa: F811
    """結束工作階段, as products call it; the page says that it is over."""
    hospital = Hospital(f"{GREETED}<a href='{OUT}'>結束工作階段</a>", "<p>工作階段已結束。</p>")
    hospital.stand(server)
    assert signed_in(at) is None
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert hospital.sessions == set()


def test_a_way_out_in_unknown_words_is_confirmed_by_the_closed_door(server: Server, at: Backend) -> None:  # noqa: F811
    """What was open before shows the sign-in page now."""
    hospital = Hospital(left="<p>再見</p>")
    hospital.stand(server)
    assert signed_in(at) is None
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert (hospital.sessions, hospital.presses) == (set(), 1)


def test_a_way_out_that_leads_nowhere_is_claimed_of_nobody(server: Server, at: Backend) -> None:  # noqa: F811
    """The page stays open: nothing is confirmed, and it is pressed once."""
    hospital = Hospital("<p>104567 陳怡芬 您好</p><a href='/Home.aspx'>登出系統</a>")
    hospital.stand(server)
    assert signed_in(at) is None
    assert at.portal.sign_out() is SignOut.UNCONFIRMED
    assert hospital.sessions == {"s1"}


def test_a_lost_sign_in_is_never_claimed_to_be_left(server: Server, at: Backend) -> None:  # noqa: F811
    """Its key went missing with its answer: there may be a session that nobody can end."""
    hospital = Hospital(lost=True)
    hospital.stand(server)
    assert isinstance(signed_in(at), errors.AnswerLost)
    assert at.portal.sign_out() is SignOut.UNCONFIRMED
    hospital.lost = False
    assert signed_in(at) is None
    assert at.portal.sign_out() is SignOut.UNCONFIRMED, "the one before is open still"
    assert hospital.sessions == {"s1"}


def test_a_refused_sign_in_leaves_nothing_to_leave(server: Server, at: Backend) -> None:  # noqa: F811
    """Nothing is pressed, and nothing is claimed."""
    hospital = Hospital(refuses="帳號或密碼錯誤")
    hospital.stand(server)
    assert isinstance(signed_in(at), errors.WrongCredentials)
    assert at.portal.sign_out() is SignOut.NOT_NEEDED
    assert hospital.presses == 0


def test_the_session_before_a_read_backs_own_is_left_too(server: Server, at: Backend) -> None:  # noqa: F811
    """RB-4: the read-back opens the sign-in page anew; two sign-ins, and none is open at the end."""
    hospital = Hospital()
    hospital.stand(server)
    assert signed_in(at) is None
    assert signed_in(at) is None
    assert (hospital.sessions, hospital.presses) == ({"s2"}, 1)
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert (hospital.sessions, hospital.presses) == (set(), 2)


def test_a_result_of_the_account_site_is_left_by_what_closes_it() -> None:
    """Where nothing is left to fill in; beside a form 「關閉」 may do anything."""
    site = Sayings("account", "code", printed_site(), ManualClock())
    done = "<p>啟用雲端服務成功</p><a href=/close>關閉</a>"
    found = way_out(site, Page(done, "https://help.example/done"))
    assert found is not None
    assert found.url == "https://help.example/close"
    asked = "<form method=post>簡訊(或MOTP)動態碼 <input name=c><input type=submit value=下一步></form>"
    assert way_out(site, Page(asked + done, "https://help.example/code")) is None
    elsewhere = Sayings("portal", "captcha", printed_site(), ManualClock())
    assert way_out(elsewhere, Page(done, "https://a.example/")) is None


IN_FRAMES = "<frameset><frame src=/head><frame src=/tree></frameset>"
FRAMES = {
    "the way out in a smaller frame": (BY_WORDS, "<a href=/p>更改密碼</a><a href=/n>公告</a><a href=/q>查詢</a>"),
    "the menu in a smaller frame": (f"{BY_WORDS}<a href=/n>公告</a><a href=/q>查詢</a>", "<a href=/p>更改密碼</a>"),
}


@pytest.mark.parametrize("how", FRAMES)
def test_frames_are_one_page_to_a_person(server: Server, at: Backend, how: str) -> None:  # noqa: F811
    """The menu's entry is pressed in one of them, the way out in another."""
    hospital = Hospital(IN_FRAMES)
    hospital.stand(server)
    server.replies["/head"], server.replies["/tree"] = map(page, FRAMES[how])
    server.replies["/p"] = page("<p>密碼</p>")
    assert signed_in(at) is None
    with pytest.raises(errors.UnexpectedPage):
        at.portal.change_password(PASSWORD, PASSWORD)
    assert server.count("GET", "/p") == 1
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert hospital.sessions == set()


SURE = "<p>您確定要登出系統嗎？</p><form method=post action=/Sure.aspx><button>{}</button></form><a href=/>否</a>"
SEARCH = "<form role=search action=/s><input name=q><button>搜尋</button></form>"


@pytest.mark.parametrize("words", ["是，登出", "登出", "確定登出系統"])
def test_a_way_out_that_asks_once_more_is_answered(server: Server, at: Backend, words: str) -> None:  # noqa: F811
    """The student asked to be signed out; a search box on every page is no question."""
    hospital = Hospital()
    hospital.stand(server)
    server.replies[OUT] = page(SEARCH + SURE.format(words))
    server.replies["/Sure.aspx"] = hospital.out
    assert signed_in(at) is None
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert (hospital.sessions, hospital.presses) == (set(), 1)


def test_a_form_that_a_script_of_another_file_sends_is_the_way_out(server: Server, at: Backend) -> None:  # noqa: F811
    """The link only calls that script, and no page says what it does; the form names itself."""
    way = f"<form id=logoutForm method=post action='{OUT}'><input type=hidden name=t value=1>"
    hospital = Hospital(landing=f"{GREETED}{way}<a href='javascript:app.leave()'>登出</a></form>")
    hospital.stand(server)
    signed_in(at)
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert server.count("POST", OUT) == 1
    assert server.requests[-1].body.endswith(b"t=1")


def test_a_link_that_sends_a_form_in_its_place_is_not_followed(server: Server, at: Backend) -> None:  # noqa: F811
    """As frameworks sign out: by a form, so that no other site's picture can do it."""
    script = "event.preventDefault(); document.getElementById('bye').submit();"
    way = f"<a href=/refused onclick=\"{script}\">登出</a><form id=bye method=post action='{OUT}' hidden></form>"
    hospital = Hospital(landing=GREETED + way)
    hospital.stand(server)
    signed_in(at)
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert server.count("POST", OUT) == 1
    assert server.count("GET", "/refused") == 0


UNKNOWN = "<h1>單一入口</h1><p>公告三則</p><a href=/News.aspx>最新消息</a><a href=/Menu.aspx>{}</a>"
"""A landing page that nobody knows: without a greeting, a menu or a way out."""


@pytest.mark.parametrize("words", ["功能選單", "行政系統"])
@pytest.mark.parametrize("only_door", [True, False])
def test_from_an_unknown_landing_the_way_out_is_looked_for_behind_its_links(
    server: Server,
    at: Backend,  # noqa: F811
    words: str,
    *,
    only_door: bool,
) -> None:
    """Also where the first address is the door for everybody, and would begin another session."""
    hospital = Hospital(UNKNOWN.format(words), only_door=only_door)
    hospital.stand(server)
    server.replies["/News.aspx"] = page("<p>最新消息</p>")
    server.replies["/Menu.aspx"] = page(f"<p>各項系統</p>{BY_WORDS}")
    signed_in(at)
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert (hospital.sessions, hospital.presses) == (set(), 1)


def test_an_unknown_landing_is_understood_by_the_menu_that_it_links_to(server: Server, at: Backend) -> None:  # noqa: F811
    """Asked in a way that costs no try; the door is not asked, which may end the session."""
    hospital = Hospital(UNKNOWN.format("功能選單"), only_door=True)
    hospital.stand(server)
    server.replies["/Menu.aspx"] = page(f"<p>個人管理</p><a href=/p>更改密碼</a>{BY_WORDS}")
    assert signed_in(at) is None
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert hospital.sessions == set()


def test_the_door_is_no_place_to_sign_out_from(server: Server, at: Backend) -> None:  # noqa: F811
    """離開 beside a sign-in form leads away from it, and ends no session."""
    hospital = Hospital("<p>公告三則</p>", only_door=True, around="<a href=/Bye.aspx>離開</a>")
    hospital.stand(server)
    server.replies["/Bye.aspx"] = page("<p>再見</p>")
    signed_in(at)
    assert at.portal.sign_out() is SignOut.UNCONFIRMED
    assert server.count("GET", "/Bye.aspx") == 0


def test_a_door_that_anybody_sees_confirms_no_way_out(server: Server, at: Backend) -> None:  # noqa: F811
    """The landing came as the answer to the form: its address shows the form to everybody, signed in or not."""
    hospital = Hospital(left="<p>請稍候</p>", moved=False, only_door=True, deaf=True)
    hospital.stand(server)
    assert signed_in(at) is None
    assert at.portal.sign_out() is SignOut.UNCONFIRMED
    assert hospital.sessions == {"s1"}


def test_after_a_session_that_nobody_could_leave_another_one_can_begin(server: Server, at: Backend) -> None:  # noqa: F811
    """The first address leads who is signed in to a page that nobody knows, and not to the sign-in form."""
    hospital = Hospital("<p>公告三則</p>")
    hospital.stand(server)
    assert isinstance(signed_in(at), errors.AnswerUnclear)
    at.portal.sign_in_page()
    hospital.landing = GREETED + BY_WORDS
    at.portal.sign_in(ID, PASSWORD, "abcd", "T")
    assert at.portal.sign_out() is SignOut.UNCONFIRMED


def test_a_landing_that_is_no_page_of_the_site_leads_to_its_menu(server: Server, at: Backend) -> None:  # noqa: F811
    """As a framework says that there is no such page, with the person's name and the way out above it."""
    hospital = Hospital(f"{GREETED}<h1>Not Found</h1>{BY_WORDS}")
    hospital.stand(server)
    server.replies["/"] = page(f"{GREETED}<p>個人管理</p><a href=/p>更改密碼</a>{BY_WORDS}")
    server.replies["/p"] = page("<p>密碼</p>")
    assert signed_in(at) is None
    with pytest.raises(errors.UnexpectedPage):
        at.portal.change_password(PASSWORD, PASSWORD)
    assert server.count("GET", "/p") == 1
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert hospital.sessions == set()


PORTAL = Sayings("portal", "captcha", printed_site(), ManualClock())
WAYS = {
    "a link": "<a href=/out>登出</a>",
    "a button of a form of its own": "<form method=post action=/out><button>登出</button></form>",
    "a form that stands for another method": (
        "<form method=post action=/session><input type=hidden name=_method value=delete><button>登出</button></form>"
    ),
    "a button in a dialog that asks once more": (
        "<a href='javascript:;' onclick=\"show('d')\">登出系統</a><form method=post action=/logout>"
        "<input type=hidden name=t value=1><div style='display:none'>確定退出？<button type=button>取消</button>"
        "<button>確定登出</button></div></form>"
    ),
    "a link that a framework sends as a form": (
        "<script src=/app.js></script><meta name=csrf-token content=t><a href=/out data-method=delete>登出</a>"
    ),
    "a picture drawn in the page": "<a href=/x?do=9><svg><title>登出</title><path d=M0/></svg></a>",
    "a letter of a font of pictures": "<a href=/x?do=9><i class='fa fa-sign-out-alt'></i></a>",
    "a button with such a letter": "<form method=post action=/x><button><i class='bi bi-log-out'></i></button></form>",
    "a title alone": "<a href=/x title=登出><i class=i7></i></a>",
    "a label that is heard": "<form method=post action=/x><button aria-label='登出'><i class=i7></i></button></form>",
    "in two languages": "<form method=post action=/verification><button>結束作業 Leave</button></form>",
    "by a script of the page": "<form><input type=hidden name=__EVENTTARGET><input type=hidden name=__EVENTARGUMENT>"
    "<a href=\"javascript:__doPostBack('out','')\">登出</a></form>",
}


@pytest.mark.parametrize("how", WAYS)
def test_a_way_out_is_found_in_each_of_its_shapes(how: str) -> None:
    """As sites are written here."""
    assert way_out(PORTAL, Page(GREETED + WAYS[how], "https://portal.example/a/b")) is not None


def test_a_page_of_before_has_the_way_out_that_the_last_one_lacks(server: Server, at: Backend) -> None:  # noqa: F811
    """The menu is drawn in another way than the notice before it."""
    hospital = Hospital(f"<p>公告三則</p>{BY_WORDS}<a href='/Menu.aspx'>繼續</a>", only_door=True)
    hospital.stand(server)
    server.replies["/Menu.aspx"] = page(f"{GREETED}<p>個人管理</p><a href=/p>更改密碼</a>")
    assert signed_in(at) is None
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert hospital.sessions == set()


HIDDEN_WAYS = {
    "a link in a list": "<div style='display:none'><a href=/out>登出</a></div>",
    "a button in a list": "<ul hidden><li><form method=post action=/a><button>登出</button></form></ul>",
}


@pytest.mark.parametrize("how", HIDDEN_WAYS)
def test_a_way_out_in_a_closed_list_is_pressed_but_says_nothing(how: str) -> None:
    """A page for nobody in particular has such a list too."""
    made = Page(f"<p>頁面</p>{HIDDEN_WAYS[how]}", "https://portal.example/a/b")
    assert way_out(PORTAL, made) is None
    assert hidden_way_out(PORTAL, made) is not None


def test_what_a_link_sends_as_a_form_is_what_the_framework_sends() -> None:
    """With the page's token, and by the name that the page gives it."""
    head = "<script src=/a.js></script><meta name=csrf-param content=_csrf><meta name=csrf-token content=abc>"
    made = Page(f"{head}<a href=/out data-method=delete data-confirm='確定嗎？'>登出</a>", "https://portal.example/a/b")
    out = way_out(PORTAL, made)
    assert out is not None
    sent = made.draft(out).press(out)
    assert (sent.address, sent.posts) == ("https://portal.example/out", True)
    assert dict(sent.pairs) == {"_method": "delete", "_csrf": "abc"}


def test_a_way_out_of_a_page_that_is_too_old_is_pressed_again_on_the_newer_one(server: Server, at: Backend) -> None:  # noqa: F811
    """Each page has a hidden state that is good once; the answer to an old one is the menu again."""
    hospital = Hospital(f"{GREETED}<p>個人管理</p>{BY_WORDS}")
    hospital.stand(server)
    assert signed_in(at) is None
    server.replies[OUT] = page(f"{GREETED}<p>畫面已過期</p><p>個人管理</p><a href=/Out2.aspx>登出系統</a>")
    server.replies["/Out2.aspx"] = hospital.out
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert hospital.sessions == set()


CONSENTS = {
    "by a button": "<form method=post action=/agree><button>同意並繼續</button><button name=no>不同意</button></form>",
    "by a tick": (
        "<form method=post action=/agree><input type=checkbox name=x value=1> 我已閱讀並同意上述事項 "
        "<button>繼續</button></form>"
    ),
}


@pytest.mark.parametrize("how", CONSENTS)
def test_a_page_that_wants_a_consent_is_told_whole_and_passed_by_whoever_agrees(
    server: Server,
    at: Backend,  # noqa: F811
    how: str,
) -> None:
    """The sign-in is sent once; whoever does not agree has agreed to nothing."""
    hospital = Hospital(f"<p>資訊安全聲明：所有操作均留存紀錄</p>{CONSENTS[how]}", only_door=True)
    hospital.stand(server)
    server.replies["/agree"] = page(GREETED + "<p>個人管理</p>" + BY_WORDS)
    asked = signed_in(at)
    assert isinstance(asked, errors.ConsentAsked)
    assert asked.behind
    assert "所有操作均留存紀錄" in asked.said
    assert server.count("POST", "/agree") == 0
    asked.agree()
    at.portal.sign_in(ID, PASSWORD, "", "T")
    assert (hospital.given, server.count("POST", "/agree")) == (1, 1)
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert hospital.sessions == set()


@pytest.mark.parametrize("there", [True, False])
def test_a_page_that_wants_a_consent_is_left_by_the_usual_address(server: Server, at: Backend, *, there: bool) -> None:  # noqa: F811
    """The consent is the person's own; that the session is over is claimed only if the page is closed now."""
    hospital = Hospital("<p>聲明</p><form method=post action=/agree><button>同意並繼續</button></form>", only_door=True)
    hospital.stand(server)
    assert isinstance(signed_in(at), errors.AnswerUnclear)
    if there:
        server.replies["/logout"] = hospital.out
    assert at.portal.sign_out() is (SignOut.CONFIRMED if there else SignOut.UNCONFIRMED)
    assert hospital.sessions == (set() if there else {"s1"})
    assert server.count("POST", "/agree") == 0


def test_a_wrong_guess_that_begins_another_session_is_no_way_out(server: Server, at: Backend) -> None:  # noqa: F811
    """Its cookie takes the place of the present one, so that the page no longer opens; the session goes on."""
    hospital = Hospital("<p>聲明</p><form method=post action=/agree><button>同意並繼續</button></form>", only_door=True)
    hospital.stand(server)
    assert isinstance(signed_in(at), errors.AnswerUnclear)
    server.replies["/logout"] = page("<p>首頁</p>", headers=[("Set-Cookie", "sid=another; Path=/")])
    assert at.portal.sign_out() is SignOut.UNCONFIRMED
    assert hospital.sessions == {"s1"}


LIKELY = {
    "a sentence on a button": "<a href='{out}'>結束本次全部作業並登出系統</a>",
    "a class of a letter": "<a href='{out}'><i class='fa fa-power-off'></i></a>",
    "an address in a script": "<script>function bye(){{ location.replace('{out}?logout=1') }}</script>",
    "one of two, of which one is deaf": "<a href=/deaf>登出說明</a><a href='{out}'>登出本系統</a>",
    "a form that leaves": "<form method=post action='{out}?to=leave'><button>離場</button></form>",
    "a name that leaves": "<form method=post action='{out}'><button id=ctl00_lbtnExit>離場</button></form>",
    "an address that leaves": "<a href='{out}?to=leave'>離場</a>",
    "no more than an address of its own": "<ul hidden><li><a href='{out}?a=SignOut'>Bye</a></ul>",
}


@pytest.mark.parametrize("how", LIKELY)
def test_whatever_says_that_it_signs_out_is_tried(server: Server, at: Backend, how: str) -> None:  # noqa: F811
    """Until the session is seen to be closed."""
    hospital = Hospital(GREETED + "<p>個人管理</p>" + LIKELY[how].format(out=OUT), only_door=True)
    hospital.stand(server)
    server.replies[f"{OUT}?to=leave"] = server.replies[f"{OUT}?logout=1"] = server.replies[f"{OUT}?a=SignOut"] = (
        hospital.out
    )
    server.replies["/deaf"] = page("<p>說明</p>")
    assert signed_in(at) is None
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert hospital.sessions == set()
