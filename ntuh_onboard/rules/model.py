"""What a rule is, and what it may compare a text with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ntuh_onboard.common.secret import PasswordMark, Secret


class Level(StrEnum):
    """Whose rule it is: the hospital's blocks; ours warns, and a second Enter goes on (journey.md, classes of rule)."""

    HOSPITAL = "hospital"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known while a text is looked at; whatever is unknown keeps its default, and no rule speaks about it.

    employee_id, phones, names, alias, national_id: what a password should not hold (P-04). A name may be of several
    words; national_id counts only where it is shaped like one, so the default portal password may stand here.
    old: the portal password until now. portal: the mark of the portal password of this journey (P-05).
    other: the text of the field that must be repeated. today: by the server's date.
    code_length: fewest and most digits of a one-time code (J5.3). alias_limit: most characters of an alias (J6.2).
    """

    employee_id: str = ""
    phones: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    alias: str = ""
    national_id: Secret | None = field(default=None, repr=False)
    old: Secret | None = field(default=None, repr=False)
    portal: PasswordMark | None = field(default=None, repr=False)
    other: Secret | str | None = field(default=None, repr=False)
    today: date | None = None
    code_length: tuple[int, int] = (4, 8)
    alias_limit: int = 64


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of input.

    source: the line of the account guide in 「」, or the id of a requirement. holds: whether a folded text keeps it.
    """

    id: str
    level: Level
    source: str
    holds: Callable[[str, Facts], bool]


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a text breaks; its sentence is `rule.<id>` in the catalogues."""

    rule: str
    level: Level


def hospital(key: str, source: str, holds: Callable[[str, Facts], bool]) -> Rule:
    """A rule that the hospital published; it blocks. An empty text keeps it: only `required` speaks about emptiness."""
    return Rule(key, Level.HOSPITAL, source, lambda text, facts: not text or holds(text, facts))


def advice(key: str, source: str, holds: Callable[[str, Facts], bool]) -> Rule:
    """A rule of ours; it warns. An empty text keeps it."""
    return Rule(key, Level.ADVICE, source, lambda text, facts: not text or holds(text, facts))
