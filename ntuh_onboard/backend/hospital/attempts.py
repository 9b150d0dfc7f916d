"""Limit how often a password may be tried (P-07, P-10)."""

from __future__ import annotations

from dataclasses import dataclass

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.hospital.store import Unit

ATTEMPTS = "attempts"


@dataclass(frozen=True, slots=True)
class Attempt:
    """Whether a password may be checked now.

    Attributes:
        allowed: whether it may be checked.
        until: when the lock ends, or None.
        left: how many tries are left.

    """

    allowed: bool
    until: float | None
    left: int


def spend(unit: Unit, who: str, now: float, figures: Figures) -> Attempt:
    """Count a try before the password is checked, so that concurrent tries cannot get past the limit together.

    The last permitted try begins the lock; a correct password ends it again (`forgive`).
    """
    row = unit.get(ATTEMPTS, who) or {"failures": 0, "until": 0.0}
    if row["failures"] >= figures.login_failures:
        if now < row["until"]:
            return Attempt(allowed=False, until=row["until"], left=0)
        row = {"failures": 0, "until": 0.0}
    failures = row["failures"] + 1
    locks = failures >= figures.login_failures
    until = now + figures.login_lock if locks else 0.0
    unit.put(ATTEMPTS, who, {"failures": failures, "until": until})
    return Attempt(allowed=True, until=until if locks else None, left=figures.login_failures - failures)


def lock_until(unit: Unit, who: str, until: float, figures: Figures) -> None:
    """Lock until this moment, as if the last permitted try had been counted."""
    unit.put(ATTEMPTS, who, {"failures": figures.login_failures, "until": until})


def forgive(unit: Unit, who: str) -> None:
    """Forget the tries counted so far, after a correct password."""
    unit.remove(ATTEMPTS, who)
