"""What the answer to a commit means where it says two things, or is not a page of the usual kind (O-10, H-12, R-01)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import trustme

from ntuh_onboard.backend.protocol import Backend, SignOut, SiteState, Standing
from ntuh_onboard.backend.web.engines.http_engine import HttpEngine
from ntuh_onboard.backend.web.failures import AnswerLost, UnexpectedPage, Why
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.http.redirects import absolute
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.common import errors
from ntuh_onboard.common.clock import ManualClock
from tests.backend.web.conftest import QUICK, Make, secured
from tests.backend.web.servers import Server, page, redirect
from tests.backend.web.test_views import (  # noqa: F401  # `at` and `clock` are fixtures
    ACCOUNT_DOOR,
    ACTIVATED,
    ALIAS,
    CODE,
    HOME,
    ID,
    MENU,
    PASSWORD,
    PASSWORD_FORM,
    PORTAL_DOOR,
    REFUSED,
    RESET,
    SETTINGS,
    at,
    clock,
    contact,
    menu_by_redirect,
    proved,
    standing_at,
)
from tests.printed import printed_site

BUSY = "<script>alert('系統忙碌，未處理您的要求')</script>"
Sent = Callable[[Server, Backend], object]


def _changed(server: Server, at: Backend) -> object:  # noqa: F811
    menu_by_redirect(server, at, (PASSWORD_FORM, f"<p>更改密碼成功</p>{BUSY}{PASSWORD_FORM}"))
    return at.portal.change_password(PASSWORD, PASSWORD)


def _saved(server: Server, at: Backend) -> object:  # noqa: F811
    menu_by_redirect(server, at, (contact("0900000000"), contact("0911111111", f"<p>異動儲存成功</p>{BUSY}")))
    return at.portal.save_contact({"mobile_phone": "0911111111"})


def _saved_elsewhere(server: Server, at: Backend) -> object:  # noqa: F811
    menu_by_redirect(server, at, (contact("0900000000"), f"<p>異動儲存成功</p>{BUSY}"))
    return at.portal.save_contact({"mobile_phone": "0911111111"})


def _sent(server: Server, at: Backend) -> object:  # noqa: F811
    server.replies["/"] = HOME
    first = ACCOUNT_DOOR + "<input type='submit' name='ask' value='發送簡訊動態碼'>"
    phone = "<p>請輸入帳號登記的手機門號(10碼)：<input name='no'></p><input type='submit' name='go' value='確定發送'>"
    standing_at(server, "/Apply.aspx", first, phone, f"<h2>動態碼簡訊發送成功</h2>{BUSY}")
    return at.account.send_code(ID, "0911111111")


def _activated(server: Server, at: Backend) -> object:  # noqa: F811
    proved(server, at, REFUSED + ACTIVATED)
    return at.account.activate(ALIAS, None)


def _reset(server: Server, at: Backend) -> object:  # noqa: F811
    proved(server, at, f"<p>重置雲端服務密碼成功</p>{BUSY}", behind=RESET)
    return at.account.reset_cloud_password(PASSWORD)


def _verified(server: Server, at: Backend) -> object:  # noqa: F811
    server.replies["/"] = HOME
    standing_at(server, "/Apply.aspx", ACCOUNT_DOOR, BUSY + SETTINGS)
    at.account.regulations()
    return at.account.verify_code(ID, CODE)


def _signed_in(server: Server, at: Backend) -> object:  # noqa: F811
    standing_at(server, "/General/Login.aspx", PORTAL_DOOR, BUSY + MENU)
    at.portal.sign_in_page()
    return at.portal.sign_in(ID, PASSWORD, "abcd", "T")


@pytest.mark.parametrize("act", [_changed, _saved, _saved_elsewhere, _sent, _activated, _reset, _verified, _signed_in])
def test_done_and_refused_on_one_page_is_unknown(server: Server, at: Backend, act: Sent) -> None:  # noqa: F811
    """O-10, R-01: neither a success nor a refusal, for the change may have been made: it is read back."""
    with pytest.raises(AnswerLost) as lost:
        act(server, at)
    assert lost.value.why is Why.AMBIGUOUS
    assert lost.value.said


def test_after_such_an_answer_the_site_is_asked(server: Server, at: Backend) -> None:  # noqa: F811
    """Nothing of the contradicting page is kept, by which it would be read back."""
    views = proved(server, at, REFUSED + ACTIVATED)
    with pytest.raises(AnswerLost):
        at.account.activate(ALIAS, None)
    views.first = ACTIVATED
    assert at.account.activation().standing is Standing.ACTIVATED


def _garbled(body: str) -> bytes:
    """A page of which every character beyond ASCII has lost its first byte: its words are in no charset."""
    return bytes(each for each in body.encode() if not 0xC2 <= each <= 0xF4)


def test_an_answer_that_cannot_be_read_proves_nothing(server: Server, at: Backend) -> None:  # noqa: F811
    """H-09, R-01: an address without a form is shown after a success, and stands on a refusal too."""
    proved(server, at)
    server.replies["/Apply.aspx"] = page(_garbled(f"{REFUSED}<p>{ALIAS}@ntuh.gov.tw</p>"))
    with pytest.raises(AnswerLost):
        at.account.activate(ALIAS, None)


SEARCH = "<form action=/s><p>全站檢索 <input name=k><input type=submit value=搜尋></p></form>"


def test_the_address_in_place_of_its_box_is_shown_beside_a_search_box_too(server: Server, at: Backend) -> None:  # noqa: F811
    """The site's search asks nobody whether the address is right."""
    proved(server, at)
    server.replies["/Apply.aspx"] = page(f"{SEARCH}<p>雲端服務帳號 {ALIAS}@ntuh.gov.tw 啟用作業已受理</p>")
    assert at.account.activate(ALIAS, None).alias == ALIAS


