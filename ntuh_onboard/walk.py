"""One student's walk through a journey, for any front: rules, then one act on the lane, then one move.

A front (screens, an answers file, a test) gives an `Entry` for the step in front of it and gets a `Turn` back. The
only `except` that turns a backend's error into a move stands here, in `_take`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ntuh_onboard import moves
from ntuh_onboard.acts import PICTURE, Act, Found, Typed
from ntuh_onboard.backend.protocol import Account, Backend, Contact, Landing, Mark, Outcome, Picture, Sent
from ntuh_onboard.clock import Clock
from ntuh_onboard.errors import (
    AnswerLost,
    BackendError,
    EnoughTries,
    ImpossibleMove,
    SessionEnded,
    TriesSpent,
    UnexpectedPage,
    WrongCredentials,
)
from ntuh_onboard.journey import Journey
from ntuh_onboard.lane import Lane
from ntuh_onboard.rules import FOLDS, Broken, Facts, Level, check
from ntuh_onboard.secret import PasswordMark, Secret
from ntuh_onboard.steps import Field, Kind, Need

TRIES_SPENT_HERE = 3
"""Of the portal's tries (five at most by 附表十 4-2-3) this program spends three, then sends to the help desk (P-08)."""

_NEEDS = {"portal": Need.PORTAL_SESSION, "account": Need.PROOF}
_HELD = {
    "sign_in": ("portal_password",),
    "portal_password": ("portal_old", "portal_new", "portal_password"),
    "enter_code": ("code",),
    "alias_again": ("cloud_password",),
}
"""The secrets that are forgotten when a step is over: a read-back needs them until then, and nothing later does."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the fields of a step, as typed."""

    texts: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, Secret] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Complaint:
    """A rule that a field breaks; an advice can be passed over by pressing once more."""

    field: str
    rule: str
    level: Level


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of an act. error: None where it was done; `at` may then be another step."""

    error: BackendError | None = None


class Walk:
    """Holds the journey, the secrets that a step still needs, and the lane.

    journey: where the student is now; replaced by every move. sent: the text messages asked for, oldest first.
    """

    def __init__(self, journey: Journey, lane: Lane[Backend], clock: Clock) -> None:
        self.journey = journey
        self.clock = clock
        self.sent: list[Sent] = []
        self.portal_mark: PasswordMark | None = None
        self.refusals = 0
        self._lane = lane
        self._held: dict[str, Secret] = {}

    # --- before anything is sent ----------------------------------------------------------------------------------

    def check(self, entry: Entry, passed: frozenset[tuple[str, str]] = frozenset()) -> tuple[Complaint, ...]:
        """What is wrong with an entry; advice only where nothing blocks, and without what was `passed` before."""
        found: list[Complaint] = []
        for asked in self.journey.fields(entry.texts):
            found += [Complaint(asked.id, broken.rule, broken.level) for broken in self.broken(asked, entry)]
        blocking = [each for each in found if each.level is Level.HOSPITAL]
        firsts = {each.field: each for each in reversed(blocking)}
        if firsts:
            return tuple(each for each in blocking if firsts[each.field] is each)
        return tuple(each for each in found if (each.field, each.rule) not in passed)

    def broken(self, asked: Field, entry: Entry) -> tuple[Broken, ...]:
        """The rules that one field breaks."""
        text = folded(asked, entry)
        if not text and (asked.optional or (asked.falls_back and asked.falls_back in self._held)):
            return ()
        return check(asked.rules, text, self._facts(asked, entry))

    def falls_back(self, asked: Field) -> bool:
        """Whether this field may stay empty, since the secret that it falls back on is still held."""
        return asked.falls_back in self._held

    def _facts(self, asked: Field, entry: Entry) -> Facts:
        texts = {**self.journey.texts, **entry.texts}
        landing, contact = self.journey.learned.get("sign_in"), self.journey.learned.get("load.contact")
        names = [landing.name] if isinstance(landing, Landing) else []
        phones = [texts.get("mobile_phone", ""), texts.get("registered_phone", "")]
        if isinstance(contact, Contact):
            names += [contact.english_surname, contact.english_given]
            phones.append(contact.mobile_phone)
        other = entry.secrets.get(asked.repeats) or texts.get(asked.repeats)
        return Facts(
            employee_id=texts.get("employee_id", "") or texts.get("account_id", ""),
            phones=tuple(each for each in phones if each),
            names=tuple(each for each in (*names, texts.get("english_surname"), texts.get("english_given")) if each),
            alias=texts.get("alias", "") if asked.id != "alias" else "",
            national_id=self._held.get("portal_password"),
            old=entry.secrets.get("portal_old") or self._held.get("portal_password"),
            portal=self.portal_mark,
            other=other,
            today=self.clock.today(),
        )

    # --- acts -----------------------------------------------------------------------------------------------------

    async def load(self) -> Turn:
        """Read what the step needs to be shown; nothing where it loads nothing or is shown for the browser only."""
        act = self.journey.asked.load
        if act is None or self.journey.sealed or (self.journey.browser_only and not self.journey.reading):
            return Turn()
        return await self._take(act, Typed(), lambda value: moves.learn(self.journey, value))

    async def picture(self) -> Picture:
        """A new picture code; raises BackendError."""
        drawn = await self._call(PICTURE, Typed())
        if not isinstance(drawn, Picture):
            raise UnexpectedPage
        return drawn

    async def submit(self, entry: Entry) -> Turn:
        """Do the step's one submit with a checked entry, or only go on where it has none. Never sends twice."""
        step = self.journey.asked
        if self.journey.reading:
            return await self.read_back(entry)
        if self.journey.sealed:
            return self._move(lambda: moves.advance(self.journey))
        texts = {each.id: folded(each, entry) for each in step.fields if each.kind is not Kind.SECRET}
        typed = self._typed(texts, entry)
        stopped = step.guard(typed) if step.guard else None
        if stopped is not None:
            return Turn(stopped)
        if step.submit is None or not self.journey.holds(step.submit_if, texts):
            return self._move(lambda: moves.advance(self.journey, texts))
        if step.id == "sign_in" and self.refusals >= TRIES_SPENT_HERE:
            return Turn(EnoughTries())
        self.journey = moves.keep(self.journey, texts)
        return await self._take(step.submit, typed, lambda value: moves.advance(self.journey, texts, value))

    async def send_again(self) -> Turn:
        """Ask for another message to the same number, from the step where the code is typed."""
        self.journey = moves.go_to(self.journey, "send_code")
        return await self.submit(Entry(texts=self.journey.texts))

    async def read_back(self, entry: Entry) -> Turn:
        """Walk the read-back in front of the student; its outcome settles the lost commit or leaves it unknown."""
        step, lost = self.journey.asked, self.journey.lost
        if not self.journey.reading or step.submit is None:
            raise ImpossibleMove("read back", self.journey.at)
        texts = {each.id: folded(each, entry) for each in step.fields}

        def settle(value: object) -> Journey:
            found = value if isinstance(value, Found) else Found(Outcome.UNKNOWN)
            if lost == "sign_in" and found.outcome is Outcome.NOT_DONE:
                self.refusals += 1
            return moves.settle(self.journey, found)

        return await self._take(step.submit, self._typed(texts, entry), settle)

    # --- moves that ask nothing of the hospital --------------------------------------------------------------------

    def move(self, to: Callable[[Journey], Journey]) -> bool:
        """Make a move; False, and nothing changed, where it is impossible."""
        try:
            self._move(lambda: to(self.journey))
        except ImpossibleMove:
            return False
        return True

    def password_was_reset(self) -> None:
        """The help desk has reset the portal password: count the tries afresh (P-08)."""
        self.refusals = 0

    def forget(self) -> None:
        """Drop every secret that is still held."""
        for each in self._held.values():
            each.clear()
        self._held.clear()

    # --- inside ---------------------------------------------------------------------------------------------------

    def _typed(self, texts: Mapping[str, str], entry: Entry) -> Typed:
        for asked in self.journey.asked.fields:
            if asked.kind is Kind.SECRET and self.journey.holds(asked.only_if, texts):
                secret = Secret(folded(asked, entry))
                self._held[asked.id] = secret if secret else self._held.get(asked.falls_back, secret)
        at = self.clock.elapsed()
        learned = self.journey.learned
        return Typed({**self.journey.texts, **texts}, dict(self._held), learned, at, self.clock.today())

    async def _call(self, act: Act, typed: Typed) -> object:
        future = self._lane.submit(lambda backend: act.run(backend, typed), commit=act.mark is Mark.COMMIT)
        return await asyncio.wrap_future(future)

    async def _take(self, act: Act, typed: Typed, then: Callable[[object], Journey]) -> Turn:
        try:
            value = await self._call(act, typed)
        except AnswerLost as lost:
            if act.mark is not Mark.COMMIT or self.journey.lost:
                return Turn(lost)
            self.journey = moves.lose(self.journey)
        except SessionEnded as ended:
            self.journey = moves.end_session(self.journey, _NEEDS[ended.site])
            return Turn(ended)
        except TriesSpent as spent:
            self.journey = moves.end_session(self.journey, Need.PROOF)
            return Turn(spent)
        except BackendError as error:
            self.refusals += isinstance(error, WrongCredentials) and act.name == "portal.sign_in"
            return Turn(error)
        else:
            self._move(lambda: then(value))
            self._note(value)
        return Turn()

    def _note(self, value: object) -> None:
        found = value.value if isinstance(value, Found) else value
        if isinstance(found, Sent):
            self.sent.append(found)
        if isinstance(found, Landing):
            self.refusals = 0

    def _move(self, to: Callable[[], Journey]) -> Turn:
        before = self.journey.done
        self.journey = to()
        for step in self.journey.done - before:
            if step == "portal_password" and "portal_new" in self._held:
                self.portal_mark = PasswordMark(self._held["portal_new"])
            if step == "sign_in" and "portal_password" in self._held:
                self.portal_mark = PasswordMark(self._held["portal_password"])
            self._drop(step)
        return Turn()

    def _drop(self, step: str) -> None:
        held_on = step == "sign_in" and "portal_password" in self.journey.order and not (
            {"portal_password"} & (self.journey.done | self.journey.skipped)
        )
        for each in () if held_on else _HELD.get(step, ()):
            secret = self._held.pop(each, None)
            if secret is not None:
                secret.clear()


def folded(asked: Field, entry: Entry) -> str:
    """What was typed into a field, in the one form that rules and sites see."""
    secret = entry.secrets.get(asked.id)
    text = entry.texts.get(asked.id, "") if secret is None else secret.reveal()
    return FOLDS[asked.fold](text)


def account_of(journey: Journey) -> Account | None:
    """The account page behind the code, once it was read."""
    value = journey.learned.get("enter_code")
    return value if isinstance(value, Account) else None
