from __future__ import annotations

import socket
import sys
from contextlib import closing, suppress
from dataclasses import replace

import pytest

from ntuh_onboard.backend.protocol import SiteState
from ntuh_onboard.backend.web.engines import choice
from ntuh_onboard.backend.web.engines.browser.browser_engine import BrowserEngine
from ntuh_onboard.backend.web.engines.browser.rendered_page import LivePage
from ntuh_onboard.backend.web.engines.choice import BrowserChoice, NoBrowser, browser_of
from ntuh_onboard.backend.web.profile.site_profile import load_site
from ntuh_onboard.backend.web.sites.opening import open_web
from ntuh_onboard.backend.web.sites.portal import WebPortal
from ntuh_onboard.backend.web.sites.site_engines import SiteEngines
from ntuh_onboard.commands.composition import real
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.errors import AnswerLost
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.profiles.hospital_profile import named
from ntuh_onboard.startup.settings import Settings, SettingsError
from tests.backend.web.servers import Reply, Server, page, redirect

SITES = ("portal", "inner", "account", "mail")
DOOR = (
    "<form><p>院區 <select name=c><option value=T0>總院區</select><p>帳號 <input name=a>"
    "<p>密碼 <input type=password name=p>"
    "<p>驗證碼 <input name=v><img id=imgVerifyCode src=/c.gif><p><button type=button id=go>登入</button></form>"
    "<script src=/x.js></script>"
)
SIGN_IN = page(DOOR)


def test_a_page_that_needs_its_script_is_opened_in_a_browser_before_anything_is_typed(browser: BrowserChoice) -> None:
    with Server() as server:
        server.replies |= {"/": SIGN_IN, "/General/Login.aspx": SIGN_IN, "/x.js": page("1", kind="text/javascript")}
        profile = load_site(
            named("simulator"), servers=dict.fromkeys(("portal", "inner", "account", "mail"), server.origin)
        )
        opened = open_web(profile, ManualClock(), browser=replace(browser, always=False))
        portal = opened.portal
        assert isinstance(portal, WebPortal)
        with closing(portal._visit.engine):
            assert portal.reach().state is SiteState.UP
            assert [each.label for each in portal.sign_in_page().campuses] == ["總院區"]
            assert isinstance(portal._visit.engine._now, BrowserEngine)  # type: ignore[attr-defined]  # the choice of `auto`
        assert {each.line.split()[0] for each in server.requests} == {"GET"}


@pytest.mark.parametrize(
    "source",
    [
        b"<p>Loading<script>document.body.innerHTML = ",
        b"<p>A <a href=/help>B</a><p>C<p>D<p>E<script>document.body.innerHTML = ",
    ],
    ids=["empty", "with lines and a link"],
)
def test_a_sign_in_page_that_its_script_draws_is_opened_in_a_browser(browser: BrowserChoice, source: bytes) -> None:
    """Nothing but the words of its shell are in its source."""
    with Server() as server:
        form = SIGN_IN.partition(b"<form>")[2].partition(b"</form>")[0].decode()
        drawn = page(source.decode() + repr(f"<form>{form}</form>") + "</script>")
        server.replies |= {"/": drawn, "/General/Login.aspx": drawn}
        profile = load_site(named("simulator"), servers=dict.fromkeys(SITES, server.origin))
        portal = open_web(profile, ManualClock(), browser=replace(browser, always=False)).portal
        assert isinstance(portal, WebPortal)
        with closing(portal._visit.engine):
            assert portal.reach().state is SiteState.UP
            assert [each.label for each in portal.sign_in_page().campuses] == ["總院區"]
        assert {each.line.split()[0] for each in server.requests} == {"GET"}


@pytest.mark.parametrize("attribute", ["data-ajax=true", "data-remote=true", "hx-post=/in"])
def test_a_form_that_a_library_sends_is_opened_in_a_browser(browser: BrowserChoice, attribute: str) -> None:
    """It looks like any other form, and the server takes it only with what the script adds."""
    with Server() as server:
        sent = DOOR.replace("type=button id=go", "").replace("<form>", f"<form method=post action=/in {attribute}>")
        server.replies |= {"/": page(sent), "/General/Login.aspx": page(sent)}
        profile = load_site(named("simulator"), servers=dict.fromkeys(SITES, server.origin))
        portal = open_web(profile, ManualClock(), browser=replace(browser, always=False)).portal
        assert isinstance(portal, WebPortal)
        with closing(portal._visit.engine):
            portal.sign_in_page()
            assert isinstance(portal._visit.engine._now, BrowserEngine)  # type: ignore[attr-defined]  # as above


