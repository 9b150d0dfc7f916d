"""Who sits where: seats with invented people. A list of seats may come from a file; people never do (J8.3)."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from faker import Faker

from ntuh_onboard.backend.stage import Persona
from ntuh_onboard.common.errors import OnboardError

LOOKS_REAL = re.compile(r"[A-Za-z][A-Da-d1289]\d{8}|(?<!\d)\d{6}(?!\d)|(?<!\d)09\d{8}(?!\d)|@")
"""National IDs, employee IDs, mobile numbers and mail addresses have no place in a practice class."""
_PUT_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212]")
"""What people write a number with, as in 0912-345-678."""
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
        reader = csv.DictReader(io.StringIO(_decoded(path.read_bytes()), newline=""))
        _headed(path, reader.fieldnames)
        rows = [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError:
        raise RosterError(f"{path}: is not readable text; in Excel, save it as CSV UTF-8") from None
    except OSError as error:
        raise RosterError(f"{path}: {error.strerror}") from None
    except csv.Error as error:
        raise RosterError(f"{path}: {error}") from None
    labels, lines = [], dict[str, int]()
    for line, row in rows:
        labels.append(label := _label(f"{path}, line {line}", row))
        # Full-width signs are the same signs, and nobody tells a1 from A1 on a slip.
        before = lines.setdefault(unicodedata.normalize("NFKC", label).casefold(), line)
        if before != line:
            raise RosterError(f"{path}, line {line}: the seat {label} stands in line {before} already")
    if not labels:
        raise RosterError(f"{path}: no seat is in it; its first line must be: seat")
    return tuple(labels)


def _headed(path: Path, headings: Iterable[str] | None) -> None:
    """Say which headings stand there, where the one that is needed does not; an empty file is told of later."""
    if headings is None or "seat" in headings:
        return
    # As Python writes them: a tab, or a semicolon within one heading, is what the trainer has to see.
    found = ", ".join(repr(each) for each in headings) or "nothing"
    raise RosterError(
        f"{path}, line 1: no column is headed seat (small letters, columns parted by commas); it has: {found}"
    )


def _label(where: str, row: Mapping[str, object]) -> str:
    """The label in this line; raises RosterError where there is none, or something that looks real beside it."""
    label = str(row["seat"] or "").strip()
    if not label or not label.isprintable() or len(label) > LONGEST:
        raise RosterError(f"{where}: the column seat must hold a label of 1 to {LONGEST} characters")
    if any(_looks_real(str(value)) for value in row.values()):
        raise RosterError(f"{where}: this looks like real data (an ID, a number, an address); a seat has a label only")
    return label


def _looks_real(text: str) -> bool:
    """As it stands, and without what people put between digits; full-width signs are the same signs."""
    plain = unicodedata.normalize("NFKC", text)
    return any(LOOKS_REAL.search(each) for each in (plain, _PUT_BETWEEN.sub("", plain)))


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