def test_a_name_that_cannot_be_read_spoils_no_answer(server: Server, at: Backend) -> None:  # noqa: F811
    """Names have characters of the hospital's own; the sentence beside them is read."""
    proved(server, at)
    server.replies["/Apply.aspx"] = page(ACTIVATED.replace("陳怡芬", "?怡芬").encode().replace(b"?", b"\xfa\x40"))
    assert at.account.activate(ALIAS, None).alias == ALIAS


def test_what_is_said_of_the_account_behind_the_code_is_told(server: Server, at: Backend) -> None:  # noqa: F811
    """J5.6: that it was activated before is no word against the code."""
    server.replies["/"] = HOME
    standing_at(server, "/Apply.aspx", ACCOUNT_DOOR, "<script>alert('此帳號已啟用雲端服務')</script>" + SETTINGS)
    at.account.regulations()
    with pytest.raises(errors.AlreadyActivated):
        at.account.verify_code(ID, CODE)


TWO = "<p>驗證碼：<input name='a'></p><p>驗證碼：<input name='b'></p>"


def test_two_boxes_for_the_picture_code_after_a_sign_in_are_unknown(server: Server, at: Backend) -> None:  # noqa: F811
    """R-01: the sign-in has left; whatever the page is, it is read back."""
    standing_at(server, "/General/Login.aspx", PORTAL_DOOR, TWO)
    at.portal.sign_in_page()
    with pytest.raises(AnswerLost):
        at.portal.sign_in(ID, PASSWORD, "abcd", "T")
    standing_at(server, "/Login", PORTAL_DOOR.partition("</select></p>")[2], TWO)
    with pytest.raises(AnswerLost):
        at.mail.sign_in(ALIAS, PASSWORD, "abcd")


def test_such_boxes_with_a_message_are_unknown_too(server: Server, at: Backend) -> None:  # noqa: F811
    """J1.5 takes the door with an unknown message for a refusal; this is not the door."""
    standing_at(server, "/General/Login.aspx", PORTAL_DOOR, TWO + "<script>alert('另一句話')</script>")
    at.portal.sign_in_page()
    with pytest.raises(AnswerLost):
        at.portal.sign_in(ID, PASSWORD, "abcd", "T")


def test_such_boxes_behind_the_way_out_confirm_nothing(server: Server, at: Backend) -> None:  # noqa: F811
    """N-04: the way out raises nothing, whatever page it leads to."""
    menu_by_redirect(server, at, (TWO,))
    assert at.portal.sign_out() is SignOut.UNCONFIRMED


def test_a_form_that_leads_nowhere_after_a_sign_in_is_unknown(server: Server, at: Backend) -> None:  # noqa: F811
    """CP is told by where a form would send a password; an address that cannot be read tells nothing."""
    odd = "<form action='http://[oops'><input type='password' name='w'></form>"
    server.replies["/General/Login.aspx"] = page(f"<form method='post' action='/in'>{PORTAL_DOOR}</form>")
    server.replies["/in"] = page(odd)
    at.portal.sign_in_page()
    with pytest.raises(AnswerLost):
        at.portal.sign_in(ID, PASSWORD, "abcd", "T")


