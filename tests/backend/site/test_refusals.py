"""Each refusal, in the hospital's words, after which the same form still works."""

from __future__ import annotations

import pytest

from tests.backend.site.browser import ALIAS, NEW_CLOUD, NEW_PORTAL, Browser

WRONG = "Not-the-one-99"


@pytest.mark.parametrize(
    ("kind", "other", "said"),
    [
        ("fresh", {"portal_password": WRONG}, "帳號或密碼錯誤"),
        ("fresh", {"captcha": "ZZZZZZ"}, "驗證碼錯誤"),
        ("fresh", {"captcha": ""}, "驗證碼錯誤"),
        ("branch", {}, "此帳號不屬於所選院區，請用主要任職院區帳號登入"),
        ("fresh", {"employee_id": "900001"}, "查無此帳號（練習系統僅接受虛構帳號）"),
    ],
)
def test_the_portal_refuses(browser: Browser, kind: str, other: dict[str, str], said: str) -> None:
    """The sign-in page again, its 驗證碼 and 密碼 empty, the reason in a box; then the right answers sign in."""
    who = browser.person(kind)
    browser.open("portal")
    filled = {
        "employee_id": who.employee_id,
        "portal_password": who.password.reveal(),
        "captcha": browser.picture(),
        **other,
    }
    browser.fill("login", "sign_in", **filled)
    assert browser.alert == said
    assert browser.answer.url.endswith("/General/Login.aspx")
    assert browser.page.values["txtVerifyCode"] == ""
    assert browser.page.values["txtPass"] == ""
    assert browser.page.values["txtUserID"] == filled["employee_id"]
    again = {"captcha": browser.picture(), "campus": "T2" if kind == "branch" else "T0"}
    browser.fill("login", "sign_in", employee_id=who.employee_id, portal_password=who.password.reveal(), **again)
    assert "您好!" in browser.words


def test_the_picture_code_counts_once_and_without_regard_to_case(browser: Browser) -> None:
    """C-01, C-04."""
    who = browser.person()
    browser.open("portal")
    text = browser.picture()
    browser.fill("login", "sign_in", employee_id=who.employee_id, portal_password=WRONG, captcha=text)
    browser.fill("login", "sign_in", employee_id=who.employee_id, portal_password=who.password.reveal(), captcha=text)
    assert browser.alert == "驗證碼錯誤"
    browser.sign_in(who, captcha=browser.picture().lower())


def test_the_fifth_wrong_password_locks(browser: Browser) -> None:
    """P-07: the page says how long; then the right one works."""
    who = browser.person()
    for _ in range(5):
        browser.sign_in(who, WRONG)
    browser.sign_in(who)
    assert browser.alert == "密碼錯誤次數過多，帳號已暫時鎖定\n請於 900 秒後再試"
    browser.site.stage.port.jump(15 * 60)
    browser.sign_in(who)
    assert "您好!" in browser.words


def test_a_silent_hospital_tells_nothing_apart(browser: Browser) -> None:
    """P-09: wrong password, wrong campus, unknown ID of the range and locked read the same."""
    browser.site.stage.port.switch("talkative", value=False)
    said = set()
    for password, other in ((WRONG, {}), (None, {"campus": "T2"}), (WRONG, {"employee_id": "104660"})):
        browser.sign_in(browser.person(), password, **other)
        said.add(browser.alert)
    assert said == {"帳號或密碼錯誤"}


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ((WRONG, NEW_PORTAL, NEW_PORTAL), "舊密碼錯誤"),
        (("", "Abc1234", "Abc1234"), "新密碼不符合密碼設定條件"),
        (("", NEW_PORTAL, NEW_PORTAL + "x"), "兩次輸入的新密碼不一致"),
    ],
)
def test_a_change_of_the_password_is_refused(browser: Browser, filled: tuple[str, str, str], said: str) -> None:
    """J2.1; nothing is changed, and the right answers then change it."""
    who = browser.person()
    browser.sign_in(who)
    browser.click("更改密碼")
    old = who.password.reveal()
    typed, new, again = filled
    browser.fill("password", "change", portal_old=typed or old, portal_new=new, portal_again=again)
    assert browser.alert == said
    assert "portal.change_password" not in browser.site.stage.port.commits()
    browser.fill("password", "change", portal_old=old, portal_new=NEW_PORTAL, portal_again=NEW_PORTAL)
    assert browser.alert == "更改密碼成功"


def test_a_default_password_may_have_to_be_changed_first(browser: Browser) -> None:
    """P-01."""
    browser.site.stage.port.switch("force_change", value=True)
    browser.sign_in(browser.person())
    assert browser.alert == "首次登入請先更改密碼"
    browser.click("維護個人連絡資料")
    assert browser.alert == "首次登入請先更改密碼"
    assert "異動儲存" not in browser.words


