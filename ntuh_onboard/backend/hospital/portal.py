"""The portal's pages after sign-in: landing page, portal password, contact details."""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.backend.hospital import hospital_phrases, sessions
from ntuh_onboard.backend.hospital.hospital import Hospital
from ntuh_onboard.backend.hospital.records import Record, count, find, keep
from ntuh_onboard.backend.hospital.sessions import Session
from ntuh_onboard.backend.hospital.store import Unit
from ntuh_onboard.backend.protocol import CONTACT_FIELDS, Contact, Landing, Notice
from ntuh_onboard.common.errors import (
    ContactRefused,
    MustChangePassword,
    OldPasswordWrong,
    PasswordRefused,
    SessionEnded,
)
from ntuh_onboard.common.safe_text import safe_line
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.rules import Facts
from ntuh_onboard.rules.passwords import PUBLISHED

SITE = "portal"
PASSWORD_RULES = ("required", *PUBLISHED, "password.not_old")
_TEXT_LIMIT = 100


class PortalPages:
    """The pages of a session; every verb takes its key and raises what the port declares."""

    def __init__(self, hospital: Hospital) -> None:
        self._hospital = hospital

    def landing(self, key: str) -> Landing:
        """Show the page after sign-in again."""
        with self._hospital.store.atomic() as unit:
            found = self._signed_in(unit, key)
        return landing(self._hospital, _or_ended(found)[1])

    def change_password(self, key: str, old: Secret, new: Secret) -> None:
        """Change the password and end the account's other sessions (P-02, P-04, N-07)."""
        hospital = self._hospital
        with hospital.store.atomic() as unit:
            found = self._signed_in(unit, key)
        session, record = _or_ended(found)
        record = hospital.hashed(record)
        if not hospital.hasher.fits(record.portal_hash, old):
            raise OldPasswordWrong(hospital_phrases.OLD_WRONG)
        if hospital.broken(PASSWORD_RULES, new.reveal(), Facts(old=old)) or hospital.too_weak(record, new, old):
            raise PasswordRefused(hospital_phrases.WEAK)
        encoded = hospital.hasher.hash(new)
        with hospital.store.atomic() as unit:
            now = find(unit, record.employee_id)
            # Somebody else may have changed it since the old password was checked.
            if now is None or now.portal_hash != record.portal_hash:
                raise OldPasswordWrong(hospital_phrases.OLD_WRONG)
            past = (now.portal_hash, *now.past)[: hospital.figures.past_passwords]
            keep(unit, now.changed(portal_hash=encoded, past=past, default_password=False, own_password=True))
            sessions.end_others(unit, session)
            count(unit, "portal.change_password")
        hospital.chose(record.employee_id, Secret(new.reveal()))

    def contact(self, key: str) -> Contact:
        """Show the contact details."""
        with self._hospital.store.atomic() as unit:
            found = self._signed_in(unit, key)
        return _contact(self._past_change(_or_ended(found)[1]))

    def save_contact(self, key: str, changes: Mapping[str, str]) -> Contact:
        """Save some fields; if switched on, the mobile number saved becomes the registered one (J3.2, J3.3)."""
        hospital = self._hospital
        with hospital.store.atomic() as unit:
            found = self._signed_in(unit, key)
            if found is not None and not _must_change(hospital, found[1]) and not self._wrong_field(changes):
                record = found[1].changed(**changes)
                if "mobile_phone" in changes and hospital.switches.phone_synced:
                    record = record.changed(registered_phone=record.mobile_phone)
                keep(unit, record)
                count(unit, "portal.save_contact")
                return _contact(record)
        self._past_change(_or_ended(found)[1])
        raise ContactRefused(hospital_phrases.CONTACT_WRONG, field=self._wrong_field(changes))

    def sign_out(self, key: str) -> bool:
        """End the session; returns whether there was one."""
        with self._hospital.store.atomic() as unit:
            return sessions.end(unit, key)

    def _wrong_field(self, changes: Mapping[str, str]) -> str | None:
        """Return the first field that the hospital does not accept, or None."""
        for name, text in changes.items():
            if name not in CONTACT_FIELDS or len(text) > _TEXT_LIMIT or text != safe_line(text):
                return name
            if name == "mobile_phone" and self._hospital.broken(("required", "mobile.taiwanese"), text):
                return name
        return None

    def _signed_in(self, unit: Unit, key: str) -> tuple[Session, Record] | None:
        session = sessions.live(unit, key, SITE, self._hospital.moment(), self._hospital.figures)
        record = find(unit, session.owner) if session and session.owner else None
        return (session, record) if session and record else None

    def _past_change(self, record: Record) -> Record:
        if _must_change(self._hospital, record):
            raise MustChangePassword(hospital_phrases.MUST_CHANGE)
        return record


def landing(hospital: Hospital, record: Record) -> Landing:
    """Build the page after sign-in; if switched on, it says that the default password must be changed (P-01)."""
    notices = tuple(Notice(text, day) for text, day in hospital_phrases.NOTICES)
    return Landing(record.employee_id, record.name, notices, _must_change(hospital, record))


def _must_change(hospital: Hospital, record: Record) -> bool:
    return hospital.switches.force_change and record.default_password


def _or_ended(found: tuple[Session, Record] | None) -> tuple[Session, Record]:
    if found is None:
        raise SessionEnded(SITE, hospital_phrases.SESSION_OVER)
    return found


def _contact(record: Record) -> Contact:
    fields = {name: getattr(record, name) for name in CONTACT_FIELDS}
    return Contact(record.employee_id, record.name, **fields)
