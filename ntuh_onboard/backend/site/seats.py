"""One browser's place at one site: the hospital's session that it holds, and the form that it was given last.

It is kept in the hospital's own store, so that several server processes, and a reset, agree about it.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from ntuh_onboard.backend.hospital import sessions
from ntuh_onboard.backend.hospital.hospital import Hospital
from ntuh_onboard.backend.hospital.store import Unit
from ntuh_onboard.backend.site.parts import Offers

SEATS = "seats"
FORMS = "forms"
TICKETS = "tickets"
_SMALL = "abcdefghijklmnopqrstuvwxyz012345"


@dataclass(frozen=True, slots=True)
class Seat:
    """One browser's place at a site.

    Attributes:
        ident: the value of the session cookie.
        site: the site.
        key: the key of the hospital's session.
        opened: when it was opened.
        ticket: SESSION in the portal's URLs; empty before the sign-in.
        mark: the value of the portal's second cookie.
        notes: what the pages remember about this visit.

    """

    ident: str = field(repr=False)
    site: str
    key: str = field(repr=False)
    opened: float
    ticket: str = field(default="", repr=False)
    mark: str = field(default="", repr=False)
    notes: dict[str, Any] = field(default_factory=dict, repr=False)


class Seats:
    """The places of all browsers at this hospital."""

    def __init__(self, hospital: Hospital) -> None:
        self._hospital = hospital

    def open(self, site: str, key: str, *, signed_in: bool = False, notes: dict[str, Any] | None = None) -> Seat:
        """Open a place; after sign-in at the portal it has a ticket for the URL and a mark for the second cookie."""
        now = self._hospital.moment()
        ident = "".join(secrets.choice(_SMALL) for _ in range(26))  # 130 bits (N-02)
        seat = Seat(ident, site, key, now, notes=notes or {})
        if signed_in:
            seat = replace(seat, ticket=secrets.token_hex(16).upper(), mark=secrets.token_urlsafe(24))
        with self._hospital.store.atomic() as unit:
            self._forget_old(unit, now)
            unit.put(SEATS, ident, asdict(seat))
            if seat.ticket:
                unit.put(TICKETS, seat.ticket, {"seat": ident})
        return seat

    def _forget_old(self, unit: Unit, now: float) -> None:
        for ident, row in unit.rows(SEATS):
            if now - row["opened"] > self._hospital.figures.session_absolute:
                _remove(unit, ident, row["ticket"])

    def find(self, ident: str, site: str) -> Seat | None:
        """Return the place that this cookie has at this site, or None."""
        with self._hospital.store.atomic() as unit:
            row = unit.get(SEATS, ident) if ident else None
        seat = None if row is None else Seat(**row)
        return seat if seat is not None and seat.site == site else None

    def by_ticket(self, ticket: str) -> Seat | None:
        """Return the place with this SESSION, or None."""
        with self._hospital.store.atomic() as unit:
            row = unit.get(TICKETS, ticket) if ticket else None
        return self.find(row["seat"], "portal") if row else None

    def live(self, seat: Seat) -> bool:
        """Return whether the hospital's session is live; asking prolongs it (N-05)."""
        hospital = self._hospital
        with hospital.store.atomic() as unit:
            return sessions.live(unit, seat.key, seat.site, hospital.moment(), hospital.figures) is not None

    def keep(self, seat: Seat) -> Seat:
        """Store a changed place; one that was left meanwhile stays left."""
        with self._hospital.store.atomic() as unit:
            if unit.get(SEATS, seat.ident) is not None:
                unit.put(SEATS, seat.ident, asdict(seat))
        return seat

    def leave(self, seat: Seat, *, ending: bool = False) -> None:
        """Give up a place. `ending`: end the hospital's session too."""
        with self._hospital.store.atomic() as unit:
            _remove(unit, seat.ident, seat.ticket)
            if ending:
                sessions.end(unit, seat.key)

    def issue(self, seat: Seat, page: str, offers: Offers) -> str:
        """Register a page's form as the last one sent out; the one before becomes void (N-06)."""
        nonce = secrets.token_hex(12)
        with self._hospital.store.atomic() as unit:
            unit.put(FORMS, f"{seat.ident} {page}", {"nonce": nonce, "offers": asdict(offers)})
        return nonce

    def take(self, seat: Seat, page: str, nonce: str) -> Offers | None:
        """Return what that form offered, once; None if it is not the last one sent out."""
        at = f"{seat.ident} {page}"
        with self._hospital.store.atomic() as unit:
            row = unit.get(FORMS, at)
            if row is None or not secrets.compare_digest(row["nonce"], nonce):
                return None
            unit.remove(FORMS, at)
        return Offers(**row["offers"])


def _remove(unit: Unit, ident: str, ticket: str) -> None:
    unit.remove(SEATS, ident)
    if ticket:
        unit.remove(TICKETS, ticket)
    for at, _ in unit.rows(FORMS):
        if at.startswith(f"{ident} "):
            unit.remove(FORMS, at)
