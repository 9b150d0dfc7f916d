"""Limit how many wizards run at once, and give each browser or guest one of them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum


class Why(StrEnum):
    """Why a visit was ended from outside."""

    MOVED = "moved"
    """A newer visit of the same guest has come."""
    RENEWED = "renewed"
    """What the guest did was undone: the trainer has reset the seat."""


class NoPlace(Exception):
    """No place became free in time; or, with a reason, the visit was ended while it waited."""

    def __init__(self, why: Why | None = None) -> None:
        super().__init__(why or "full")
        self.why = why


@dataclass(slots=True, eq=False)
class Visit:
    """One connection that has a place or waits for one.

    Attributes:
        who: the browser's cookie, or the guest.
        over: set when the visit has to end.
        why: the reason then.

    """

    who: str
    over: asyncio.Event = field(default_factory=asyncio.Event)
    why: Why = Why.MOVED

    def end(self, why: Why) -> None:
        """Tell the visit to end; the first reason counts."""
        if not self.over.is_set():
            self.why = why
            self.over.set()


class Places:
    """A limited number of places for wizards; `most` is that number."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: dict[str, Visit] = {}
        self._newest: dict[str, Visit] = {}
        self._changed = asyncio.Condition()

    async def take(self, who: str, patience: float, *, newest: bool = False) -> Visit:
        """Wait for a place, and for this guest's former wizard to end; raises NoPlace after `patience` seconds.

        who: the browser's cookie, or the guest. newest: end the guest's former visits, including waiting ones, so that
        of any number that come at once the last one gets the place, and never two have it.
        """
        visit = Visit(who)
        async with self._changed:
            if newest:
                self._tell_former(visit)
            try:
                async with asyncio.timeout(patience):
                    await self._changed.wait_for(lambda: visit.over.is_set() or self._free(who))
            except TimeoutError:
                self._forget(visit)
                raise NoPlace from None
            if visit.over.is_set():
                self._forget(visit)
                raise NoPlace(visit.why)
            self._taken[who] = visit
        return visit

    async def turn_out(self, who: str, why: Why, patience: float) -> None:
        """End this guest's visit, if there is one, and wait for that, at most `patience` seconds."""
        async with self._changed:
            if visit := self._newest.get(who):
                visit.end(why)
                self._changed.notify_all()
            held = self._taken.get(who)
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._changed.wait_for(lambda: self._taken.get(who) is not held or held is None)

    async def leave(self, visit: Visit) -> None:
        """Free the place."""
        async with self._changed:
            del self._taken[visit.who]
            self._forget(visit)
            self._changed.notify_all()

    def _tell_former(self, visit: Visit) -> None:
        former = self._newest.get(visit.who)
        self._newest[visit.who] = visit
        if former is not None:
            former.end(Why.MOVED)
            self._changed.notify_all()

    def _free(self, who: str) -> bool:
        return who not in self._taken and len(self._taken) < self._most

    def _forget(self, visit: Visit) -> None:
        if self._newest.get(visit.who) is visit:
            del self._newest[visit.who]
