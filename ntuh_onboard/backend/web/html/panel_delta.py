"""Read an UpdatePanel's answer: `length|type|id|content|` again and again; lengths are in UTF-16 units.

A character above U+FFFF (many in rare names are) counts twice there, as in .NET and in a browser's script.

A part of the page is replaced, hidden fields get new values, or the browser is sent to another address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why

MOST_PARTS = 500
_DOUBLE = re.compile("[\U00010000-\U000effff]")
"""Characters of two units; above them are only those that stand for bytes that were not read (`unread_bytes`)."""


@dataclass(frozen=True, slots=True)
class Delta:
    """The parts of one answer.

    Attributes:
        panels: the new HTML by id.
        hidden: the new values by name.
        scripts: what is run.
        redirect: where the page goes; empty if it stays.
        action: the form's new address; empty if it does not change.
        error: the server's own words, else its number.

    """

    panels: Mapping[str, str] = field(default_factory=dict, repr=False)
    hidden: Mapping[str, str] = field(default_factory=dict, repr=False)
    scripts: tuple[str, ...] = ()
    redirect: str = field(default="", repr=False)
    action: str = field(default="", repr=False)
    error: str = ""


def is_delta(text: str) -> bool:
    """Return whether this answer is one of these and not a page."""
    head, bar, rest = text[:200].partition("|")
    return (
        bool(bar) and head.isascii() and head.isdecimal() and rest.count("|") > 0 and not text.lstrip().startswith("<")
    )


def read(text: str) -> Delta:
    """Return the parts of an answer; raises UnexpectedPage if a length does not fit: then none of it is believed."""
    panels: dict[str, str] = {}
    hidden: dict[str, str] = {}
    scripts: list[str] = []
    rest = {"pageRedirect": "", "error": "", "formAction": ""}
    for kind, name, content in _parts(text):
        if kind == "updatePanel":
            panels[name] = content
        elif kind == "hiddenField":
            hidden[name] = content
        elif kind.startswith("scriptBlock") or kind == "scriptStartupBlock":
            scripts.append(content)
        elif kind in rest:
            rest[kind] = content or (name or kind if kind == "error" else "")
    redirect = rest["pageRedirect"]
    redirect = redirect if "/" in redirect else unquote(redirect)  # it is sent entirely escaped
    return Delta(panels, hidden, tuple(scripts), redirect, rest["formAction"], rest["error"])


def _parts(text: str) -> Iterator[tuple[str, str, str]]:
    at = 0
    for _ in range(MOST_PARTS):
        if at >= len(text) or not text[at:].strip():
            return
        fields: list[str] = []
        for _ in range(3):
            bar = text.find("|", at, at + 400)
            if bar < 0:
                raise UnexpectedPage(Why.MALFORMED)
            fields.append(text[at:bar])
            at = bar + 1
        if not (fields[0].isascii() and fields[0].isdecimal() and len(fields[0]) < 8):
            raise UnexpectedPage(Why.MALFORMED)
        end = _after(text, at, int(fields[0]))
        if text[end : end + 1] != "|":
            raise UnexpectedPage(Why.MALFORMED)
        yield fields[1], fields[2], text[at:end]
        at = end + 1
    raise UnexpectedPage(Why.TOO_COMPLEX)


def _after(text: str, at: int, units: int) -> int:
    """Return where a content with this many units ends that begins here; a character that was not read counts one."""
    end = at + units
    if not _DOUBLE.search(text, at, end):
        return end
    left, end = units, at
    while left > 0 and end < len(text):
        left -= 2 if _DOUBLE.match(text, end) else 1
        end += 1
    return end if left == 0 else len(text)  # a length that ends within a character fits nothing