MENU = page("<p>林測試 您好</p><p>個人管理 <a href=/pwd>更改密碼</a> <a href=/out>登出</a>")
CHANGE = page(
    "<form method=post action=/pwd><p>請輸入舊密碼 <input type=password name=o>"
    "<p>請輸入新密碼 <input type=password name=n><p>請再輸入新密碼 <input type=password name=m>"
    "<p><button type=button id=go>更改密碼</button></form>"
    "<script>document.querySelector('button').addEventListener('click', async () => { await 0; "
    "document.forms[0].submit() })</script>"
)


def _signed_in_alone(inside: bytes) -> Reply:
    """Answer with this page whoever brings the session's cookie, and send everybody else to the door."""

    def answered(connection: socket.socket, request: bytes) -> None:
        known = b"sid=1" in request
        connection.sendall(inside if known else redirect(302, "/"))

    return answered


def test_a_page_behind_the_sign_in_that_needs_its_script_is_opened_in_a_browser_with_the_session(
    browser: BrowserChoice,
) -> None:
    """No second sign-in, which would cost a picture code, or a try."""
    with Server() as server:
        landed = page(status=302, headers=[("Location", "/menu"), ("Set-Cookie", "sid=1; path=/; HttpOnly")])
        door = page(DOOR.replace("type=button id=go", "").replace("<form>", "<form method=post action=/in>"))
        server.replies |= {
            "/": door,
            "/General/Login.aspx": door,
            "/in": landed,
            "/menu": _signed_in_alone(MENU),
            "/pwd": _signed_in_alone(CHANGE),
        }
        profile = load_site(
            named("simulator"), servers=dict.fromkeys(("portal", "inner", "account", "mail"), server.origin)
        )
        opened = open_web(profile, ManualClock(), browser=replace(browser, always=False))
        portal = opened.portal
        assert isinstance(portal, WebPortal)
        with closing(portal._visit.engine):
            portal.sign_in_page()
            portal.sign_in("104567", Secret("Old-pass-1"), "ABC123", "T0")
            with suppress(AnswerLost):  # what follows is the same page again
                portal.change_password(Secret("Old-pass-1"), Secret("New-pass-2"))
            assert isinstance(portal._visit.engine._now, BrowserEngine)  # type: ignore[attr-defined]  # as above
        posted = [each.line.split()[1] for each in server.requests if each.line.startswith("POST")]
        assert posted == ["/in", "/pwd"]


def test_a_browser_that_is_asked_for_and_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoBrowser, match="/nowhere is no file"):
        browser_of("browser", "/nowhere")
    monkeypatch.setattr(choice, "installed_browsers", tuple)
    with pytest.raises(NoBrowser, match="no Edge, Chrome or Chromium"):
        browser_of("browser")
    assert browser_of("auto") is None
    assert browser_of("http", "/nowhere") is None


def test_where_no_file_may_be_written_no_browser_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a student's process of a kiosk: pages that need their script are named at once."""
    monkeypatch.setattr(choice, "_may_write_files", lambda: False)
    assert browser_of("auto") is None
    with pytest.raises(NoBrowser, match="no file may be written here"):
        browser_of("browser")


def test_a_window_is_shown_only_where_there_is_a_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Said at the start: a browser that cannot open its window does not start at all."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(SettingsError, match="--show-browser: there is no desktop"):
        real(Settings(show_browser=True))
    with pytest.raises(SettingsError, match="--show-browser: with --engine http"):
        real(Settings(show_browser=True, engine="http"))
    with pytest.raises(NoBrowser, match="--show-browser: there is no desktop"):
        browser_of("auto", shown=True)


def test_a_run_with_a_browser_that_is_missing_is_refused_at_the_start() -> None:
    """Not on the lane, where it would look like a fault of the program."""
    with pytest.raises(SettingsError, match="--engine browser: /nowhere is no file"):
        real(Settings(engine="browser", browser="/nowhere"))


def test_a_browser_that_runs_is_used_for_the_other_sites_from_their_next_session_on(browser: BrowserChoice) -> None:
    """Where one site of a hospital needs its scripts, a page behind another's first one most likely does."""
    with Server() as server:
        server.replies["/"] = page("<p>hier")
        assert browser.process.ready()
        profile = load_site(named("simulator"), servers=dict.fromkeys(SITES, server.origin))
        engine = SiteEngines(profile, browser=replace(browser, always=False)).of("account")
        with closing(engine):
            engine.forget()
            assert isinstance(engine.open(f"{server.origin}/"), LivePage)
