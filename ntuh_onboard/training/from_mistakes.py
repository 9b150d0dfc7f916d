"""Make a scenario that shows what went wrong most in a class, ready for `demo --play FILE`.

Each file in `mistakes/` has the beats for some errors, with the place of the journey that it needs for itself; of those
at one place, the commonest is shown.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

PLACES = ("entry", "code", "name")
"""The places of the journey at which one mistake can be shown, in their order."""
HEAD = """\
# What went wrong most in a class: ntuh-onboard demo --play {name} ; the format stands in docs/training.md
{counts}
journey = "onboard"
persona = "fresh"
typing = 16
usual = true

[title]
zh-TW = "今天最常遇到的狀況"
en = "What went wrong most today"

[about]
zh-TW = "剛才課堂上最常被拒絕的地方，和怎麼繼續。"
en = "Where most of the class was refused just now, and how one goes on."
"""
END = """\
[[beat]]
step = "done"
zh-TW = "完成。被拒絕不要緊：讀一遍畫面上的話，照著做就能繼續。"
en = "Done. A refusal is no harm: read what the screen says, and go on from there."
"""


@dataclass(frozen=True, slots=True)
class Part:
    """The beats that show some errors.

    Attributes:
        errors: the names of the errors.
        place: one of `PLACES`.
        beats: the TOML of the beats.

    """

    errors: tuple[str, ...]
    place: str
    beats: str


@cache
def parts() -> tuple[Part, ...]:
    """Return the parts that are packaged."""
    folder = resources.files("ntuh_onboard.training").joinpath("mistakes")
    texts = (each.read_text(encoding="utf-8") for each in sorted(folder.iterdir(), key=lambda each: each.name))
    return tuple(_part(text) for text in texts)


def _part(text: str) -> Part:
    head, first, beats = text.partition("[[beat]]")
    told = tomllib.loads(head)
    return Part(tuple(told["errors"]), told["place"], first + beats)


def scenario_of(counts: Mapping[str, int], name: str = "mistakes.toml") -> str:
    """Return the file's text, for how often each error was met; empty if none of them can be shown.

    name: the file's name, for its first line.
    """
    met = {part: sum(counts.get(each, 0) for each in part.errors) for part in parts()}
    chosen = [max((each for each in met if each.place == place), key=met.__getitem__) for place in PLACES]
    shown = [each for each in chosen if met[each]]
    if not shown:
        return ""
    listed = "\n".join(f"# {error}: {count}" for error, count in sorted(counts.items(), key=lambda each: -each[1]))
    return "\n".join([HEAD.format(name=name, counts=listed), *(each.beats for each in shown), END])
