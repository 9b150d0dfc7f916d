"""What the hospital forgets of one person who begins anew: sessions, tries, codes, messages counted, and the alias."""

from __future__ import annotations

from ntuh_onboard.backend.hospital import attempts, codes, invented, sessions
from ntuh_onboard.backend.hospital.records import Record, release
from ntuh_onboard.backend.hospital.store import Unit

SITES = ("portal", "account", "mail")


def forget(unit: Unit, record: Record) -> None:
    """All but the record itself, which is written anew in the same unit."""
    account = record.employee_id
    for site in SITES:
        sessions.end_all(unit, site, account)
        attempts.forgive(unit, f"{site} {account}")
    codes.forget(unit, account, (invented.own_phone(invented.place(record)), record.registered_phone))
    if record.alias:
        release(unit, record.alias)
