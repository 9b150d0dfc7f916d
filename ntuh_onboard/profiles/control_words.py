"""Words that web pages commonly use for boxes and buttons: `control_words.toml`, read when first needed.

A hospital's profile takes precedence over these words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "control_words.toml"


@dataclass(frozen=True, slots=True)
class ControlWords:
    """Common words by what a control is for, written as a person would write them.

    Attributes:
        labels: the labels of boxes.
        names: parts of ids and names of boxes, the most telling first.
        buttons: the labels of buttons.
        ticks: parts of what stands at a tick.

    """

    labels: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]
    buttons: Mapping[str, tuple[str, ...]]
    ticks: Mapping[str, tuple[str, ...]]


@cache
def control_words() -> ControlWords:
    """Read the packaged words."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    tables = {each.name: {key: tuple(words) for key, words in read[each.name].items()} for each in fields(ControlWords)}
    return ControlWords(**tables)