def test_a_contact_field_is_refused_by_its_label(browser: Browser) -> None:
    """J3.2: what was typed stands there still."""
    browser.sign_in(browser.person())
    browser.click("維護個人連絡資料")
    browser.fill("contact", "save", mobile_phone="0912", english_middle="Mary")
    assert browser.alert == "行動電話：資料格式錯誤，未異動儲存"
    assert browser.page.values[browser.name("contact", "english_middle")] == "Mary"
    assert "portal.save_contact" not in browser.site.stage.port.commits()
    browser.fill("contact", "save", mobile_phone="0990999002")
    assert browser.alert == "異動儲存成功"


@pytest.mark.parametrize(
    ("kind", "phone", "said"),
    [
        ("fresh", "0990104568", "輸入的手機門號與帳號登記的門號不符"),
        ("no_phone", None, "此帳號未登記手機門號"),
        ("activated", None, "此帳號已啟用雲端服務"),
        ("expired", None, "帳號已逾有效期限"),
    ],
)
def test_no_message_is_sent(browser: Browser, kind: str, phone: str | None, said: str) -> None:
    """J5.6."""
    who = browser.person(kind)
    browser.open("account", "/Account/Activate")
    browser.fill("activate", "send", employee_id=who.employee_id)
    browser.fill("phone", "confirm", registered_phone=phone or who.phone)
    assert browser.alert == said
    assert "account.send_code" not in browser.site.stage.port.commits()


def test_an_unknown_account_is_refused_at_once(browser: Browser) -> None:
    """J8.3."""
    browser.open("account", "/Account/Activate")
    browser.fill("activate", "send", employee_id="900001")
    assert browser.alert == "查無此帳號（練習系統僅接受虛構帳號）"


def test_a_second_message_has_to_wait(browser: Browser) -> None:
    """O-06: the page says how long."""
    who = browser.person()
    browser.prove(who)
    for seconds, said in ((0, "動態碼已發送，請稍候再重新發送\n請於 55 秒後再試"), (60, "")):
        browser.site.stage.port.jump(seconds)
        browser.open("account", "/Account/Activate")
        browser.fill("activate", "send", employee_id=who.employee_id)
        browser.fill("phone", "confirm", registered_phone=who.phone)
        assert browser.alert == said
    assert browser.site.stage.port.commits()["account.send_code"] == 2


def test_wrong_late_and_spent_codes(browser: Browser) -> None:
    """O-02, O-04: told apart; the account's number stays, the code's box is empty."""
    who = browser.person("no_authenticator")
    browser.open("account", "/Account/Activate")
    browser.fill("activate", "send", employee_id=who.employee_id)
    browser.fill("phone", "confirm", registered_phone=who.phone)
    browser.click("確定")
    code = browser.code(who)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    browser.fill("activate", "next", code=wrong)
    assert browser.alert == "動態碼錯誤"
    assert browser.page.values[browser.name("activate", "employee_id")] == who.employee_id
    assert browser.page.values[browser.name("activate", "code")] == ""
    browser.site.stage.port.jump(120)
    browser.fill("activate", "next", code=code)
    assert browser.alert == "動態碼已逾時"
    for _ in range(2):
        browser.fill("activate", "next", code=wrong)
    assert browser.alert == "動態碼錯誤次數過多，請重新發送"
    browser.prove(who)
    assert "設定密碼與郵件別名" in browser.words


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({"alias": "meiling.huang"}, "此電子郵件名稱已有人使用"),
        ({"alias": "a b"}, "電子郵件名稱格式錯誤"),
        ({"cloud_password": "", "cloud_again": ""}, "請設定雲端服務密碼"),
        ({"cloud_password": "abcdefgh", "cloud_again": "abcdefgh"}, "雲端服務密碼不符合密碼設定條件"),
        ({"cloud_again": "Harbour-64-kitf"}, "兩次輸入的新密碼不一致"),
        ({"cloud_password": "*", "cloud_again": "*"}, "請勿將此兩密碼設定相同"),
    ],
)
def test_an_activation_is_refused(browser: Browser, filled: dict[str, str], said: str) -> None:
    """J6.2, J6.4: nothing is activated, and the right answers then do."""
    who = browser.person()
    right = {"alias": ALIAS, "cloud_password": NEW_CLOUD, "cloud_again": NEW_CLOUD}
    typed = {key: who.password.reveal() if value == "*" else value for key, value in filled.items()}
    browser.prove(who)
    browser.fill("settings", "activate", **{**right, **typed})
    assert browser.alert == said
    assert "account.activate" not in browser.site.stage.port.commits()
    browser.fill("settings", "activate", **right)
    assert browser.alert == "啟用雲端服務成功"


def test_a_session_ends_by_silence(browser: Browser) -> None:
    """N-05: each site says so on its own first page."""
    browser.sign_in(browser.person())
    browser.site.stage.port.jump(5 * 60 + 2)
    browser.click("更改密碼")
    assert browser.alert == "連線已逾時，請重新登入"
    assert browser.hops[-1].endswith("/General/Login.aspx?Expired=1")
    browser.prove(browser.person())
    browser.site.stage.port.jump(5 * 60 + 2)
    browser.fill("settings", "activate", alias=ALIAS, cloud_password=NEW_CLOUD, cloud_again=NEW_CLOUD)
    assert browser.alert == "連線已逾時，請重新登入"
    assert "account.activate" not in browser.site.stage.port.commits()
