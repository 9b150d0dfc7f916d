"""What trainers make go wrong: arm faults for calls to come, and change the state of an account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from ntuh_onboard.backend.hospital import attempts, codes, invented
from ntuh_onboard.backend.hospital.hospital import Hospital
from ntuh_onboard.backend.hospital.records import Record, claim, find, keep
from ntuh_onboard.backend.stage import Carrier, Condition, Fault, Waiting

OLD_PHONE = "0990999002"
"""A number that nobody on the roster has."""
_BEFORE: Mapping[Condition, Callable[[Record, date], Record]] = {
    Condition.OLD_PHONE: lambda record, _today: record.changed(mobile_phone=OLD_PHONE, registered_phone=OLD_PHONE),
    Condition.ACTIVATED: lambda record, today: record.changed(
        alias=record.alias or f"practice.{record.employee_id}",
        activated_on=(today - timedelta(days=1)).isoformat(),
    ),
    Condition.EXPIRED: lambda record, today: record.changed(valid_until=(today - timedelta(days=1)).isoformat()),
}


class MishapDesk:
    """`Mishaps` over a simulated hospital."""

    def __init__(self, hospital: Hospital) -> None:
        self._hospital = hospital

    def inject(self, verb: str, fault: Fault, times: int = 1) -> None:
        """Arm a fault for the next calls of a verb, or of a whole site."""
        self._hospital.faults.inject(verb, fault, times)

    def carrier(self, behaviour: Carrier, times: int | None = None) -> None:
        """Set what the network does with the next `times` messages, or from now on."""
        if times is None:
            self._hospital.network.carrier = behaviour
        else:
            self._hospital.network.next(behaviour, times)

    def befall(self, employee_id: str, condition: Condition) -> None:
        """Bring an account into this condition; ValueError if there is none with this ID."""
        hospital = self._hospital
        with hospital.store.atomic() as unit:
            record = find(unit, employee_id)
            if record is None:
                raise ValueError("nobody has this ID")
            if condition is Condition.LOCKED:
                until = hospital.moment() + hospital.figures.login_lock
                attempts.lock_until(unit, f"portal {record.employee_id}", until, hospital.figures)
                return
            record = _BEFORE[condition](record, hospital.clock.today())
            if condition is Condition.OLD_PHONE:
                codes.follow(unit, record.employee_id, record.registered_phone)
            if condition is Condition.ACTIVATED:
                claim(unit, record.alias, record.employee_id)
                cloud = invented.cloud_password(invented.place(record))
                record = record.changed(cloud_hash=record.cloud_hash or (hospital.hasher.hash(cloud) if cloud else ""))
            keep(unit, record)

    def relieve(self, employee_id: str, condition: Condition) -> None:
        """End a lock or an expiry that a trainer brought about; a changed number and an activation stay."""
        hospital = self._hospital
        with hospital.store.atomic() as unit:
            record = find(unit, employee_id)
            if record is not None and condition is Condition.EXPIRED:
                keep(unit, record.changed(valid_until=hospital.first_record(employee_id).valid_until))
            if condition is Condition.LOCKED:
                attempts.forgive(unit, f"portal {employee_id}")

    def lock(self, employee_id: str, seconds: float) -> None:
        """Lock the portal for this person for so many seconds, as if by too many wrong passwords."""
        hospital = self._hospital
        until = hospital.moment() + seconds
        with hospital.store.atomic() as unit:
            attempts.lock_until(unit, f"portal {employee_id}", until, hospital.figures)

    def age_code(self, employee_id: str, seconds: float) -> bool:
        """Let the code that this person was sent be this much older; returns False if there is none."""
        with self._hospital.store.atomic() as unit:
            return codes.age(unit, employee_id, seconds)

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what is armed and has not happened yet."""
        return (*self._hospital.faults.waiting(), *self._hospital.network.waiting())

    def disarm(self) -> None:
        """Cancel everything that is armed."""
        self._hospital.faults.clear()
        self._hospital.network.deliver()
