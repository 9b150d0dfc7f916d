"""A second port, for practice and tests only: what stands behind the scenes of a simulated hospital.

Implemented by `mock` and by the simulator's server (with the trainer's token), never by a backend to real servers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from ntuh_onboard.common.secret import Secret


class Fault(StrEnum):
    """What can be made to go wrong with the next call of a verb.

    SLOW: it is answered after some seconds of the machine. PICTURE_UNREADABLE: for a verb that gives a picture code.
    """

    REFUSED = "refused"
    DOWN = "down"
    MAINTENANCE = "maintenance"
    SESSION_ENDED = "session_ended"
    UNEXPECTED_PAGE = "unexpected_page"
    LOST_BEFORE = "lost_before"
    LOST_AFTER = "lost_after"
    ALIAS_TAKEN = "alias_taken"
    SLOW = "slow"
    PICTURE_UNREADABLE = "picture_unreadable"


class Carrier(StrEnum):
    """What the simulated text-message network does with the hospital's messages.

    WRONG_CODE: what arrives is another code than the one that counts, as where an older message is read.
    """

    DELIVERS = "delivers"
    LATE = "late"
    BLOCKS = "blocks"
    WRONG_NUMBER = "wrong_number"
    WRONG_CODE = "wrong_code"


class Condition(StrEnum):
    """What can befall an account of the roster: its state is then as if it had come about by itself.

    LOCKED: too many wrong portal passwords. OLD_PHONE: the hospital has another telephone number. ACTIVATED: since
    yesterday. EXPIRED: its time is over.
    """

    LOCKED = "locked"
    OLD_PHONE = "old_phone"
    ACTIVATED = "activated"
    EXPIRED = "expired"


MESSAGE = "message"
"""Stands for a verb where the text-message network waits to misbehave."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is armed and was not met yet.

    verb: as it was injected, `MESSAGE`, or a request of the wire (`Q1` …). what: a `Fault` or `Carrier`, or a trouble
    of the wire (`F1` …). times: how often it will be met.
    """

    verb: str
    what: str
    times: int = 1


PUPIL_KIND = "pupil"
"""The kind of everybody who is on the roster besides those that it always has: as the fresh student is."""


@dataclass(frozen=True, slots=True)
class Persona:
    """An invented person, to be handed out on the screen (J8.3).

    kind: which sort of account (`fresh`, `changed`, `activated` …). password: the portal password of now.
    alias, cloud_password: the mail name and its password, empty where there is none; a password that the student
    chose is empty too, for nobody but the student knows it.
    """

    kind: str
    employee_id: str
    name: str
    password: Secret
    phone: str
    alias: str = ""
    cloud_password: Secret = field(default_factory=lambda: Secret(""))

    def row(self) -> dict[str, str]:
        """The person as JSON holds it, passwords told: for who may hand people out, and for their own seat."""
        told = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: value.reveal() if isinstance(value, Secret) else value for name, value in told}

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Persona:
        """The person of a `row`; raises TypeError where it is none, and KeyError where a password is missing."""
        return cls(**{**row, "password": Secret(row["password"]), "cloud_password": Secret(row["cloud_password"])})


@dataclass(frozen=True, slots=True)
class Message:
    """A text message as the simulated phone shows it.

    number: 1 for the first message to this phone. sent_at, arrived_at: `Clock.elapsed()` seconds.
    """

    number: int
    phone: str
    text: str
    sent_at: float
    arrived_at: float


class Mishaps(Protocol):
    """What can be armed, and what can befall an account. An armed mishap is met once, and is then gone."""

    def inject(self, verb: str, fault: Fault, times: int = 1) -> None:
        """Let the next `times` calls of `verb` (`portal.sign_in` …) meet `fault`.

        verb: or a site (`portal`): the next calls of any of its verbs but the sign-out; or several verbs with spaces
        between them: the next calls of any of these.
        """

    def carrier(self, behaviour: Carrier, times: int | None = None) -> None:
        """Change what the text-message network does with the next `times` messages; None: from now on."""

    def befall(self, employee_id: str, condition: Condition) -> None:
        """Let this be so with this person's account; ValueError where nobody has this ID."""

    def waiting(self) -> tuple[Waiting, ...]:
        """What is armed and was not met yet, in no order that matters."""

    def disarm(self) -> None:
        """Nothing that is armed will be met, and messages are delivered; all else stays as it is."""


@runtime_checkable
class Wire(Protocol):
    """A stage behind which there is a wire, so that answers can go wrong on their way (security.md B3)."""

    def arm(self, request: str, trouble: str, times: int = 1) -> None:
        """Let the next requests of this kind (`Q1` to `Q12`) meet a trouble (`F1` to `F10`); ValueError for neither."""


class Stage(Mishaps, Protocol):
    """What trainers and tests may do to a simulated hospital. Its verbs are quick, from any thread."""

    def people(self) -> tuple[Persona, ...]:
        """Everybody on the roster, the fresh student first."""

    def messages(self, phone: str) -> tuple[Message, ...]:
        """The messages that have arrived on this phone by now, oldest first."""

    def authenticator_code(self, employee_id: str) -> Secret | None:
        """The code that this person's authenticator shows now; None where none is set up."""

    def picture_text(self) -> str:
        """The text of the newest picture code of this session; empty before the first."""

    def switch(self, name: str, value: object) -> None:
        """Turn a switch of the simulated hospital (`talkative`, `asks_password`, `force_change` …)."""

    def commits(self) -> Mapping[str, int]:
        """How often each commit verb took effect since the reset (`account.activate` -> 1)."""

    def rate(self, times: float) -> None:
        """Let time pass `times` as fast."""

    def jump(self, seconds: float) -> None:
        """Put the clock forward."""

    def reset(self) -> None:
        """Everything as at the beginning: roster, messages, faults, counts."""
