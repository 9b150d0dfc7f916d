"""The languages that our sentences are written in: one folder each below `locale/`, found there and named nowhere else.

A folder holds the catalogues (`*.po`) and `language.toml`, which says what the program has to know of the language. The
folder's name is the language's tag with `_` for `-`: `zh_TW` is `zh-TW`. To add a language, add its folder; one that is
not finished yet names the language that speaks for it where a sentence is missing.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).with_name("locale")
SOURCE = "zh-TW"
"""The language of the hospital and of its guide: everything starts with it, and it is complete."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language.

    Attributes:
        tag: its name for machines, as `--lang`, settings and scenario files have it (BCP 47).
        name: what it calls itself, on buttons.
        locales: the languages of a locale's name that mean it: `en_GB.UTF-8` is `en`.
        chinese: whether only a terminal with Chinese characters can draw it.
        gloss: whether the hospital's words are followed by their meaning.
        reading: cells of a caption that are read calmly in a second, from the last row of a class.
        falls_back: the tag of the language that speaks where a sentence is missing; empty where none is.

    """

    tag: str
    name: str
    locales: tuple[str, ...]
    chinese: bool
    gloss: bool
    reading: float
    falls_back: str

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return self.tag.replace("-", "_")

    def __str__(self) -> str:
        return self.tag


def tags() -> tuple[str, ...]:
    """Return the tags of all languages, the source first; only the names of folders are read."""
    found = {each.name.replace("_", "-") for each in LOCALE.iterdir() if (each / "language.toml").is_file()}
    return (SOURCE, *sorted(found - {SOURCE}))


@cache
def languages() -> tuple[Language, ...]:
    """Return all languages, the source first."""
    return tuple(map(_read, tags()))


def language(tag: str) -> Language:
    """Return the language of this tag; raises KeyError if there is none."""
    return {each.tag: each for each in languages()}[tag]


def without_chinese() -> Language:
    """Return the first language that any terminal can draw."""
    return next(each for each in languages() if not each.chinese)


def after(now: Language) -> Language:
    """Return the next language in their order; after the last one, the first."""
    every = languages()
    return every[(every.index(now) + 1) % len(every)]


def choose_language(flag: str | None = None, environ: Mapping[str, str] = os.environ) -> Language:
    """Return the language of the flag, else the first in LANGUAGE, LC_ALL, LC_MESSAGES or LANG, else the source.

    Raises ValueError for a flag that names none of ours.
    """
    if flag:
        found = _named(flag)
        if found is None:
            raise ValueError(f"{flag!r} is none of {', '.join(tags())}")
        return found
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for each in environ.get(name, "").split(":"):
            if (chosen := _named(each)) is not None:
                return chosen
    return language(SOURCE)


def _named(name: str) -> Language | None:
    """Return the language of a locale's name: `zh_TW.UTF-8`, `en-GB`, `en`."""
    first = name.replace("-", "_").split(".")[0].split("_")[0].casefold()
    return next((each for each in languages() if first in each.locales), None)


def _read(tag: str) -> Language:
    path = LOCALE / tag.replace("-", "_") / "language.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return Language(
        tag,
        told["name"],
        tuple(told["locales"]),
        told["chinese"],
        told["gloss"],
        float(told["reading"]),
        told.get("falls_back", ""),
    )
