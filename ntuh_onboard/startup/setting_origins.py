"""Tell which settings are in force, and which flag, file, line or variable has decided each (`policy`, `config`)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path

from ntuh_onboard.startup import settings
from ntuh_onboard.startup.settings import OPEN, PREFIX, Settings

_FLAGS = {"language": "lang"}
"""Flags that are named otherwise than what they set."""


class Source(StrEnum):
    """Who has decided a setting."""

    LOCK = "lock"
    POLICY = "policy"
    FLAG = "flag"
    VARIABLE = "variable"
    USER = "user"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Origin:
    """One setting in force.

    Attributes:
        key: its name.
        value: its value.
        source: who has decided it.
        place: the file with the line, the variable or the flag; empty for a default.

    """

    key: str
    value: object
    source: Source
    place: str = ""


def origins(environ: Mapping[str, str] = os.environ, flags: Mapping[str, object] | None = None) -> Iterator[Origin]:
    """Yield every setting of a run with these flags; raises SettingsError as a run would.

    flags: those that were given.
    """
    flags = flags or {}
    settings.load(flags, environ)
    policy, user = settings.policy_file(), settings.user_file()
    locks, named = settings.read_policy(policy)
    own = settings.read_file(user, OPEN) if user is not None else {}
    said = settings.read_environment(environ)
    for key in (each.name for each in fields(Settings) if each.name != "by_policy"):
        if key in locks:
            yield Origin(key, locks[key], Source.LOCK, _at(policy, key))
        elif key in named:
            yield Origin(key, named[key], Source.POLICY, _at(policy, key))
        elif key in flags:
            yield Origin(key, flags[key], Source.FLAG, f"--{_FLAGS.get(key, key.replace('_', '-'))}")
        elif key in said:
            yield Origin(key, said[key], Source.VARIABLE, PREFIX + key.upper())
        elif user is not None and key in own:
            yield Origin(key, own[key], Source.USER, _at(user, key))
        else:
            yield Origin(key, getattr(Settings(), key), Source.DEFAULT)


def _at(path: Path, key: str) -> str:
    return f"{path}{settings.line_of(path.read_text(encoding='utf-8-sig'), key)}"
