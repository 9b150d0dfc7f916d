"""What boxes are called on sites that nobody has seen: words that web developers here use, each in four kinds of page.

The boxes stand in an order of their own, so that places tell nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

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
from tests.printed import printed_site

NTUH = printed_site()
URL = "https://help.example/x"
Rows = Sequence[tuple[str, str]]
U, P, C, PICTURE = "<input name=u>", "<input name=p type=password>", "<input name=c>", "<img src=/cap.ashx>"
OLD, NEW, AGAIN = (f"<input name={name} type=password>" for name in "ona")


def _table(rows: Rows) -> str:
    return f"<table>{''.join(f'<tr><td>{label}<td>{box}' for label, box in rows)}</table>"


def _labels(rows: Rows) -> str:
    boxes = ((label, at, box.replace("<input", f"<input id=f{at}", 1)) for at, (label, box) in enumerate(rows))
    return "".join(f"<div><label for=f{at}>{label}</label>{box}</div>" for label, at, box in boxes)


def _in_boxes(rows: Rows) -> str:
    return "".join(f"<div>{box.replace('<input', f'<input placeholder={label!r}', 1)}</div>" for label, box in rows)


def _lines(rows: Rows) -> str:
    return "".join(f"<p>{label}：{box}</p>" for label, box in rows)


PAGES: Sequence[Callable[[Rows], str]] = (_table, _labels, _in_boxes, _lines)


def found(kind: FormKind, rows: Rows, *, drawn: Callable[[Rows], str] = _table) -> Mapping[str, str]:
    page = Page(f"<form method=post>{drawn(rows)}</form>", URL)
    return {key: box.name for key, box in page.form(kind, NTUH.clue).fields.items()}


FORMS: Mapping[str, tuple[FormKind, Callable[[str], Rows], Mapping[str, str]]] = {
    "account": (
        SIGN_IN,
        lambda word: (("驗證碼", C + PICTURE), (word, U), ("密碼", P)),
        {"account": "u", "captcha": "c", "password": "p"},
    ),
    "picture code": (
        SIGN_IN,
        lambda word: ((word, C + PICTURE), ("帳號", U), ("密碼", P)),
        {"account": "u", "captcha": "c", "password": "p"},
    ),
    "old password": (
        PASSWORD_CHANGE,
        lambda word: (("新密碼", NEW), ("確認新密碼", AGAIN), (word, OLD)),
        {"old_password": "o", "new_password": "n", "new_again": "a"},
    ),
    "new password": (
        PASSWORD_CHANGE,
        lambda word: (("確認新密碼", AGAIN), (word, NEW), ("舊密碼", OLD)),
        {"old_password": "o", "new_password": "n", "new_again": "a"},
    ),
    "new password again": (
        PASSWORD_CHANGE,
        lambda word: ((word, AGAIN), ("新密碼", NEW), ("舊密碼", OLD)),
        {"old_password": "o", "new_password": "n", "new_again": "a"},
    ),
    "message code": (
        CODE,
        lambda word: ((word, C), ("手機門號", "<input name=m>"), ("網路帳號", U)),
        {"code": "c", "network_account": "u"},
    ),
    "message code, and a picture code": (
        CODE,
        lambda word: (("圖形驗證碼", f"<input name=k>{PICTURE}"), (word, C), ("網路帳號", U)),
        {"code": "c", "network_account": "u"},
    ),
    "registered phone": (
        PHONE,
        lambda word: (("網路帳號", U), (word, "<input name=m>")),
        {"registered_phone": "m"},
    ),
    "mail name": (
        ACTIVATION,
        lambda word: (("設定密碼", NEW), ("確認密碼", AGAIN), (word, f"{U}@ntuh.gov.tw")),
        {"alias": "u", "new_password": "n", "new_again": "a"},
    ),
    "cloud password again": (
        PASSWORD_RESET,
        lambda word: ((word, AGAIN), ("雲端服務密碼", NEW)),
        {"new_password": "n", "new_again": "a"},
    ),
}
WORDS: Mapping[str, str] = {
    "account": """
    員工代號 職編 使用者ID 人事代號 登入者代碼 帳戶 帳戶名稱 醫事人員編號 AD帳號 Username 帳號(6位數員工編號)
    """,
    "picture code": """
    圖形驗證碼 認證碼 檢核碼 圖形驗證 安全碼 驗證數字 確認碼 隨機碼 請輸入右側文字 驗證字元 防偽碼
    辨識碼 圖中英數字 VerifyCode
    """,
    "old password": """
    原密碼 目前使用的密碼 現行密碼 密碼(舊) 變更前密碼 原登入密碼 舊PORTAL密碼 請輸入您目前的密碼
    預設密碼 CurrentPassword
    """,
    "new password": """
    新密碼(不可與舊密碼相同) 設定新密碼 修改後密碼 新PORTAL密碼 密碼(新) 自訂密碼 新密碼(8碼以上英數字)
    欲變更密碼
    """,
    "new password again": """
    新密碼(請再輸入一次) 再次輸入 新密碼確認 新密碼(確認) 新密碼（再次輸入） 新密碼(再一次) 請重複輸入新密碼
    重打新密碼 重覆新密碼 重新鍵入新密碼 確認輸入新密碼 再次輸入您的新密碼 新密碼第二次 密碼再確認
    ConfirmPassword
    """,
    "message code": """
    驗證碼 認證碼 驗證碼(6碼) 簡訊驗證碼 手機認證碼 OTP OTP驗證碼 OTP密碼 簡訊密碼 動態密碼 簡訊代碼
    動態驗證碼 確認碼 輸入驗證碼 請輸入您收到的驗證碼 請輸入手機收到的驗證碼 簡訊認證密碼 VerificationCode
    """,
    "message code, and a picture code": """
    動態碼 簡訊驗證碼 手機認證碼 OTP驗證碼 簡訊密碼 請輸入手機收到的驗證碼
    """,
    "registered phone": """
    手機 註冊手機號碼 您的手機號碼 原登記手機號碼 接收簡訊手機號碼 驗證手機 電話號碼 連絡電話 綁定手機
    帳號所登記之手機門號 MobilePhone
    """,
    "mail name": """
    電子郵件別名 信箱別名 電子信箱帳號 雲端服務帳號名稱 自訂信箱名稱 設定郵件名稱 電子郵件 電子信箱
    Email 電子郵件地址
    """,
    "cloud password again": """
    雲端服務密碼(確認) 確認雲端服務密碼 再次輸入雲端服務密碼 請再次輸入密碼 密碼確認 再輸入一次
    """,
}
SAME = [(what, word) for what, words in WORDS.items() for word in words.split()]


@pytest.mark.parametrize(("what", "word"), SAME)
def test_a_box_is_found_by_any_of_its_common_words(what: str, word: str) -> None:
    """In a table, beside a label, in the box itself, and in a line."""
    kind, rows, wanted = FORMS[what]
    for drawn in PAGES:
        made = found(kind, rows(word), drawn=drawn)
        assert wanted.items() <= made.items(), drawn.__name__


DOUBTFUL = {
    "a picture's code and no message's": (CODE, (("驗證碼", C + PICTURE), ("網路帳號", U))),
    "two codes that nobody tells apart": (CODE, (("驗證碼", C), ("認證碼", "<input name=d>"), ("網路帳號", U))),
    "one password that may be the present one": (ACTIVATION, (("電子郵件名稱", U), ("密碼", P))),
    "mail that is somebody's own": (ACTIVATION, (("備用電子郵件", U), ("設定密碼", NEW), ("確認密碼", AGAIN))),
    "words that mean neither": (CODE_REQUEST, (("識別碼", C), ("姓名", U))),
}


@pytest.mark.parametrize("how", DOUBTFUL)
def test_a_box_that_may_be_another_is_none(how: str) -> None:
    """Nothing is typed that might go elsewhere."""
    with pytest.raises(UnexpectedPage):
        found(*DOUBTFUL[how])


ASKS = """
發送簡訊動態碼|發送動態碼|取得驗證碼|索取動態碼|獲取驗證碼|傳送OTP|寄發動態碼|申請動態碼|點此取得動態碼|取得簡訊|送出簡訊|取得認證碼
|重新發送簡訊|Send code|Get OTP|Request OTP
"""
GOES_ON = "下一步|送出|確定|提交|送出驗證|送出驗證碼|驗證動態碼|確認送出|登入|身分驗證|下一頁|Next|Verify"


@pytest.mark.parametrize("asks", ASKS.replace("\n", "").split("|"))
def test_what_asks_for_a_message_is_told_from_what_goes_on(asks: str) -> None:
    """Whatever either is called: another message would be sent, or a try be spent on an empty code."""
    for onward in GOES_ON.split("|"):
        rows = (("網路帳號", f"{U}<input type=submit name=sms value='{asks}'>"), ("動態碼", C))
        made = Page(f"<form method=post>{_table(rows)}<input type=submit name=go value='{onward}'></form>", URL)
        for kind, name in ((CODE_REQUEST, "sms"), (CODE, "go")):
            assert made.button(made.form(kind, NTUH.clue), NTUH.clue(kind.button)).name == name, onward


@pytest.mark.parametrize("words", ["投票", "確定", "繼續"])
def test_no_message_is_asked_for_by_a_button_that_does_not_say_so(words: str) -> None:
    """It may be the one that spends a try."""
    made = Page(f"<form method=post>{_table((('網路帳號', U), ('動態碼', C)))}<button>{words}</button></form>", URL)
    with pytest.raises(UnexpectedPage):
        made.button(made.form(CODE_REQUEST, NTUH.clue), NTUH.clue("send_code"))
