"""The state of one student's journey: a frozen value over the tables of `steps`; `moves` makes the next one.

It holds no secret and no picture code: these are kept elsewhere, only as long as they are needed.

The states of one step, and what leads from one to another:

    open ── advance ──> done ── (a step before it is done again) ──> open, unless sealed
      │                  ^
      ├── lose ──> lost ─┤ settle(done)
      │              │   └ by_hand
      │              └ settle(not done) ──> open
      └── by_hand ─────> done by hand
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import takewhile
from types import MappingProxyType

from ntuh_onboard.backend.protocol import Purpose
from ntuh_onboard.journey.step import Field, Need, Step
from ntuh_onboard.journey.step_acts import LOAD, Act, Learned
from ntuh_onboard.journey.steps import JOURNEYS, READ_BACKS, STEPS

_NONE: Mapping[str, str] = MappingProxyType({})


class Sending(StrEnum):
    """What is known of a commit that was sent from here and is not done.

    Attributes:
        NOT_DONE: the hospital says that it has not done it.
        UNKNOWN: nobody has said.

    """

    NOT_DONE = "not_done"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ByHand:
    """A step that was done in the browser.

    Attributes:
        on: the day.
        seen: whether the hospital shows it; else the student has said so.

    """

    on: date | None = None
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Journey(Learned):
    """Where one student is in a journey.

    Attributes:
        name: a key of `JOURNEYS`.
        order: the ids of its steps.
        at: the step that the student is at.
        table: the steps by id.
        texts: what was typed, by field id (never a secret or a picture code).
        learned: what the sites said: `<step>` for a submit's value, `load.<step>` for a load's.
        done: the ids of the steps that are done.
        by_hand: those of them that were done in the browser.
        skipped: the ids of the steps that choices have left out.
        have: the needs that are met.
        lost: the step whose commit got no answer, or empty.
        reading: the read-back to do for it; empty if nothing more can be found out from here.
        sent: what is known of commits that were sent and are not done, by step.
        told_by_hand: how it is known that a step was done by hand.
        scripted: the sites, and the steps by their word, whose pages only a browser can press.

    """

    name: str
    order: tuple[str, ...]
    at: str
    table: Mapping[str, Step] = field(repr=False)
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    learned: Mapping[str, object] = field(default_factory=dict, repr=False)
    done: frozenset[str] = frozenset()
    by_hand: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    have: frozenset[Need] = frozenset({Need.NOTHING})
    lost: str = ""
    reading: str = ""
    sent: Mapping[str, Sending] = field(default_factory=dict)
    told_by_hand: Mapping[str, ByHand] = field(default_factory=dict)
    scripted: frozenset[str] = frozenset()

    @property
    def step(self) -> Step:
        """The step that the student is at."""
        return self.table[self.at]

    @property
    def asked(self) -> Step:
        """The step that is asked now: the current one, or the read-back of a lost commit."""
        return READ_BACKS[self.reading] if self.reading else self.step

    @property
    def sealed(self) -> bool:
        """Whether this step is done and will never be sent again."""
        return self.at in self.done and self.seals(self.at)

    def seals(self, step: str) -> bool:
        """Return whether this step is not sent again once it is done, or once the step that it begins is done."""
        begins = (each for each in self.order if self.table[each].restart == step)
        return self.table[step].sealed or any(each in self.done and self.table[each].sealed for each in begins)

    @property
    def browser_only(self) -> bool:
        """Whether this step needs what was got in the browser, so that it can only be done there too (J0.7)."""
        return self.step.needs not in self.have or (bool(self.scripted) and self.by_script(self.at))

    def by_script(self, step: str) -> bool:
        """Return whether only a browser can do this step: a script makes its page; pages to read are read here."""
        each = self.table[step]
        if step in self.done and step not in self.by_hand:
            return False
        if each.submit is None and each.needs is Need.NOTHING:
            return False
        return bool(self.scripted & {_site(each), each.word or each.id})

    @property
    def scripted_here(self) -> tuple[str, ...]:
        """This step and those directly after it whose pages are made by script; empty if this one's is not."""
        ahead = [each for each in self.order[self.order.index(self.at) :] if each not in self.skipped]
        return tuple(takewhile(lambda each: self.by_script(each) and each not in self.done, ahead))

    @property
    def begun_by_hand(self) -> bool:
        """Whether this step continues what was begun in the browser: a code is typed where it was requested."""
        return self.step.restart in self.by_hand and not self.sealed

    @property
    def before(self) -> str | None:
        """The step to go back to; None at the first one, and at the last one, where everything is over."""
        earlier = [each for each in self.order[: self.order.index(self.at)] if each not in self.skipped]
        return earlier[-1] if earlier and self.at != self.order[-1] else None

    def later(self, step: str) -> bool:
        """Return whether `step` comes after this one."""
        return self.order.index(step) > self.order.index(self.at)

    @property
    def restarts_at(self) -> str:
        """The step that begins again at the present one if what it gives is lost; empty if there is none."""
        return next((each for each in self.order if self.table[each].restart == self.at), "")

    def giver(self, need: Need) -> str | None:
        """Return the step of this journey that meets this need, or None."""
        return next((each for each in self.order if self.table[each].gives is need and need is not Need.NOTHING), None)

    def step_of(self, act: Act) -> str:
        """Return the step of this journey that has this submit, or an empty text."""
        return next((each for each in self.order if self.table[each].submit is act), "")

    @property
    def purpose(self) -> Purpose:
        """What the account site is opened for in this journey."""
        resets = any(self.table[each].purpose is Purpose.RESET for each in self.order)
        return Purpose.RESET if resets else Purpose.ACTIVATE

    def fields(self, texts: Mapping[str, str] = _NONE) -> tuple[Field, ...]:
        """Return the fields that are asked now; `texts` are answers that are not kept yet."""
        return tuple(each for each in self.asked.fields if self.holds(each.only_if, texts))

    def starting(self, asked: Field) -> str:
        """Return the text that a field starts with: what was typed before, or else its prefill."""
        if asked.id in self.texts or not asked.prefill:
            return self.texts.get(asked.id, "")
        step, _, attribute = asked.prefill.partition(".")
        if attribute:
            return str(getattr(self.learned.get(LOAD + step), attribute, "") or "")
        return self.texts.get(step, "")

    def holds(self, condition: str, texts: Mapping[str, str] = _NONE) -> bool:
        """Return whether a table's condition holds: empty, `<field>=<value>`, or `<step>.<attribute>` of its value."""
        if not condition:
            return True
        name, equals, value = condition.partition("=")
        if equals:
            return {**self.texts, **texts}.get(name, "") == value
        step, _, attribute = condition.partition(".")
        return bool(getattr(self.learned.get(step), attribute, False))


def _site(step: Step) -> str:
    """Return the site at which a step is done; empty for one that is only asked here."""
    act = step.submit or step.load
    needed = {Need.PORTAL_SESSION: "portal", Need.PROOF: "account"}.get(step.needs, "")
    return act.name.partition(".")[0] if act is not None else needed


def begin(
    name: str,
    table: Mapping[str, Step] = STEPS,
    journeys: Mapping[str, Iterable[str]] = JOURNEYS,
    known: Mapping[str, str] = _NONE,
) -> Journey:
    """Begin a journey; KeyError if there is none of this name. `known` are answers that fields start with."""
    order = tuple(journeys[name])
    return Journey(name=name, order=order, at=order[0], table=table, texts=known)
