"""Sites that change their view at one address: the answer to a form is the next page, and is found nowhere else."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pytest

from ntuh_onboard.backend.protocol import Backend, Purpose, SignOut, Standing
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.backend.web.sites.account import WebAccount
from ntuh_onboard.backend.web.sites.mail import WebMail
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.backend.web.sites.portal import WebPortal
from ntuh_onboard.common import errors
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.profiles.hospital_profile import named
from tests.backend.web.conftest import QUICK
from tests.backend.web.servers import Reply, Server, page

ID, CODE, ALIAS, PASSWORD = "104567", Secret("654321"), "yifen.chen", Secret("Harbour-64-kite")
FACTS = (
    "<p>網路帳號 / 主職員工編號：104567</p><p>帳號姓名：陳怡芬</p><p>主職單位：護理部</p><p>有效期限：2099/06/30</p>"
)
OUT = '<input type="submit" name="out" value="登出系統">'
HOME = page(
    "<h2>規範</h2><p>不得轉借</p><a href='/Apply.aspx'>啟用網路帳號及首次雲端帳號密碼設定</a>"
    "<a href='/Apply.aspx'>重置雲端服務密碼</a>"
)
ACCOUNT_DOOR = (
    "<p>網路帳號 / 主職員工編號：<input name='who'></p><p>簡訊(或MOTP)動態碼：<input name='code'></p>"
    "<input type='submit' name='next' value='下一步'>"
)
SETTINGS = FACTS + (
    "<p>雲端服務帳號 (電子郵件名稱)：<input name='alias'></p><input type='submit' name='go' value='啟用雲端服務'>" + OUT
)
ACTIVATED = (
    "<p>啟用雲端服務成功</p><p>此帳號已啟用雲端服務</p>"
    + FACTS
    + f"<p>雲端服務帳號 (電子郵件名稱)：{ALIAS}@ntuh.gov.tw</p>"
    + OUT
)
RESET = (
    "<p>網路帳號 / 主職員工編號：104567</p><p>請輸入新密碼：<input type='password' name='one'></p>"
    "<p>請再輸入新密碼：<input type='password' name='two'></p><input type='submit' name='go' value='確定重置'>"
)
LEFT = "<p>您已登出系統</p>"
REFUSED = "<script>alert('此電子郵件名稱已有人使用')</script>"
LOST = ""


@dataclass
class Views:
    """One address: asked for, it shows its first view; each form sent shows the next one of the script."""

    first: str
    script: list[str]
    states: list[str] = field(default_factory=list)
    gets: int = 0
    shown: int = 0

    def __call__(self, accepted: socket.socket, raw: bytes) -> None:
        """Every view has a hidden state of its own; the one that comes back tells what a form was drafted from."""
        head, _, body = raw.decode().partition("\r\n\r\n")
        if head.startswith("GET"):
            self.gets += 1
            accepted.sendall(self._drawn(self.first))
            return
        self.states += parse_qs(body)["__VIEWSTATE"]
        view = self.script.pop(0)
        if view != LOST:
            accepted.sendall(self._drawn(view))

    def _drawn(self, view: str) -> bytes:
        self.shown += 1
        state = f"<input type='hidden' name='__VIEWSTATE' value='{self.shown}'>"
        events = "<input type='hidden' name='__EVENTTARGET'><input type='hidden' name='__EVENTARGUMENT'>"
        form = f"<form method='post' action=''>{state}{events}{view}</form>"
        return page(view if "<input" not in view and "<a" not in view else form, headers=[("Connection", "close")])


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def at(server: Server, clock: ManualClock) -> Iterator[Backend]:
    """One student at this server, which is all of the sites."""
    with ExitStack() as stack:
        sites = load_site(
            named("simulator"), servers=dict.fromkeys(("portal", "inner", "account", "mail"), server.origin)
        )
        made = open_web(sites, clock, limits=QUICK)
        for each in (made.portal, made.account, made.mail):
            assert isinstance(each, WebPortal | WebAccount | WebMail)
            stack.enter_context(closing(each._visit.engine))
        yield made


def standing_at(server: Server, address: str, first: str, *script: str) -> Views:
    made = Views(first, list(script))
    reply: Reply = made
    server.replies[address] = reply
    return made


def proved(server: Server, at: Backend, *script: str, behind: str = SETTINGS) -> Views:
    """A student whose code was taken; the answer was the view behind it."""
    server.replies["/"] = HOME
    views = standing_at(server, "/Apply.aspx", ACCOUNT_DOOR, behind, *script)
    at.account.regulations(Purpose.RESET if behind == RESET else Purpose.ACTIVATE)
    assert at.account.verify_code(ID, CODE).employee_id == ID
    return views


def test_the_activation_is_finished_from_the_pages_themselves(server: Server, at: Backend) -> None:
    """J6: read, refused, done and left, each from the page that came last; the first view is not asked for again."""
    views = proved(server, at, REFUSED + SETTINGS, ACTIVATED, LEFT)
    assert at.account.account().name == "陳怡芬"
    assert at.account.activation().standing is Standing.UNREADABLE, "a form that is there proves nothing"
    with pytest.raises(errors.AliasTaken):
        at.account.activate("taken", None)
    assert at.account.activate(ALIAS, None).alias == ALIAS
    state = at.account.activation()
    assert (state.standing, state.alias) == (Standing.ACTIVATED, ALIAS)
    assert at.account.sign_out() is SignOut.CONFIRMED
    assert (views.states, views.gets) == (["1", "2", "3", "4"], 1)


def test_from_a_refusal_without_a_form_one_goes_back_to_the_form(server: Server, at: Backend) -> None:
    """As `history.back()` does: the boxes are those of the page before."""
    views = proved(server, at, REFUSED, ACTIVATED)
    with pytest.raises(errors.AliasTaken):
        at.account.activate("taken", None)
    assert at.account.activate(ALIAS, None).alias == ALIAS
    assert views.states == ["1", "2", "2"]


def test_a_lost_activation_is_never_read_off_the_page_before_it(server: Server, at: Backend) -> None:
    """RB-10: what that page said was true before the commit. The site is asked, and nothing is sent a second time."""
    views = proved(server, at, LOST)
    with pytest.raises(errors.AnswerLost):
        at.account.activate(ALIAS, None)
    with pytest.raises(errors.SessionEnded):
        at.account.activation()
    with pytest.raises(errors.SessionEnded):
        at.account.activate(ALIAS, None)
    assert (len(views.states), views.gets) == (2, 3)


def test_a_lost_activation_is_read_back_where_the_form_has_an_address(server: Server, at: Backend) -> None:
    """RB-10: a page that was shown in another's place, and whose form names its own address, is found there."""
    own = SETTINGS.replace("name='go'", "name='go' formaction='/Settings'")
    proved(server, at, behind=own)
    server.replies["/Settings"] = page("<p>nothing that is known</p>")
    with pytest.raises(errors.AnswerLost):
        at.account.activate(ALIAS, None)
    server.replies["/Settings"] = page(ACTIVATED)
    assert at.account.activation().alias == ALIAS


