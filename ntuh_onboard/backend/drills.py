"""The table of drills: what a trainer can bring about on a stage, for panel, scenarios and papers (J8.4).

A drill that needs a call to happen (`Drill.waits`) is armed and happens once; any other takes effect immediately.
Their sentences are `drill.<id>` in the catalogues. The fault matrix (security.md B3) is `REQUESTS` by `COLUMNS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ntuh_onboard.backend.protocol import AccountSite, Mail, Mark, Portal
from ntuh_onboard.backend.stage import MESSAGE, Carrier, Condition, Fault, Stage, Waiting, Wire

CODE_LIFE = 120.0
"""Seconds for which a code is valid (guide: 「2分鐘內有效」)."""
COMMIT = "commit"
"""Used in place of a verb: the next commit, from the step that the student is at."""
CODE = "code"
"""Used in place of a verb: a code that was requested and not typed yet, so that it can expire."""
_COMMITS = frozenset(
    f"{site}.{name}"
    for site, port in (("portal", Portal), ("account", AccountSite), ("mail", Mail))
    for name, verb in vars(port).items()
    if getattr(verb, "__mark__", None) is Mark.COMMIT
)


@dataclass(frozen=True, slots=True)
class Rate:
    """Speed time up, or back to normal."""

    times: float


@dataclass(frozen=True, slots=True)
class Ahead:
    """Put the clock forward by some seconds."""

    seconds: float


Doing = Fault | Carrier | Condition | Rate | Ahead


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the student is in the journey, as far as drills depend on it.

    Attributes:
        employee_id: whose account it is.
        commit: the verb of the next commit, empty if none is left.
        asks: the verbs that the rest of the journey calls, including `COMMIT` and `CODE` where they apply.
        again: the verbs that are called in addition if another code is requested.

    """

    employee_id: str
    commit: str = ""
    asks: frozenset[str] = frozenset()
    again: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Drill:
    """One thing that a trainer can bring about.

    Attributes:
        id: its key; its sentence is `drill.<id>`.
        group: the group of the panel in which it is listed.
        does: what it does to the stage.
        at: the verbs or the site whose calls meet a fault, or show any other effect; empty if all do.

    """

    id: str
    group: str
    does: Doing
    at: str = ""

    @property
    def waits(self) -> bool:
        """Whether it is armed first and happens at a later call."""
        return isinstance(self.does, Fault | Carrier)

    def verb(self, spot: Spot) -> str:
        """Return the verb, site or `MESSAGE` that it waits for; empty if it does not wait or no commit is left."""
        if isinstance(self.does, Carrier):
            return MESSAGE
        return spot.commit if self.at == COMMIT else self.at

    def met(self, asked: Iterable[str]) -> bool:
        """Return whether one of these verbs would meet it, or show its effect."""
        there = {part for each in asked for part in (each, each.partition(".")[0])}
        return not self.at or not there.isdisjoint(self.at.split())

    def arm(self, stage: Stage, spot: Spot) -> bool:
        """Bring it about, or arm it once more; returns False if it needs a commit and none is left."""
        match self.does:
            case Carrier() as carrier:
                stage.carrier(carrier, times=1)
            case Fault() as fault:
                if not self.verb(spot):
                    return False
                stage.inject(self.verb(spot), fault)
            case Condition() as condition:
                stage.befall(spot.employee_id, condition)
            case Rate(times):
                stage.rate(times)
            case Ahead(seconds):
                stage.jump(seconds)
        return True

    def armed(self, waiting: Iterable[Waiting]) -> int:
        """Return how often it is still to happen, given what is armed (`Stage.waiting`)."""
        if not isinstance(self.does, Fault | Carrier):
            return 0
        at = {MESSAGE} if isinstance(self.does, Carrier) else _COMMITS if self.at == COMMIT else {self.at}
        return sum(each.times for each in waiting if each.what == self.does.value and each.verb in at)


