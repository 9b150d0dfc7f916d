"""Who sits where: seats with invented people. A list of seats may come from a file; people never do (J8.3)."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path

from faker import Faker

from ntuh_onboard.backend.stage import Persona
from ntuh_onboard.errors import OnboardError

LOOKS_REAL = re.compile(r"[A-Za-z][A-Da-d1289]\d{8}|(?<!\d)\d{6}(?!\d)|(?<!\d)09\d{8}(?!\d)|@")
"""National IDs, employee IDs, mobile numbers and mail addresses have no place in a practice class."""
LONGEST = 24


class RosterError(OnboardError):
    """The file of seats cannot be used; the text names the file and the line."""


@dataclass(frozen=True, slots=True)
class Pupil:
    """One seat. number: from 1. label: what stands on the slip. token: opens this pupil's own pages, and no other's."""

    number: int
    label: str
    person: Persona
    token: str = field(repr=False)


def names(count: int) -> tuple[str, ...]:
    """Invented names, no two alike; the same ones each time, so that slips can be printed the day before."""
    faker = Faker("zh_TW")
    faker.seed_instance(20261124)
    found: dict[str, None] = {}
    while len(found) < count:
        found[faker.name()] = None
    return tuple(found)


def seats(path: Path) -> tuple[str, ...]:
    """The labels of the seats in a CSV file, from its column `seat`; raises RosterError.

    Whatever looks like real data is refused: the class is invented.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RosterError(f"{path}: {error}") from None
    labels = []
    for line, row in enumerate(rows, start=2):
        label = (row.get("seat") or "").strip()
        if not label or not label.isprintable() or len(label) > LONGEST:
            raise RosterError(f"{path}, line {line}: the column seat must hold a label of 1 to {LONGEST} characters")
        if any(LOOKS_REAL.search(str(value)) for value in row.values()):
            raise RosterError(
                f"{path}, line {line}: this looks like real data (an ID, a number, an address); a seat has a label only"
            )
        labels.append(label)
    if not labels:
        raise RosterError(f"{path}: no seat is in it; its first line must be: seat")
    return tuple(labels)
