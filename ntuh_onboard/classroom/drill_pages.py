"""The part of the board that orders drills, and shows how pupils fare with them."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from itertools import groupby
from math import inf
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ntuh_onboard.classroom.conductor import LASTS, Assignment
from ntuh_onboard.classroom.drill_rules import OFFERED, TIMED
from ntuh_onboard.classroom.room import Room
from ntuh_onboard.classroom.roster import Pupil
from ntuh_onboard.classroom.trainer_door import TrainerDoor
from ntuh_onboard.texts.sentences import Texts

SHORTEST, LONGEST = 10, 3600
"""Seconds for which something may last."""
LESSON = 24 * 60
"""Minutes; a drill later than that is a slip of the keyboard."""
IN_A_ROW = 8
"""How many seats a row has where labels are mere numbers."""
_NAMED = 6


class DrillPages:
    """Takes orders of drills."""

    def __init__(self, room: Room, door: TrainerDoor) -> None:
        self._room, self._door = room, door
        self.routes = [
            Route("/drills", self._order, methods=["POST"]),
            Route("/drills/{order:int}/cancel", self._cancel, methods=["POST"]),
        ]

    async def _order(self, request: Request) -> Response:
        """Order what the JSON says: `drill`, `seats`, and perhaps `minute` of the lesson and `seconds`."""
        if not self._door.may_change(request):
            return self._door.refused()
        try:
            told = await request.json()
            drill, seats = OFFERED[told["drill"]].id, [int(each) for each in told["seats"]]
            minute, seconds = told.get("minute"), float(told.get("seconds") or LASTS)
            within = SHORTEST <= seconds <= LONGEST and (minute is None or 0 <= float(minute) <= LESSON)
            known = bool(seats) and all(self._room.seat(each) for each in seats)
        except (ValueError, KeyError, TypeError, AttributeError):
            within = known = False
        if not within or not known:
            return PlainTextResponse("no such order\n", 400)
        self._room.drills.order(drill, seats, None if minute is None else float(minute), seconds)
        return Response(status_code=204)

    async def _cancel(self, request: Request) -> Response:
        if not self._door.may_change(request):
            return self._door.refused()
        self._room.drills.cancel(request.path_params["order"])
        return Response(status_code=204)


def drill_name(drill: str, texts: Texts) -> str:
    """Return what a drill is called on the board."""
    own = f"class.drill.{drill}"
    return texts.say(own if texts.has(own) else f"drill.{drill}")


def offered(texts: Texts) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Return the drills for a list to choose from: for each group its title, and id, name and whether it lasts."""
    groups = groupby(OFFERED.values(), lambda each: each.group)
    return [
        (
            texts.say(f"trainer.group_{group}"),
            [(each.id, drill_name(each.id, texts), each.does in TIMED) for each in drills],
        )
        for group, drills in groups
    ]


def rows_of(pupils: Sequence[Pupil]) -> dict[str, list[int]]:
    """Return the rows of the room by their names: seats whose labels begin alike, or else every eight."""
    alike: dict[str, list[Pupil]] = {}
    for each in pupils:
        alike.setdefault(re.sub(r"[\W_]*[0-9]+\Z", "", each.label), []).append(each)
    groups = list(alike.values()) if len(alike) > 1 else _by_eight(pupils)
    if len(groups) < 2 or len(groups) == len(pupils):  # one row is everybody, and rows of one are seats
        return {}
    return {f"{each[0].label} – {each[-1].label}": [one.number for one in each] for each in groups}


def _by_eight(pupils: Sequence[Pupil]) -> list[list[Pupil]]:
    return [list(pupils[at : at + IN_A_ROW]) for at in range(0, len(pupils), IN_A_ROW)]


def of_seat(room: Room, number: int, texts: Texts) -> list[dict[str, Any]]:
    """Return the drills of one seat for the board, the latest last: name, state, and the seconds of that state."""
    now = room.site.hospital.moment()
    return [
        {
            "order": each.order,
            "name": drill_name(each.drill, texts),
            "state": each.state,
            "seconds": round(_lasted(room, each, now)),
        }
        for each in room.drills.all()
        if each.seat == number
    ]


def _lasted(room: Room, each: Assignment, now: float) -> float:
    """Return the seconds until it is due, since it was armed or met, or until the pupil had recovered."""
    due = room.drills.due(each)
    told = {
        "planned": due - now if due < inf else 60 * (each.minute or 0.0),
        "armed": now - each.armed,
        "met": now - each.met,
        "recovered": each.recovered - each.met,
    }
    return max(0.0, told.get(each.state, 0.0))


def orders(room: Room, texts: Texts) -> Iterator[dict[str, Any]]:
    """Return the orders for the board: what, for whom, from which minute on, and how many are in which state."""
    labels = {each.number: each.label for each in room.pupils}
    for number, group in groupby(sorted(room.drills.all(), key=lambda each: each.order), lambda each: each.order):
        drills = list(group)
        first = drills[0]
        took = [each.recovered - each.met for each in drills if each.recovered]
        whom = [labels[each.seat] for each in drills]
        more = f" … ({len(whom)})" if len(whom) > _NAMED else ""
        yield {
            "order": number,
            "name": drill_name(first.drill, texts),
            "whom": texts.say("class.everybody") if len(whom) == len(labels) else ", ".join(whom[:_NAMED]) + more,
            "minute": _minute(first, room.lesson.began),
            "seconds": round(first.seconds) if OFFERED[first.drill].does in TIMED else 0,
            "took": round(statistics.median(took)) if took else None,
            **{state: sum(each.state == state for each in drills) for state in STATES},
        }


def _minute(first: Assignment, began: float) -> int:
    """Return the minute of the lesson for which it was ordered, or at which it was brought about."""
    if first.minute is not None:
        return round(first.minute)
    return max(0, round((first.armed - began) / 60)) if began and first.armed else 0


STATES = ("planned", "armed", "met", "recovered", "passed")
"""The states of a drill at a seat, as `Assignment.state`."""
