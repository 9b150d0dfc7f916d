"""The catalogues and the guide as the tests read them, apart from the code that the product uses."""

from __future__ import annotations

import re
import runpy
import string
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

from ntuh_onboard.texts.languages import Language

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "ntuh_onboard" / "texts" / "locale"
GUIDE = (ROOT / "docs/spec/account-guide.zh-TW.txt").read_text(encoding="utf-8")
TOOL: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "catalogues.py"))
"""`tools/catalogues.py` as a build runs it."""


@dataclass(frozen=True)
class Entry:
    """One sentence as it is written: its file, its name, its text, and what a translator is told."""

    file: str
    key: str
    text: str
    note: str

    @property
    def placeholders(self) -> set[str]:
        """The names in braces."""
        return {name for _, name, _, _ in string.Formatter().parse(self.text) if name is not None}


@cache
def entries(language: Language) -> tuple[Entry, ...]:
    """Every sentence in the .po files of a language."""
    found: list[Entry] = []
    for path in sorted((LOCALE / language.folder).glob("*.po")):
        with path.open("rb") as file:
            found += [
                Entry(path.name, str(each.id), str(each.string), " ".join(each.auto_comments))
                for each in read_po(file)
                if each.id
            ]
    return tuple(found)


def written(language: Language) -> dict[str, str]:
    """Sentence by name."""
    return {each.key: each.text for each in entries(language)}


def quoted(text: str) -> list[str]:
    """What stands in 「」."""
    return re.findall(r"「([^「」]*)」", text)


def width(text: str) -> int:
    """Columns on a terminal."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )


def widest(text: str) -> int:
    """Columns of the widest line."""
    return max(width(each) for each in text.split("\n"))
