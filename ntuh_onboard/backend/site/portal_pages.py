"""The pages on the portal's own host: sign-in, picture, menu, sign-out (portal-facts.md, guide 登入本院PORTAL系統)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace

from ntuh_onboard.backend.hospital import hospital_phrases as said
from ntuh_onboard.backend.hospital import invented
from ntuh_onboard.backend.hospital.sign_in import Hung
from ntuh_onboard.backend.protocol import Landing
from ntuh_onboard.backend.site import page_words
from ntuh_onboard.backend.site.exchange import Answer, Ask, act, notices_between, refusal
from ntuh_onboard.backend.site.parts import Button, Field, Form, Link, Menu, Page, Part, Row, Table, Text
from ntuh_onboard.backend.site.seats import Seat
from ntuh_onboard.common.errors import BackendError, SessionEnded
from ntuh_onboard.common.secret import Secret

LOGIN, MENU = "/General/Login.aspx", "/General/Redirect.aspx"
LOGOUT, PICTURE = "/General/Logout.aspx", "/General/VerifyCode.aspx"
PASSWORD, CONTACT = "/WebApplication/ChangePassword.aspx", "/WebApplication/PersonalContact.aspx"
_PLACES = {page_words.CHANGE_PASSWORD: PASSWORD, page_words.CONTACT: CONTACT}


def expired(ask: Ask) -> Answer:
    """Return to the sign-in page, which says that the session is over."""
    return Answer(move=ask.desk.url("portal", f"{LOGIN}?Expired=1"))


def front(ask: Ask) -> Answer:
    """Redirect the bare host to the sign-in page."""
    return Answer(move=ask.desk.url("portal", LOGIN))


def login(ask: Ask) -> Answer:
    """Begin a session and show its sign-in page."""
    key, _ = ask.desk.door.open()
    over = said.SESSION_OVER if ask.query.get("Expired") else ""
    return _login(ask, ask.desk.seats.open("portal", key), ask.said or over)


def _login(ask: Ask, seat: Seat, message: str = "", about: str = "") -> Answer:
    given = ask.given.values
    fields = (
        Field("campus", "院區", "select", given.get("campus", invented.MAIN_CAMPUS), invented.CAMPUSES),
        Field("employee_id", "帳號", value=given.get("employee_id", "")),
        Field("portal_password", "密碼", "password"),
        Field("captcha", "驗證碼", hint="不用區分大小寫", limit=6, picture=_picture_address()),
        Field("quick_menu", "", "radio", given.get("quick_menu", "H"), page_words.QUICK_MENUS),
        Button("sign_in", page_words.SIGN_IN, "image"),
    )
    page = Page(
        "login",
        page_words.PORTAL,
        Form("Login.aspx", fields),
        before=(Text(page_words.PORTAL_LINKS), Text(page_words.HOSPITAL, "h2")),
        after=(Text(page_words.HELP_LINE),),
        message=message,
        about=about,
    )
    return Answer(page, seat=seat)


def _picture_address() -> str:
    return f"{PICTURE}?t={secrets.token_hex(4)}"


def picture(ask: Ask) -> Answer:
    """Show a new picture code for this session; the one before becomes void."""
    desk = ask.desk
    hung = desk.door.picture(ask.seat.key if ask.seat else "")
    if ask.seat is None:
        seat = desk.seats.open("portal", hung.session)
    elif ask.seat.key != hung.session:
        seat = desk.seats.keep(replace(ask.seat, key=hung.session))
    else:
        seat = ask.seat
    return shown(ask, hung, seat)


def shown(ask: Ask, hung: Hung, seat: Seat) -> Answer:
    """Answer with the picture's bytes; its text is for the stage only."""
    with ask.desk.lock:
        pictures = ask.desk.pictures
        pictures[hashlib.sha256(hung.picture.data).hexdigest()] = ask.desk.newest_picture = hung.text
        while len(pictures) > 1000:
            pictures.pop(next(iter(pictures)))
    return Answer(raw=hung.picture.data, kind="image/gif", seat=seat)


