"""「重置雲端服務密碼」 as a person in a browser meets it (J8.1)."""

from __future__ import annotations

import pytest

from tests.backend.site.browser import NEW_CLOUD, Browser

RESET = "重置雲端服務密碼"


def to_the_proof(browser: Browser) -> None:
    """From the first page to the page behind the code, as the activated person."""
    who = browser.person("activated")
    browser.open("account")
    browser.click(RESET)
    browser.fill("reset", "send", employee_id=who.employee_id)
    browser.fill("reset_phone", "confirm", registered_phone=who.phone)
    assert "動態碼簡訊發送成功" in browser.words, browser.alert or browser.words
    browser.click("確定")
    browser.fill("reset", "next", code=browser.code(who))


def test_the_whole_reset(browser: Browser) -> None:
    """A mistyped repeat and a weak password are told; then it is set, once, and the way out leads out."""
    to_the_proof(browser)
    assert "請輸入新密碼" in browser.words
    browser.fill("new_password", "reset", cloud_password=NEW_CLOUD, cloud_again="x")
    assert browser.alert == "兩次輸入的新密碼不一致"
    browser.fill("new_password", "reset", cloud_password="short", cloud_again="short")
    assert browser.alert == "雲端服務密碼不符合密碼設定條件"
    browser.fill("new_password", "reset", cloud_password=NEW_CLOUD, cloud_again=NEW_CLOUD)
    assert "即時生效" in browser.words
    assert browser.alert == "重置雲端服務密碼成功"
    assert browser.site.stage.port.commits()["account.reset_cloud_password"] == 1
    browser.fill("password_set", "sign_out")
    assert "您已登出系統" in browser.words


def test_it_says_nothing_that_holds_for_the_activation_alone(browser: Browser) -> None:
    """「限尚未啟用雲端服務帳號者使用」 would turn away everybody for whom this page is."""
    browser.open("account")
    browser.click(RESET)
    assert "限尚未啟用" not in browser.words
    assert "如果有安裝MOTP APP" in browser.words


def test_cancelling_leads_back_and_sets_nothing(browser: Browser) -> None:
    """取消 sends no password."""
    to_the_proof(browser)
    browser.fill("new_password", "cancel", cloud_password=NEW_CLOUD, cloud_again=NEW_CLOUD)
    assert "《規範》" in browser.words
    assert "account.reset_cloud_password" not in browser.site.stage.port.commits()


def test_who_was_never_activated_is_told(browser: Browser) -> None:
    """And no message is sent."""
    who = browser.person()
    browser.open("account")
    browser.click(RESET)
    browser.fill("reset", "send", employee_id=who.employee_id)
    browser.fill("reset_phone", "confirm", registered_phone=who.phone)
    assert browser.alert == "此帳號尚未啟用雲端服務"
    assert "account.send_code" not in browser.site.stage.port.commits()


@pytest.mark.parametrize("proved", [False, True])
def test_the_page_for_the_password_opens_by_its_own_proof_only(browser: Browser, *, proved: bool) -> None:
    """O-08: neither without a proof nor with that of the other way; both begin again."""
    if proved:
        browser.prove(browser.person())
        assert "有效期限" in browser.words
    browser.open("account", "/Account/Reset/Password")
    assert "請輸入新密碼" not in browser.words
    assert "發送簡訊動態碼" in browser.words
