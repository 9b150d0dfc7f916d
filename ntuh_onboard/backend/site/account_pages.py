"""The account site: regulations, STEP 1 to 4, 設定密碼與郵件別名 (guide; J4 to J6)."""

from __future__ import annotations

from dataclasses import replace

from ntuh_onboard.backend.hospital import invented
from ntuh_onboard.backend.hospital import words as said
from ntuh_onboard.backend.protocol import Account, ActivationState, Standing
from ntuh_onboard.backend.site import words
from ntuh_onboard.backend.site.desk import Answer, Ask, act, notices_between, refusal
from ntuh_onboard.backend.site.parts import Button, Facts, Field, Form, Lines, Link, Page, Row, Text
from ntuh_onboard.backend.site.seats import Seat
from ntuh_onboard.errors import BackendError, SessionEnded
from ntuh_onboard.secret import Secret

HOME, ACTIVATE, PHONE, SENT = "/", "/Account/Activate", "/Account/Phone", "/Account/Sent"
SETTINGS, RESET, VENDOR, LEFT = "/Account/Settings", "/Account/Reset", "/Account/Vendor", "/SignedOut"
_LEAVE = Button("sign_out", "登出系統")


def expired(ask: Ask) -> Answer:
    """The session is over: STEP 1 again, which says so."""
    return Answer(move=ask.desk.url("account", f"{ACTIVATE}?expired=1"))


def seated(ask: Ask) -> Ask:
    """This request with a place whose session goes on: a new one for who has none, which is said if it was lost."""
    if ask.seat is not None and ask.desk.seats.live(ask.seat):
        return ask
    key, _ = ask.desk.proof.regulations()
    lost = ask.seat is not None or ask.stranger or "expired" in ask.query
    notes = {name: True for name in ("noticed",) if ask.seat and ask.seat.notes.get(name)}
    seat = ask.desk.seats.open("account", key, notes=notes)
    return replace(ask, seat=seat, said=said.SESSION_OVER if lost else ask.said)


def home(ask: Ask) -> Answer:
    """《規範》, 《常見問題與服務》, and what one can do here."""
    asked = replace(ask, stranger=False, seat=ask.seat if ask.seat and ask.desk.seats.live(ask.seat) else None)
    ask = seated(asked)
    first, second, *articles = said.ARTICLES
    parts = (
        Text(first),
        Text(second),
        Text("《規範》", "h2"),
        Lines(tuple(articles)),
        Text("《常見問題與服務》", "h2"),
        *(part for question, answer in said.QUESTIONS for part in (Text(question, "h3"), Lines((answer,)))),
        Text(words.DOCUMENTS),
        Link(words.ACTIVATE, ACTIVATE, words.ACTIVATE_NOTE),
        Link(words.RESET, RESET, words.RESET_NOTE),
        Link(words.VENDOR, VENDOR, words.VENDOR_NOTE),
    )
    return Answer(Page("home", "網路帳號及雲端服務", before=parts, message=ask.said), seat=ask.seat)


def activate(ask: Ask) -> Answer:
    """STEP 1 and STEP 4: one page with a box for the account and one for the code."""
    ask = seated(ask)
    between = notices_between(ask, "注意事項", words.CAUTIONS[:3], f"{ACTIVATE}?Read=1")
    return between or _activate(ask, ask.said)


def _activate(ask: Ask, message: str = "", about: str = "") -> Answer:
    assert ask.seat is not None  # noqa: S101  # `seated` saw to it
    typed = ask.given.values.get("employee_id") or ask.seat.notes.get("employee_id", "")
    parts = (
        Field("employee_id", "網路帳號 / 主職員工編號", value=typed),
        Button("send", "發送簡訊動態碼"),
        Field("code", "簡訊(或MOTP)動態碼"),
        Row((Button("next", "下一步"), _LEAVE)),
    )
    before = (Text("注意事項", "h2"), Lines(words.CAUTIONS))
    form = Form(ACTIVATE, parts, webforms=False)
    page = Page("activate", words.ACTIVATE, form, before=before, message=message, about=about)
    return Answer(page, seat=ask.seat)


