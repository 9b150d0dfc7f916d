"""Buttons, entries and pictures in the dresses that pages give them; the picture is what its bytes are."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest

from ntuh_onboard.backend.protocol import SignInPage
from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.form_kinds import SIGN_IN
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.common.clock import ManualClock
from tests.backend.web.servers import Server, page
from tests.printed import printed_site

NTUH = printed_site()
URL = "https://portal.example/a/Menu?x=1"
LINKS = {
    "an icon by a letter": "<a href=right><i class='material-icons'>lock</i> 更改密碼</a>",
    "an icon by a class": "<a href=right><span class='fa fa-key'>&#xf084;</span>更改密碼</a>",
    "a sign": "<a href=right>🔑 更改密碼</a>",
    "an arrow": "<a href=right>▶ 更改密碼 »</a>",
    "quoted": "<a href=right>「更改密碼」</a>",
    "two lines": "<a href=right>更改<br>密碼</a>",
    "two languages": "<a href=right>更改密碼<br>Change password</a>",
    "two languages in one line": "<a href=right>更改密碼 Change Password</a>",
    "the key of a terminal": "<a href=right>F10=更改密碼 CHANGE</a>",
    "two languages in one line, English first": "<a href=right>Change password 更改密碼</a>",
    "two languages, English first": "<a href=right><span>Change password</span><div>更改密碼</div></a>",
    "a card of title and note": "<a class=card href=right><h5>更改密碼</h5><p>請定期更換您的密碼</p></a>",
    "a card whose lines are made by a sheet": "<a href=right><span>更改密碼</span><span>請定期更換</span></a>",
    "a card with an icon and a place to break": (
        "<a href=right><i class='material-icons'>lock</i><h3>更改<wbr>密碼</h3><p>請定期更換</p></a>"
    ),
    "a card with a badge": "<a href=right>更改密碼 <span class='badge'>必要</span></a>",
    "a card that its script opens": (
        "<div class=card onclick=\"location.href='right'\"><h5>更改密碼</h5><p>請定期更換</p></div>"
    ),
    "a function's number before it": "<a href=right>HRP0101 更改密碼</a>",
    "a number before it": "<a href=right>1. 更改密碼</a>",
}


@pytest.mark.parametrize("how", LINKS)
def test_an_entry_is_found_in_whatever_dress(how: str) -> None:
    """Its title is its name; beside a card whose note speaks of the same thing."""
    other = "<a href=x><h5>密碼說明</h5><p>更改密碼</p></a><a href=y>如何更改密碼</a>"
    assert Page(other + LINKS[how], URL).act(Clue(("更改密碼",))).url == "https://portal.example/a/right"


@pytest.mark.parametrize(
    "link",
    [
        "<a href=right><div>請定期更換您的密碼</div><div>更改密碼</div></a>",
        "<a href=right><span><strong>更改密碼</strong><span>請定期更換</span></span><svg></svg></a>",
        "<a href=right title=更改密碼>PW-CHG</a>",
        "<a href=right aria-label=更改密碼><svg></svg>PW</a>",
    ],
)
def test_an_entry_is_told_by_a_note_where_nothing_else_has_its_name(link: str) -> None:
    """A card with its title below its note, a code with its name under the pointer."""
    assert Page(f"<a href=y>如何更改密碼</a>{link}", URL).act(Clue(("更改密碼",))).url.endswith("/right")
    assert Page(f"<a href=real>更改密碼</a>{link}", URL).act(Clue(("更改密碼",))).url.endswith("/real")


def test_an_entry_may_lead_to_a_part_of_the_same_page() -> None:
    """Where the page has that part; else it leads nowhere."""
    tab = "<a href='#change' onclick=\"showTab('change')\">更改密碼</a><div id=change></div>"
    assert Page(tab, URL).act(Clue(("更改密碼",))).within
    found = Page("<a href='#change'>更改密碼</a><div id=change></div>", URL).act(Clue(("更改密碼",)))
    assert (found.url, found.within) == (URL, True)
    with pytest.raises(UnexpectedPage):
        Page("<a href='#'>更改密碼</a><a href='#gone'>更改密碼</a>", URL).act(Clue(("更改密碼",)))


BUTTONS = (
    "<button name=right><span lang=en>Save changes</span><br><span lang=zh>異動儲存</span></button>",
    "<button name=right>異動儲存<br><small>Save changes</small></button>",
    "<button name=right><i class='bi bi-save'>x</i> 異動儲存</button>",
    "<input type=submit name=right value='異動儲存 Save'>",
    "<input type=submit name=right value='Save / 異動儲存'>",
)


@pytest.mark.parametrize("button", BUTTONS)
def test_a_button_is_found_in_whatever_dress(button: str) -> None:
    """As an entry is."""
    made = Page(f"<form method=post><button name=x>異動紀錄</button>{button}</form>", URL)
    assert made.act(Clue(("異動儲存",))).name == "right"


FORM = (
    "<form method=post action=/in>帳號 <input name=u> 密碼 <input type=password name=p> 驗證碼 <input name=c>{}"
    "<button>登入</button></form>"
)
PICTURES = {
    "an icon to reload it": "<img src=c.aspx><img src=reload.png alt=重新整理>",
    "an icon in a link": "<img src=c.aspx> <a href=#><img src=arrow.png></a>",
    "its name": "<img src=a.php><img id=imgCaptcha src=c.aspx><img src=b.php>",
    "a file beside what is made anew": "<img src=lock.svg><img src=c.aspx>",
    "by what is said of it": "<img src=x.ashx alt=校徽><img src=c.aspx alt=圖形驗證碼>",
}


@pytest.mark.parametrize("how", PICTURES)
def test_the_picture_beside_its_box(how: str) -> None:
    """Icons are no picture codes."""
    made = Page(FORM.format(PICTURES[how]), URL)
    box = made.form(SIGN_IN, NTUH.clue)["captcha"]
    assert made.image(NTUH.clue("captcha_picture"), beside=box).url == "https://portal.example/a/c.aspx"


def test_a_sign_in_the_boxes_own_row_is_no_picture_code() -> None:
    """The row has room for an icon only, and the picture is outside; one that stands alone is the code."""
    row = "<div>驗證碼 <input name=c><img id=c_icon alt='' src=/core/spacer.gif></div>"
    for beyond, right in (("<img src=/captcha/1 alt=''>", "/captcha/1"), ("", "/core/spacer.gif")):
        shown = FORM.format("").replace("驗證碼 <input name=c>", row + beyond)
        made = Page(shown, URL)
        box = made.field(Clue(("驗證碼",)))
        assert made.image(NTUH.clue("captcha_picture"), beside=box).url == f"https://portal.example{right}"


def test_two_pictures_that_nothing_tells_apart_are_not_guessed() -> None:
    """Never one of them at random."""
    made = Page(FORM.format("<img src=a.aspx><img src=b.aspx>"), URL)
    with pytest.raises(UnexpectedPage) as two:
        made.image(NTUH.clue("captcha_picture"), beside=made.form(SIGN_IN, NTUH.clue)["captcha"])
    assert (two.value.why, two.value.found) == (Why.AMBIGUOUS, 2)


GIF = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)


@pytest.fixture
def server() -> Iterator[Server]:
    """Portal and mail alike."""
    with Server() as made:
        yield made


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "", "application/octet-stream", "image/gif"])
def test_bytes_decide_what_a_picture_is(server: Server, kind: str) -> None:
    """The default type of the server's language says nothing."""
    server.replies.update({"/": page(FORM.format("<img src=/c>")), "/c": page(GIF, kind=kind)})
    portal = open_web(printed_site(servers={"portal": server.origin}), ManualClock()).portal
    assert portal.picture().data == GIF


