"""What a student's process may tell its supervisor: words of a fixed list, and nothing else (S-08).

Both ends check: what is not on the list is neither written nor read, so that no answer of a student's can pass.
"""

from __future__ import annotations

import re
from enum import StrEnum

from ntuh_onboard.journey.journeys import JOURNEYS


class Word(StrEnum):
    """One thing that is told."""

    READY = "ready"
    """The screen that waits for somebody stands, and takes keys."""
    STARTED = "started"
    """Somebody has pressed a key there."""
    AT = "at"
    """The journey is at this step."""
    ERROR = "error"
    """This number was shown."""
    FINISHED = "finished"
    """The journey is at its end."""
    ALIVE = "alive"
    """The screens still answer."""
    TYPING = "typing"
    """Keys came in while it was leaving: somebody has not seen that it was."""
    DOWN = "down"
    """The sites cannot be used now."""
    UP = "up"
    """They can be used again."""


STEPS = frozenset(step for steps in JOURNEYS.values() for step in steps)
_CODE = re.compile(r"E-[0-9]{4}")
LONGEST = 64
"""Bytes that a line has at most."""


class NotToBeTold(ValueError):
    """A word that is not on the list; the text of the error does not repeat it."""


def line(word: Word, value: str = "") -> bytes:
    """One line of the pipe. value: a step of the journeys for AT, a number `E-1234` for ERROR; raises NotToBeTold."""
    if not _allowed(word, value):
        raise NotToBeTold(word.value)
    return f"{word.value} {value}".strip().encode("ascii") + b"\n"


def read(told: bytes) -> tuple[Word, str] | None:
    """The word and value of a line without its end; None for anything that is not on the list."""
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