# --- inside or outside (J0.2) ----------------------------------------------------------------------------------------


ENTRY = "<a href='/Apply.aspx'>啟用網路帳號及首次雲端帳號密碼設定</a>"


@pytest.mark.parametrize(
    ("reply", "state", "inside"),
    [
        (HOME, SiteState.UP, True),
        (page("<p>暫停服務</p>"), SiteState.MAINTENANCE, True),
        (page(f"{ENTRY}<table><tr><td>VPN展延申請<td>暫停服務</table>"), SiteState.UP, True),
        (page("<p>another page</p>"), SiteState.CHANGED, None),
        (page("{}", kind="application/json"), SiteState.CHANGED, None),
        (redirect(302, "http://login.hotspot.example/"), SiteState.CHANGED, False),
        (redirect(302, "https://login.hotspot.example/"), SiteState.CHANGED, False),
        (page("<meta http-equiv=refresh content='0;url=https://hotspot.example/'>"), SiteState.CHANGED, False),
        (
            page("<form action='https://hotspot.example/'><input type='password' name='w'></form>"),
            SiteState.NETWORK_SIGN_IN,
            False,
        ),
        (page("", status=500), SiteState.DOWN, False),
    ],
    ids=[
        "up",
        "closed",
        "one_of_its_services",
        "changed",
        "no_page",
        "hotspot",
        "hotspot_https",
        "hotspot_moves",
        "network",
        "down",
    ],
)
def test_inside_is_claimed_by_the_sites_own_page_alone(
    server: Server, reply: bytes, state: SiteState, *, inside: bool | None
) -> None:
    """F10: a network of its own that leads elsewhere is outside; a page that nobody knows tells neither."""
    server.replies["/"] = reply
    backend = open_web(printed_site(servers={"account": server.origin}), ManualClock(), limits=QUICK)
    found = backend.account.reach()
    assert (found.state, found.inside) == (state, inside)


def test_a_site_that_cannot_be_trusted_tells_neither(authority: trustme.CA) -> None:
    """TL: who answered is not known."""
    with Server(tls=secured(authority.issue_cert("127.0.0.1"))) as stranger:
        backend = open_web(printed_site(servers={"account": stranger.origin}), ManualClock(), limits=QUICK)
        found = backend.account.reach()
    assert (found.state, found.inside) == (SiteState.UNTRUSTED, None)


# --- an UpdatePanel's answer -----------------------------------------------------------------------------------------

BOX = Clue(("動態碼",))
NEXT = Clue(("下一步",))
OLD = page(
    "<form method='post' action='/panel'><input type='hidden' name='__VIEWSTATE' id='__VIEWSTATE' value='one'>"
    "<div id='panel'><p>帳號：<input name='u'></p></div><input type='submit' name='go' value='下一步'></form>"
    "<script>alert('以前說過的話')</script>"
)


def parts(*each: tuple[str, str, str]) -> bytes:
    """Such an answer, as the server sends it to a form that was sent whole."""
    text = "".join(f"{len(content)}|{kind}|{name}|{content}|" for kind, name, content in each)
    return page(text, kind="text/plain; charset=utf-8")


STATE = ("hiddenField", "__VIEWSTATE", "two")
NEW = parts(("updatePanel", "panel", "<p>動態碼：<input name='code'></p>"), STATE)


def pressed(server: Server, make: Make, reply: bytes, *, commit: bool = True) -> Page:
    server.replies.update({"/": OLD, "/panel": reply})
    client = make(server.origin)
    old = HttpEngine(client).open(f"{server.origin}/")
    act = old.act(NEXT)
    return HttpEngine(client).send(old.draft(act).press(act), commit=commit, on=old)


@pytest.mark.parametrize("commit", [True, False])
def test_an_answer_in_parts_is_the_page_with_these_parts(server: Server, make: Make, *, commit: bool) -> None:
    """The next form goes out with the new hidden state; what the old page said on loading is not said again."""
    new = pressed(server, make, NEW, commit=commit)
    assert not new.messages
    draft = new.draft(box := new.field(BOX))
    draft.put(box, "123456")
    assert draft.press(new.act(NEXT)).pairs == (("__VIEWSTATE", "two"), ("code", "123456"), ("go", "下一步"))


