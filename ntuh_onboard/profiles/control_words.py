"""Words that web pages commonly use for boxes and buttons: `general.toml`, read when first needed.

A hospital's profile takes precedence over these words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FILE = Path(__file__).parent / "general.toml"


@dataclass(frozen=True, slots=True)
class ControlWords:
    """Common words by what a control is for, written as a person would write them.

    Attributes:
        labels: the labels of boxes.
        parts: parts of labels, by what they say of a thing.
        names: parts of ids and names of boxes, the most telling first.
        buttons: the labels of buttons.
        entries: the labels of a menu's entries, and of what they may be behind.
        looking: parts of the words and addresses of links that are followed to look for a page, or never.
        ticks: parts of what stands at a tick.
        contact: the labels of the boxes of contact details.

    """

    labels: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]
    buttons: Mapping[str, tuple[str, ...]]
    entries: Mapping[str, tuple[str, ...]]
    looking: Mapping[str, tuple[str, ...]]
    ticks: Mapping[str, tuple[str, ...]]
    contact: Mapping[str, tuple[str, ...]]


@cache
def general_table() -> Mapping[str, Any]:
    """Read the packaged file, once for all who know a part of it."""
    return MappingProxyType(tomllib.loads(FILE.read_text(encoding="utf-8")))


@cache
def control_words() -> ControlWords:
    """Return the packaged words."""
    read = general_table()
    tables = {each.name: {key: tuple(words) for key, words in read[each.name].items()} for each in fields(ControlWords)}
    return ControlWords(**tables)
