"""The types of a rule: the rule itself, what it may compare a text with, and what it reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from ntuh_onboard.common.secret import PasswordMark, Secret


class Level(StrEnum):
    """Whose rule it is. The hospital's block; ours warn, and a second Enter goes on (journey.md, classes of rule)."""

    HOSPITAL = "hospital"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known while a text is checked; unknown facts keep their defaults, and rules about them stay silent.

    Attributes:
        employee_id: must not occur in a password, like all attributes up to `national_id` (P-04).
        phones: phone numbers of the student.
        names: names of the student; each may consist of several words.
        surname: the surname, in Latin letters.
        alias: the mail name.
        national_id: counts only if it is shaped like one, so that the default portal password can be given here.
        old: the portal password until now.
        portal: fingerprint of this journey's portal password (P-05).
        other: the text of the field that must be repeated.
        code_length: least and greatest number of digits of a one-time code (J5.3).
        alias_limit: greatest number of characters of an alias (J6.2).

    """

    employee_id: str = ""
    phones: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    surname: str = ""
    alias: str = ""
    national_id: Secret | None = field(default=None, repr=False)
    old: Secret | None = field(default=None, repr=False)
    portal: PasswordMark | None = field(default=None, repr=False)
    other: Secret | str | None = field(default=None, repr=False)
    code_length: tuple[int, int] = (4, 8)
    alias_limit: int = 64


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of input.

    Attributes:
        id: its key; its sentence is `rule.<id>` in the catalogues.
        level: whether it blocks or warns.
        source: the line of the account guide in 「」, or the id of a requirement.
        holds: whether a folded text keeps the rule.
        empty: whether an empty text is held against it; only rules that ask for one at all do that.

    """

    id: str
    level: Level
    source: str
    holds: Callable[[str, Facts], bool]
    empty: bool = False


def hospital(key: str, source: str, holds: Callable[[str, Facts], bool]) -> Rule:
    """Make a rule that the hospital published, so that it blocks."""
    return Rule(key, Level.HOSPITAL, source, holds)


def advice(key: str, source: str, holds: Callable[[str, Facts], bool]) -> Rule:
    """Make a rule of our own, so that it only warns."""
    return Rule(key, Level.ADVICE, source, holds)
