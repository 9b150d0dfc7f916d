"""The hospital's records of people and aliases, and the counts of commits that took effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

from ntuh_onboard.backend.hospital.store import Unit

PEOPLE = "people"
ALIASES = "aliases"
COMMITS = "commits"


@dataclass(frozen=True, slots=True)
class Record:
    """One account; texts are empty where there is nothing.

    Attributes:
        employee_id: the six digits to sign in with.
        kind: the sort of account.
        name: the name as the portal has it.
        account_name: the name as the account site has it.
        unit: the department.
        campus: the campus of the main employment.
        valid_until: the last day on which the account is valid, an ISO date.
        english_surname: contact details, like all attributes up to `mobile_phone`.
        registered_phone: the number that codes are sent to.
        default_password: whether the portal password was never changed.
        seed: of the authenticator, in Base32; the simulator's own (O-13).
        portal_hash: argon2id; empty for the password of the roster, which is hashed when it is first needed.
        own_password: whether the student has chosen the portal password.
        past: hashes of former portal passwords.
        cloud_hash: argon2id; empty as for `portal_hash`.
        own_cloud: whether the student has chosen the cloud password.
        alias: the mail name.
        activated_on: the day of the activation, an ISO date.

    """

    employee_id: str
    kind: str
    name: str
    account_name: str
    unit: str
    campus: str
    valid_until: str
    english_surname: str
    english_given: str
    english_middle: str
    office_phone: str
    home_phone: str
    mobile_phone: str
    registered_phone: str
    default_password: bool
    seed: str = ""
    portal_hash: str = ""
    own_password: bool = False
    past: tuple[str, ...] = ()
    cloud_hash: str = ""
    own_cloud: bool = False
    alias: str = ""
    activated_on: str = ""

    def changed(self, **changes: object) -> Record:
        """Return the same record with other values."""
        return replace(self, **changes)  # type: ignore[arg-type]  # the names are checked by `replace` itself

    def expired(self, today: date) -> bool:
        """Return whether the account's validity has ended; its last day still counts (J6.1)."""
        return today > date.fromisoformat(self.valid_until)

    @property
    def effective(self) -> date | None:
        """The day from which the cloud account works: the one after the activation (「隔日生效」)."""
        return date.fromisoformat(self.activated_on) + timedelta(days=1) if self.activated_on else None


def find(unit: Unit, employee_id: str) -> Record | None:
    """Return the record of this person, or None."""
    row = unit.get(PEOPLE, employee_id)
    return None if row is None else Record(**{**row, "past": tuple(row["past"])})


def keep(unit: Unit, record: Record) -> None:
    """Store the record."""
    unit.put(PEOPLE, record.employee_id, asdict(record))


def everybody(unit: Unit) -> list[Record]:
    """Return all records, by employee ID."""
    return [Record(**{**row, "past": tuple(row["past"])}) for _, row in unit.rows(PEOPLE)]


def claim(unit: Unit, alias: str, employee_id: str) -> bool:
    """Give this alias to this person unless somebody has it; aliases that differ in case only are the same."""
    key = alias.casefold()
    if unit.get(ALIASES, key) is not None:
        return False
    unit.put(ALIASES, key, {"owner": employee_id})
    return True


def release(unit: Unit, alias: str) -> None:
    """Free an alias."""
    unit.remove(ALIASES, alias.casefold())


def owner(unit: Unit, alias: str) -> Record | None:
    """Return the record of the person who has this alias, or None."""
    row = unit.get(ALIASES, alias.casefold())
    return None if row is None else find(unit, row["owner"])


def count(unit: Unit, verb: str) -> None:
    """Count a commit that takes effect in this unit."""
    row = unit.get(COMMITS, verb) or {"times": 0}
    unit.put(COMMITS, verb, {"times": row["times"] + 1})


def counts(unit: Unit) -> Mapping[str, int]:
    """Return how often each commit took effect."""
    return {verb: row["times"] for verb, row in unit.rows(COMMITS)}
