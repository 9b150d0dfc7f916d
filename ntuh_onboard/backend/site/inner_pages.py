"""The portal's inner pages on their own host: 更改密碼 and 維護個人連絡資料 (guide; J2, J3)."""

from __future__ import annotations

from ntuh_onboard.backend.protocol import CONTACT_FIELDS, Contact
from ntuh_onboard.backend.site import page_words
from ntuh_onboard.backend.site.exchange import Answer, Ask, act, refusal
from ntuh_onboard.backend.site.parts import Button, Facts, Field, Form, Lines, Link, Page, Panel, Part, Row, Text
from ntuh_onboard.backend.site.portal_pages import CONTACT, MENU, PASSWORD, expired, leave
from ntuh_onboard.backend.site.seats import Seat
from ntuh_onboard.common.errors import BackendError, MustChangePassword, SessionEnded
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.rules import Facts as Known
from ntuh_onboard.rules import check
from ntuh_onboard.rules.passwords import PUBLISHED


def password(ask: Ask) -> Answer:
    """Show the page 更改密碼."""
    seat = ask.seat
    if seat is None:
        return expired(ask)
    try:
        ask.desk.portal.landing(seat.key)
    except SessionEnded:
        return expired(ask)
    return Answer(_password(ask, seat, ask.said), seat=seat)


def _password(ask: Ask, seat: Seat, message: str = "", about: str = "", *, good: bool = False) -> Page:
    parts = (
        Field("portal_old", "請輸入舊密碼", "password"),
        Field("portal_new", "請輸入新密碼", "password"),
        Field("portal_again", "請再輸入新密碼", "password"),
        Panel("strength", "密碼強度檢核", _strength(ask.given.values.get("portal_new", "")), "portal_new"),
        Button("change", page_words.CHANGE_PASSWORD),
        Text("密碼設定條件："),
        Lines(page_words.CONDITIONS),
        _ways_back(ask, seat),
    )
    form = Form(f"{PASSWORD.rpartition('/')[2]}?SESSION={seat.ticket}", parts)
    return Page("password", page_words.CHANGE_PASSWORD, form, message=message, about=about, good=good)


def _ways_back(ask: Ask, seat: Seat) -> Row:
    menu = ask.desk.url("portal", f"{MENU}?SESSION={seat.ticket}")
    return Row((Link(page_words.TO_MENU, menu), Button("sign_out", page_words.SIGN_OUT, "event")))


def _strength(text: str) -> str:
    if not text:
        return ""
    broken = {each.id for each in check(PUBLISHED, text, Known())}
    missing = [said for rule, said in zip(PUBLISHED, page_words.STRENGTH, strict=False) if rule in broken]
    return "，".join(missing) or page_words.STRENGTH[-1]


def change(ask: Ask) -> Answer:
    """Handle the form of 更改密碼: its panel, its sign-out, or the change."""
    seat, given = ask.seat, ask.given
    if seat is None:
        return expired(ask)
    if given.pressed == "sign_out":
        return leave(ask, seat)
    if given.pressed == "strength":
        return Answer(_password(ask, seat), seat=seat, alone=given.alone)
    if given.pressed != "change":
        return password(ask.saying(""))

    def doing() -> Answer:
        if given.values["portal_new"] != given.values["portal_again"]:
            return Answer(_password(ask, seat, page_words.MISMATCH, "portal_again"), seat=seat)
        old, new = Secret(given.values["portal_old"]), Secret(given.values["portal_new"])
        ask.desk.portal.change_password(seat.key, old, new)
        return Answer(_password(ask.saying(""), seat, page_words.CHANGED, good=True), seat=seat)

    return act(ask, "portal.change_password", doing, lambda error: _no_change(ask, seat, error))


def _no_change(ask: Ask, seat: Seat, error: BackendError) -> Answer:
    if isinstance(error, SessionEnded):
        return expired(ask)
    return Answer(_password(ask.saying(""), seat, refusal(ask, error), error.field or ""), seat=seat)


def contact(ask: Ask) -> Answer:
    """Show the page 維護個人連絡資料."""
    seat = ask.seat
    if seat is None:
        return expired(ask)
    try:
        shown = ask.desk.portal.contact(seat.key)
    except SessionEnded:
        return expired(ask)
    except MustChangePassword as error:
        back = (_ways_back(ask, seat).items[0],)
        return Answer(Page("must_change", page_words.CONTACT, before=(Row(back),), message=error.said), seat=seat)
    return _contact(ask, seat, shown, ask.said)


def _contact(ask: Ask, seat: Seat, shown: Contact, message: str = "", about: str = "", *, good: bool = False) -> Answer:
    given = ask.given.values
    parts: tuple[Part, ...] = (
        Button("save", page_words.SAVE_CHANGES),
        Facts((("員工編號：", shown.employee_id), ("姓名：", shown.name))),
        *(
            Field(key, label, value=given.get(key, getattr(shown, key)), example=example)
            for key, (label, example) in page_words.CONTACT_LABELS.items()
        ),
        _ways_back(ask, seat),
    )
    form = Form(f"{CONTACT.rpartition('/')[2]}?SESSION={seat.ticket}", parts)
    title = f"台大醫院---{page_words.CONTACT}"
    return Answer(Page("contact", title, form, message=message, about=about, good=good), seat=seat)


def save(ask: Ask) -> Answer:
    """Handle 異動儲存 and the sign-out."""
    seat, given = ask.seat, ask.given
    if seat is None:
        return expired(ask)
    if given.pressed == "sign_out":
        return leave(ask, seat)
    if given.pressed != "save":
        return contact(ask.saying(""))

    def doing() -> Answer:
        before = ask.desk.portal.contact(seat.key)
        changes = {name: given.values[name] for name in CONTACT_FIELDS if given.values[name] != getattr(before, name)}
        after = ask.desk.portal.save_contact(seat.key, changes)
        return _contact(ask.saying(""), seat, after, page_words.SAVED, good=True)

    return act(ask, "portal.save_contact", doing, lambda error: _not_saved(ask, seat, error))


def _not_saved(ask: Ask, seat: Seat, error: BackendError) -> Answer:
    if isinstance(error, SessionEnded | MustChangePassword):
        return contact(ask.saying(""))
    label = page_words.CONTACT_LABELS.get(error.field or "", ("",))[0]
    message = f"{label}：{refusal(ask, error)}" if label else refusal(ask, error)
    try:
        before = ask.desk.portal.contact(seat.key)
    except SessionEnded:
        return expired(ask)
    return _contact(ask, seat, before, message, error.field or "")