def test_an_answer_in_parts_to_a_page_made_of_parts(server: Server, make: Make) -> None:
    """What the first answer brought stays, but for what the second one replaces."""
    new = pressed(server, make, NEW)
    server.replies["/panel"] = parts(("hiddenField", "__VIEWSTATE", "three"), ("scriptStartupBlock", "", "alert('新')"))
    client = make(server.origin)
    act = new.act(NEXT)
    newest = HttpEngine(client).send(new.draft(act).press(act), commit=True, on=new)
    assert newest.field(BOX).name == "code"
    assert [each.text for each in newest.messages] == ["新"]
    act = newest.act(NEXT)
    assert ("__VIEWSTATE", "three") in newest.draft(act).press(act).pairs


def test_an_answer_in_parts_may_lead_on(server: Server, make: Make) -> None:
    """As a redirect does: by a GET, at servers that may be asked, five in all (H-01)."""
    server.replies["/next"] = page("<p>here</p>")
    assert pressed(server, make, parts(("pageRedirect", "", "%2fnext%3fa%3d1"))).lines == ("here",)
    assert server.requests[-1].line == "GET /next?a=1 HTTP/1.1"


def test_an_answer_in_parts_leads_nowhere_else(server: Server, other: Server, make: Make) -> None:
    """WH: no byte goes to another server, and a commit is read back."""
    with pytest.raises(AnswerLost) as lost:
        pressed(server, make, parts(("pageRedirect", "", f"{other.origin}/steal")))
    assert lost.value.why is Why.OTHER_HOST
    server.replies["/round"] = page("<meta http-equiv=refresh content='0;url=/round'>")
    with pytest.raises(AnswerLost) as lost:
        pressed(server, make, parts(("pageRedirect", "", "/round")))
    assert lost.value.why is Why.REDIRECTS
    assert not other.seen


@pytest.mark.parametrize(
    "reply",
    [
        parts(("error", "500", "")),
        parts(("error", "500", "Object reference"), STATE),
        page("9|updatePanel|p|x|", kind="text/plain"),
    ],
    ids=["silent", "in_words", "broken"],
)
def test_an_answer_in_parts_that_tells_an_error_is_no_page(server: Server, make: Make, reply: bytes) -> None:
    """Nothing of it is believed: a read that failed, or a commit of which nothing is known."""
    with pytest.raises(UnexpectedPage):
        pressed(server, make, reply, commit=False)
    with pytest.raises(AnswerLost):
        pressed(server, make, reply)


def test_parts_that_nobody_asked_for_are_no_page(server: Server, make: Make) -> None:
    """To a page that was only asked for they belong to nothing."""
    server.replies["/"] = NEW
    with pytest.raises(UnexpectedPage):
        HttpEngine(make(server.origin)).open(f"{server.origin}/")


def test_a_verb_goes_on_from_an_answer_in_parts(server: Server, at: Backend) -> None:  # noqa: F811
    """J6.5: the activation is done by a panel, and found there again."""
    server.replies.update(
        {"/": HOME, "/Apply.aspx": page(f"<form method='post' action='/prove'>{ACCOUNT_DOOR}</form>")}
    )
    settings = f"<form method='post' action='/panel'><div id='panel'>{SETTINGS}</div></form>"
    server.replies.update({"/prove": page(settings), "/panel": parts(("updatePanel", "panel", ACTIVATED))})
    at.account.regulations()
    at.account.verify_code(ID, CODE)
    assert at.account.activate(ALIAS, None).alias == ALIAS
    assert at.account.activation().standing is Standing.ACTIVATED
    assert server.count("POST", "/panel") == 1


# --- addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("base", ["https://a.example/x", "/x", "x"])
def test_the_query_of_an_address_is_never_lost(base: str) -> None:
    """Whatever stands before it."""
    assert absolute(base, "院.aspx?a=1#top").endswith("%E9%99%A2.aspx?a=1")


@pytest.mark.parametrize("send", [_changed, _saved_elsewhere])
def test_nothing_is_done_by_a_press_that_sent_nothing(
    server: Server,
    at: Backend,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    send: Sent,
) -> None:
    """Whatever the page shows: a box that asks once more shows what was typed, too; it is not called unknown either."""
    press, commits = HttpEngine.press, list[Page]()

    def unsent(self: HttpEngine, *given: object, commit: bool) -> Page:
        answer: Page = press(self, *given, commit=commit)  # type: ignore[arg-type]  # passed on as they are
        commits.extend([answer] if commit else [])
        answer.unsent = len(commits) > 1  # the sign-in comes before
        return answer

    monkeypatch.setattr(HttpEngine, "press", unsent)
    monkeypatch.setitem(globals(), "BUSY", "")
    with pytest.raises(UnexpectedPage) as failed:
        send(server, at)
    assert not isinstance(failed.value, AnswerLost)
