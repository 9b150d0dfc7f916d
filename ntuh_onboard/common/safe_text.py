"""Make text from outside harmless before it is drawn (T-01)."""

from __future__ import annotations

import unicodedata

LIMIT = 4000
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def safe(text: str, limit: int = LIMIT) -> str:
    """Return `text` in NFC, without anything that could control a terminal.

    Control, format (including bidirectional), surrogate, private, unassigned and separator characters are dropped,
    except the line feed; tabs become spaces; carriage returns become line feeds; the result is cut at `limit`
    characters. It is text and never markup: draw it with markup off (T-02).
    """
    lines = text[: limit * 4].replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(each for each in lines if each == "\n" or unicodedata.category(each) not in _DROPPED)
    return unicodedata.normalize("NFC", kept)[:limit]


def safe_line(text: str, limit: int = 200) -> str:
    """Return `safe(text)` on one line: line feeds and runs of spaces become one space."""
    return " ".join(safe(text, limit * 4).split())[:limit].rstrip()
