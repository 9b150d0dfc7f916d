"""The same journey as a plain Playwright script walks it: by the names in the source, with no questions asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from ntuh_onboard.backend.contract.subject import ALIAS, NEW_CLOUD, NEW_PORTAL, ON_ITS_WAY
from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.stage import Persona, Stage

DAY = 24 * 60 * 60


def walk(site: Site, browser: Path, at_the_end: Callable[[], float]) -> float:
    """Walk it in a browser of its own; returns what `at_the_end` returns before that is closed."""
    stage = site.stage.port
    stage.reset()
    site.stage.layout({})
    who = next(each for each in stage.people() if each.kind == "fresh")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=browser, chromium_sandbox=False)
        page = opened.new_page()
        page.on("dialog", lambda box: box.accept())
        _portal(page, site.urls["portal"], who, stage)
        _account(page, site.urls["account"], who, stage)
        stage.jump(DAY)
        page.goto(f"{site.urls['mail']}/Login")
        for name, text in (("username", ALIAS), ("password", NEW_CLOUD.reveal()), ("verify", stage.picture_text())):
            page.fill(f"[name={name}]", text)
        page.click("[name=login]")
        page.click("[value=登出系統]")
        page.wait_for_selector("text=您已登出系統")
        return at_the_end()


def _portal(page: Page, address: str, who: Persona, stage: Stage) -> None:
    page.goto(f"{address}/General/Login.aspx")
    page.fill("[name=txtUserID]", who.employee_id)
    page.fill("[name=txtPass]", who.password.reveal())
    page.fill("[name=txtVerifyCode]", stage.picture_text())
    page.click("[name=imgBtnSubmitNew]")
    page.click("a:has-text('更改密碼')")
    for name, text in (("Old", who.password), ("New", NEW_PORTAL), ("Confirm", NEW_PORTAL)):
        page.fill(f"[name='NTUHWeb1$txt{name}Password']", text.reveal())
    page.click("[name='NTUHWeb1$btnChange']")
    page.click("a:has-text('回功能選單')")
    page.click("a:has-text('維護個人連絡資料')")
    page.fill("[name='NTUHWeb1$txtEngFirst']", "Yi-Fen")
    page.click("[name='NTUHWeb1$btnSave']")
    page.click("a:has-text('登出系統')")
    page.wait_for_selector("text=您已登出系統")


def _account(page: Page, address: str, who: Persona, stage: Stage) -> None:
    page.goto(f"{address}/")
    page.click("a:has-text('啟用網路帳號')")
    page.fill("[name=Account]", who.employee_id)
    page.click("[name=SendSms]")
    page.fill("[name=Mobile]", who.phone)
    page.click("[name=ConfirmSend]")
    page.click("a:has-text('確定')")
    stage.jump(ON_ITS_WAY)
    code = re.search(r"[0-9]{4,8}", stage.messages(who.phone)[-1].text)
    assert code is not None  # a message contains its code
    page.fill("[name=Otp]", code.group())
    page.click("[name=Next]")
    page.fill("[name=MailAlias]", ALIAS)
    page.fill("[name=NewPassword]", NEW_CLOUD.reveal())
    page.fill("[name=ConfirmPassword]", NEW_CLOUD.reveal())
    page.click("[name=Enable]")
    page.click("[value=登出系統]")
    page.wait_for_selector("text=您已登出系統")
