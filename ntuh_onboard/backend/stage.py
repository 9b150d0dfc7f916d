"""The second port, for practice and tests only: control of what happens behind the scenes of a simulated hospital.

Implemented by `mock` and by the simulator's server (with the trainer's token), never by a backend of real servers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from ntuh_onboard.common.secret import Secret


class Fault(StrEnum):
    """What can be made to go wrong with the next call of a verb.

    SLOW: the call is answered after some seconds. PICTURE_UNREADABLE: for verbs that return a picture code.
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

    WRONG_CODE: a code arrives that is not the valid one, as if an older message were read.
    """

    DELIVERS = "delivers"
    LATE = "late"
    BLOCKS = "blocks"
    WRONG_NUMBER = "wrong_number"
    WRONG_CODE = "wrong_code"


class Condition(StrEnum):
    """What can happen to an account of the roster; afterwards its state is as if this had come about by itself.

    LOCKED: too many wrong portal passwords. OLD_PHONE: the hospital has another phone number. ACTIVATED: since
    yesterday. EXPIRED: its period of validity has ended.
    """

    LOCKED = "locked"
    OLD_PHONE = "old_phone"
    ACTIVATED = "activated"
    EXPIRED = "expired"


MESSAGE = "message"
"""Used in place of a verb's name where the text-message network is to misbehave."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mishap that is armed and has not happened yet.

    Attributes:
        verb: the verb for which it was injected, `MESSAGE`, or a kind of request on the wire (`Q1` …).
        what: a `Fault` or `Carrier`, or a trouble of the wire (`F1` …).
        times: how often it will happen.

    """

    verb: str
    what: str
    times: int = 1


PUPIL_KIND = "pupil"
"""The kind of everybody on the roster beyond the people who are always there; their accounts are fresh."""


@dataclass(frozen=True, slots=True)
class Persona:
    """An invented person, handed out on the screen (J8.3).

    Attributes:
        kind: the sort of account (`fresh`, `changed`, `activated` …).
        employee_id: the six digits to sign in with.
        name: the person's name.
        password: the present portal password; empty if the student has chosen it, since only the student knows it.
        phone: the registered phone number.
        alias: the mail name, or empty.
        cloud_password: the password of the mail account; empty if there is none or the student has chosen it.

    """

    kind: str
    employee_id: str
    name: str
    password: Secret
    phone: str
    alias: str = ""
    cloud_password: Secret = field(default_factory=lambda: Secret(""))

    def row(self) -> dict[str, str]:
        """Return the person as JSON, passwords in clear: for those who hand people out, and for the person's seat."""
        told = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: value.reveal() if isinstance(value, Secret) else value for name, value in told}

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Persona:
        """Build the person from a `row`; raises TypeError if it is not one, KeyError if a password is missing."""
        return cls(**{**row, "password": Secret(row["password"]), "cloud_password": Secret(row["cloud_password"])})


@dataclass(frozen=True, slots=True)
class Message:
    """A text message as the simulated phone shows it.

    Attributes:
        number: 1 for the first message to this phone.
        phone: the number that it was sent to.
        text: what it says.
        sent_at: when it was sent, in `Clock.elapsed()` seconds.
        arrived_at: when it arrived, in the same seconds.

    """

    number: int
    phone: str
    text: str
    sent_at: float
    arrived_at: float


class Mishaps(Protocol):
    """What can be armed, and what can happen to an account. An armed mishap happens once and is then gone."""

    def inject(self, verb: str, fault: Fault, times: int = 1) -> None:
        """Make the next `times` calls of `verb` (`portal.sign_in` …) meet `fault`.

        verb: may also be a site (`portal`), for the next calls of any of its verbs except the sign-out; or several
        verbs separated by spaces, for the next calls of any of them.
        """

    def carrier(self, behaviour: Carrier, times: int | None = None) -> None:
        """Set what the text-message network does with the next `times` messages; None: from now on."""

    def befall(self, employee_id: str, condition: Condition) -> None:
        """Bring this person's account into this condition; ValueError if nobody has this ID."""

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what is armed and has not happened yet, in no particular order."""

    def disarm(self) -> None:
        """Cancel everything that is armed and deliver messages again; all else stays as it is."""


@runtime_checkable
class Wire(Protocol):
    """A stage of a backend that is reached over a wire, so that answers can go wrong on their way (security.md B3)."""

    def arm(self, request: str, trouble: str, times: int = 1) -> None:
        """Make the next requests of this kind (`Q1` to `Q12`) meet a trouble (`F1` to `F10`); ValueError if unknown."""


class Stage(Mishaps, Protocol):
    """What trainers and tests may do to a simulated hospital. All verbs are quick and may be called from any thread."""

    def people(self) -> tuple[Persona, ...]:
        """Return everybody on the roster, the fresh student first."""

    def messages(self, phone: str) -> tuple[Message, ...]:
        """Return the messages that have arrived on this phone so far, oldest first."""

    def authenticator_code(self, employee_id: str) -> Secret | None:
        """Return the code that this person's authenticator shows now, or None if none is set up."""

    def picture_text(self) -> str:
        """Return the text of this session's newest picture code; empty before the first."""

    def switch(self, name: str, value: object) -> None:
        """Set a switch of the simulated hospital (`talkative`, `asks_password`, `force_change` …)."""

    def commits(self) -> Mapping[str, int]:
        """Return how often each commit verb took effect since the reset (`account.activate` -> 1)."""

    def rate(self, times: float) -> None:
        """Let time pass `times` times as fast."""

    def jump(self, seconds: float) -> None:
        """Put the clock forward."""

    def reset(self) -> None:
        """Restore the initial state: roster, messages, faults, counts."""
