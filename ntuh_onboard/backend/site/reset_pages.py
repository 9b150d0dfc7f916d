"""The page behind the proof for a forgotten cloud password; the guide gives its name and nothing else (J8.1)."""

from __future__ import annotations

from dataclasses import replace

from ntuh_onboard.backend.protocol import Account
from ntuh_onboard.backend.site import page_words
from ntuh_onboard.backend.site.exchange import Answer, Ask, act, refusal
from ntuh_onboard.backend.site.parts import Button, Facts, Field, Form, Page, Row, Text
from ntuh_onboard.backend.site.proof_pages import LEAVE, RESETTING, leave
from ntuh_onboard.backend.site.seats import Seat
from ntuh_onboard.common.errors import BackendError, SessionEnded
from ntuh_onboard.common.secret import Secret

PASSWORD = RESETTING.behind


def password(ask: Ask) -> Answer:
    """Show two boxes for the new cloud password, or, once it is set, say so."""
    account = _proved(ask)
    if account is None or ask.seat is None:
        return RESETTING.expired(ask)
    if ask.seat.notes.get("reset"):
        return _done(ask.seat, account)
    return _password(ask.seat, account, ask.said)


def _proved(ask: Ask) -> Account | None:
    """Return the account that this browser has proved on the way to this page; None for anybody else (O-08)."""
    if ask.seat is None or ask.seat.notes.get("proved") != RESETTING.ident:
        return None
    try:
        return ask.desk.activation.account(ask.seat.key)
    except SessionEnded:
        return None


def _password(seat: Seat, account: Account, message: str = "", about: str = "") -> Answer:
    facts = Facts((("網路帳號 / 主職員工編號", account.employee_id), ("帳號姓名", account.name)))
    parts = (
        facts,
        Field("cloud_password", "請輸入新密碼", "password"),
        Field("cloud_again", "請再輸入新密碼", "password"),
        Row((Button("reset", page_words.RESET_ACT), Button("cancel", page_words.CANCEL), LEAVE)),
    )
    before = (Text("密碼設定條件", "h2"), *(Text(line) for line in page_words.CONDITIONS))
    form = Form(PASSWORD, parts, webforms=False)
    page = Page("new_password", page_words.RESET, form, before=before, message=message, about=about)
    return Answer(page, seat=seat)


def _done(seat: Seat, account: Account) -> Answer:
    parts = (Text(f"網路帳號 {account.employee_id}"), Text(page_words.AT_ONCE))
    form = Form(PASSWORD, (LEAVE,), webforms=False)
    page = Page("password_set", page_words.RESET, form, before=parts, message=page_words.RESET_DONE, good=True)
    return Answer(page, seat=seat)


def change(ask: Ask) -> Answer:
    """Handle 確定重置, 取消 and the sign-out."""
    account, seat, given = _proved(ask), ask.seat, ask.given
    if account is None or seat is None:
        return RESETTING.expired(ask)
    if given.pressed == "sign_out":
        return leave(ask, RESETTING.expired(ask))
    if given.pressed != "reset":
        return Answer(move=ask.desk.url("account", "/"))

    def doing() -> Answer:
        if given.values["cloud_password"] != given.values["cloud_again"]:
            return _password(seat, account, page_words.MISMATCH, "cloud_again")
        ask.desk.activation.reset_cloud_password(seat.key, Secret(given.values["cloud_password"]))
        ask.desk.seats.keep(replace(seat, notes={**seat.notes, "reset": True}))
        return Answer(move=ask.desk.url("account", PASSWORD))

    def refused(error: BackendError) -> Answer:
        over = isinstance(error, SessionEnded)
        return RESETTING.expired(ask) if over else _password(seat, account, refusal(ask, error), "cloud_password")

    return act(ask, "account.reset_cloud_password", doing, refused)
