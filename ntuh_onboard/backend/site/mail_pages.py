"""The webmail's pages: its sign-in, and nothing behind it (guide 進入本院電子信開通系統; J7.4)."""

from __future__ import annotations

from dataclasses import replace

from ntuh_onboard.backend.hospital import hospital_phrases as said
from ntuh_onboard.backend.site import page_words
from ntuh_onboard.backend.site.exchange import Answer, Ask, act, refusal
from ntuh_onboard.backend.site.parts import Button, Field, Form, Link, Page, Text
from ntuh_onboard.backend.site.portal_pages import shown
from ntuh_onboard.backend.site.seats import Seat
from ntuh_onboard.common.errors import BackendError
from ntuh_onboard.common.secret import Secret

LOGIN, INBOX, PICTURE, LEFT = "/Login", "/Inbox", "/VerifyImage", "/SignedOut"


def expired(ask: Ask) -> Answer:
    """Return to the sign-in page, which says that the session is over."""
    return Answer(move=ask.desk.url("mail", f"{LOGIN}?expired=1"))


def front(ask: Ask) -> Answer:
    """Redirect the bare host to the sign-in page."""
    return Answer(move=ask.desk.url("mail", LOGIN))


def login(ask: Ask) -> Answer:
    """Show the sign-in page; there is no session until the picture begins one."""
    over = said.SESSION_OVER if "expired" in ask.query else ""
    return _login(ask, ask.desk.seats.open("mail", ""), ask.said or over)


def _login(ask: Ask, seat: Seat, message: str = "", about: str = "") -> Answer:
    parts = (
        Field("alias", "帳號", value=ask.given.values.get("alias", "")),
        Field("cloud_password", "密碼", "password"),
        Field("captcha", "驗證碼", hint="小寫字母或數字", limit=6, picture=PICTURE),
        Field("remember", "記住登入資訊", "checkbox", hint="公用電腦請勿勾選"),
        Button("sign_in", page_words.SIGN_IN),
    )
    after = (Text("公佈欄", "h2"), *(Text(line) for line in page_words.BOARD))
    link = Link(ask.desk.url("account", "/"), ask.desk.url("account", "/"))
    form = Form(LOGIN, parts, webforms=False)
    return Answer(Page("mail", page_words.MAIL, form, after=(*after, link), message=message, about=about), seat=seat)


def picture(ask: Ask) -> Answer:
    """Begin a session of the webmail with a picture of lower-case letters and digits."""
    hung = ask.desk.mail.picture()
    seats = ask.desk.seats
    seat = seats.open("mail", hung.session) if ask.seat is None else seats.keep(replace(ask.seat, key=hung.session))
    return shown(ask, hung, seat)


def sign_in(ask: Ask) -> Answer:
    """Handle the form of the sign-in page."""
    seat, given = ask.seat, ask.given.values
    if seat is None:
        return expired(ask)

    def doing() -> Answer:
        key = ask.desk.mail.sign_in(seat.key, given["alias"], Secret(given["cloud_password"]), given["captcha"])
        ask.desk.seats.leave(seat)
        return Answer(move=ask.desk.url("mail", INBOX), seat=ask.desk.seats.open("mail", key, notes={"in": True}))

    def refused(error: BackendError) -> Answer:
        return _login(ask, seat, refusal(ask, error), error.field or "")

    return act(ask, "mail.sign_in", doing, refused)


def inbox(ask: Ask) -> Answer:
    """Show 收件匣 (the inbox), which is empty."""
    seat = ask.seat
    if seat is None or not seat.notes.get("in") or not ask.desk.seats.live(seat):
        return expired(ask)
    form = Form(INBOX, (Button("sign_out", page_words.SIGN_OUT),), webforms=False)
    return Answer(Page("inbox", page_words.INBOX, form, before=(Text("沒有郵件"),), message=ask.said), seat=seat)


def leave(ask: Ask) -> Answer:
    """Sign out."""
    if ask.seat is None:
        return expired(ask)
    ended = ask.desk.mail.sign_out(ask.seat.key)
    ask.desk.seats.leave(ask.seat)
    return Answer(move=ask.desk.url("mail", LEFT)) if ended else expired(ask)


def left(ask: Ask) -> Answer:
    """Show the page after the sign-out."""
    return Answer(Page("signed_out", page_words.MAIL, before=(Text(page_words.SIGNED_OUT), Link("回首頁", LOGIN))))
