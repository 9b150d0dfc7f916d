"""Hidden state, event validation, cookies: what was not given to this browser, on this page, just now, is refused."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
import requests

from ntuh_onboard.backend.site.simulator import Site
from tests.backend.site.browser import ALIAS, NEW_CLOUD, NEW_PORTAL, Browser
from tests.patience import PATIENCE

STALE, INVALID = "網頁已過期，請重新操作", "網頁內容驗證失敗，未處理您的要求"
HIDDEN = ("__VIEWSTATE", "__EVENTVALIDATION", "__VIEWSTATEGENERATOR")


@pytest.fixture
def other(site: Site) -> Iterator[Browser]:
    """A second browser."""
    with Browser(site) as made:
        yield made


def state(browser: Browser) -> dict[str, str]:
    """The page's hidden state."""
    return {name: browser.page.values[name] for name in HIDDEN}


def change(browser: Browser, **other: str) -> None:
    """Send the form of 更改密碼 with these pairs beside it."""
    old = browser.person().password.reveal()
    filled = {"portal_old": old, "portal_new": NEW_PORTAL, "portal_again": NEW_PORTAL}
    names = {browser.name("password", key): value for key, value in filled.items()}
    browser.send({**names, **other}, browser.name("password", "change"))


def at_the_password(browser: Browser, kind: str = "fresh") -> None:
    browser.sign_in(browser.person(kind))
    browser.click("更改密碼")


def unchanged(browser: Browser) -> bool:
    return "portal.change_password" not in browser.site.stage.port.commits()


def test_view_state_is_bound_to_its_session(browser: Browser, other: Browser) -> None:
    """N-06: another student's is refused, and one's own then taken."""
    at_the_password(browser)
    at_the_password(other, "changed")
    change(browser, **state(other))
    assert browser.alert == STALE
    assert unchanged(browser)
    change(browser)
    assert browser.alert == "更改密碼成功"


def test_view_state_is_bound_to_its_page(browser: Browser) -> None:
    """The menu's opens no other form."""
    browser.sign_in(browser.person())
    menus = state(browser)
    browser.click("更改密碼")
    change(browser, **menus)
    assert browser.alert == STALE
    assert unchanged(browser)


def test_only_the_last_page_counts(browser: Browser) -> None:
    """N-06: a form from before the page was shown again, or sent once already, is refused."""
    at_the_password(browser)
    old = state(browser)
    browser.get(browser.answer.url)
    change(browser, **old)
    assert browser.alert == STALE
    used = state(browser)
    change(browser)
    assert browser.alert == "更改密碼成功"
    change(browser, **used)
    assert browser.alert == STALE
    assert browser.site.stage.port.commits()["portal.change_password"] == 1


@pytest.mark.parametrize("name", HIDDEN[:2])
@pytest.mark.parametrize("spoil", ["", "x", "/wEA", "漢", "flipped"])
def test_spoilt_state_is_refused(browser: Browser, name: str, spoil: str) -> None:
    """A byte more, less or other."""
    at_the_password(browser)
    right = browser.page.values[name]
    turned = right[:8] + ("A" if right[8] != "A" else "B") + right[9:]
    change(browser, **{name: turned if spoil == "flipped" else spoil})
    assert browser.alert in {STALE, INVALID}
    assert unchanged(browser)


def test_what_was_not_offered_is_refused(browser: Browser) -> None:
    """Event validation: a foreign choice, a foreign name, a foreign event, a second button."""
    who = browser.person()
    for wrong in (
        {"ddlHospital": "T9"},
        {"rdblQuickMenu": "Z"},
        {"txtAdmin": "1"},
        {"__EVENTTARGET": "btnAdmin"},
        {"__ASYNCPOST": "true"},
    ):
        browser.open("portal")
        filled = {
            "employee_id": who.employee_id,
            "portal_password": who.password.reveal(),
            "captcha": browser.picture(),
        }
        names = {browser.name("login", key): value for key, value in filled.items()}
        browser.send({**names, **wrong}, "imgBtnSubmitNew", image=True)
        assert browser.alert == INVALID, wrong
        (judged,) = browser.site.stage.judged()[-1:]
        assert set(judged.wrong) == {*wrong}
    assert "portal.sign_in" not in browser.site.stage.port.commits()


def test_a_name_sent_twice_is_refused(browser: Browser) -> None:
    """P-12: no guessing which of two was meant."""
    at_the_password(browser)
    values = [*browser.page.values.items(), (browser.name("password", "portal_old"), "x")]
    values.append((browser.name("password", "change"), "更改密碼"))
    answer = browser.session.post(browser.answer.url, values, timeout=PATIENCE)
    assert INVALID in answer.text


