"""A second port, for practice and tests only: what stands behind the scenes of a simulated hospital.

Implemented by `mock` and by the simulator's server (with the trainer's token), never by a backend to real servers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ntuh_onboard.secret import Secret


class Fault(StrEnum):
    """What can be made to go wrong with the next call of a verb."""

    REFUSED = "refused"
    DOWN = "down"
    MAINTENANCE = "maintenance"
    SESSION_ENDED = "session_ended"
    UNEXPECTED_PAGE = "unexpected_page"
    LOST_BEFORE = "lost_before"
    LOST_AFTER = "lost_after"
    ALIAS_TAKEN = "alias_taken"


class Carrier(StrEnum):
    """What the simulated text-message network does with the hospital's messages."""

    DELIVERS = "delivers"
    LATE = "late"
    BLOCKS = "blocks"
    WRONG_NUMBER = "wrong_number"


@dataclass(frozen=True, slots=True)
class Persona:
    """An invented person, to be handed out on the screen (J8.3).

    kind: which sort of account (`fresh`, `changed`, `activated` …). password: the portal password of now.
    """

    kind: str
    employee_id: str
    name: str
    password: Secret
    phone: str


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


class Stage(Protocol):
    """What trainers and tests may do to a simulated hospital. Its verbs are quick, from any thread."""

    def people(self) -> tuple[Persona, ...]:
        """Everybody on the roster, the fresh student first."""

    def messages(self, phone: str) -> tuple[Message, ...]:
        """The messages that have arrived on this phone by now, oldest first."""

    def authenticator_code(self, employee_id: str) -> Secret | None:
        """The code that this person's authenticator shows now; None where none is set up."""

    def picture_text(self) -> str:
        """The text of the newest picture code of this session; empty before the first."""

    def inject(self, verb: str, fault: Fault, times: int = 1) -> None:
        """Let the next `times` calls of `verb` (`portal.sign_in` …) meet `fault`."""

    def carrier(self, behaviour: Carrier) -> None:
        """Change what the text-message network does from now on."""

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
