"""The account site's front page, 設定密碼與郵件別名, and sign-out; `proof_pages` has STEP 1 to 4 (guide; J4, J6)."""

from __future__ import annotations

from dataclasses import replace

from ntuh_onboard.backend.hospital import hospital_phrases as said
from ntuh_onboard.backend.protocol import Account, ActivationState, Standing
from ntuh_onboard.backend.site import page_words
from ntuh_onboard.backend.site.exchange import Answer, Ask, act, refusal
from ntuh_onboard.backend.site.parts import Button, Facts, Field, Form, Lines, Link, Page, Row, Text
from ntuh_onboard.backend.site.proof_pages import ACTIVATING, LEAVE, RESETTING, leave, seated
from ntuh_onboard.backend.site.seats import Seat
from ntuh_onboard.common.errors import BackendError, SessionEnded
from ntuh_onboard.common.secret import Secret

HOME, VENDOR, SETTINGS = "/", "/Account/Vendor", ACTIVATING.behind
expired = ACTIVATING.expired


def home(ask: Ask) -> Answer:
    """Show 《規範》, 《常見問題與服務》, and the links to what can be done here."""
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
        Text(page_words.DOCUMENTS),
        Link(page_words.ACTIVATE, ACTIVATING.first, page_words.ACTIVATE_NOTE),
        Link(page_words.RESET, RESETTING.first, page_words.RESET_NOTE),
        Link(page_words.VENDOR, VENDOR, page_words.VENDOR_NOTE),
    )
    return Answer(Page("home", "網路帳號及雲端服務", before=parts, message=ask.said), seat=ask.seat)


def settings(ask: Ask) -> Answer:
    """Show the page behind the code, or, once activated, the account as it is."""
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
        Text(page_words.NOT_YET),
        Field(
            "alias",
            page_words.ALIAS,
            value=ask.given.values.get("alias", ""),
            example=f"@{account.domain} 名稱長度限64字元內",
        ),
        *(passwords if account.asks_password else ()),
        Row((Button("cancel", page_words.CANCEL_ACTIVATION), Button("activate", page_words.ACTIVATE_SERVICE), LEAVE)),
        Text(page_words.EFFECTIVE),
    )
    before = (
        Text("注意事項", "h2"),
        Lines(page_words.CAUTIONS),
        Text(page_words.ACTIVATE, "h2"),
        Text("雲端服務帳號說明："),
        Lines(page_words.CLOUD_NOTES),
    )
    form = Form(SETTINGS, parts, webforms=False)
    page = Page("settings", page_words.ALIAS_PAGE, form, before=before, message=message, about=about)
    return Answer(page, seat=seat)


def _activated(ask: Ask, seat: Seat, account: Account, state: ActivationState) -> Answer:
    assert state.effective is not None  # noqa: S101  # an activated account has an effective day
    more = ((page_words.ALIAS, f"{state.alias}@{account.domain}"), ("生效日期", f"{state.effective:%Y/%m/%d}"))
    parts = (Text(page_words.EXISTING), Text(page_words.EFFECTIVE), _facts(account, *more))
    first = bool(seat.notes.get("activated"))
    if first:
        ask.desk.seats.keep(replace(seat, notes={**seat.notes, "activated": False}))
    form = Form(SETTINGS, (LEAVE,), webforms=False)
    message = page_words.ACTIVATED if first else ask.said
    return Answer(Page("activated", page_words.ALIAS_PAGE, form, before=parts, message=message, good=first), seat=seat)


def enable(ask: Ask) -> Answer:
    """Handle 啟用雲端服務, 取消啟用 and the sign-out."""
    seat, given = ask.seat, ask.given
    if seat is None:
        return expired(ask)
    if given.pressed == "sign_out":
        return leave(ask, expired(ask))
    if given.pressed != "activate":
        return Answer(move=ask.desk.url("account", HOME if given.pressed == "cancel" else SETTINGS))

    def doing() -> Answer:
        cloud = given.values.get("cloud_password")
        if cloud != given.values.get("cloud_again"):
            account = ask.desk.activation.account(seat.key)
            return _settings(ask, seat, account, page_words.MISMATCH, "cloud_again")
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


def left(ask: Ask) -> Answer:
    """Show the page after the sign-out."""
    return Answer(Page("signed_out", "網路帳號及雲端服務", before=(Text(page_words.SIGNED_OUT), Link("回首頁", HOME))))


def not_here(ask: Ask) -> Answer:
    """Say that the simulated hospital does not have this page."""
    return Answer(Page("not_here", page_words.VENDOR, before=(Text(page_words.NOT_HERE), Link("回首頁", HOME))))
