"""Text from outside, made harmless before it is drawn (T-01)."""

from __future__ import annotations

import unicodedata

LIMIT = 4000
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def safe(text: str, limit: int = LIMIT) -> str:
    """`text` in NFC with nothing in it that steers a terminal.

    Control, format (also bidirectional), surrogate, private, unassigned and separator characters are dropped, but for
    the line feed; a tab becomes a space; carriage returns become line feeds. More than `limit` characters are cut.
    The result is text, never markup: draw it with markup off (T-02).
    """
    lines = text[: limit * 4].replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(each for each in lines if each == "\n" or unicodedata.category(each) not in _DROPPED)
    return unicodedata.normalize("NFC", kept)[:limit]


def safe_line(text: str, limit: int = 200) -> str:
    """`safe()` on one line: line feeds and runs of spaces become one space."""
    return " ".join(safe(text, limit * 4).split())[:limit].rstrip()
