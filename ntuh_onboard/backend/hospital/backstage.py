"""The stage over a simulated hospital in this process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ntuh_onboard.backend.hospital import invented
from ntuh_onboard.backend.hospital.codes import current
from ntuh_onboard.backend.hospital.mishaps import MishapDesk
from ntuh_onboard.backend.hospital.records import Record, everybody, find
from ntuh_onboard.backend.hospital.visit import Visit
from ntuh_onboard.backend.stage import Message, Persona
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.common.secret import Secret


class Backstage(MishapDesk):
    """`Stage` for one student; the verbs are documented at the port."""

    def __init__(self, visit: Visit, clock: SystemClock) -> None:
        super().__init__(visit.hospital)
        self._visit = visit
        self._clock = clock

    def people(self) -> tuple[Persona, ...]:
        """Return the roster, without the passwords that students have chosen."""
        with self._hospital.store.atomic() as unit:
            records = everybody(unit)
        return tuple(map(self._handed, records))

    def person(self, employee_id: str) -> Persona:
        """Return this person as they are now; KeyError if nobody has this ID."""
        with self._hospital.store.atomic() as unit:
            record = find(unit, employee_id)
        if record is None:
            raise KeyError(employee_id)
        return self._handed(record)

    def _handed(self, record: Record) -> Persona:
        at = invented.place(record)
        return Persona(
            record.kind,
            record.employee_id,
            record.name,
            self._hospital.portal_password(record),
            invented.own_phone(at),
            record.alias,
            # Unlike a class's portal passwords, chosen cloud passwords are kept nowhere in clear.
            Secret("") if record.own_cloud else invented.cloud_password(at),
        )

    def messages(self, phone: str) -> tuple[Message, ...]:
        """Return the messages that have arrived on this phone so far."""
        hospital = self._hospital
        return tuple(
            replace(each, sent_at=hospital.elapsed(each.sent_at), arrived_at=hospital.elapsed(each.arrived_at))
            for each in hospital.network.arrived(phone, hospital.moment())
        )

    def authenticator_code(self, employee_id: str) -> Secret | None:
        """Return the authenticator's code of now, or None if there is no authenticator."""
        with self._hospital.store.atomic() as unit:
            record = find(unit, employee_id)
        if record is None or not record.seed:
            return None
        return Secret(current(record.seed, self._hospital.moment(), self._hospital.figures))

    def picture_text(self) -> str:
        """Return the text of this student's newest picture."""
        return self._visit.picture_text

    def switch(self, name: str, value: object) -> None:
        """Set a switch by its name; ValueError if it is unknown."""
        self._hospital.turn(name, value)

    def commits(self) -> Mapping[str, int]:
        """Return how often each commit took effect."""
        return self._hospital.commits()

    def rate(self, times: float) -> None:
        """Let time pass faster."""
        self._clock.set_rate(times)

    def jump(self, seconds: float) -> None:
        """Put the clock forward."""
        self._clock.jump(seconds)

    def reset(self) -> None:
        """Restore the initial state."""
        self._hospital.reset()
