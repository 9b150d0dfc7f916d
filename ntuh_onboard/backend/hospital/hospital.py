"""The simulated hospital: what its three sites share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ntuh_onboard.backend.hospital import forgetting, invented
from ntuh_onboard.backend.hospital.faults import Faults
from ntuh_onboard.backend.hospital.figures import Figures, Switches
from ntuh_onboard.backend.hospital.hashes import Hasher
from ntuh_onboard.backend.hospital.network import Network
from ntuh_onboard.backend.hospital.records import Record, claim, counts, everybody, find, keep
from ntuh_onboard.backend.hospital.store import MemoryStore, Store, Unit
from ntuh_onboard.common.clock import Clock
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.rules import Facts, Level, check

STRICT = (
    "password.not_old",
    "password.no_employee_id",
    "password.no_national_id",
    "password.no_phone",
    "password.no_name",
    "password.common",
    "password.keyboard_walk",
)
"""What a strict hospital refuses beside its published rules (P-04)."""


class Hospital:
    """One hospital for any number of students.

    store: where it keeps what it knows; a store that has people already is opened as it is. clock: shared with the
    wizard in practice. figures, switches: how long, how often, and how it behaves.
    pupils: names of a class, who stand on the roster too.
    """

    def __init__(
        self,
        clock: Clock,
        store: Store | None = None,
        figures: Figures | None = None,
        switches: Switches | None = None,
        pupils: Sequence[str] = (),
    ) -> None:
        self.clock = clock
        self._pupils = tuple(pupils)
        self.store = store or MemoryStore()
        self.figures = figures or Figures()
        self._first_switches = self.switches = switches or Switches()
        self.hasher = Hasher(self.figures)
        self.network = Network(self.figures)
        self.faults = Faults()
        # A whole number: a moment minus a moment is then exactly what has passed on the clock.
        self._origin = round(clock.now().timestamp() - clock.elapsed())
        with self.store.atomic() as unit:
            if not everybody(unit):
                self._open(unit)

    def moment(self) -> float:
        """The time that is kept in the store: never goes back, and other processes understand it (R-04)."""
        return self._origin + self.clock.elapsed()

    def elapsed(self, moment: float) -> float:
        """A moment on the clock of this process."""
        return moment - self._origin

    def turn(self, name: str, value: object) -> None:
        """Turn a switch; ValueError where there is none of this name."""
        self.switches = self.switches.turned(name, value)

    def commits(self) -> Mapping[str, int]:
        """How often each commit verb took effect."""
        with self.store.atomic() as unit:
            return counts(unit)

    def reset(self) -> None:
        """Everything as at the beginning; sessions, messages, faults and counts are gone."""
        self.switches = self._first_switches
        self.faults.clear()
        self.network.clear()
        with self.store.atomic() as unit:
            unit.clear()
            self._open(unit)

    def renew(self, employee_id: str) -> None:
        """One person as at the beginning, and everybody else as they are; KeyError where nobody has this ID.

        What is counted of the whole hospital stays: those commits did take effect.
        """
        first = {each.employee_id: each for each in self._roster()}[employee_id]
        with self.store.atomic() as unit:
            forgetting.forget(unit, find(unit, employee_id) or first)
            self._enter(unit, first)
        self.network.wipe(invented.own_phone(invented.place(first)))

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
        """The record with its hashes: passwords of the roster are hashed when they are first looked at (P-11)."""
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
        """Whether it is this person's portal password."""
        return self.hasher.fits(self.hashed(record).portal_hash, password)

    def broken(self, rules: Sequence[str], text: str, facts: Facts | None = None) -> bool:
        """Whether a text breaks one of these rules of the hospital's own (P-02)."""
        found = check(rules, text, facts or Facts())
        return any(each.level is Level.HOSPITAL for each in found)

    def too_weak(self, record: Record, password: Secret, old: Secret | None) -> bool:
        """Whether a strict hospital refuses this password (P-04); others refuse none by this."""
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
