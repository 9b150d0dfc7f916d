"""What the hospital knows of one person, and how often each commit took effect."""

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

    account_name: the name as the account site has it. valid_until, activated_on: ISO dates.
    portal_hash, cloud_hash: argon2id; an empty one stands for the password of the roster, which is hashed when it is
    first looked at. own_password, own_cloud: the portal password, the cloud password, is not the roster's any more.
    past: hashes of older portal passwords.
    seed: of the authenticator, in base 32; the simulator's own (O-13).
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
        """The same record with other values."""
        return replace(self, **changes)  # type: ignore[arg-type]  # the names are checked by `replace` itself

    def expired(self, today: date) -> bool:
        """Whether the account's time is over; its last day still counts (J6.1)."""
        return today > date.fromisoformat(self.valid_until)

    @property
    def effective(self) -> date | None:
        """The day from which the cloud account works: the one after activation (「隔日生效」)."""
        return date.fromisoformat(self.activated_on) + timedelta(days=1) if self.activated_on else None


def find(unit: Unit, employee_id: str) -> Record | None:
    """The record of this person; None where there is none."""
    row = unit.get(PEOPLE, employee_id)
    return None if row is None else Record(**{**row, "past": tuple(row["past"])})


def keep(unit: Unit, record: Record) -> None:
    """Write the record."""
    unit.put(PEOPLE, record.employee_id, asdict(record))


def everybody(unit: Unit) -> list[Record]:
    """Every record, by employee ID."""
    return [Record(**{**row, "past": tuple(row["past"])}) for _, row in unit.rows(PEOPLE)]


def claim(unit: Unit, alias: str, employee_id: str) -> bool:
    """Give this alias to this person, if nobody has it; mail names that differ by capitals only are the same."""
    key = alias.casefold()
    if unit.get(ALIASES, key) is not None:
        return False
    unit.put(ALIASES, key, {"owner": employee_id})
    return True


def release(unit: Unit, alias: str) -> None:
    """Nobody has this alias any more."""
    unit.remove(ALIASES, alias.casefold())


def owner(unit: Unit, alias: str) -> Record | None:
    """Whose alias it is."""
    row = unit.get(ALIASES, alias.casefold())
    return None if row is None else find(unit, row["owner"])


def count(unit: Unit, verb: str) -> None:
    """A commit takes effect in this unit."""
    row = unit.get(COMMITS, verb) or {"times": 0}
    unit.put(COMMITS, verb, {"times": row["times"] + 1})


def counts(unit: Unit) -> Mapping[str, int]:
    """How often each commit took effect."""
    return {verb: row["times"] for verb, row in unit.rows(COMMITS)}
