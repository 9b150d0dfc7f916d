"""The simulated hospital: the state and rules that its three sites share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ntuh_onboard.backend.hospital import attempts, codes, invented, sessions
from ntuh_onboard.backend.hospital.faults import Faults
from ntuh_onboard.backend.hospital.figures import Figures, Switches
from ntuh_onboard.backend.hospital.hashes import Hasher
from ntuh_onboard.backend.hospital.network import Network
from ntuh_onboard.backend.hospital.records import Record, claim, counts, everybody, find, keep, release
from ntuh_onboard.backend.hospital.store import MemoryStore, Store, Unit
from ntuh_onboard.common.clock import Clock
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.rules import Facts, Level, check

STRICT = (
    "password.near_old",
    "password.no_employee_id",
    "password.no_national_id",
    "password.no_phone",
    "password.no_name",
    "password.common",
    "password.keyboard_walk",
)
"""The rules that a strict hospital adds to its published ones (P-04)."""


class Hospital:
    """One hospital for any number of students.

    Args:
        clock: shared with the wizard in practice.
        store: where the hospital keeps its records; one that already has people is used as it is.
        figures: limits and durations.
        switches: how it behaves.
        pupils: names of a class, who are put on the roster too.
        hands_out: keep the portal passwords that invented people choose, in memory only, to hand them out again.

    """

    def __init__(
        self,
        clock: Clock,
        store: Store | None = None,
        figures: Figures | None = None,
        switches: Switches | None = None,
        pupils: Sequence[str] = (),
        *,
        hands_out: bool = False,
    ) -> None:
        self.clock = clock
        self._pupils = tuple(pupils)
        self.store = store or MemoryStore()
        self.figures = figures or Figures()
        self._first_switches = self.switches = switches or Switches()
        self.hasher = Hasher(self.figures)
        self.network = Network(self.figures)
        self._hands_out = hands_out
        self._chosen: dict[str, Secret] = {}
        self.faults = Faults()
        # A whole number, so that the difference of two moments is exactly the time that has passed on the clock.
        self._origin = round(clock.now().timestamp() - clock.elapsed())
        with self.store.atomic() as unit:
            if not everybody(unit):
                self._open(unit)

    def moment(self) -> float:
        """Return the time as the store keeps it: it never goes back, and other processes understand it (R-04)."""
        return self._origin + self.clock.elapsed()

    def elapsed(self, moment: float) -> float:
        """Convert a moment to seconds of this process's clock."""
        return moment - self._origin

    def turn(self, name: str, value: object) -> None:
        """Set a switch; ValueError if there is none of this name."""
        self.switches = self.switches.turned(name, value)

    def commits(self) -> Mapping[str, int]:
        """Return how often each commit verb took effect."""
        with self.store.atomic() as unit:
            return counts(unit)

    def chose(self, employee_id: str, password: Secret) -> None:
        """Note the portal password that an invented person has chosen, if this hospital hands them out."""
        if self._hands_out:
            self._chosen[employee_id] = password

    def portal_password(self, record: Record) -> Secret:
        """Return a person's present portal password; empty if the person has chosen it and it was not noted."""
        if record.own_password:
            return self._chosen.get(record.employee_id, Secret(""))
        return invented.portal_password(invented.place(record))

    def reset(self) -> None:
        """Restore the initial state, without any sessions, messages, faults and counts."""
        self._chosen.clear()
        self.switches = self._first_switches
        self.faults.clear()
        self.network.clear()
        with self.store.atomic() as unit:
            unit.clear()
            self._open(unit)

    def renew(self, employee_id: str) -> None:
        """Restore the initial state of one person only; KeyError if nobody has this ID.

        The counts of commits are the whole hospital's and stay as they are: those commits did take effect.
        """
        first = self.first_record(employee_id)
        with self.store.atomic() as unit:
            _forget(unit, find(unit, employee_id) or first)
            self._enter(unit, first)
        self._chosen.pop(employee_id, None)
        self.network.wipe(invented.own_phone(invented.place(first)))

    def first_record(self, employee_id: str) -> Record:
        """Return a person's record as it is at first; KeyError if nobody has this ID."""
        return {each.employee_id: each for each in self._roster()}[employee_id]

    def _roster(self) -> Sequence[Record]:
        return invented.records(self.clock.today(), self._pupils)

    def _open(self, unit: Unit) -> None:
        for record in self._roster():
            self._enter(unit, record)

    @staticmethod
    def _enter(unit: Unit, record: Record) -> None:
        keep(unit, record)
        if record.alias:
            claim(unit, record.alias, record.employee_id)

    def hashed(self, record: Record) -> Record:
        """Return the record with its hashes; the roster's passwords are hashed when they are first needed (P-11)."""
        at = invented.place(record)
        cloud = invented.cloud_password(at)
        made: dict[str, object] = {}
        if not record.portal_hash:
            made["portal_hash"] = self.hasher.hash(invented.portal_password(at))
        if not record.cloud_hash and cloud:
            made["cloud_hash"] = self.hasher.hash(cloud)
        if not made:
            return record
        with self.store.atomic() as unit:
            now = find(unit, record.employee_id) or record
            now = now.changed(**{name: value for name, value in made.items() if not getattr(now, name)})
            keep(unit, now)
        return now

    def portal_fits(self, record: Record, password: Secret) -> bool:
        """Return whether this is the person's portal password."""
        return self.hasher.fits(self.hashed(record).portal_hash, password)

    def broken(self, rules: Sequence[str], text: str, facts: Facts | None = None) -> bool:
        """Return whether a text breaks one of these rules, counting only the hospital's own (P-02)."""
        found = check(rules, text, facts or Facts())
        return any(each.level is Level.HOSPITAL for each in found)

    def too_weak(self, record: Record, password: Secret, old: Secret | None) -> bool:
        """Return whether a strict hospital refuses this password (P-04); others never do for these reasons."""
        if not self.switches.strict_passwords:
            return False
        facts = Facts(
            employee_id=record.employee_id,
            phones=(record.mobile_phone, record.registered_phone),
            names=(record.name, record.english_surname, record.english_given, record.english_middle),
            alias=record.alias,
            national_id=Secret(invented.identity_number(invented.place(record))),
            old=old,
        )
        past = (record.portal_hash, *record.past)
        return bool(check(STRICT, password.reveal(), facts)) or any(
            self.hasher.fits(each, password) for each in past if each
        )


def _forget(unit: Unit, record: Record) -> None:
    """Remove everything about a person but the record: sessions, tries, codes, counts of messages, and the alias."""
    account = record.employee_id
    for site in ("portal", "account", "mail"):
        sessions.end_all(unit, site, account)
        attempts.forgive(unit, f"{site} {account}")
    codes.forget(unit, account, (invented.own_phone(invented.place(record)), record.registered_phone))
    if record.alias:
        release(unit, record.alias)
