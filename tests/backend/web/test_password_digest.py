"""The portal's password as its page sends it: the digest exactly where the page's own script asks for one (J1.5)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from ntuh_onboard.backend.protocol import Backend
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.backend.web.sites.portal import WebPortal
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.secret import Secret
from tests.backend.web.conftest import QUICK
from tests.backend.web.servers import Server, page
from tests.printed import printed_site

PASSWORD, NEW = Secret("密碼Harbour-64"), Secret("Lantern-22-kite")
NAME = "CheckAndSetPassTextBox"


def door(button: str = "", script: str = "", form: str = "") -> bytes:
    """The sign-in page, whose box takes 20 characters."""
    return page(
        f"<script>{script}</script><form method=post action=/in {form}><p>院區 <select name=c><option value=T>總院區"
        "</select></p><p>帳號 <input name=u></p><p>密碼 <input type=password name='C$txtPass' maxlength=20></p>"
        f"<p>驗證碼 <input name=v><img src=/v.gif></p><input type=submit value=登入 {button}></form>"
    )


PAGES = {
    "none": (door(), False),
    "the button": (door(button=f"onclick=\"{NAME}('txtPass')\""), True),
    "the button, as a link would": (door(button=f"onclick=\"javascript:return {NAME}('txtPass');\""), True),
    "the form": (door(form=f"onsubmit=\"{NAME}('txtPass')\""), True),
    "a script that defines it": (door(script=f"function {NAME}(id){{}}"), True),
    "a script that hands it over": (door(script=f"$('#b').click(function(){{{NAME}($('#txtPass').get(0))}})"), True),
    "by the id of a container": (door(button=f"onclick=\"{NAME}(document.getElementById('C$txtPass'))\""), True),
    "a comment": (door(script=f"/* {NAME}('txtPass') */ // {NAME}('txtPass')"), False),
    "another function": (door(button="onclick=\"CheckPassTextBox('txtPass')\""), False),
    "a text": (door(script=f"var s='{NAME}'"), False),
}


def sent(server: Server, path: str) -> dict[str, list[str]]:
    body = next(each.body for each in reversed(server.requests) if each.path == path)
    return parse_qs(body.decode())


def made(password: Secret) -> str:
    return hashlib.md5(password.reveal().encode(), usedforsecurity=False).hexdigest()


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """One that a test may write; by itself the packaged one."""
    path = tmp_path / "mine.toml"
    path.write_text('extends = "ntuh"\n', encoding="utf-8")
    return path


@pytest.fixture
def at(server: Server, profile: Path) -> Iterator[Backend]:
    sites = printed_site(profile, servers=dict.fromkeys(("portal", "inner", "account", "mail"), server.origin))
    opened = open_web(sites, ManualClock(), limits=QUICK)
    assert isinstance(opened.portal, WebPortal)
    server.replies["/in"] = page("<a href=/p>更改密碼</a>")
    with closing(opened.portal._visit.engine):
        yield opened


def sign_in(at: Backend) -> None:
    at.portal.sign_in_page()
    at.portal.sign_in("104567", PASSWORD, "abcd", "T")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_tells_how_its_password_is_sent(server: Server, at: Backend, name: str) -> None:
    """32 lower-case figures of its UTF-8 into a box of 20, and never into a page that asks for none; sent once."""
    server.replies["/General/Login.aspx"], hashed = PAGES[name]
    sign_in(at)
    assert sent(server, "/in")["C$txtPass"] == [made(PASSWORD) if hashed else PASSWORD.reveal()]
    assert server.count("POST", "/in") == 1


@pytest.mark.parametrize(("rule", "name", "hashed"), [("plain", "the button", False), ("md5", "none", True)])
def test_staff_can_settle_it(server: Server, at: Backend, profile: Path, rule: str, name: str, *, hashed: bool) -> None:
    """A script in a file of its own cannot be seen; what the profile says then holds."""
    profile.write_text(f'extends = "ntuh"\n[rules]\nportal_password = "{rule}"\n', encoding="utf-8")
    sites = printed_site(profile, servers=dict.fromkeys(("portal", "inner", "account", "mail"), server.origin))
    server.replies["/General/Login.aspx"] = PAGES[name][0]
    opened = open_web(sites, ManualClock(), limits=QUICK)
    assert isinstance(opened.portal, WebPortal)
    with closing(opened.portal._visit.engine):
        sign_in(opened)
    assert sent(server, "/in")["C$txtPass"] == [made(PASSWORD) if hashed else PASSWORD.reveal()]


@pytest.mark.parametrize(
    ("calls", "hashed"),
    [("", ()), (f"{NAME}('o')", ("o",)), (f"{NAME}('o');{NAME}('n');{NAME}('m')", ("o", "n", "m"))],
)
def test_a_page_for_a_new_password_tells_it_too(
    server: Server, at: Backend, calls: str, hashed: tuple[str, ...]
) -> None:
    """Each box by itself."""
    server.replies["/General/Login.aspx"] = PAGES["the button"][0]
    server.replies["/p"] = page(
        "<form method=post action=/new><p>請輸入舊密碼 <input type=password name=o></p><p>請輸入新密碼 <input "
        "type=password name=n></p><p>請再輸入新密碼 <input type=password name=m></p>"
        f'<input type=submit value=更改密碼 onclick="{calls}"></form>'
    )
    server.replies["/new"] = page("<p>密碼已變更</p>")
    sign_in(at)
    at.portal.change_password(PASSWORD, NEW)
    typed = {"o": PASSWORD, "n": NEW, "m": NEW}
    assert sent(server, "/new") == {
        **{box: [made(text) if box in hashed else text.reveal()] for box, text in typed.items()}
    }