_JUDGED = "account.send_code account.verify_code account.activate account.reset_cloud_password"
"""The verbs that check whether an account is still valid."""
_TABLE = (
    Drill("message_late", "message", Carrier.LATE, "account.send_code"),
    Drill("message_never", "message", Carrier.BLOCKS, "account.send_code"),
    Drill("message_elsewhere", "message", Carrier.WRONG_NUMBER, "account.send_code"),
    Drill("message_wrong", "message", Carrier.WRONG_CODE, "account.send_code"),
    Drill("code_expired", "message", Ahead(CODE_LIFE + 1), CODE),
    Drill("picture_unreadable", "portal", Fault.PICTURE_UNREADABLE, "portal.picture mail.picture"),
    Drill("account_locked", "portal", Condition.LOCKED, "portal.sign_in"),
    Drill("portal_down", "portal", Fault.DOWN, "portal"),
    Drill("portal_maintenance", "portal", Fault.MAINTENANCE, "portal"),
    Drill("phone_outdated", "account", Condition.OLD_PHONE, "portal.contact account.send_code"),
    Drill("alias_taken", "account", Fault.ALIAS_TAKEN, "account.activate"),
    Drill("already_activated", "account", Condition.ACTIVATED, "account.activate"),
    Drill("account_expired", "account", Condition.EXPIRED, _JUDGED),
    Drill("account_down", "account", Fault.DOWN, "account"),
    Drill("account_maintenance", "account", Fault.MAINTENANCE, "account"),
    Drill("lost_done", "commit", Fault.LOST_AFTER, COMMIT),
    Drill("lost_not_done", "commit", Fault.LOST_BEFORE, COMMIT),
    Drill("commit_slow", "commit", Fault.SLOW, COMMIT),
    Drill("session_ended", "commit", Fault.SESSION_ENDED, COMMIT),
    Drill("time_normal", "time", Rate(1)),
    Drill("time_ten", "time", Rate(10)),
    Drill("time_sixty", "time", Rate(60)),
    Drill("ahead_minute", "time", Ahead(60)),
    Drill("ahead_quarter", "time", Ahead(15 * 60)),
    Drill("ahead_day", "time", Ahead(24 * 60 * 60)),
)

DRILLS: Mapping[str, Drill] = {each.id: each for each in _TABLE}
"""The drills by id, in the order of the panel."""

REQUESTS: Mapping[str, tuple[str, ...]] = {
    "Q1": ("portal.sign_in_page",),
    "Q2": ("portal.picture",),
    "Q3": ("portal.sign_in",),
    "Q4": ("portal.change_password",),
    "Q5": ("portal.save_contact",),
    "Q6": ("account.regulations",),
    "Q7": ("account.send_code",),
    "Q8": ("account.verify_code",),
    "Q9": ("account.account",),
    "Q10": ("account.activate",),
    "Q11": ("portal.landing", "portal.contact", "account.activation"),
    "Q12": ("portal.sign_out", "account.sign_out"),
}
"""The rows of the fault matrix, with the verbs of the port that each stands for."""

COLUMNS: Mapping[str, Fault | None] = {
    "F1": Fault.DOWN,
    "F2": Fault.LOST_AFTER,
    "F3": Fault.UNEXPECTED_PAGE,
    "F4": Fault.LOST_AFTER,
    "F5": Fault.SLOW,
    "F6": Fault.UNEXPECTED_PAGE,
    "F7": None,
    "F8": Fault.SESSION_ENDED,
    "F9": None,
    "F10": None,
}
"""The columns of the fault matrix, with the fault that shows each where the hospital runs in this process.

None: it can be shown on a wire only. F11 (no TLS) is shown by a client that does not trust the simulator's authority,
F12 (clock) by the drills of time.
"""


def row(request: str) -> str:
    """Return what to inject for a row of the matrix: the first call of any of its verbs meets it, and no other."""
    return " ".join(REQUESTS[request])


def arm_cell(stage: Stage, request: str, column: str) -> bool:
    """Arm one cell of the matrix, on the wire if there is one; returns False if it needs a wire and there is none."""
    fault = COLUMNS[column]
    if isinstance(stage, Wire):
        stage.arm(request, column)
        return True
    if fault is None:
        return False
    stage.inject(row(request), fault)
    return True


def arm_again(stage: Stage, waiting: Iterable[Waiting]) -> None:
    """Arm again what had been armed before it was disarmed."""
    faults = {each.value for each in Fault}
    for each in waiting:
        if each.verb == MESSAGE:
            stage.carrier(Carrier(each.what), each.times)
        elif each.what in faults:
            stage.inject(each.verb, Fault(each.what), each.times)
        elif isinstance(stage, Wire):
            stage.arm(each.verb, each.what, each.times)


def arm_ahead(stage: Stage, left: Sequence[str]) -> None:
    """Move faults that were armed for a commit which has passed by now to the first commit that is left.

    left: the verbs of the commits that are left. If there are none, these faults are disarmed.
    """
    faults = {each.does.value for each in _TABLE if each.at == COMMIT and isinstance(each.does, Fault)}
    waiting = stage.waiting()
    behind = [each for each in waiting if each.what in faults and each.verb in _COMMITS.difference(left)]
    if behind:
        stage.disarm()
        arm_again(stage, [each for each in waiting if each not in behind])
        arm_again(stage, [replace(each, verb=verb) for verb in left[:1] for each in behind])
