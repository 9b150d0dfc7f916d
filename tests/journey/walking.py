"""A student who walks a journey over a scripted hospital, for tests of the walk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ntuh_onboard.backend.protocol import Backend, Mark
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.errors import BackendError
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.checking import Entry
from ntuh_onboard.journey.lane import Lane
from ntuh_onboard.journey.practice_answers import PRACTISED
from ntuh_onboard.journey.state import begin
from ntuh_onboard.journey.step import Kind
from ntuh_onboard.journey.steps import READ_BACKS, STEPS
from ntuh_onboard.journey.walk import Walk
from tests.journey.fakes import ALIAS, CLOUD, CODE, DEFAULT, ID, NEW, PHONE, Script

LOOKED_UP = {
    "@id": ID,
    "@password": DEFAULT,
    "@picture": "1RT55V",
    "@phone": PHONE,
    "@message": CODE,
    "@alias": ALIAS,
    "@cloud": CLOUD,
}
"""What the scripted hospital takes where practice looks an answer up."""
FIELDS = [asked for step in (*STEPS.values(), *READ_BACKS.values()) for asked in step.fields]
TYPED = {
    **{asked.id: "yes" for asked in FIELDS if asked.kind is Kind.CONFIRM},
    **{key: LOOKED_UP.get(answer, answer) for key, answer in PRACTISED.items()},
    "campus": "T0",
    "portal_old": "",
    "arrived": "yes",
}
"""What the student types into each field: the answers of practice; what is not here stays as it starts."""
SECRETS = (DEFAULT, NEW, CODE, CLOUD)
COMMITS = {each.id: each.submit.name for each in STEPS.values() if each.submit and each.submit.mark is Mark.COMMIT}
"""The verb that a step sends."""


class Student:
    """walk: what is tried. script: what the hospital answers, and was asked. clock: stands still until it is moved."""

    def __init__(self, journey: str) -> None:
        self.script = Script()
        self.clock = ManualClock()
        self.lane: Lane[Backend] = Lane(lambda: self.script.backend)
        self.walk = Walk(begin(journey), self.lane, self.clock)

    @property
    def at(self) -> str:
        """The step in front of the student."""
        return self.walk.journey.at

    def entry(self, **typed: str) -> Entry:
        """What is asked now, filled in; `typed` in place of the usual answers."""
        texts, secrets = {}, {}
        for asked in self.walk.journey.fields({**TYPED, **typed}):
            text = {**TYPED, **typed}.get(asked.id, self.walk.journey.starting(asked))
            if asked.kind is Kind.SECRET:
                secrets[asked.id] = Secret(text)
            else:
                texts[asked.id] = text
        return Entry(texts, secrets)

    async def go_on(self, **typed: str) -> BackendError | None:
        """Read the page where there is one, fill it in, keep every rule, and press the button."""
        if not self.walk.loaded:
            assert (await self.walk.load()) is None
        entry = self.entry(**typed)
        if not self.walk.journey.sealed:
            complaints = self.walk.check(entry)
            assert not [each for each in complaints if each.level == "hospital"], complaints
        return await self.walk.submit(entry)

    async def to(self, step: str, **typed: str) -> None:
        """Walk until this step is in front."""
        while self.at != step:
            assert (await self.go_on(**typed)) is None


@contextmanager
def student(journey: str = "onboard") -> Iterator[Student]:
    """Somebody at the first step; the lane is closed afterwards."""
    somebody = Student(journey)
    try:
        yield somebody
    finally:
        somebody.lane.close()