def prove(ask: Ask) -> Answer:
    """發送簡訊動態碼, 下一步, or the sign-out."""
    seat, given = ask.seat, ask.given
    if seat is None or not ask.desk.seats.live(seat):
        return expired(ask)
    if given.pressed == "sign_out":
        return leave(ask)
    typed = given.values["employee_id"]
    if given.pressed == "send":
        if not invented.in_range(typed):
            return _activate(ask, said.UNKNOWN, "employee_id")
        ask.desk.seats.keep(replace(seat, notes={**seat.notes, "employee_id": typed}))
        return Answer(move=ask.desk.url("account", PHONE))
    if given.pressed != "next":
        return activate(ask.saying(""))

    def doing() -> Answer:
        key, _ = ask.desk.proof.verify_code(seat.key, typed, Secret(given.values["code"]))
        ask.desk.seats.leave(seat)
        new = ask.desk.seats.open("account", key, notes={**seat.notes, "employee_id": typed})
        return Answer(move=ask.desk.url("account", SETTINGS), seat=new)

    def refused(error: BackendError) -> Answer:
        if isinstance(error, SessionEnded):
            return expired(ask)
        message, about = refusal(ask, error), error.field or "code"
        # Too many wrong codes end the hospital's session; the page goes on with a new one (O-15).
        return _activate(replace(seated(replace(ask, stranger=False)), said=""), message, about)

    return act(ask, "account.verify_code", doing, refused)


def phone(ask: Ask) -> Answer:
    """STEP 2: the registered number."""
    seat = ask.seat
    if seat is None or not ask.desk.seats.live(seat):
        return expired(ask)
    if "employee_id" not in seat.notes:
        return Answer(move=ask.desk.url("account", ACTIVATE))
    return _phone(seat, ask.said)


def _phone(seat: Seat, message: str = "", about: str = "") -> Answer:
    parts = (
        Field("registered_phone", "請輸入帳號登記的手機門號(10碼)"),
        Row((Button("confirm", "確定發送"), Button("cancel", "取消"))),
    )
    page = Page("phone", words.ACTIVATE, Form(PHONE, parts, webforms=False), message=message, about=about)
    return Answer(page, seat=seat)


def send(ask: Ask) -> Answer:
    """確定發送 or 取消."""
    seat, given = ask.seat, ask.given
    if seat is None:
        return expired(ask)
    if given.pressed != "confirm":
        return Answer(move=ask.desk.url("account", ACTIVATE))
    employee_id = str(seat.notes.get("employee_id", ""))

    def doing() -> Answer:
        key, _ = ask.desk.proof.send_code(seat.key, employee_id, given.values["registered_phone"])
        ask.desk.seats.keep(replace(seat, key=key, notes={**seat.notes, "sent": True}))
        return Answer(move=ask.desk.url("account", SENT))

    def refused(error: BackendError) -> Answer:
        return (
            expired(ask) if isinstance(error, SessionEnded) else _phone(seat, refusal(ask, error), "registered_phone")
        )

    return act(ask, "account.send_code", doing, refused)


def sent(ask: Ask) -> Answer:
    """STEP 3: 動態碼簡訊發送成功."""
    if ask.seat is None or not ask.seat.notes.get("sent"):
        return expired(ask)
    figures = ask.desk.hospital.figures
    life = f"簡訊動態碼{figures.code_life / 60:g}分鐘內有效，{figures.resend_after:g}秒後可重新發送"
    parts = (Text(said.SENT, "h2"), Text(words.SENT), Text(life), Link("確定", ACTIVATE))
    return Answer(Page("sent", words.ACTIVATE, before=parts), seat=ask.seat)


def settings(ask: Ask) -> Answer:
    """The page behind the code; once activated, what there is."""
    seat = ask.seat
    if seat is None:
        return expired(ask)
    try:
        account, state = ask.desk.activation.account(seat.key), ask.desk.activation.activation(seat.key)
    except SessionEnded:
        return expired(ask)
    if state.standing is Standing.ACTIVATED:
        return _activated(ask, seat, account, state)
    return _settings(ask, seat, account, ask.said)