def test_a_missing_control_is_refused(browser: Browser) -> None:
    """C-02: also where it is the picture code's."""
    browser.open("portal")
    values = {**browser.page.values, "imgBtnSubmitNew.x": "1", "imgBtnSubmitNew.y": "1"}
    del values["txtVerifyCode"]
    browser.post(urljoin(browser.answer.url, "Login.aspx"), values)
    assert browser.alert == INVALID


def test_no_button_does_nothing(browser: Browser) -> None:
    """A form without its button is shown again."""
    at_the_password(browser)
    browser.send({})
    assert unchanged(browser)
    assert "請輸入舊密碼" in browser.words


def test_the_menu_opens_what_it_offers(browser: Browser) -> None:
    """An argument that was never on the menu is refused."""
    browser.sign_in(browser.person())
    browser.send({"__EVENTTARGET": browser.name("menu", "menu"), "__EVENTARGUMENT": "99"})
    assert browser.alert == INVALID


def test_the_portal_wants_session_and_both_cookies(browser: Browser, other: Browser) -> None:
    """Each of the three alone, or of two students, opens nothing."""
    browser.sign_in(browser.person())
    url = browser.answer.url
    other.get(url)
    assert "您好!" not in other.words
    other.sign_in(other.person("changed"))
    other.get(url)
    assert "您好!" not in other.words
    del browser.session.cookies["_CK_NTUHPortal"]
    browser.get(url)
    assert "您好!" not in browser.words


def test_the_inner_pages_want_a_session(browser: Browser) -> None:
    """Without it, with a wrong one, and after the sign-out: the sign-in page."""
    browser.sign_in(browser.person())
    browser.click("更改密碼")
    url = browser.answer.url
    browser.click("登出系統")
    assert "您已登出系統" in browser.words
    for tried in (url, url.partition("?")[0], url.partition("=")[0] + "=" + "0" * 32):
        browser.get(tried)
        assert browser.alert == "連線已逾時，請重新登入"


def test_no_step_of_the_account_site_can_be_skipped(browser: Browser) -> None:
    """O-08: page by page, and form by form."""
    for path in ("/Account/Settings", "/Account/Phone", "/Account/Sent"):
        browser.open("account", path)
        assert "網路帳號 / 主職員工編號" in browser.words
        assert "帳號姓名" not in browser.words
    form = {"MailAlias": ALIAS, "NewPassword": NEW_CLOUD, "ConfirmPassword": NEW_CLOUD, "Enable": "啟用雲端服務"}
    browser.post(f"{browser.site.urls['account']}/Account/Settings", form)
    browser.open("account", "/Account/Activate")
    token = {"__RequestVerificationToken": browser.page.values["__RequestVerificationToken"]}
    browser.post(f"{browser.site.urls['account']}/Account/Settings", {**form, **token})
    assert "account.activate" not in browser.site.stage.port.commits()


def test_a_proof_makes_a_new_cookie(browser: Browser, other: Browser) -> None:
    """N-01: the cookie from before the proof opens nothing."""
    browser.open("account", "/Account/Activate")
    before = browser.session.cookies["account"]
    browser.prove(browser.person())
    other.session.cookies.set("account", before, domain="127.0.0.1")
    other.open("account", "/Account/Settings")
    assert "帳號姓名" not in other.words


def test_the_number_is_the_sessions_not_the_forms(browser: Browser) -> None:
    """O-07: no field says whose number it is."""
    browser.open("account", "/Account/Activate")
    browser.fill("activate", "send", employee_id=browser.person().employee_id)
    assert set(browser.page.values) == {"__RequestVerificationToken", "Mobile"}
    browser.send({"Account": browser.person("changed").employee_id, "Mobile": "0990104568"}, "ConfirmSend")
    assert browser.alert == INVALID


def test_a_form_pressed_twice_at_once_commits_once(browser: Browser) -> None:
    """R-02, also where both come together."""
    browser.prove(browser.person())
    names = {"alias": ALIAS, "cloud_password": NEW_CLOUD, "cloud_again": NEW_CLOUD}
    filled = {browser.name("settings", key): value for key, value in names.items()}
    values = {**browser.page.values, **filled, "Enable": "啟用雲端服務"}
    cookies = {"account": browser.session.cookies["account"] or ""}
    barrier = threading.Barrier(8)

    def press() -> None:
        with requests.Session() as session:
            session.trust_env = False
            barrier.wait()
            session.post(browser.answer.url, values, cookies=cookies, allow_redirects=False, timeout=PATIENCE)

    threads = [threading.Thread(target=press) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert browser.site.stage.port.commits()["account.activate"] == 1
    assert len([each for each in browser.site.stage.judged() if each.pressed == "activate"]) == 1
