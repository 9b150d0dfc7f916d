"""Forms that nobody has drawn by hand, of each kind many: a form is found right, or not at all, and never wrong."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.form_kinds import (
    ACTIVATION,
    CODE,
    CODE_REQUEST,
    PASSWORD_CHANGE,
    PASSWORD_RESET,
    PHONE,
    SIGN_IN,
    FormKind,
)
from ntuh_onboard.backend.web.html.page import Page
from tests.backend.web.generated import PLACEMENTS, Field
from tests.printed import printed_site

NTUH = printed_site()
PAGES = 150
"""Of each kind."""
SECRET = frozenset({"password", "old_password", "new_password", "new_again"})
WORDS: Mapping[str, Sequence[str]] = {
    "account": ("帳號", "使用者代號", "員工編號", "User ID", "PORTAL帳號", "帳號 Account", "職編"),
    "password": ("密碼", "登入密碼", "Password", "通行密語", "密碼 Password"),
    "captcha": ("驗證碼", "圖形驗證碼", "Verification Code", "請輸入驗證碼", "檢核碼"),
    "old_password": ("請輸入舊密碼", "舊密碼", "原密碼", "目前密碼", "Current password", "現用通行密語"),
    "new_password": ("請輸入新密碼", "新密碼", "New password", "自訂通行密語", "請設定新密碼"),
    "new_again": ("請再輸入新密碼", "確認新密碼", "再次輸入新密碼", "Confirm new password", "再打一次", "確認密碼"),
    "network_account": ("網路帳號 / 主職員工編號", "網路帳號", "員工編號", "Employee ID", "帳號"),
    "code": ("簡訊(或MOTP)動態碼", "簡訊動態碼", "動態碼", "簡訊驗證碼", "OTP", "一次性密碼"),
    "registered_phone": ("請輸入帳號登記的手機門號(10碼)", "手機號碼", "行動電話", "Mobile number", "登記手機"),
    "alias": ("雲端服務帳號 (電子郵件名稱)", "電子郵件名稱", "郵件別名", "Email alias", "雲端服務帳號"),
}
NAMES: Mapping[str, Sequence[str]] = {
    "account": ("txtUserID", "username", "empNo", "yonghu", "login_id"),
    "password": ("txtPass", "password", "pwd", "mima"),
    "captcha": ("txtVerifyCode", "captcha", "vcode", "yanzhengma"),
    "old_password": ("txtOldPassword", "oldPwd", "currentPassword"),
    "new_password": ("txtNewPassword", "newPwd", "pwdNew"),
    "new_again": ("txtConfirmPassword", "newPwdConfirm", "retypePassword"),
    "network_account": ("Account", "txtEmpNo", "userId"),
    "code": ("Otp", "txtOTP", "smsCode"),
    "registered_phone": ("Mobile", "txtPhone", "shouji"),
    "alias": ("MailAlias", "txtAlias", "mailName"),
}
TOKENS = {
    "account": "username",
    "password": "current-password",
    "old_password": "current-password",
    "new_password": "new-password",
    "new_again": "new-password",
    "code": "one-time-code",
    "registered_phone": "tel",
}
KINDS: Mapping[str, tuple[FormKind, Sequence[str]]] = {
    "sign_in": (SIGN_IN, ("account", "password", "captcha")),
    "change": (PASSWORD_CHANGE, ("old_password", "new_password", "new_again")),
    "request": (CODE_REQUEST, ("network_account",)),
    "request beside the code": (CODE_REQUEST, ("network_account", "code")),
    "code": (CODE, ("network_account", "code")),
    "phone": (PHONE, ("registered_phone",)),
    "activation": (ACTIVATION, ("alias", "new_password", "new_again")),
    "activation without passwords": (ACTIVATION, ("alias",)),
    "reset": (PASSWORD_RESET, ("new_password", "new_again")),
}
AROUND = (
    "<form action=/s><input name=q placeholder=站內搜尋><button>搜尋</button></form>",
    "<h1>醫療資訊系統</h1><p>請輸入帳號及密碼</p>",
    "<div style='display:none'>帳號 <input name=decoy1> 密碼 <input type=password name=decoy2></div>",
    "<ul><li><a href=/a>更改密碼</a><li><a href=/b>登出系統</a></ul>",
    "<table><tr><td>服務電話<td>261120</table>",
)
WITHIN = (
    "<p><input type=hidden name=__VIEWSTATE value=x></p>",
    "<p><label><input type=checkbox name=keep> 記住我的帳號</label></p>",
    "<p style='position:absolute;left:-9999px'><input name=website></p>",
    "<h3>請填寫以下資料</h3>",
    "<p>如有疑問請洽資訊室 261120</p>",
)


@dataclass(frozen=True)
class Drawn:
    """A page and the name of each box on it, by key. worded: whether words stand at its boxes."""

    html: str
    truth: Mapping[str, str]
    worded: bool


def drawn(keys: Sequence[str], seed: int) -> Drawn:
    """A page of this number: words, names, places, and what stands around, each drawn anew."""
    draw = random.Random(seed)  # noqa: S311  # pages, no secrets
    dress = draw.choice(("words", "words", "names", "tokens", "nothing"))
    fields = [_field(key, dress, draw, at) for at, key in enumerate(keys)]
    place = draw.choice(PLACEMENTS)
    boxes = place(fields) if dress == "words" else "".join(f"<p>{each.control}</p>" for each in fields)
    picture = "<img src=code.aspx>" if "captcha" in keys else ""
    within = "".join(draw.sample(WITHIN, draw.randint(0, 2)))
    around = draw.sample(AROUND, draw.randint(0, 3))
    form = f"<form method=post action=/in>{within}{boxes}{picture}<input type=submit value=OK></form>"
    html = "".join([*around[:1], form, *around[1:]])
    return Drawn(html, {key: each.name for key, each in zip(keys, fields, strict=True)}, dress == "words")


def _field(key: str, dress: str, draw: random.Random, at: int) -> Field:
    words = draw.choice(WORDS[key]) if dress == "words" else ""
    name = (
        draw.choice(NAMES[key])
        if dress in {"names", "words"} and draw.random() < 0.7
        else f"c{at}{draw.randint(10, 99)}"
    )
    if dress == "names":
        name = draw.choice(NAMES[key])
    prefix = draw.choice(("", "", "ctl00$Main$", "form:"))
    token = f" autocomplete={TOKENS[key]}" if dress == "tokens" and key in TOKENS else ""
    type_ = " type=password" if key in SECRET else draw.choice(("", " type=text"))
    return Field(words, f"{prefix}{name}", f"<input{type_}{token} name={prefix}{name}>", "{}", "")


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_is_found_right_or_not_at_all(kind: str) -> None:
    """Never a wrong box, and nearly always the right ones; the mail name only where words tell it."""
    form, keys = KINDS[kind]
    silent: list[int] = []
    for seed in range(PAGES):
        page = drawn(keys, seed)
        try:
            found = Page(page.html, "https://x.example/").form(form, NTUH.clue)
        except UnexpectedPage:
            silent += [seed] if page.worded or form is not ACTIVATION else []
            continue
        assert page.worded or form is not ACTIVATION
        got = {key: found.fields[key].name for key in keys if key in found.fields}
        assert got == page.truth or (kind.startswith("request") and got.items() <= page.truth.items()), (
            seed,
            page.html,
        )
    assert len(silent) <= PAGES // 20, silent
