"""The account page behind the code, and the activation: once, permanent, with a unique alias (J6.1 to J6.5)."""

from __future__ import annotations

from ntuh_onboard.backend.hospital import attempts, hospital_phrases, sessions
from ntuh_onboard.backend.hospital.hospital import Hospital
from ntuh_onboard.backend.hospital.records import Record, claim, count, find, keep
from ntuh_onboard.backend.hospital.store import Unit
from ntuh_onboard.backend.protocol import Account, Activation, ActivationState, Purpose, Standing
from ntuh_onboard.common.errors import (
    AccountExpired,
    AliasRefused,
    AliasTaken,
    AlreadyActivated,
    BackendError,
    CloudPasswordMissing,
    CloudPasswordRefused,
    NotActivated,
    SessionEnded,
)
from ntuh_onboard.common.secret import PasswordMark, Secret
from ntuh_onboard.rules import Facts, check
from ntuh_onboard.rules.names import ALIAS_RULES
from ntuh_onboard.rules.passwords import PUBLISHED

SITE = "account"
DOMAIN = "ntuh.gov.tw"
RESERVED = ("alias.office",)
CLOUD_RULES = ("required", *PUBLISHED)


class ActivationPages:
    """The pages of a session that has proof; every verb takes its key and raises what the port declares."""

    def __init__(self, hospital: Hospital) -> None:
        self._hospital = hospital

    def account(self, key: str) -> Account:
        """Show the page behind the code again."""
        return page_of(self._hospital, self._proved(key))

    def activate(self, key: str, alias: str, cloud_password: Secret | None) -> Activation:
        """Activate, once and permanently, with an alias that nobody else has (J6.2 to J6.5)."""
        hospital = self._hospital
        record = self._proved(key)
        if (stopped := barred(hospital, record)) is not None:
            raise stopped
        if hospital.broken(ALIAS_RULES, alias):
            raise AliasRefused(hospital_phrases.ALIAS_WRONG)
        if check(RESERVED, alias, Facts()):
            raise AliasRefused(hospital_phrases.ALIAS_RESERVED)
        encoded = self._cloud_hash(record, cloud_password)
        today = hospital.clock.today()
        with hospital.store.atomic() as unit:
            now = self._owner(unit, key)  # read again: the person may have begun anew while the hash was computed
            if now.activated_on:
                raise AlreadyActivated(hospital_phrases.ACTIVATED)
            if not claim(unit, alias, now.employee_id):
                raise AliasTaken(hospital_phrases.ALIAS_TAKEN)
            now = now.changed(alias=alias, activated_on=today.isoformat(), cloud_hash=encoded, own_cloud=True)
            keep(unit, now)
            count(unit, "account.activate")
        assert now.effective is not None  # noqa: S101  # it was activated a moment ago
        return Activation(alias, f"{alias}@{DOMAIN}", now.effective)

    def _cloud_hash(self, record: Record, cloud_password: Secret | None) -> str:
        hospital = self._hospital
        if not hospital.switches.asks_password:
            return ""
        if not cloud_password:
            raise CloudPasswordMissing(hospital_phrases.CLOUD_MISSING)
        return self._new_hash(record, cloud_password)

    def _new_hash(self, record: Record, cloud_password: Secret) -> str:
        """Return the hash of a cloud password; raises CloudPasswordRefused if it breaks a rule (J6.4)."""
        hospital = self._hospital
        text = cloud_password.reveal()
        if hospital.broken(CLOUD_RULES, text) or hospital.too_weak(record, cloud_password, None):
            raise CloudPasswordRefused(hospital_phrases.CLOUD_WEAK)
        # The hospital has only a hash of the portal password. If the hash fits, the two passwords are the same, so a
        # fingerprint of this one stands in for the portal password's.
        same = PasswordMark(cloud_password) if hospital.portal_fits(record, cloud_password) else None
        if hospital.broken(("cloud.not_portal",), text, Facts(portal=same)):
            raise CloudPasswordRefused(hospital_phrases.CLOUD_SAME)
        return hospital.hasher.hash(cloud_password)

    def reset_cloud_password(self, key: str, password: Secret) -> None:
        """Set a new cloud password: it works at once, and ends the sessions of the old one (J7.1, J8.1, N-07)."""
        hospital = self._hospital
        record = self._proved(key)
        if (stopped := barred(hospital, record, Purpose.RESET)) is not None:
            raise stopped
        encoded = self._new_hash(record, password)
        with hospital.store.atomic() as unit:
            now = self._owner(unit, key)
            keep(unit, now.changed(cloud_hash=encoded, own_cloud=True))
            attempts.forgive(unit, f"mail {record.employee_id}")
            sessions.end_all(unit, "mail", record.employee_id)
            count(unit, "account.reset_cloud_password")

    def activation(self, key: str) -> ActivationState:
        """Tell whether the account that this session proved is activated (RB-10)."""
        record = self._proved(key)
        if not record.activated_on:
            return ActivationState(Standing.NOT_ACTIVATED)
        return ActivationState(Standing.ACTIVATED, record.alias, record.effective)

    def sign_out(self, key: str) -> bool:
        """End the session; returns whether there was one."""
        with self._hospital.store.atomic() as unit:
            return sessions.end(unit, key)

    def _proved(self, key: str) -> Record:
        with self._hospital.store.atomic() as unit:
            return self._owner(unit, key)

    def _owner(self, unit: Unit, key: str) -> Record:
        """Return the record of the person that this session has proof of; raises SessionEnded."""
        hospital = self._hospital
        session = sessions.live(unit, key, SITE, hospital.moment(), hospital.figures)
        record = find(unit, session.owner) if session and session.owner else None
        if record is None:
            raise SessionEnded(SITE, hospital_phrases.SESSION_OVER)
        return record


def page_of(hospital: Hospital, record: Record) -> Account:
    """Build the page behind the code (J6.1)."""
    valid_until = record.valid_until.replace("-", "/")
    asks = hospital.switches.asks_password
    return Account(record.employee_id, record.account_name, record.unit, valid_until, asks, DOMAIN)


def barred(hospital: Hospital, record: Record, purpose: Purpose = Purpose.ACTIVATE) -> BackendError | None:
    """Return what bars an account: already (or, for a reset, not yet) activated, or its validity has ended."""
    if record.activated_on and purpose is Purpose.ACTIVATE:
        return AlreadyActivated(hospital_phrases.ACTIVATED)
    if not record.activated_on and purpose is Purpose.RESET:
        return NotActivated(hospital_phrases.NOT_ACTIVATED)
    if record.expired(hospital.clock.today()):
        return AccountExpired(hospital_phrases.EXPIRED)
    return None
