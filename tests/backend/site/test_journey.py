"""The whole journey in a browser's way, over http and https."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from ntuh_onboard.backend.contract.subject import ONE_EACH
from ntuh_onboard.backend.site.simulator import Setting, Site
from tests.backend.site.browser import ALIAS, NEW_CLOUD, NEW_PORTAL, Browser, whole_journey
from tests.backend.site.conftest import setting


@pytest.mark.parametrize("https", [False, True])
def test_the_whole_journey(opened: Callable[[Setting], Site], *, https: bool) -> None:
    """Every commit takes effect once, and no form held what nobody had offered."""
    site = opened(setting(https=https))
    with Browser(site) as browser:
        whole_journey(browser)
        assert dict(site.stage.port.commits()) == ONE_EACH
        assert not [each for each in site.stage.judged() if each.wrong]
        (saved,) = [each for each in site.stage.judged() if each.pressed == "save"]
        assert saved.changed == ("english_given",)
        for cookie in browser.session.cookies:
            assert cookie.secure is https
            assert cookie.has_nonstandard_attr("HttpOnly")
            assert cookie.get_nonstandard_attr("SameSite") == "Lax"


def test_session_stands_in_the_portals_addresses_alone(browser: Browser) -> None:
    """N-02: the other sites have their cookies only."""
    whole_journey(browser)
    with_session = [url for url in browser.hops if "SESSION=" in url]
    portals = (browser.site.urls["portal"], browser.site.urls["inner"])
    assert with_session
    assert all(url.startswith(portals) for url in with_session)
    assert all(re.search(r"SESSION=[0-9A-F]{32}(&|$)", url) for url in with_session)
    hosts = {url.split("/")[2].split(":")[0] for url in portals}
    assert len(hosts) == 2, "the inner pages are on a host of their own"


def test_signing_in_makes_new_cookies(browser: Browser) -> None:
    """N-01: the session from before the sign-in opens nothing."""
    browser.open("portal")
    before = browser.session.cookies["ASP.NET_SessionId"]
    browser.sign_in(browser.person())
    assert browser.session.cookies["ASP.NET_SessionId"] not in {before, ""}
    assert browser.session.cookies["_CK_NTUHPortal"]


def test_the_menu_shows_notices_and_the_rest_is_not_here(browser: Browser) -> None:
    """J1.6: 公告 and counts; entries that practice has not say so."""
    browser.sign_in(browser.person())
    assert "全院公告 2" in browser.words
    assert "總院差勤待簽 0" in browser.words
    browser.click("員工待遇福利查詢")
    assert browser.alert == "練習系統未提供此功能"
    browser.click("維護個人連絡資料")
    assert "異動儲存" in browser.words


def test_the_strength_panel_is_refreshed_alone(browser: Browser) -> None:
    """密碼強度檢核 answers `length|type|id|content|`, and its hidden fields count from then on."""
    browser.sign_in(browser.person())
    browser.click("更改密碼")
    panel = browser.name("password", "strength")
    values = {
        **browser.page.values,
        "__EVENTTARGET": panel,
        "__ASYNCPOST": "true",
        "ScriptManager1": f"{panel}|{panel}",
        browser.name("password", "portal_new"): "abcdefgh",
    }
    url, before = browser.answer.url, browser.answer
    browser.post(url, values)
    pieces, rest = [], browser.answer.text
    while found := re.match(r"(\d+)\|(\w+)\|([^|]*)\|", rest):
        end = found.end() + int(found[1])
        pieces.append((found[2], found[3], rest[found.end() : end]))
        assert rest[end] == "|"
        rest = rest[end + 1 :]
    assert not rest
    assert pieces[0] == ("updatePanel", "NTUHWeb1_UpdatePanel1", "<span>需包含數字</span>")
    hidden = {name: content for kind, name, content in pieces if kind == "hiddenField"}
    browser.answer = before
    old = browser.person().password.reveal()
    filled = {"portal_old": old, "portal_new": NEW_PORTAL, "portal_again": NEW_PORTAL}
    names = {browser.name("password", key): value for key, value in filled.items()}
    browser.send({**names, **hidden}, browser.name("password", "change"))
    assert browser.alert == "更改密碼成功"


def test_an_authenticator_needs_no_message(browser: Browser) -> None:
    """J5.4: the same box takes its code."""
    who = browser.person()
    browser.open("account", "/Account/Activate")
    shown = browser.site.stage.port.authenticator_code(who.employee_id)
    assert shown is not None
    browser.fill("activate", "next", employee_id=who.employee_id, code=shown.reveal())
    assert "設定密碼與郵件別名" in browser.words
    assert who.name in browser.words
    assert "account.send_code" not in browser.site.stage.port.commits()


def test_cancelling_activates_nothing(browser: Browser) -> None:
    """J6.5: 取消啟用 leaves the step open; 取消 sends no message."""
    browser.open("account", "/Account/Activate")
    browser.fill("activate", "send", employee_id=browser.person().employee_id)
    browser.fill("phone", "cancel")
    assert "account.send_code" not in browser.site.stage.port.commits()
    browser.prove(browser.person())
    browser.fill("settings", "cancel", alias=ALIAS)
    browser.open("account", "/Account/Settings")
    browser.fill("settings", "activate", alias=ALIAS, cloud_password=NEW_CLOUD, cloud_again=NEW_CLOUD)
    assert browser.alert == "啟用雲端服務成功"
    assert browser.site.stage.port.commits()["account.activate"] == 1


def test_the_activation_is_read_back(browser: Browser) -> None:
    """RB-10: the page tells the address and the day; there is nothing left to activate."""
    browser.prove(browser.person())
    browser.fill("settings", "activate", alias=ALIAS, cloud_password=NEW_CLOUD, cloud_again=NEW_CLOUD)
    browser.open("account", "/Account/Settings")
    assert not browser.alert
    assert "2026/11/25" in browser.words
    assert f"{ALIAS}@ntuh.gov.tw" in browser.words
    assert browser.name("settings", "alias") not in browser.page.values


def test_the_page_may_ask_for_no_password(browser: Browser) -> None:
    """J6.6."""
    browser.site.stage.port.switch("asks_password", value=False)
    browser.prove(browser.person())
    assert browser.name("settings", "cloud_password") not in browser.page.values
    browser.fill("settings", "activate", alias=ALIAS)
    assert browser.alert == "啟用雲端服務成功"


def test_the_mail_opens_the_day_after(browser: Browser) -> None:
    """J7.4: its picture code is of small letters and digits, 記住登入資訊 is not ticked."""
    browser.prove(browser.person())
    browser.fill("settings", "activate", alias=ALIAS, cloud_password=NEW_CLOUD, cloud_again=NEW_CLOUD)
    _mail(browser)
    assert browser.alert == "服務於設定完成隔日生效"
    browser.site.stage.port.jump(24 * 60 * 60)
    _mail(browser)
    assert "收件匣" in browser.words
    browser.fill("inbox", "sign_out")
    assert "您已登出系統" in browser.words


def _mail(browser: Browser) -> None:
    browser.open("mail")
    text = browser.picture()
    assert text == text.lower()
    assert browser.name("mail", "remember") not in browser.page.values
    browser.fill("mail", "sign_in", alias=ALIAS, cloud_password=NEW_CLOUD, captcha=text)
