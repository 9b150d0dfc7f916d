"""What a student's process may tell its supervisor: words of a fixed list, and nothing else (S-08).

Both ends check this: words that are not on the list are neither written nor read, so nothing that a student typed can
get through.
"""

from __future__ import annotations

import re
from enum import StrEnum

from ntuh_onboard.journey.journeys import JOURNEYS


class Word(StrEnum):
    """The words."""

    READY = "ready"
    """The screen that waits for somebody is visible and accepts keys."""
    STARTED = "started"
    """Somebody has pressed a key there."""
    AT = "at"
    """The journey is at this step."""
    ERROR = "error"
    """This error number was shown."""
    FINISHED = "finished"
    """The journey has reached its end."""
    ALIVE = "alive"
    """The screens still respond."""
    TYPING = "typing"
    """Keys were typed while the wizard was leaving, by somebody who had not noticed."""
    DOWN = "down"
    """The sites cannot be used now."""
    UP = "up"
    """The sites can be used again."""


STEPS = frozenset(step for steps in JOURNEYS.values() for step in steps)
_CODE = re.compile(r"E-[0-9]{4}|X-[0-9]{3}")
LONGEST = 64
"""Most bytes of a line."""


class NotToBeTold(ValueError):
    """A word that is not on the list; the error's message does not repeat it."""


def line(word: Word, value: str = "") -> bytes:
    """Return a line for the pipe. `value`: for AT a step, for ERROR a code, `E-1234` or `X-123`; raises NotToBeTold."""
    if not _allowed(word, value):
        raise NotToBeTold(word.value)
    return f"{word.value} {value}".strip().encode("ascii") + b"\n"


def read(told: bytes) -> tuple[Word, str] | None:
    """Return word and value of a line without its end; None for anything that is not on the list."""
    name, _, value = told.decode("ascii", "replace").partition(" ")
    if len(told) > LONGEST or name not in set(Word):
        return None
    word = Word(name)
    return (word, value) if _allowed(word, value) else None


def _allowed(word: Word, value: str) -> bool:
    if word is Word.AT:
        return value in STEPS
    if word is Word.ERROR:
        return _CODE.fullmatch(value) is not None
    return not value
