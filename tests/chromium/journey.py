"""The whole journey as the printed guide tells it, by visible words, in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ntuh_onboard.backend.stage import Persona, Stage
from tests.chromium.person import Person

NEW_PORTAL, NEW_CLOUD, ALIAS, GIVEN = "Walnut-31-cloud", "Harbour-64-kite", "yifen.chen", "Yi-Fen"
START = "啟用網路帳號及首次雲端帳號密碼設定"


@dataclass(frozen=True)
class Journey:
    """One person's way through the sites.

    urls: address of each site. notices: a page of notices stands in between. shown: told the name of each page as soon
    as it is seen.
    """

    person: Person
    who: Persona
    stage: Stage
    urls: Mapping[str, str]
    notices: bool = False
    shown: Callable[[str], None] = lambda _name: None

    def all(self) -> None:
        """From the six digits to the activated account, and out of every site."""
        self.sign_in()
        self.change_password()
        self.save_contact()
        self.leave_portal()
        self.prove()
        self.activate()
        self.leave_account()

    def sign_in(self) -> None:
        """登入本院PORTAL系統."""
        me = self.person
        me.goes_to(self.urls["portal"] + "/")
        me.sees("院區")
        me.sees_pictures()
        self.shown("login")
        me.fills({"帳號": self.who.employee_id, "密碼": self.who.password.reveal()})
        me.fills({"驗證碼": self.stage.picture_text()})
        me.presses("登入")
        self._reads_notices("全院公告")
        me.sees("您好!")
        self.shown("menu")

    def change_password(self) -> None:
        """個人管理, 更改密碼."""
        me = self.person
        me.presses("更改密碼")
        me.sees("密碼設定條件")
        me.fills({"請輸入舊密碼": self.who.password.reveal(), "請輸入新密碼": NEW_PORTAL})
        me.fills({"請再輸入新密碼": NEW_PORTAL})
        me.sees("符合密碼設定條件")
        self.shown("password")
        me.presses("更改密碼")
        me.sees("更改密碼成功")
        me.presses("回功能選單")
        me.sees("您好!")

    def save_contact(self) -> None:
        """維護個人連絡資料: one field changed, the others left."""
        me = self.person
        me.presses("維護個人連絡資料")
        me.sees("員工編號")
        me.fills({"英文首名": GIVEN})
        self.shown("contact")
        me.presses("異動儲存")
        me.sees("異動儲存成功")
        me.presses("回功能選單")
        me.sees("您好!")

    def leave_portal(self) -> None:
        """登出系統."""
        self.person.presses("登出系統")
        self.person.sees("您已登出系統")
        self.shown("logout")

    def prove(self) -> None:
        """STEP 1 to 4 of the account site, by a text message."""
        me = self.person
        me.goes_to(self.urls["account"] + "/")
        me.sees("《規範》")
        self.shown("home")
        me.presses(START)
        self._reads_notices("電子郵件別名第一次設定之後則不能修改")
        me.sees("按「下一步」")
        self.shown("activate")
        me.fills({"網路帳號 / 主職員工編號": self.who.employee_id})
        me.presses("發送簡訊動態碼")
        me.fills({"請輸入帳號登記的手機門號(10碼)": self.who.phone})
        self.shown("phone")
        me.presses("確定發送")
        me.sees("動態碼簡訊發送成功")
        self.shown("sent")
        me.presses("確定")
        me.fills({"簡訊(或MOTP)動態碼": self._code()})
        me.presses("下一步")

    def activate(self) -> None:
        """設定密碼與郵件別名."""
        me = self.person
        me.sees("雲端服務帳號說明")
        me.fills({"雲端服務帳號 (電子郵件名稱)": ALIAS, "請輸入新密碼": NEW_CLOUD, "請再輸入新密碼": NEW_CLOUD})
        self.shown("settings")
        me.presses("啟用雲端服務")
        me.sees("啟用雲端服務成功", f"{ALIAS}@ntuh.gov.tw")
        self.shown("activated")

    def leave_account(self) -> None:
        """登出系統."""
        self.person.presses("登出系統")
        self.person.sees("您已登出系統")
        self.shown("signed_out")

    def _reads_notices(self, words: str) -> None:
        if self.notices:
            self.person.sees(words, "繼續")
            self.shown("notice")
            self.person.presses("繼續")

    def _code(self) -> str:
        self.stage.jump(5)
        found = re.search(r"[0-9]{6}", self.stage.messages(self.who.phone)[-1].text)
        assert found
        return found.group()
