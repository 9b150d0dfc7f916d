"""The seats of a class, with invented people. A list of seats may come from a file; people never do (J8.3)."""

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
"""National IDs, employee IDs, mobile numbers and mail addresses do not belong into a practice class."""
_PUT_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212]")
"""What people put between digits, as in 0912-345-678."""
LONGEST = 24


class RosterError(OnboardError):
    """The file of seats cannot be used; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Pupil:
    """One seat of the class.

    Attributes:
        number: its number, from 1.
        label: what the slip says.
        person: the invented person.
        token: opens this pupil's own pages, and nobody else's.

    """

    number: int
    label: str
    person: Persona
    token: str = field(repr=False)


def names(count: int) -> tuple[str, ...]:
    """Return invented names, no two alike, and always the same ones, so that slips can be printed the day before."""
    faker = Faker("zh_TW")
    faker.seed_instance(20261124)
    found: dict[str, None] = {}
    while len(found) < count:
        found[faker.name()] = None
    return tuple(found)


def seats(path: Path) -> tuple[str, ...]:
    """Read the labels of the seats from the column `seat` of a CSV file; raises RosterError.

    Whatever looks like real data is refused: everybody in the class is invented.
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
        # Full-width characters count as the same, and nobody can tell a1 from A1 on a slip.
        before = lines.setdefault(unicodedata.normalize("NFKC", label).casefold(), line)
        if before != line:
            raise RosterError(f"{path}, line {line}: the seat {label} stands in line {before} already")
    if not labels:
        raise RosterError(f"{path}: no seat is in it; its first line must be: seat")
    return tuple(labels)


def _headed(path: Path, headings: Iterable[str] | None) -> None:
    """Refuse a file without the column `seat`, and tell which headings it has; empty files are refused later."""
    if headings is None or "seat" in headings:
        return
    # Shown with repr(): a tab, or a semicolon within one heading, is what the trainer has to see.
    found = ", ".join(repr(each) for each in headings) or "nothing"
    raise RosterError(
        f"{path}, line 1: no column is headed seat (small letters, columns parted by commas); it has: {found}"
    )


def _label(where: str, row: Mapping[str, object]) -> str:
    """Return the label in this line; raises RosterError if it is missing, or if anything in the line looks real."""
    label = str(row["seat"] or "").strip()
    if not label or not label.isprintable() or len(label) > LONGEST:
        raise RosterError(f"{where}: the column seat must hold a label of 1 to {LONGEST} characters")
    if any(_looks_real(str(value)) for value in row.values()):
        raise RosterError(f"{where}: this looks like real data (an ID, a number, an address); a seat has a label only")
    return label


def _looks_real(text: str) -> bool:
    """Return whether a text looks like real data, also without separators; full-width characters count as the same."""
    plain = unicodedata.normalize("NFKC", text)
    return any(LOOKS_REAL.search(each) for each in (plain, _PUT_BETWEEN.sub("", plain)))


def _decoded(file: bytes) -> str:
    """Decode UTF-8, or Big5 with Microsoft's additions, which Excel on Chinese Windows writes as plain "CSV".

    A trainer cannot see the difference in Excel, and should not have to learn of it on the morning of a class. If the
    file is neither and can be read all the same, no harm is done: only labels are used, and all of them are shown on
    the class's front page. UTF-8 is tried first and practically never mistaken. Raises UnicodeDecodeError.
    """
    try:
        return file.decode("utf-8-sig")
    except UnicodeDecodeError:
        return file.decode("cp950")
