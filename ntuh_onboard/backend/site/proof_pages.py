"""The account site until the proof: STEP 1 to 4, for an activation or for a reset (guide; J5, J8.1).

The path tells which of the two it is: each has its own pages, and what is proved for one opens no page of the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ntuh_onboard.backend.hospital import hospital_phrases as said
from ntuh_onboard.backend.hospital import invented
from ntuh_onboard.backend.hospital.proof import ProofPages
from ntuh_onboard.backend.protocol import Purpose
from ntuh_onboard.backend.site import page_words
from ntuh_onboard.backend.site.exchange import Answer, Ask, act, notices_between, refusal
from ntuh_onboard.backend.site.parts import Button, Field, Form, Lines, Link, Page, Row, Text
from ntuh_onboard.backend.site.seats import Seat
from ntuh_onboard.common.errors import BackendError, SessionEnded
from ntuh_onboard.common.secret import Secret

LEFT = "/SignedOut"
LEAVE = Button("sign_out", page_words.SIGN_OUT)


def seated(ask: Ask) -> Ask:
    """Return this request with a place whose session is live: a new one if need be; a lost session is mentioned."""
    if ask.seat is not None and ask.desk.seats.live(ask.seat):
        return ask
    key, _ = ask.desk.proof.regulations()
    lost = ask.seat is not None or ask.stranger or "expired" in ask.query
    notes = {name: True for name in ("noticed",) if ask.seat and ask.seat.notes.get(name)}
    seat = ask.desk.seats.open("account", key, notes=notes)
    return replace(ask, seat=seat, said=said.SESSION_OVER if lost else ask.said)


def leave(ask: Ask, expired: Answer) -> Answer:
    """Sign out. `expired`: what to show if nobody was signed in."""
    assert ask.seat is not None  # noqa: S101  # only called with a place
    ended = ask.desk.activation.sign_out(ask.seat.key)
    ask.desk.seats.leave(ask.seat)
    return Answer(move=ask.desk.url("account", LEFT)) if ended else expired


@dataclass(frozen=True, slots=True)
class Way:
    """The pages from the first one to the proof, for one purpose.

    Attributes:
        purpose: what the proof is for.
        title: the title of the pages.
        ident: our name for the page of STEP 1 and 4.
        phone_ident: our name for the page of STEP 2.
        first: the path of STEP 1 and 4.
        phone_path: the path of STEP 2.
        sent_path: the path of STEP 3.
        behind: the path that the proof leads to.
        cautions: 注意事項 (cautions) of the first page.

    """

    purpose: Purpose
    title: str
    ident: str
    phone_ident: str
    first: str
    phone_path: str
    sent_path: str
    behind: str
    cautions: tuple[str, ...]

    def expired(self, ask: Ask) -> Answer:
        """Return to STEP 1, which says that the session is over."""
        return Answer(move=ask.desk.url("account", f"{self.first}?expired=1"))

    def begin(self, ask: Ask) -> Answer:
        """Show STEP 1 and STEP 4: one page with a box for the account and one for the code."""
        ask = seated(ask)
        between = notices_between(ask, "注意事項", self.cautions[:3], f"{self.first}?Read=1")
        return between or self._begin(ask, ask.said)

    def _begin(self, ask: Ask, message: str = "", about: str = "") -> Answer:
        assert ask.seat is not None  # noqa: S101  # ensured by `seated`
        typed = ask.given.values.get("employee_id") or ask.seat.notes.get("employee_id", "")
        parts = (
            Field("employee_id", "網路帳號 / 主職員工編號", value=typed),
            Button("send", page_words.SEND_CODE),
            Field("code", "簡訊(或MOTP)動態碼"),
            Row((Button("next", page_words.NEXT), LEAVE)),
        )
        before = (Text("注意事項", "h2"), Lines(self.cautions))
        form = Form(self.first, parts, webforms=False)
        page = Page(self.ident, self.title, form, before=before, message=message, about=about)
        return Answer(page, seat=ask.seat)

    def prove(self, ask: Ask) -> Answer:
        """Handle 發送簡訊動態碼, 下一步 and the sign-out."""
        seat, given = ask.seat, ask.given
        if seat is None or not ask.desk.seats.live(seat):
            return self.expired(ask)
        if given.pressed == "sign_out":
            return leave(ask, self.expired(ask))
        typed = given.values["employee_id"]
        if given.pressed == "send":
            if not invented.in_range(typed):
                return self._begin(ask, said.UNKNOWN, "employee_id")
            ask.desk.seats.keep(replace(seat, notes={**seat.notes, "employee_id": typed}))
            return Answer(move=ask.desk.url("account", self.phone_path))
        if given.pressed != "next":
            return self.begin(ask.saying(""))
        return act(
            ask,
            "account.verify_code",
            lambda: self._proved(ask, seat, typed),
            lambda error: self._refused(ask, error),
        )

    def _proved(self, ask: Ask, seat: Seat, typed: str) -> Answer:
        key, _ = self._pages(ask).verify_code(seat.key, typed, Secret(ask.given.values["code"]))
        ask.desk.seats.leave(seat)
        notes = {**seat.notes, "employee_id": typed, "proved": self.ident, "reset": False}
        new = ask.desk.seats.open("account", key, notes=notes)
        return Answer(move=ask.desk.url("account", self.behind), seat=new)

    def _refused(self, ask: Ask, error: BackendError) -> Answer:
        if isinstance(error, SessionEnded):
            return self.expired(ask)
        message, about = refusal(ask, error), error.field or "code"
        # Too many wrong codes end the hospital's session; the page continues with a new one (O-15).
        return self._begin(replace(seated(replace(ask, stranger=False)), said=""), message, about)

    def phone(self, ask: Ask) -> Answer:
        """Show STEP 2: the registered number."""
        seat = ask.seat
        if seat is None or not ask.desk.seats.live(seat):
            return self.expired(ask)
        if "employee_id" not in seat.notes:
            return Answer(move=ask.desk.url("account", self.first))
        return self._phone(seat, ask.said)

    def _phone(self, seat: Seat, message: str = "", about: str = "") -> Answer:
        parts = (
            Field("registered_phone", "請輸入帳號登記的手機門號(10碼)"),
            Row((Button("confirm", page_words.SEND_CONFIRMED), Button("cancel", page_words.CANCEL))),
        )
        form = Form(self.phone_path, parts, webforms=False)
        return Answer(Page(self.phone_ident, self.title, form, message=message, about=about), seat=seat)

    def send(self, ask: Ask) -> Answer:
        """Handle 確定發送 and 取消."""
        seat, given = ask.seat, ask.given
        if seat is None:
            return self.expired(ask)
        if given.pressed != "confirm":
            return Answer(move=ask.desk.url("account", self.first))

        def doing() -> Answer:
            employee_id = str(seat.notes.get("employee_id", ""))
            key, _ = self._pages(ask).send_code(seat.key, employee_id, given.values["registered_phone"])
            ask.desk.seats.keep(replace(seat, key=key, notes={**seat.notes, "sent": True}))
            return Answer(move=ask.desk.url("account", self.sent_path))

        def refused(error: BackendError) -> Answer:
            over = isinstance(error, SessionEnded)
            return self.expired(ask) if over else self._phone(seat, refusal(ask, error), "registered_phone")

        return act(ask, "account.send_code", doing, refused)

    def sent(self, ask: Ask) -> Answer:
        """Show STEP 3: 動態碼簡訊發送成功."""
        if ask.seat is None or not ask.seat.notes.get("sent"):
            return self.expired(ask)
        figures = ask.desk.hospital.figures
        life = f"簡訊動態碼{figures.code_life / 60:g}分鐘內有效，{figures.resend_after:g}秒後可重新發送"
        parts = (Text(said.SENT, "h2"), Text(page_words.SENT), Text(life), Link("確定", self.first))
        return Answer(Page("sent", self.title, before=parts), seat=ask.seat)

    def _pages(self, ask: Ask) -> ProofPages:
        return ProofPages(ask.desk.hospital, self.purpose)


ACTIVATING = Way(
    Purpose.ACTIVATE,
    page_words.ACTIVATE,
    "activate",
    "phone",
    "/Account/Activate",
    "/Account/Phone",
    "/Account/Sent",
    "/Account/Settings",
    page_words.CAUTIONS,
)
RESETTING = Way(
    Purpose.RESET,
    page_words.RESET,
    "reset",
    "reset_phone",
    "/Account/Reset",
    "/Account/Reset/Phone",
    "/Account/Reset/Sent",
    "/Account/Reset/Password",
    page_words.CAUTIONS[3:],
)