def sign_in(ask: Ask) -> Answer:
    """Handle the form of the sign-in page."""
    seat, given = ask.seat, ask.given.values
    if seat is None:
        return expired(ask)

    def doing() -> Answer:
        password = Secret(given["portal_password"])
        key, _ = ask.desk.door.sign_in(seat.key, given["employee_id"], password, given["captcha"], given["campus"])
        ask.desk.seats.leave(seat)
        new = ask.desk.seats.open("portal", key, signed_in=True)
        return Answer(move=ask.desk.url("portal", f"{MENU}?SESSION={new.ticket}"), seat=new)

    def refused(error: BackendError) -> Answer:
        if isinstance(error, SessionEnded):
            return expired(ask)
        return _login(ask, seat, refusal(ask, error), error.field or "")

    return act(ask, "portal.sign_in", doing, refused)


def signed_in(ask: Ask) -> Seat | None:
    """Return this browser's place if URL and both cookies belong to the same signed-in session."""
    seat = ask.seat
    return seat if seat is not None and seat.ticket and seat.ticket == ask.query.get("SESSION") else None


def menu(ask: Ask) -> Answer:
    """Show the page after the sign-in, with notices and menu."""
    seat = signed_in(ask)
    if seat is None:
        return expired(ask)
    try:
        landing = ask.desk.portal.landing(seat.key)
    except SessionEnded:
        return expired(ask)
    lines = tuple(f"{each.day} {each.text}".strip() for each in landing.notices)
    onward = f"{MENU}?SESSION={seat.ticket}&Read=1"
    between = notices_between(ask, "全院公告", lines, onward)
    return between or _menu(seat, landing, ask.said or (said.MUST_CHANGE if landing.must_change else ""))


def _menu(seat: Seat, landing: Landing, message: str) -> Answer:
    days = tuple((each.day, each.text) for each in landing.notices if each.day)
    waiting = " / ".join(each.text for each in landing.notices if not each.day)
    personal = tuple(Button("menu", label, "event", str(at)) for at, label in enumerate(page_words.PERSONAL))
    parts: tuple[Part, ...] = (
        Row((Button("sign_out", page_words.SIGN_OUT, "image"),), "sign_out_box"),
        *(Menu(label) for label in page_words.BAR),
        Menu("個人管理", personal),
        Text(f"{landing.employee_id} {landing.name} 您好!"),
        Text(waiting),
        Text(f"全院公告 {len(days)}", "h2"),
        Table(("日期", "標題"), days),
    )
    form = Form(f"Redirect.aspx?SESSION={seat.ticket}", parts)
    return Answer(Page("menu", page_words.HOSPITAL, form, message=message), seat=seat)


def choose(ask: Ask) -> Answer:
    """Handle a menu entry and the sign-out."""
    seat, given = signed_in(ask), ask.given
    if seat is None:
        return expired(ask)
    if given.pressed == "sign_out":
        return leave(ask, seat)
    entry = page_words.PERSONAL[int(given.argument)] if given.pressed == "menu" else ""
    if entry not in _PLACES:
        return menu(ask.saying(page_words.NOT_HERE if entry else ""))
    return Answer(move=ask.desk.url("inner", f"{_PLACES[entry]}?SESSION={seat.ticket}"))


def leave(ask: Ask, seat: Seat) -> Answer:
    """Sign out, from the portal's host or from the inner pages."""
    ended = ask.desk.portal.sign_out(seat.key)
    ask.desk.seats.leave(seat)
    return Answer(move=ask.desk.url("portal", LOGOUT)) if ended else expired(ask)


def left(ask: Ask) -> Answer:
    """Show the page after the sign-out."""
    return Answer(
        Page("logout", page_words.PORTAL, before=(Text(page_words.SIGNED_OUT), Link("登入本院PORTAL系統", LOGIN)))
    )


def banner(ask: Ask) -> Answer:
    """Show the strip above a frameset."""
    return Answer(Page("banner", page_words.HOSPITAL))
