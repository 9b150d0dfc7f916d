"""Which verbs of the backend steps call: what a trainer's drill can still meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ntuh_onboard.backend.protocol import Mark
from ntuh_onboard.journey.step import Step
from ntuh_onboard.journey.steps import READ_BACKS


def commits_of(steps: Iterable[Step]) -> tuple[str, ...]:
    """Return the verbs of the commits that these steps send."""
    acts = (step.submit for step in steps)
    return tuple(act.name for act in acts if act is not None and act.mark is Mark.COMMIT)


def asked_by(steps: Iterable[Step]) -> frozenset[str]:
    """Return the verbs of their loads, picture codes and submits, and of the read-backs of these."""
    found = (each for step in steps for each in _with_read_backs(step))
    acts = (act for step in found for act in (step.load, step.picture, step.submit) if act is not None)
    return frozenset(verb for act in acts for verb in (act.name, *act.beside))


def _with_read_backs(step: Step) -> Iterator[Step]:
    yield step
    if step.read_back:
        yield from _with_read_backs(READ_BACKS[step.read_back])
