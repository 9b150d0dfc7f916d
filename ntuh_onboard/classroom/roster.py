"""The seats of a class, with invented people. A list of seats may come from a file; people never do (J8.3)."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from faker import Faker

from ntuh_onboard.backend.stage import Persona
from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.texts.languages import language
from ntuh_onboard.texts.sentences import Texts

_PUT_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212]")
"""What people put between digits, as in 0912-345-678."""
LONGEST = 24


HEADINGS = ("seat", "座位", "座號", "位子")
"""What the column with the labels may be headed, ignoring case."""
_BETWEEN = ",;\t"
"""What parts columns: commas, or what Excel writes in their place in some countries, or copies."""
_REAL = (
    ("national_id", re.compile(r"[A-Za-z][A-Da-d1289]\d{8}")),
    ("mobile", re.compile(r"(?<!\d)09\d{8}(?!\d)")),
    ("six_digits", re.compile(r"(?<!\d)\d{6}(?!\d)")),
    ("mail", re.compile("@")),
)
"""What does not belong into a practice class, and the sentence that names it."""


class RosterError(OnboardError):
    """The file of seats cannot be used.

    Attributes:
        key: of the sentence that says why, below `roster.` in the catalogues.
        values: what to put into it: the file, the line, what stands there.

    """

    def __init__(self, key: str, **values: object) -> None:
        self.key, self.values = key, values
        super().__init__(self.said(Texts(language("en"), {}, {}, {})))

    def said(self, texts: Texts) -> str:
        """Return the sentence in the class's language."""
        kind = self.values.get("kind")
        more = {"kind": texts.say(f"roster.real_{kind}")} if kind else {}
        return texts.say(f"roster.{self.key}", **{**self.values, **more})


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
    """Read the labels of the seats from the column `seat` (or 座位) of a CSV file; raises RosterError.

    Rows without anything in them are passed over, as Excel writes them below a table. Whatever looks like real data is
    refused: everybody in the class is invented.
    """
    try:
        text = _decoded(path.read_bytes())
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        rows = [(reader.line_num, [each.strip() for each in row]) for row in reader]
    except UnicodeDecodeError:
        raise RosterError("no_text", file=path) from None
    except OSError as error:
        raise RosterError("unreadable", file=path, why=error.strerror) from None
    except csv.Error as error:
        raise RosterError("unreadable", file=path, why=error) from None
    filled = [(line, row) for line, row in rows if any(row)]
    if not filled or (len(filled) == 1 and _column(filled[0][1]) is not None):
        raise RosterError("empty", file=path)
    (first, headings), *below = filled
    column = _column(headings)
    if column is None:
        raise RosterError("no_heading", file=path, line=first, found=", ".join(map(repr, headings)))
    return tuple(_labels(path, column, below))


def _labels(path: Path, column: int, rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[str]:
    """Yield the labels of these rows; raises RosterError."""
    lines = dict[str, int]()
    for line, row in rows:
        label = row[column] if column < len(row) else ""
        if kind := next(filter(None, map(_looks_real, row)), ""):
            raise RosterError("real", file=path, line=line, kind=kind)
        if not label or not label.isprintable() or len(label) > LONGEST:
            raise RosterError("no_label" if not label else "long_label", file=path, line=line, longest=LONGEST)
        # Full-width characters count as the same, and nobody can tell a1 from A1 on a slip.
        before = lines.setdefault(unicodedata.normalize("NFKC", label).casefold(), line)
        if before != line:
            raise RosterError("twice", file=path, line=line, label=label, before=before)
        yield label


def _column(headings: Sequence[str]) -> int | None:
    """Return which column holds the labels, or None."""
    named = [unicodedata.normalize("NFKC", each).casefold() for each in headings]
    return next((named.index(each) for each in HEADINGS if each in named), None)


def _delimiter(text: str) -> str:
    """Return what parts the columns: what stands most often in the first line that has anything in it."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_BETWEEN, key=first.count)


def _looks_real(text: str) -> str:
    """Return what real data a text looks like, also without separators, or an empty text."""
    plain = unicodedata.normalize("NFKC", text)
    both = (plain, _PUT_BETWEEN.sub("", plain))
    return next((kind for kind, pattern in _REAL if any(map(pattern.search, both))), "")


def _decoded(file: bytes) -> str:
    """Decode UTF-8; UTF-16 with its mark, Excel's "Unicode text"; or Big5 with Microsoft's additions, its plain "CSV".

    A trainer cannot see the difference in Excel, and should not have to learn of it on the morning of a class. If the
    file is none of these and can be read all the same, no harm is done: only labels are used, and all of them are shown
    on the class's front page. UTF-8 is tried first and practically never mistaken. Raises UnicodeDecodeError.
    """
    if file.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return file.decode("utf-16")
    try:
        return file.decode("utf-8-sig")
    except UnicodeDecodeError:
        return file.decode("cp950")
