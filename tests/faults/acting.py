"""The twelve requests: how a student comes to each, the act that makes it, and which of the act's requests it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ntuh_onboard.backend.site.simulator import Site
from tests.faults import meets
from tests.faults.certificates import Shown
from tests.faults.student import Student
from tests.faults.table import Cell
from tests.faults.wire import LAST, Asked, Fault, pass_on
from tests.patience import PATIENCE, SCALE

OWN = "portal.sign_in", "portal.change_password", "portal.save_contact"
QUIET = 3
"""A read is asked for once, and twice more quietly."""
SKEW = 26 * 3600.0
"""Seconds by which the student's computer is wrong: its date is another one too."""


@dataclass(frozen=True)
class Act:
    """step: where the student stands. verb: the commit, empty for a read. at: the number of the request in the act.

    lost: the number of a request before it whose answer is lost, so that it is asked after. read_back: the step that
    asks after it. whole: whether it is part of the whole way only.
    """

    step: str
    asked: Asked
    at: int = 0
    verb: str = ""
    lost: int = LAST
    read_back: str = ""
    whole: bool = False

    @property
    def short(self) -> bool:
        """Whether the way there leaves the portal out."""
        return not self.whole and self.verb not in OWN and self.step not in {"sign_in", "contact"}


_LOGIN, _SETTINGS = "/General/Login.aspx", "/Account/Settings"
ACTS: Mapping[str, Act] = {
    "Q1": Act("preflight", Asked("GET", _LOGIN), whole=True),
    "Q2": Act("sign_in", Asked("GET", "/General/VerifyCode.aspx")),
    "Q3": Act("sign_in", Asked("POST", _LOGIN), 0, "portal.sign_in", read_back="read_back_sign_in"),
    "Q4": Act(
        "portal_password",
        Asked("POST", "/WebApplication/ChangePassword.aspx"),
        3,
        "portal.change_password",
        read_back="read_back_new_password",
    ),
    "Q5": Act(
        "contact",
        Asked("POST", "/WebApplication/PersonalContact.aspx"),
        1,
        "portal.save_contact",
        read_back="read_back_contact",
    ),
    "Q6": Act("preflight", Asked("GET", "/")),
    "Q7": Act("send_code", Asked("POST", "/Account/Phone"), 3, "account.send_code", read_back="read_back_message"),
    "Q8": Act("enter_code", Asked("POST", "/Account/Activate"), 1, "account.verify_code", read_back="read_back_code"),
    "Q9": Act("alias_again", Asked("GET", _SETTINGS)),
    "Q10": Act("alias_again", Asked("POST", _SETTINGS), 1, "account.activate", read_back="read_back_activation"),
    "Q11": Act("alias_again", Asked("GET", _SETTINGS), 2, lost=1, read_back="read_back_activation"),
    "Q12": Act("done", Asked("POST", _SETTINGS), 1),
}


def armed(cell: Cell, site: Site, foreign: str, later: int = 0) -> Fault:
    """What is armed on the wire for a cell.

    foreign: the address of a server that nobody may ask. later: how many requests come before those of the act.
    """
    act = replace(ACTS[cell.request], at=ACTS[cell.request].at + later)
    quiet = QUIET if act.asked.method == "GET" else 1

    def expire(exchange: object) -> None:
        site.stage.arm(cell.request, "F8")
        pass_on(exchange)  # type: ignore[arg-type]  # it is one

    met = {
        "F2": (meets.never, quiet),
        "F2x": (meets.deaf, quiet),
        "F3": (meets.broken, quiet),
        "F4": (meets.half, quiet),
        "F5": (meets.drip, quiet),
        "F6": (meets.malformed, 1),
        "F7": (meets.miscalled, 1),
        "F7x": (meets.garbled, 1),
        "F8": (expire, 1),
        "F9": (meets.elsewhere(foreign), 1),
        "F10": (meets.captive, 1),
    }
    if cell.fault in met:
        meet, times = met[cell.fault]
        return Fault(act.at, meet=meet, times=times, lost=act.lost)
    if cell.fault == "F1":
        return Fault(act.at, shut=True, lost=act.lost)
    shown = Shown.GOOD
    if cell.fault == "F11":
        shown = Shown.PAST if cell.code == "CK" else Shown.STRANGER
    elif cell.code == "CK":
        shown = Shown.FUTURE
    return Fault(act.at, shown=shown, lost=act.lost)


async def come_to(student: Student, cell: Cell) -> None:
    """Stand where the act is done."""
    act = ACTS[cell.request]
    way = {"progress": "mail_only"} if act.short else {}
    if cell.fault == "F12":
        student.clock.jump(SKEW)  # until the first page tells the date, and in what was elapsed for good
    await student.show()
    await student.walk_to(act.step, **way)


async def act(student: Student, cell: Cell) -> None:
    """Do what makes the request."""
    if cell.request == "Q2":
        await student.new_picture()
    elif cell.request == "Q12":
        soon = 0.6 if student.browser is None else 6 * SCALE  # a browser has its page to look at first
        await student.sign_out(within=soon if cell.code == "wipe" else PATIENCE)
    else:
        if cell.code == "LATE":
            student.answers["code"] = student.code()
            student.wait(120)
        await student.press()
