"""Bring drills about for pupils of a class, at once or at a minute, and see who met them and recovered.

Who is to meet a drill has it armed on a board of their own (`Desk.own_boards`), so that nobody else does. A pupil's
wizard says who it is (`SeatFile.agent`), already before the sign-in.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from math import inf
from typing import Any

from ntuh_onboard.backend.drills import COMMIT, Ahead, Drill
from ntuh_onboard.backend.site.board import Board
from ntuh_onboard.backend.site.register import Progress
from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.stage import Carrier, Condition, Fault
from ntuh_onboard.classroom.drill_rules import (
    OFFERED,
    TIMED,
    Traffic,
    can_meet,
    left_of,
    meeting,
    met_since,
    recovered_since,
)
from ntuh_onboard.classroom.roster import Pupil

LASTS = 90.0
"""Seconds for which a site is closed, or an account locked, unless the trainer says otherwise."""


@dataclass(slots=True)
class Assignment:
    """One drill for one seat.

    Attributes:
        order: the order that it belongs to, 1 for the first.
        seat: the seat's number.
        drill: a key of `OFFERED`.
        minute: the minute of the lesson at which it is to be brought about; None for at once.
        seconds: how long it lasts, of those that do.
        armed: when it was brought about, or 0; as all moments here one of the hospital.
        met: when the pupil met it, or 0.
        recovered: when the pupil was over it, or 0.
        passed: whether it can no longer be met.

    """

    order: int
    seat: int
    drill: str
    minute: float | None = None
    seconds: float = LASTS
    armed: float = 0.0
    met: float = 0.0
    recovered: float = 0.0
    passed: bool = False

    @property
    def state(self) -> str:
        """Return `planned`, `armed`, `met`, `recovered` or `passed`."""
        if self.recovered:
            return "recovered"
        if self.met:
            return "met"
        if self.passed:
            return "passed"
        return "armed" if self.armed else "planned"

    @property
    def waits(self) -> bool:
        """Return whether it is armed and not met yet."""
        return self.state == "armed"


class Conductor:
    """The drills of a class; may be called from any thread.

    Args:
        site: the simulated hospital.
        pupils: the class.
        done: returns the steps that a pupil has finished.
        began: returns when the lesson began; 0 before.

    Attributes:
        changed: called after every change.

    """

    def __init__(
        self,
        site: Site,
        pupils: Sequence[Pupil],
        done: Callable[[Pupil], Collection[str]],
        began: Callable[[], float],
    ) -> None:
        self._site, self._desk = site, site.stage.desk
        self._pupils: Mapping[int, Pupil] = {each.number: each for each in pupils}
        self._ids = {each.person.employee_id: each for each in pupils}
        self._phones = {each.person.phone: each for each in pupils}
        self._done, self._began = done, began
        self._all: list[Assignment] = []
        self._asked: dict[str, dict[str, float]] = defaultdict(dict)
        self._lock = threading.RLock()
        self.changed: Callable[[], None] = lambda: None
        self._desk.asked = self._note_asked
        self._desk.hospital.network.met = self._note_message

    def order(self, drill: str, seats: Iterable[int], minute: float | None = None, seconds: float = LASTS) -> int:
        """Order a drill for seats, at once or at a minute; returns the order's number. KeyError if unknown."""
        OFFERED[drill]
        with self._lock:
            number = max((each.order for each in self._all), default=0) + 1
            new = [Assignment(number, self._pupils[seat].number, drill, minute, seconds) for seat in seats]
            self._all += new
        self.look()
        return number

    def cancel(self, order: int) -> None:
        """Take an order back: what is planned does not happen, what is armed is disarmed, a lock or an expiry ends."""
        with self._lock:
            gone = [each for each in self._all if each.order == order and not each.met]
            self._all = [each for each in self._all if each not in gone]
            for each in gone:
                self._relieve(each)
            self._arm_again({each.seat for each in gone if each.armed})
        self.changed()

    def forget(self, pupil: Pupil) -> None:
        """Drop everything about a seat that is reset."""
        with self._lock:
            self._all = [each for each in self._all if each.seat != pupil.number]
            self._asked.pop(pupil.person.employee_id, None)
            self._arm_again({pupil.number})
        self.changed()

    def all(self) -> list[Assignment]:
        """Return every drill of every seat, in the order in which they were ordered."""
        with self._lock:
            return [*self._all]

    def rows(self) -> list[dict[str, Any]]:
        """Return all of it as JSON, for `restore`."""
        return [asdict(each) for each in self.all()]

    def restore(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Take what a class before this one had ordered, and arm again what was armed."""
        with self._lock:
            self._all = [Assignment(**each) for each in rows]
            self._arm_again({each.seat for each in self._all if each.waits})

    def look(self) -> None:
        """Bring about what is due, and see what was met and recovered from; called about twice a second."""
        changed = False
        with self._lock:
            people, now = self._desk.register.people(), self._desk.hospital.moment()
            for each in self._all:
                before = each.state
                self._step(each, people, now)
                changed = changed or each.state != before
        if changed:
            self.changed()

    def due(self, each: Assignment) -> float:
        """Return when a drill is to be brought about; infinite before the lesson has begun."""
        if each.minute is None:
            return 0.0
        began = self._began()
        return began + 60 * each.minute if began else inf

    def _step(self, each: Assignment, people: Mapping[str, Progress], now: float) -> None:
        pupil, drill = self._pupils[each.seat], OFFERED[each.drill]
        who = pupil.person.employee_id
        traffic = Traffic(people.get(who, Progress()), self._asked.get(who, {}))
        left = left_of(self._done(pupil))
        if each.state == "planned" and now >= self.due(each):
            each.passed = not can_meet(drill, left)
            if not each.passed:
                each.armed = now
                self._bring_about(each, now)
        elif each.state == "armed":
            if isinstance(drill.does, Ahead):
                self._site.stage.port.age_code(who, drill.does.seconds)
            if isinstance(drill.does, Condition | Ahead):
                each.met = met_since(drill, traffic, each.armed)
            each.passed = not can_meet(drill, left) or self._is_over(each, now)
        if each.state == "met":
            each.recovered = recovered_since(drill, traffic, each.met)
        if each.armed and drill.does is Condition.EXPIRED and self._is_over(each, now):
            self._relieve(each)

    @staticmethod
    def _is_over(each: Assignment, now: float) -> bool:
        return OFFERED[each.drill].does in TIMED and now > each.armed + each.seconds

    def _bring_about(self, each: Assignment, now: float) -> None:
        """Do what the drill does, to this pupil alone."""
        pupil, drill = self._pupils[each.seat], OFFERED[each.drill]
        who, port, left = pupil.person.employee_id, self._site.stage.port, left_of(self._done(pupil))
        match drill.does:
            case Carrier() as carrier:
                self._desk.hospital.network.next(carrier, 1, pupil.person.phone)
            case Fault() as fault if fault in TIMED:
                self._own(who).close(drill.at, fault, each.armed + each.seconds)
            case Fault() as fault:
                self._own(who).inject(meeting(drill, left), fault)
            case Condition.LOCKED:
                port.lock(who, each.armed + each.seconds - now)
            case Condition() as condition:
                port.befall(who, condition)
            case _:  # a code that has expired: `_step` lets it age as soon as one is out
                pass

    def _relieve(self, each: Assignment) -> None:
        does = OFFERED[each.drill].does
        if each.armed and isinstance(does, Condition):
            self._site.stage.port.relieve(self._pupils[each.seat].person.employee_id, does)

    def _arm_again(self, seats: Collection[int]) -> None:
        """Arm for these seats what waits, and nothing else; what changed the hospital stays as it is."""
        for seat in seats:
            person = self._pupils[seat].person
            self._own(person.employee_id).clear()
            self._desk.hospital.network.as_usual(person.phone)
        for each in self._all:
            if each.seat in seats and each.waits and isinstance(OFFERED[each.drill].does, Fault | Carrier):
                self._bring_about(each, self._desk.hospital.moment())

    def _own(self, who: str) -> Board:
        board = self._desk.own_boards.get(who)
        if board is None:
            board = self._desk.own_boards[who] = Board(partial(self._note_fault, who))
        return board

    def _note_asked(self, who: str, verbs: tuple[str, ...]) -> None:
        if who in self._ids:
            self._asked[who] |= dict.fromkeys(verbs, self._desk.hospital.moment())

    def _note_fault(self, who: str, verb: str, fault: Fault) -> None:
        self._note_met(self._ids[who], fault, verb)

    def _note_message(self, phone: str, fate: Carrier) -> None:
        if phone in self._phones:
            self._note_met(self._phones[phone], fate)

    def _note_met(self, pupil: Pupil, what: Fault | Carrier, verb: str = "") -> None:
        """Note that a pupil met what was armed: the first that waits for it. Called while a board is locked.

        The class's own lock is not taken here, since whoever holds it may be waiting for the board.
        """
        for each in [*self._all]:
            if each.seat == pupil.number and each.waits and _fits(OFFERED[each.drill], what, verb):
                each.met = self._desk.hospital.moment()
                return


def _fits(drill: Drill, what: Fault | Carrier, verb: str) -> bool:
    site = verb.partition(".")[0]
    return drill.does == what and (
        isinstance(what, Carrier) or drill.at == COMMIT or bool({verb, site} & {*drill.at.split()})
    )
