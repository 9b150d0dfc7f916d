"""Mark forms and controls in a page's source before it is parsed, and record where form tags opened and closed.

A browser ties a control to the form whose tag was open when the control's tag came, and that can differ from the form
around it in the tree: in `<table><form><tr><td><input>` the form element stays empty (HTML standard, "form element
pointer"). A finished tree does not tell where `</form>` was, so the order is taken from the source, and each tag gets a
mark by which its element is found again.

The same look refuses what would take too long or too much memory, by what a tree builder would make of it: so many
elements, of its own or made again (`reopened_tags.py`). Measured: 12 microseconds and 1.4 KB an element, all told.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.reopened_tags import ADOPTED, Reopened

MOST_ELEMENTS, MOST_REOPENED = 60_000, 150_000
"""A table of 1,900 rows and 15 columns in bold; read in three seconds of a slow computer, in 110 MB."""
MOST_OPTIONS = 15_000
"""The parser's time grows with the square of them: 40,000 took 16 seconds."""
LONG_TAG, MOST_ATTRIBUTES = 2000, 300
_CONTROLS = frozenset({"input", "select", "textarea", "button"})
_TIED = _CONTROLS | {"form"}
_RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title"})
_TAG = re.compile(
    r"""<(?:([!?])|(/?)([A-Za-z][^\s/>\0]*+)"""
    r"""((?:[\s/]++|(?:=?[^\s/>=]++|=)(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+)*+>)?+)""",
    re.DOTALL,
)
"""What is no element, else its slash, its name, and all up to its end; the last is missing if the page ends before."""
_ATTRIBUTE = re.compile(r"""=?[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+""", re.DOTALL)


class Kind(Enum):
    """What a mark is on."""

    OPEN = auto()
    CLOSE = auto()
    CONTROL = auto()


class Mark(NamedTuple):
    """A form's tag, its end tag, or a control's tag; in the order of the source."""

    kind: Kind
    number: int


@dataclass(slots=True)
class Marked:
    """A source with a mark in each tag of a form or a control.

    Attributes:
        attribute: the mark's name, new for each page.
        source: the marked source.
        marks: the marks in the order of the source.
        ends: where a marked tag ends in `source`, by the number of its mark.
        elements: how many start tags there are.

    """

    attribute: str
    source: str = ""
    marks: list[Mark] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)
    elements: int = 0

    def pointers(self, accepted: frozenset[int]) -> dict[int, int]:
        """Return which form's tag was open at each control; `accepted` are the forms that made it into the tree."""
        found: dict[int, int] = {}
        pointer = None
        for mark in self.marks:
            if mark.kind is Kind.CLOSE:
                pointer = None
            elif mark.kind is Kind.OPEN:
                pointer = mark.number if mark.number in accepted else pointer
            elif pointer is not None:
                found[mark.number] = pointer
        return found


class _Tag(NamedTuple):
    at: int
    after_name: int
    end: int
    name: str
    closes: bool


@dataclass(slots=True)
class _Load:
    """What a page asks of whoever reads it, counted tag by tag."""

    elements: int = 0
    options: int = 0
    reopened: Reopened = field(default_factory=Reopened)

    def add(self, tag: _Tag, source: str, *, after_text: bool) -> None:
        """Count one tag; raises UnexpectedPage where it is one too many for a page for people."""
        if after_text:
            self.reopened.text()
        if tag.name == "noscript":
            return
        if tag.closes:
            self.reopened.closes(tag.name)
        else:
            self.elements += 1
            self.options += tag.name == "option"
            self.reopened.opens(tag.name, source[tag.at : tag.end] if tag.name in ADOPTED else "")
        crowded = tag.end - tag.at > LONG_TAG and _attributes(source[tag.after_name : tag.end]) > MOST_ATTRIBUTES
        many = self.elements > MOST_ELEMENTS or self.options > MOST_OPTIONS
        if crowded or many or self.reopened.elements > MOST_REOPENED or self.reopened.too_many:
            raise UnexpectedPage(Why.TOO_COMPLEX)


