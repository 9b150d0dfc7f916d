"""Words that ordinary pages use for a box or a button, whoever made them: `control_words.toml`, read when first needed.

What is known of one hospital stands in its profile, and comes first.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "control_words.toml"


@dataclass(frozen=True, slots=True)
class ControlWords:
    """labels: what stands at a box; names: parts of its id or name, the most telling first; buttons: what is pressed.

    Each by what the thing is for; the words are as a person would write them.
    """

    labels: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]
    buttons: Mapping[str, tuple[str, ...]]


@cache
def control_words() -> ControlWords:
    """The packaged words."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    tables = ({key: tuple(words) for key, words in read[name].items()} for name in ("labels", "names", "buttons"))
    return ControlWords(*tables)