def test_a_page_in_a_pictures_place_is_no_picture(server: Server) -> None:
    """Whatever type it is sent as."""
    server.replies.update({"/": page(FORM.format("<img src=/c>")), "/c": page("<p>x</p>", kind="image/png")})
    portal = open_web(printed_site(servers={"portal": server.origin}), ManualClock()).portal
    with pytest.raises(UnexpectedPage):
        portal.picture()


def test_a_picture_that_stands_in_the_page_itself(server: Server) -> None:
    """Nothing is asked for; another one is that of a new page."""
    shown = base64.b64encode(PNG).decode()
    server.replies["/"] = page(FORM.format(f"<img src='data:image/png;base64,{shown}'>"))
    portal = open_web(printed_site(servers={"portal": server.origin}), ManualClock()).portal
    assert portal.sign_in_page() == SignInPage((), "")
    assert portal.picture().data == PNG
    assert server.count("GET", "/") == 1
    assert portal.picture().data == PNG
    assert server.count("GET", "/") == 2


@pytest.mark.parametrize(
    ("options", "campuses", "default"),
    [
        ("<option value=''>請選擇<option value=T2>北護<option value=T0>總院區", ("T2", "T0"), "T0"),
        ("<option value=0>請選擇院區<option value=T2>北護<option value=T0>總院區", ("T2", "T0"), "T0"),
        ("<option value=T2 selected>北護<option value=T0>總院區", ("T2", "T0"), "T0"),
        ("<option value=T2>北護<option value=T4 selected>新竹", ("T2", "T4"), "T4"),
    ],
)
def test_the_campus_that_the_guide_names_is_taken(
    server: Server, options: str, campuses: tuple[str, ...], default: str
) -> None:
    """總院區, where the page offers it; 請選擇 is no campus."""
    server.replies["/"] = page(FORM.format(f"<img src=/c> 院區 <select name=s>{options}</select>"))
    found = open_web(printed_site(servers={"portal": server.origin}), ManualClock()).portal.sign_in_page()
    assert (tuple(each.value for each in found.campuses), found.default) == (campuses, default)


def test_a_sign_in_that_is_not_where_it_was_is_looked_for_at_the_beginning(server: Server) -> None:
    """The page of the profile may be left of an older site; what is at the beginning of the new one is the sign-in."""
    server.replies["/General/Login.aspx"] = page("<p>您尚未登入！</p><a href=/new>重新登入</a>")
    server.replies["/"] = page(FORM.format("<img src=/c>"))
    portal = open_web(printed_site(servers={"portal": server.origin}), ManualClock()).portal
    assert portal.sign_in_page() == SignInPage((), "")
