"""What to tell at the end of a journey: from when it works, and which password is used where (J7.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Protocol, TypeVar

from ntuh_onboard.backend.protocol import Account, Activation
from ntuh_onboard.journey.step_acts import MailOpened

Value = TypeVar("Value")


class Journey(Protocol):
    """The part of a journey's state that the notes depend on; the state itself stands above the tables."""

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of its steps."""

    @property
    def done(self) -> frozenset[str]:
        """The ids of the steps that are done."""

    @property
    def texts(self) -> Mapping[str, str]:
        """What was typed, by field id."""

    def told(self, kind: type[Value]) -> Value | None:
        """Return what a submit has returned of this kind, or None."""


def as_day(moment: date | None) -> str:
    """Return a date as the hospital writes it: 2026/11/25; empty for None."""
    return moment.strftime("%Y/%m/%d") if moment else ""


class When(Enum):
    """The time that a note is about: now, or from the day on which the account works."""

    NOW = auto()
    LATER = auto()


@dataclass(frozen=True, slots=True)
class Note:
    """One line.

    Attributes:
        says: the key of the sentence.
        holds: whether to say it about this journey; the second argument is whether this program has seen the portal
            password, so that it could compare another one with it (J2.4).
        values: returns the values to put in.
        practised: the key of what is said in practice, where the other one names a real address; empty for the same.
        when: returns which time it is about; None if the last screen says it in another way.

    """

    says: str
    holds: Callable[[Journey, bool], bool]
    values: Callable[[Journey], Mapping[str, object]] = lambda journey: {}
    when: Callable[[Journey], When | None] = lambda journey: When.NOW
    practised: str = ""


def _activated(journey: Journey) -> bool:
    return journey.told(Activation) is not None


def _effective(journey: Journey) -> Mapping[str, object]:
    activation = journey.told(Activation)
    return {"day": as_day(activation.effective if activation else None)}


def _without_password(journey: Journey) -> bool:
    account = journey.told(Account)
    return "alias_again" in journey.done and account is not None and not account.asks_password


def _sets_cloud_password(journey: Journey) -> bool:
    return "cloud_password" in journey.done or ("alias_again" in journey.done and not _without_password(journey))


def _of_account(journey: Journey) -> When:
    return When.LATER if _activated(journey) else When.NOW


NOTES = (
    Note("ui.done_effective", lambda journey, known: _activated(journey), _effective, when=lambda journey: None),
    Note("ui.done_portal_used", lambda journey, known: "portal_password" in journey.order),
    Note("ui.done_mail_read_nothing", lambda journey, known: journey.told(MailOpened) is not None),
    Note(
        "ui.done_cloud_used",
        lambda journey, known: not journey.done.isdisjoint({"cloud_password", "alias_again"}),
        when=_of_account,
    ),
    Note(
        "ui.done_tomorrow",
        lambda journey, known: _activated(journey),
        when=_of_account,
        practised="ui.done_tomorrow_practised",
    ),
    Note("ui.done_no_cloud_password", lambda journey, known: _without_password(journey), when=_of_account),
    Note("ui.done_not_compared", lambda journey, known: not known and _sets_cloud_password(journey)),
    Note("ui.done_spelling", lambda journey, known: journey.texts.get("facts_right") == "spelling"),
)
"""The notes, in the order in which they are shown."""
