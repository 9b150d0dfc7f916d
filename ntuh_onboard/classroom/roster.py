"""Who sits where: seats with invented people. A list of seats may come from a file; people never do (J8.3)."""

from __future__ import annotations

import csv
import io
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
        rows = list(csv.DictReader(io.StringIO(_decoded(path.read_bytes()), newline="")))
    except UnicodeDecodeError:
        raise RosterError(f"{path}: is not readable text; in Excel, save it as CSV UTF-8") from None
    except OSError as error:
        raise RosterError(f"{path}: {error.strerror}") from None
    except csv.Error as error:
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


def _decoded(file: bytes) -> str:
    """UTF-8; or Big5 with Microsoft's additions, which Excel on a Windows in Chinese writes as plain "CSV".

    A trainer cannot see the difference in Excel, and should not have to know of it on the morning of a class. Where it
    was neither and is read all the same, nothing is lost: only labels are taken, and each stands on the class's first
    page. Text in UTF-8 is practically never mistaken, since that is tried first. Raises UnicodeDecodeError.
    """
    try:
        return file.decode("utf-8-sig")
    except UnicodeDecodeError:
        return file.decode("cp950")
