"""Tell which settings are in force here, and which file, line or variable has decided each (`ntuh-onboard policy`)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path

from ntuh_onboard.startup import settings
from ntuh_onboard.startup.settings import OPEN, PREFIX, Settings


class Source(StrEnum):
    """Who has decided a setting."""

    LOCK = "lock"
    POLICY = "policy"
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
        place: the file with the line, or the variable; empty for a default.

    """

    key: str
    value: object
    source: Source
    place: str = ""


def origins(environ: Mapping[str, str] = os.environ) -> Iterator[Origin]:
    """Yield every setting of a run without flags; raises SettingsError as a run would."""
    policy, user = settings.policy_file(), settings.user_file()
    locks, named = settings.read_policy(policy)
    own = settings.read_file(user, OPEN) if user is not None else {}
    said = settings.read_environment(environ)
    for key in (each.name for each in fields(Settings) if each.name != "by_policy"):
        if key in locks:
            yield Origin(key, locks[key], Source.LOCK, _at(policy, key))
        elif key in named:
            yield Origin(key, named[key], Source.POLICY, _at(policy, key))
        elif key in said:
            yield Origin(key, said[key], Source.VARIABLE, PREFIX + key.upper())
        elif user is not None and key in own:
            yield Origin(key, own[key], Source.USER, _at(user, key))
        else:
            yield Origin(key, getattr(Settings(), key), Source.DEFAULT)


def _at(path: Path, key: str) -> str:
    return f"{path}{settings.line_of(path.read_text(encoding='utf-8-sig'), key)}"