def test_a_page_that_was_left_alone_too_long_is_asked_for_again(
    server: Server, at: Backend, clock: ManualClock
) -> None:
    """N-05: its session is over, and the page kept would not say so."""
    proved(server, at)
    clock.jump(301)
    with pytest.raises(errors.SessionEnded):
        at.account.account()


def test_the_reset_is_finished_from_the_page_itself(server: Server, at: Backend) -> None:
    """J8.1."""
    views = proved(server, at, "<p>重置雲端服務密碼成功</p>", behind=RESET)
    at.account.reset_cloud_password(PASSWORD)
    assert (views.states, views.gets) == (["1", "2"], 1)


# --- the portal ------------------------------------------------------------------------------------------------------

PORTAL_DOOR = (
    "<p>院區：<select name='campus'><option value='T'>總院區</option></select></p><p>帳號：<input name='who'></p>"
    "<p>密碼：<input type='password' name='word'></p><p>驗證碼：<input name='seen'></p>"
    "<input type='submit' name='in' value='登入'>"
)
MENU = (
    "<p>104567 陳怡芬 您好</p>"
    + OUT
    + "".join(
        f"""<a href="javascript:__doPostBack('menu','{at}')">{word}</a>"""
        for at, word in enumerate(("更改密碼", "維護個人連絡資料"))
    )
)
PASSWORD_FORM = (
    "<p>請輸入舊密碼：<input type='password' name='old'></p><p>請輸入新密碼：<input type='password' name='one'></p>"
    "<p>請再輸入新密碼：<input type='password' name='two'></p><input type='submit' name='go' value='更改密碼'>"
)
NAMES = ("英文姓", "英文首名", "英文中名", "辦公室電話", "住宅電話", "行動電話")


