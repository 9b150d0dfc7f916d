"""One student's walk through a journey, for any front: check rules, then call one act on the lane, then make one move.

A front (screens, an answers file, a test) passes an `Entry` for the current step and gets an error back, or None. The
only `except` that turns a backend's error into a move is here, in `_take`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from ntuh_onboard.backend.protocol import Account, Backend, Landing, Mark, Outcome, Picture, Sent
from ntuh_onboard.common.clock import Clock
from ntuh_onboard.common.errors import (
    AnswerLost,
    AnswerUnclear,
    BackendError,
    CoolingDown,
    ImpossibleMove,
    NeedsBrowser,
    NotSent,
    Refused,
    SendLimit,
    SessionEnded,
    TriesSpent,
    UnexpectedPage,
    WrongCredentials,
)
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey import checking, moves
from ntuh_onboard.journey.checking import Complaint, Entry
from ntuh_onboard.journey.held_secrets import Held
from ntuh_onboard.journey.lane import Lane
from ntuh_onboard.journey.state import Journey
from ntuh_onboard.journey.step import Field, Kind, Need
from ntuh_onboard.journey.step_acts import LOAD, PICTURE, Act, Found, Typed
from ntuh_onboard.journey.tries import DOORS, Tries

_NEEDS = {"portal": Need.PORTAL_SESSION, "account": Need.PROOF}


class Walk:
    """One student's walk.

    Attributes:
        journey: where the student is now; every move replaces it.
        clock: the clock.
        held: the secrets that a step still needs.
        sent: the text messages requested, oldest first.
        sent_before: how many messages this phone was sent before this walk, as far as is known.
        tries: what was spent at each sign-in, by its verb.

    """

    def __init__(self, journey: Journey, lane: Lane[Backend], clock: Clock, *, sent_before: int = 0) -> None:
        self.journey = journey
        self.clock = clock
        self.held = Held()
        self.sent: list[Sent] = []
        self.sent_before = sent_before
        self._addressees: list[tuple[str, ...]] = []
        self.tries = {door: Tries(door) for door in DOORS}
        self._lane = lane
        self._refused_until: float | None = None

    def check(self, entry: Entry, passed: frozenset[tuple[str, str]] = frozenset()) -> tuple[Complaint, ...]:
        """Return what is wrong with an entry; advice only if nothing blocks, and without what was `passed` before."""
        return checking.complaints(self.journey, entry, self.held, passed)

    def complaints_about(
        self, asked: Field, entry: Entry, passed: frozenset[tuple[str, str]] = frozenset()
    ) -> tuple[Complaint, ...]:
        """Return what is wrong with one field, for a front that asks for one after another; no `passed` advice."""
        found = checking.complaints_about(self.journey, asked, entry, self.held)
        return tuple(each for each in found if (each.field, each.rule) not in passed)

    def ticked(self, asked: Field, entry: Entry) -> dict[str, bool]:
        """Return the rules that are ticked while a new password is typed, and whether it keeps them."""
        return checking.ticked(self.journey, asked, entry, self.held)

    def move(self, to: Callable[[Journey], Journey]) -> bool:
        """Make a move that asks nothing of the hospital; returns False, changing nothing, if it is impossible."""
        try:
            self._move_to(to(self.journey))
        except ImpossibleMove:
            return False
        return True

    async def load(self) -> BackendError | None:
        """Read what is needed to show the step; nothing if it loads nothing or is shown for the browser only."""
        act = self.journey.asked.load
        if act is None or self.journey.sealed or (self.journey.browser_only and not self.journey.reading):
            return None
        return await self._take(act, Typed(), lambda value: moves.learn(self.journey, value))

    @property
    def loaded(self) -> bool:
        """Whether the page of this step was read, if it has one and is to be sent from here."""
        journey = self.journey
        if journey.asked.load is None or f"{LOAD}{journey.at}" in journey.learned:
            return True
        return journey.sealed or (journey.browser_only and not journey.reading)

    async def picture(self) -> Picture:
        """Return a new picture code of the current site; raises BackendError."""
        drawn = await self._call(self.journey.asked.picture or PICTURE, Typed())
        if not isinstance(drawn, Picture):
            raise UnexpectedPage
        return drawn

    async def submit(self, entry: Entry) -> BackendError | None:
        """Do the step's only submit with a checked entry, or just go on if it has none. Never sends twice."""
        step = self.journey.asked
        if self.journey.reading:
            return await self.read_back(entry)
        if self.journey.lost:
            raise ImpossibleMove("submit", self.journey.at)
        if self.journey.sealed:
            self._move_to(moves.advance(self.journey))
            return None
        texts = {each.id: checking.folded(each, entry) for each in step.fields if each.kind is not Kind.SECRET}
        typed = self._typed(texts, entry)
        stopped = step.guard(typed) if step.guard else None
        stopped = stopped or self._too_many_tries(step.submit, asking=False)
        if stopped is not None:
            return stopped
        if step.submit is None or not self.journey.holds(step.submit_if, texts):
            self._move_to(moves.advance(self.journey, texts))
            return None
        self.journey = moves.keep(self.journey, texts)
        return await self._take(step.submit, typed, lambda value: moves.advance(self.journey, texts, value))

    @property
    def newest_message(self) -> int:
        """The number of the newest message, counted as its phone counts: what went to another number is not there."""
        return self.sent_before + self._addressees.count(self._addressees[-1]) if self._addressees else self.sent_before

    @property
    def cooling(self) -> float | None:
        """Seconds until another message can be requested, as far as the site has said; None if it has not."""
        newest = self.sent[-1] if self.sent else None
        ends = [self._refused_until] if self._refused_until is not None else []
        if newest is not None and newest.resend_after is not None:
            ends.append(newest.at + newest.resend_after)
        return max(0.0, max(ends) - self.clock.elapsed()) if ends else None

    async def send_again(self) -> BackendError | None:
        """Request another message to the same number, from the step where the code is typed.

        That step is not left if none is sent: the code of the message before still counts.
        """
        here, start = self.journey.at, self.journey.step.restart
        self.journey = moves.go_to(self.journey, start)
        error = await self.submit(Entry(texts=self.journey.texts))
        if isinstance(error, Refused | NotSent) and error.field is None and self.journey.at == start:
            self.move(lambda journey: moves.resume(journey, here))
        return error

    async def read_back(self, entry: Entry) -> BackendError | None:
        """Do the current read-back; its outcome settles the lost commit or leaves it unknown."""
        step = self.journey.asked
        if not self.journey.reading or step.submit is None:
            raise ImpossibleMove("read back", self.journey.at)
        if (enough := self._too_many_tries(step.submit, asking=True)) is not None:
            return enough
        texts = {each.id: checking.folded(each, entry) for each in step.fields}

        def settle(value: object) -> Journey:
            found = value if isinstance(value, Found) else Found(Outcome.UNKNOWN)
            self._count(step.submit, found)
            return moves.settle(self.journey, found)

        return await self._take(step.submit, self._typed(texts, entry), settle)

    def _too_many_tries(self, act: Act | None, *, asking: bool) -> BackendError | None:
        """Return the error that stops another password from being sent, if the next may lock the account (P-08)."""
        tries = self.tries.get(act.name) if act is not None else None
        return tries.enough(asking=asking) if tries is not None else None

    def _count(self, act: Act | None, found: Found) -> None:
        """Count what a read-back tells about tries: of its own sign-in, or of the student's that was lost."""
        own = self.tries.get(act.name) if act is not None else None
        lost = self.journey.step.submit
        before = self.tries.get(lost.name) if lost is not None else None
        if own is not None and found.outcome is Outcome.UNKNOWN:
            own.asked += 1
        elif own is not None:
            own.forget()
        elif before is not None and found.outcome is Outcome.UNKNOWN:
            before.unsure += 1

    def _typed(self, texts: Mapping[str, str], entry: Entry) -> Typed:
        for asked in self.journey.asked.fields:
            if asked.kind is Kind.SECRET and self.journey.holds(asked.only_if, texts):
                self.held.take(asked, Secret(checking.folded(asked, entry)))
        at, today = self.clock.elapsed(), self.clock.today()
        return Typed({**self.journey.texts, **texts}, self.held.all(), self.journey.learned, at, today)

    async def _call(self, act: Act, typed: Typed) -> object:
        future = self._lane.submit(lambda backend: act.run(backend, typed), commit=act.mark is Mark.COMMIT)
        return await asyncio.wrap_future(future)

    async def _take(self, act: Act, typed: Typed, then: Callable[[object], Journey]) -> BackendError | None:
        try:
            value = await self._call(act, typed)
        except BackendError as error:
            return self._refused(act, error, typed.at)
        self._learned(value)
        self._move_to(then(value))
        return None

    def _refused(self, act: Act, error: BackendError, at: float) -> BackendError | None:
        """Move after an error: the commit is lost, a session begins again, or nothing changes. `at`: when sent."""
        if isinstance(error, AnswerLost) and act.mark is Mark.COMMIT and not self.journey.lost:
            self._lose(error, at)
            return None
        if act is self.journey.step.submit and not isinstance(error, NotSent | UnexpectedPage):
            self.journey = moves.refuse(self.journey)
        if isinstance(error, CoolingDown | SendLimit):
            self._refused_until = error.until
        if isinstance(error, NeedsBrowser) and not self.journey.lost:
            entry = self.journey.step.word if self.journey.step.needs is Need.PORTAL_SESSION else error.site
            self.journey = moves.script_made(self.journey, entry)
        if isinstance(error, SessionEnded):
            self._end_session(_NEEDS.get(error.site, Need.PROOF))
        elif isinstance(error, TriesSpent):
            self.move(lambda journey: moves.end_session(journey, Need.PROOF))
        elif act.name in self.tries:
            self._tried(self.tries[act.name], error)
        return error

    def _lose(self, error: AnswerLost, at: float) -> None:
        """Note that a commit has no answer, and what came instead. `at`: when it was sent."""
        why = next((each for each in error.sentences if each != f"error.{type(error).__name__}"), "")
        came = isinstance(error, AnswerUnclear)
        self.journey = moves.lose(self.journey, error.said, why=why, at=at, came=came)

    def _end_session(self, need: Need) -> None:
        """Begin again where this need is met; but what is lost stays lost.

        A new session would reopen the lost step, which could then be sent twice (R-01).
        """
        if not self.journey.lost:
            self.move(lambda journey: moves.end_session(journey, need))
        while self.journey.reading:
            self.journey = moves.settle(self.journey, Found(Outcome.UNKNOWN))

    async def seen(self) -> Outcome:
        """Return whether the hospital shows that this step is done, where that can be read at no cost (J0.7)."""
        act = self.journey.step.seen
        if act is None or self.journey.browser_only:
            return Outcome.UNKNOWN
        try:
            found = await self._call(act, Typed(self.journey.texts, learned=self.journey.learned))
        except BackendError:
            return Outcome.UNKNOWN
        return found.outcome if isinstance(found, Found) else Outcome.UNKNOWN

    def _tried(self, tries: Tries, error: BackendError) -> None:
        """Count what an error tells about a sign-in: refused, perhaps refused, or unanswered."""
        if self.journey.lost:
            tries.asked_in_vain(error)
        elif _spends_a_try(error):
            tries.refused += 1

    def _learned(self, value: object) -> None:
        found = value.value if isinstance(value, Found) else value
        if isinstance(found, Sent):
            self.sent.append(found)
            self._addressees.append(self._addressee())
        if isinstance(found, Landing):
            self.tries["portal.sign_in"].forget()

    def _addressee(self) -> tuple[str, ...]:
        """Return what the step that sends a message has asked for: whose account, and which number."""
        return tuple(self.journey.texts.get(each.id, "") for each in self.journey.step.fields)

    def _move_to(self, journey: Journey) -> None:
        new = [each for each in journey.order if each in journey.done - self.journey.done]
        self.journey = journey
        known = Typed(journey.texts, self.held.all(), journey.learned)
        for over in (each for step in new for each in journey.table[step].proves(known)):
            self.journey = moves.pass_over(self.journey, over)
        self.held.settled(new, self.journey)


def _spends_a_try(error: BackendError) -> bool:
    """Return whether the password was wrong or may have been: a refusal in unexplained words counts too."""
    return isinstance(error, WrongCredentials) or (type(error) is Refused and error.field is None)


def account_of(journey: Journey) -> Account | None:
    """Return the account page behind the code, if it was read."""
    return journey.told(Account)