def _facts(account: Account, *more: tuple[str, str]) -> Facts:
    return Facts(
        (
            ("網路帳號 / 主職員工編號", account.employee_id),
            ("帳號姓名", account.name),
            ("主職單位", account.unit),
            ("有效期限", account.valid_until),
            *more,
        )
    )


def _settings(ask: Ask, seat: Seat, account: Account, message: str = "", about: str = "") -> Answer:
    passwords = (
        Field("cloud_password", "請輸入新密碼", "password"),
        Field("cloud_again", "請再輸入新密碼", "password"),
    )
    parts = (
        _facts(account),
        Field(
            "alias",
            words.ALIAS,
            value=ask.given.values.get("alias", ""),
            example=f"@{account.domain} 名稱長度限64字元內",
        ),
        *(passwords if account.asks_password else ()),
        Row((Button("cancel", "取消啟用"), Button("activate", "啟用雲端服務"), _LEAVE)),
        Text(words.EFFECTIVE),
    )
    before = (
        Text("注意事項", "h2"),
        Lines(words.CAUTIONS),
        Text(words.ACTIVATE, "h2"),
        Text("雲端服務帳號說明："),
        Lines(words.CLOUD_NOTES),
    )
    form = Form(SETTINGS, parts, webforms=False)
    page = Page("settings", words.ALIAS_PAGE, form, before=before, message=message, about=about)
    return Answer(page, seat=seat)


def _activated(ask: Ask, seat: Seat, account: Account, state: ActivationState) -> Answer:
    assert state.effective is not None  # noqa: S101  # an activated account has its day
    more = ((words.ALIAS, f"{state.alias}@{account.domain}"), ("生效日期", f"{state.effective:%Y/%m/%d}"))
    parts = (Text(words.EXISTING), Text(words.EFFECTIVE), _facts(account, *more))
    first = bool(seat.notes.get("activated"))
    if first:
        ask.desk.seats.keep(replace(seat, notes={**seat.notes, "activated": False}))
    form = Form(SETTINGS, (_LEAVE,), webforms=False)
    message = words.ACTIVATED if first else ask.said
    return Answer(Page("activated", words.ALIAS_PAGE, form, before=parts, message=message, good=first), seat=seat)


def enable(ask: Ask) -> Answer:
    """啟用雲端服務, 取消啟用, or the sign-out."""
    seat, given = ask.seat, ask.given
    if seat is None:
        return expired(ask)
    if given.pressed == "sign_out":
        return leave(ask)
    if given.pressed != "activate":
        return Answer(move=ask.desk.url("account", HOME if given.pressed == "cancel" else SETTINGS))

    def doing() -> Answer:
        cloud = given.values.get("cloud_password")
        if cloud != given.values.get("cloud_again"):
            account = ask.desk.activation.account(seat.key)
            return _settings(ask, seat, account, words.MISMATCH, "cloud_again")
        ask.desk.activation.activate(seat.key, given.values["alias"], None if cloud is None else Secret(cloud))
        ask.desk.seats.keep(replace(seat, notes={**seat.notes, "activated": True}))
        return Answer(move=ask.desk.url("account", SETTINGS))

    return act(ask, "account.activate", doing, lambda error: _not_activated(ask, seat, error))


def _not_activated(ask: Ask, seat: Seat, error: BackendError) -> Answer:
    try:
        account = ask.desk.activation.account(seat.key)
    except SessionEnded:
        return expired(ask)
    return _settings(ask, seat, account, refusal(ask, error), error.field or "")


def leave(ask: Ask) -> Answer:
    """Sign out."""
    assert ask.seat is not None  # noqa: S101  # asked with a place only
    ended = ask.desk.activation.sign_out(ask.seat.key)
    ask.desk.seats.leave(ask.seat)
    return Answer(move=ask.desk.url("account", LEFT)) if ended else expired(ask)


def left(ask: Ask) -> Answer:
    """The page after the sign-out."""
    return Answer(Page("signed_out", "網路帳號及雲端服務", before=(Text(words.SIGNED_OUT), Link("回首頁", HOME))))


def not_here(ask: Ask) -> Answer:
    """What the simulated hospital does not have."""
    return Answer(Page("not_here", words.RESET, before=(Text(words.NOT_HERE), Link("回首頁", HOME))))
