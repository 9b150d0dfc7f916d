"""Check what was typed against the rules, before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ntuh_onboard.backend.protocol import Contact, Landing
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.held_secrets import Held
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step import Field
from ntuh_onboard.journey.tables.new_password_rules import TICKED
from ntuh_onboard.rules import FOLDS, Facts, Level, Rule, check


@dataclass(frozen=True, slots=True)
class Entry:
    """What is in the fields of a step, as typed."""

    texts: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, Secret] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Complaint:
    """A rule that a field breaks; advice can be overridden by pressing once more."""

    field: str
    rule: str
    level: Level


def complaints(
    journey: Journey, entry: Entry, held: Held, passed: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Complaint, ...]:
    """Return what is wrong with an entry: the first blocking rule of each field, or else advice not yet `passed`."""
    found = [
        Complaint(asked.id, each.id, each.level)
        for asked in journey.fields(entry.texts)
        for each in broken(journey, asked, entry, held)
    ]
    blocking: dict[str, Complaint] = {}
    for each in found:
        if each.level is Level.HOSPITAL:
            blocking.setdefault(each.field, each)
    if blocking:
        return tuple(blocking.values())
    return tuple(each for each in found if (each.field, each.rule) not in passed)


def complaints_about(journey: Journey, asked: Field, entry: Entry, held: Held) -> tuple[Complaint, ...]:
    """Return what is wrong with one field: the first blocking rule, or else all advice."""
    found = [Complaint(asked.id, each.id, each.level) for each in broken(journey, asked, entry, held)]
    blocking = [each for each in found if each.level is Level.HOSPITAL]
    return tuple(blocking[:1] or found)


def broken(journey: Journey, asked: Field, entry: Entry, held: Held) -> tuple[Rule, ...]:
    """Return the rules that one field breaks.

    A field breaks none by being empty if it falls back on a secret that is held, and what it repeats is not typed anew;
    one that is optional may only be advised to be filled in.
    """
    text = folded(asked, entry)
    changed = bool(entry.secrets.get(asked.repeats))
    if not text and held.has(asked.falls_back) and not changed:
        return ()
    return check(asked.rules, text, facts(journey, asked, entry, held))


def ticked(journey: Journey, asked: Field, entry: Entry, held: Held) -> dict[str, bool]:
    """Return the rules that are ticked while a new password is typed, and whether it keeps them.

    Those that compare it with something unknown are left out; empty for a field that takes no new password. A password
    that is held, and is not typed again, has kept them all.
    """
    known, unmet = facts(journey, asked, entry, held), {each.id for each in broken(journey, asked, entry, held)}
    rules = [each for each, other in TICKED.items() if each in asked.rules and (not other or getattr(known, other))]
    there = bool(entry.secrets.get(asked.id)) or (held.has(asked.falls_back) and not unmet)
    return {each: there and each not in unmet for each in rules}


def folded(asked: Field, entry: Entry) -> str:
    """Return what was typed into a field, normalised as rules and sites expect it."""
    secret = entry.secrets.get(asked.id)
    text = entry.texts.get(asked.id, "") if secret is None else secret.reveal()
    return FOLDS[asked.fold](text)


def facts(journey: Journey, asked: Field, entry: Entry, held: Held) -> Facts:
    """Return what the rules may compare a field with."""
    texts = {**journey.texts, **entry.texts}
    landing, contact = journey.told(Landing), journey.loaded(Contact)
    names = [texts.get("english_surname", ""), texts.get("english_given", "")]
    phones = [texts.get("mobile_phone", ""), texts.get("registered_phone", "")]
    if landing is not None:
        names.append(landing.name)
    if contact is not None:
        names += [contact.english_surname, contact.english_given]
        phones.append(contact.mobile_phone)
    return Facts(
        employee_id=texts.get("employee_id", "") or texts.get("account_id", ""),
        phones=tuple(each for each in phones if each),
        names=tuple(each for each in names if each),
        surname=texts.get("english_surname", "") or (contact.english_surname if contact is not None else ""),
        alias=texts.get("alias", "") if asked.id != "alias" else "",
        national_id=held.get("portal_password"),
        old=entry.secrets.get("portal_old") or held.get("portal_password"),
        portal=held.mark,
        other=entry.secrets.get(asked.repeats) or texts.get(asked.repeats),
    )