def marked(source: str) -> Marked:
    """Return the source with its marks; raises UnexpectedPage if it has more tags than a page for people may have."""
    made = Marked(f"m-{secrets.token_hex(4)}")
    pieces: list[str] = []
    done = templates = length = end = 0
    load = _Load()
    for tag in _tags(source):
        load.add(tag, source, after_text=tag.at > end)
        end = tag.end
        if tag.name == "noscript":  # a browser that runs scripts shows nothing of it
            pieces.append(source[done : tag.at])
            length += tag.at - done
            done = tag.end
            continue
        if tag.name == "template":
            templates = max(templates + (-1 if tag.closes else 1), 0)
        kind = _kind(tag) if tag.name in _TIED and not templates else None
        if kind is None:
            continue
        made.marks.append(Mark(kind, len(made.marks)))
        if kind is not Kind.CLOSE:
            pieces += [source[done : tag.after_name], f' {made.attribute}="{len(made.marks) - 1}"']
            length += len(pieces[-2]) + len(pieces[-1])
            made.ends[len(made.marks) - 1] = length + tag.end - tag.after_name
            done = tag.after_name
    made.elements = load.elements + load.reopened.elements
    made.source = "".join([*pieces, source[done:]])
    return made


def _attributes(inside: str) -> int:
    return sum(1 for _ in _ATTRIBUTE.finditer(inside))


def _kind(tag: _Tag) -> Kind | None:
    if tag.name == "form":
        return Kind.CLOSE if tag.closes else Kind.OPEN
    return Kind.CONTROL if tag.name in _CONTROLS and not tag.closes else None


def _tags(source: str) -> Iterator[_Tag]:
    """Yield the tags in order, without comments, scripts or other raw text; `noscript` as one tag with its contents."""
    at = 0
    while found := _TAG.search(source, at):
        odd, slash, name, rest = found.groups()
        if odd:
            at = _after_odd(source, found)
            continue
        if rest is None:  # the page ends within a tag
            return
        name, closes, at = name.lower(), bool(slash), found.end()
        if name == "plaintext" and not closes:
            return
        if not closes and name == "noscript":
            at = _after_raw(source, at, name, through=True)
        yield _Tag(found.start(), found.end(3), at, name, closes)
        if not closes and name in _RAW:
            at = _after_script(source, at) if name == "script" else _after_raw(source, at, name, through=False)


def _after_odd(source: str, found: re.Match[str]) -> int:
    """Return the position after a comment, a declaration, or what browsers take for a comment."""
    if not source.startswith("<!--", found.start()):
        return _or_end(source, source.find(">", found.end()), 1)
    start = found.start() + 4
    for short in (">", "->"):
        if source.startswith(short, start):
            return start + len(short)
    ends = re.compile("--!?>").search(source, start)
    return ends.end() if ends else len(source)


def _after_raw(source: str, at: int, name: str, *, through: bool) -> int:
    ends = re.compile(rf"</{name}(?=[\s/>])[^>]*>?", re.IGNORECASE).search(source, at)
    if ends is None:
        return len(source)
    return ends.end() if through else ends.start()


_SCRIPT = re.compile(r"<!--|-->|<(/?)script(?=[\s/>])", re.IGNORECASE)


def _after_script(source: str, at: int) -> int:
    """Return the end of a script, with the two levels of escape that browsers know (`<!--<script></script>-->`)."""
    escaped = doubly = False
    for found in _SCRIPT.finditer(source, at):
        if found[0] == "<!--":
            escaped = True
        elif found[0] == "-->":
            escaped = doubly = False
        elif not found[1]:
            doubly = doubly or escaped
        elif doubly:
            doubly = False
        else:
            return found.start()
    return len(source)


def _or_end(source: str, at: int, length: int) -> int:
    return len(source) if at < 0 else at + length
