"""Troubles that are armed, by request (fault matrix, security.md B3) or by verb (the stage's port)."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ntuh_onboard.backend.hospital import hospital_phrases
from ntuh_onboard.backend.hospital.faults import counted, waits
from ntuh_onboard.backend.hospital.visit import SLOWLY
from ntuh_onboard.backend.stage import Fault, Waiting
from ntuh_onboard.common.errors import AliasTaken, BackendError, Refused


class Trouble(StrEnum):
    """The columns of the matrix that a server can bring about, two pages that get in the way, and two for trainers."""

    NOT_REACHED = "F1"
    TIMEOUT = "F2"
    SERVER_ERROR = "F3"
    RESET = "F4"
    DRIP = "F5"
    MALFORMED = "F6"
    CHARSET = "F7"
    SESSION_ENDED = "F8"
    REDIRECT = "F9"
    CAPTIVE = "F10"
    MAINTENANCE = "maintenance"
    UNEXPECTED = "unexpected"
    SLOW = "slow"
    UNREADABLE = "unreadable"


DONE_ANYWAY = frozenset(
    {
        Trouble.TIMEOUT,
        Trouble.RESET,
        Trouble.DRIP,
        Trouble.MALFORMED,
        Trouble.CHARSET,
        Trouble.SLOW,
        Trouble.UNREADABLE,
    }
)
"""The troubles with which, unless said otherwise, the request takes effect and only its answer goes wrong."""
REQUESTS = tuple(f"Q{number}" for number in range(1, 13))
FOREIGN = "https://portal.ntuh.example.invalid/General/Login.aspx"


@dataclass(frozen=True, slots=True)
class Armed:
    """One trouble that is armed.

    Attributes:
        trouble: the trouble.
        done: whether the request takes effect all the same.
        hold: seconds until a connection that times out is dropped.
        pace: seconds between two bytes of a drip.
        to: where a redirect leads.
        status: the status of a redirect.

    """

    trouble: Trouble
    done: bool = False
    hold: float = 30.0
    pace: float = 0.5
    to: str = FOREIGN
    status: int = 302


_EARLY: Mapping[Fault, Armed] = {
    Fault.DOWN: Armed(Trouble.NOT_REACHED),
    Fault.MAINTENANCE: Armed(Trouble.MAINTENANCE),
    Fault.UNEXPECTED_PAGE: Armed(Trouble.UNEXPECTED),
    Fault.SESSION_ENDED: Armed(Trouble.SESSION_ENDED),
    Fault.PICTURE_UNREADABLE: Armed(Trouble.UNREADABLE, done=True),
}
_LOST: Mapping[Fault, Armed] = {
    Fault.LOST_BEFORE: Armed(Trouble.NOT_REACHED),
    Fault.LOST_AFTER: Armed(Trouble.TIMEOUT, done=True, hold=0),
    Fault.SLOW: Armed(Trouble.SLOW, done=True, hold=SLOWLY),
}
_REFUSALS: Mapping[Fault, type[BackendError]] = {Fault.REFUSED: Refused, Fault.ALIAS_TAKEN: AliasTaken}


def _untold(verb: str, fault: Fault) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class Board:
    """Everything that is armed; each trouble is met once, in the order in which it was armed.

    Attributes:
        met: called with the verb and the fault whenever one that was injected is met; it must not ask this board.

    """

    met: Callable[[str, Fault], None] = _untold
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _requests: dict[str, list[Armed]] = field(default_factory=dict)
    _verbs: dict[str, list[Fault]] = field(default_factory=dict)
    _carried: list[Armed] = field(default_factory=list)
    _closed: dict[str, tuple[Fault, float]] = field(default_factory=dict)

    def arm(self, request: str, armed: Armed, times: int = 1) -> None:
        """Arm this for the next requests of a kind (`Q1` to `Q12`); ValueError for an unknown kind."""
        if request not in REQUESTS:
            raise ValueError(f"{request!r} is none of {', '.join(REQUESTS)}")
        with self._lock:
            self._requests.setdefault(request, []).extend([armed] * times)

    def inject(self, verb: str, fault: Fault, times: int = 1) -> None:
        """Arm this for the next requests of a verb of the port, or of any of several."""
        with self._lock:
            self._verbs.setdefault(verb, []).extend([fault] * times)

    def close(self, site: str, fault: Fault, until: float) -> None:
        """Close a site (`portal` …) with a fault until this moment of the hospital, for whatever is asked of it."""
        with self._lock:
            self._closed[site] = (fault, until)

    def open(self, site: str) -> None:
        """Open a site that was closed."""
        with self._lock:
            self._closed.pop(site, None)

    def shut(self, site: str, now: float) -> Armed | None:
        """Return what a request meets because its site is closed at this moment."""
        with self._lock:
            fault, until = self._closed.get(site, (Fault.DOWN, 0.0))
        if now >= until:
            return None
        self.met(site, fault)
        return _EARLY[fault]

    def carry(self, armed: Armed) -> None:
        """Spoil the next page instead, since this answer was a move and had no body to spoil."""
        with self._lock:
            self._carried.append(armed)

    def reading(self, requests: Iterable[str], reads: Iterable[str], early: Iterable[str]) -> Armed | None:
        """Return what the request for a page meets. `early`: the verbs whose form begins on this page."""
        with self._lock:
            if self._carried:
                return self._carried.pop(0)
            for request in requests:
                if waiting := self._requests.get(request):
                    return waiting.pop(0)
            for verb in reads:
                if met := self._take(verb, {**_EARLY, **_LOST}):
                    return met
            for verb in early:
                if met := self._take(verb, _EARLY):
                    return met
        return None

    def sending(self, request: str, verb: str) -> Armed | None:
        """Return what the request that sends a form meets."""
        with self._lock:
            if waiting := self._requests.get(request):
                return waiting.pop(0)
            return self._take(verb, {**_EARLY, **_LOST})

    def refusal(self, verb: str) -> BackendError | None:
        """Return the refusal that is armed for this verb."""
        with self._lock:
            waiting = self._waits(verb)
            if not waiting or waiting[0] not in _REFUSALS:
                return None
            fault = waiting.pop(0)
        self.met(verb, fault)
        kind = _REFUSALS[fault]
        return kind(hospital_phrases.ALIAS_TAKEN if kind is AliasTaken else hospital_phrases.REFUSED)

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what is armed and has not been met yet."""
        with self._lock:
            counts = Counter((name, each.trouble.value) for name, waits in self._requests.items() for each in waits)
            wire = (Waiting(name, what, times) for (name, what), times in counts.items())
            return (*wire, *counted(self._verbs))

    def clear(self) -> None:
        """Cancel everything that is armed."""
        with self._lock:
            self._requests.clear()
            self._verbs.clear()
            self._carried.clear()
            self._closed.clear()

    def _take(self, verb: str, kinds: Mapping[Fault, Armed]) -> Armed | None:
        waiting = self._waits(verb)
        if not waiting or waiting[0] not in kinds:
            return None
        fault = waiting.pop(0)
        self.met(verb, fault)
        return kinds[fault]

    def _waits(self, verb: str) -> list[Fault]:
        return waits(self._verbs, verb)