def contact(phone: str, more: str = "") -> str:
    """The contact page with this phone."""
    rows = "".join(
        f"<p>{word}：<input name='f{at}' value='{phone if word == '行動電話' else ''}'></p>"
        for at, word in enumerate(NAMES)
    )
    return f"{more}<p>員工編號：104567</p><p>姓名：陳怡芬</p>{rows}<input type='submit' name='go' value='異動儲存'>"


Work = Callable[[Server, Backend, tuple[str, ...]], Views]


def menu_by_redirect(server: Server, at: Backend, script: tuple[str, ...]) -> Views:
    """The menu has an address, at which its entries answer."""
    door = standing_at(server, "/General/Login.aspx", PORTAL_DOOR)
    door.script.append("<script>location.href='/Menu.aspx';</script>")
    menu = standing_at(server, "/Menu.aspx", MENU, *script)
    at.portal.sign_in_page()
    at.portal.sign_in(ID, PASSWORD, "abcd", "T")
    return menu


def menu_in_place(server: Server, at: Backend, script: tuple[str, ...]) -> Views:
    """The menu itself came in the place of the sign-in page."""
    views = standing_at(server, "/General/Login.aspx", PORTAL_DOOR, MENU, *script)
    at.portal.sign_in_page()
    at.portal.sign_in(ID, PASSWORD, "abcd", "T")
    return views


@pytest.mark.parametrize("work", [menu_by_redirect, menu_in_place])
def test_menu_entries_that_answer_in_the_menus_place(server: Server, at: Backend, work: Work) -> None:
    """J2, J3: an inner page is not looked for at the menu's address."""
    refused, done = "<script>alert('舊密碼錯誤')</script>", "<p>更改密碼成功</p>"
    saved = contact("0911111111", "<p>異動儲存成功</p>")
    script = (PASSWORD_FORM, refused + PASSWORD_FORM, done, contact("0900000000"), saved, contact("0911111111"), LEFT)
    views = work(server, at, script)
    with pytest.raises(errors.OldPasswordWrong):
        at.portal.change_password(PASSWORD, PASSWORD)
    at.portal.change_password(PASSWORD, PASSWORD)
    assert at.portal.contact().mobile_phone == "0900000000"
    assert at.portal.save_contact({"mobile_phone": "0911111111"}).mobile_phone == "0911111111"
    assert at.portal.contact().mobile_phone == "0911111111"
    assert at.portal.landing().name == "陳怡芬"
    assert at.portal.sign_out() is SignOut.CONFIRMED
    assert not views.script


@pytest.mark.parametrize("work", [menu_by_redirect, menu_in_place])
@pytest.mark.parametrize("phone", ["0900000000", "0911111111"])
def test_a_lost_save_is_read_back_by_the_menu(server: Server, at: Backend, work: Work, phone: str) -> None:
    """Q5: the entry is pressed again; the page that was kept would say what was before."""
    views = work(server, at, (contact("0900000000"), LOST, contact(phone)))
    at.portal.contact()
    with pytest.raises(errors.AnswerLost):
        at.portal.save_contact({"mobile_phone": "0911111111"})
    assert at.portal.contact().mobile_phone == phone
    assert not views.script


def test_the_webmail_is_left_from_the_page_itself(server: Server, at: Backend) -> None:
    """J7.4."""
    door = PORTAL_DOOR.partition("</select></p>")[2]
    views = standing_at(server, "/Login", door, "<p>收件匣</p>" + OUT, LEFT)
    at.mail.sign_in(ALIAS, PASSWORD, "abcd")
    assert at.mail.sign_out() is SignOut.CONFIRMED
    assert (views.states, views.gets) == (["1", "2"], 1)


CANCEL = SETTINGS.replace(OUT, "<input type='submit' name='no' value='取消啟用'>")


def test_a_form_whose_only_way_out_is_to_cancel_is_cancelled(server: Server, at: Backend) -> None:
    """Only where nothing was sent: 「取消啟用」 of an activated account may do anything."""
    views = proved(server, at, "<p>已結束工作階段</p>", behind=CANCEL)
    assert at.account.sign_out() is SignOut.CONFIRMED
    assert views.states == ["1", "2"]


def test_an_activation_that_was_sent_is_never_cancelled(server: Server, at: Backend) -> None:
    """What was sent may have taken effect, whatever the page says."""
    views = proved(server, at, "<p>請稍候</p>" + CANCEL, LEFT, behind=CANCEL)
    with pytest.raises(errors.AnswerLost):
        at.account.activate(ALIAS, None)
    assert at.account.sign_out() is SignOut.UNCONFIRMED
    assert len(views.states) == 2
