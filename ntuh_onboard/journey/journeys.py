"""The journeys as lists of step ids, and the marks of the rail; names only, so that the command line can read them.

The steps themselves are in `steps`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

JOURNEYS: Mapping[str, tuple[str, ...]] = {
    "onboard": (
        "progress",
        "preflight",
        "sign_in",
        "portal_password",
        "contact",
        "regulations",
        "send_code",
        "enter_code",
        "account",
        "alias",
        "alias_again",
        "done",
    ),
    "portal_password": ("preflight", "sign_in", "portal_password", "done"),
    "contact": ("preflight", "sign_in", "contact", "done"),
    "reset": ("preflight", "reset_regulations", "send_code", "enter_code", "cloud_password", "done"),
    "mail_check": ("mail_ready", "mail_sign_in", "done"),
}


@dataclass(frozen=True, slots=True)
class Beginning:
    """A place to begin a journey.

    Attributes:
        journey: a key of `JOURNEYS`.
        says: the key of its sentence on the first screen; empty if it is not offered there.
        answers: what is answered by choosing it, by field id: a step that asks for nothing else is not shown.

    """

    journey: str
    says: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


BEGINNINGS: Mapping[str, Beginning] = {
    **{
        each: Beginning("onboard", f"choice.progress.{each}", {"progress": each})
        for each in ("first", "password_changed", "mail_only", "interrupted")
    },
    **{each: Beginning(each, f"journey.{each}") for each in ("reset", "portal_password", "contact", "mail_check")},
}
"""What the first screen offers, in its order."""


def beginnings(journey: str) -> tuple[str, ...]:
    """Return the beginnings of this journey, by their keys in `BEGINNINGS`."""
    return tuple(each for each, beginning in BEGINNINGS.items() if beginning.journey == journey)


def looked_up(journey: str) -> Beginning:
    """Return how to begin a journey where nobody has said how far the student is: the sites show it."""
    return next((BEGINNINGS[each] for each in reversed(beginnings(journey))), Beginning(journey))


MENDS_PHONE = "contact"
"""The step that changes the phone number, and the journey to use if a journey does not have that step."""

CARRIED = ("employee_id", "account_id", "mobile_phone", "registered_phone")
"""The fields whose answers another journey of the same student starts with."""

PRACTISED_BY: Mapping[str, str] = {"reset": "activated", "mail_check": "activated"}
"""The kind of invented person that can walk a journey to its end in practice, if the fresh student cannot."""

RAIL = ("prepare", "sign_in", "portal_password", "contact", "regulations", "code", "alias", "cloud", "done")


def finished(journey: str, reached: Collection[str]) -> bool:
    """Return whether these steps include the one that ends a journey: the last before its summary."""
    return JOURNEYS[journey][-2] in reached


def unfinished(reached: Collection[str]) -> str:
    """Return the first journey that these steps do not end."""
    return next((each for each in JOURNEYS if not finished(each, reached)), next(iter(JOURNEYS)))
