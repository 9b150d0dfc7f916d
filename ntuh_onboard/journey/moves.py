"""The moves of a journey: pure functions from one `Journey` to the next.

A move that is not allowed raises `ImpossibleMove` and changes nothing. The table that they read is `steps`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from ntuh_onboard.backend.protocol import Landing, Mark, Outcome, Reach, Regulations, SiteState
from ntuh_onboard.common.errors import ImpossibleMove
from ntuh_onboard.journey.journeys import Beginning
from ntuh_onboard.journey.state import ByHand, Journey, Sending, begin
from ntuh_onboard.journey.step import Need
from ntuh_onboard.journey.step_acts import LOAD, Found, Value
from ntuh_onboard.journey.steps import READ_BACKS

_NONE: Mapping[str, str] = MappingProxyType({})


def begun(beginning: Beginning, known: Mapping[str, str] = _NONE) -> Journey:
    """Begin a journey after the steps that only ask what this beginning answers; `known` is what fields start with."""
    journey, answers = begin(beginning.journey, known=known), beginning.answers
    while journey.step.fields and all(each.id in answers for each in journey.step.fields):
        journey = advance(journey, {each.id: answers[each.id] for each in journey.step.fields})
    return journey


def keep(journey: Journey, texts: Mapping[str, str]) -> Journey:
    """Keep half-typed answers, except secrets and picture codes.

    Answers that only repeated an old one are dropped with it: a number that is corrected after a code went to it is
    the number that the next code goes to.
    """
    kept = {each.id for each in journey.asked.fields if each.kept}
    new = {key: text for key, text in texts.items() if key in kept}
    old = {key: journey.texts[key] for key, text in new.items() if journey.texts.get(key, text) != text}
    fields = (asked for step in journey.order for asked in journey.table[step].fields if asked.prefill in old)
    repeated = {each.id for each in fields if journey.texts.get(each.id) == old[each.prefill]}
    return replace(journey, texts=_with({key: each for key, each in journey.texts.items() if key not in repeated}, new))


def learn(journey: Journey, value: object) -> Journey:
    """Take what the load of the step has read."""
    known = replace(journey, learned=_with(journey.learned, {LOAD + journey.at: value}))
    return script_made(known, *_scripted(value))


def script_made(journey: Journey, *made: str) -> Journey:
    """Note that only a browser can press the pages of these sites, or of the steps with these words."""
    return replace(journey, scripted=journey.scripted | {*made})


def _scripted(value: object) -> Iterator[str]:
    """Yield the pages that, according to a page that was read, are made by script."""
    if isinstance(value, Landing):
        yield from value.by_script
    if isinstance(value, Regulations) and value.by_script:
        yield "account"
    for each in value if isinstance(value, tuple) else ():
        if isinstance(each, Reach) and each.state is SiteState.NEEDS_BROWSER:
            yield each.site


def advance(journey: Journey, texts: Mapping[str, str] = _NONE, value: object = None) -> Journey:
    """Finish the step with these answers, and go to the next open one.

    `value` is what the submit returned. Later steps are reopened, except sealed ones, since they may depend on what was
    just changed. A step that was done by hand and is now done here no longer counts as done by hand.
    """
    if journey.browser_only and journey.at not in journey.by_hand:
        raise ImpossibleMove("advance", journey.at)
    here = keep(journey, texts)
    there = journey.sealed or journey.browser_only
    return _done(here if there else replace(here, by_hand=here.by_hand - {here.at}), value)


def _done(here: Journey, value: object = None) -> Journey:
    at, by_hand = here.at, here.at in here.by_hand
    if here.lost or at == here.order[-1]:
        raise ImpossibleMove("advance", at)
    kept_done = frozenset(each for each in here.done if not here.later(each) or here.seals(each))
    moved = replace(
        here,
        learned=here.learned if value is None else _with(here.learned, {at: value}),
        scripted=here.scripted | {*_scripted(value)},
        have=here.have if by_hand else here.have | {here.step.gives},
        done=kept_done | {at},
        skipped=_skips(here),
    )
    return _reach(moved, _next(moved))


def pass_over(journey: Journey, step: str) -> Journey:
    """Mark a step as done because the sites show that it is, so that it is not asked for (J0.4, number 4)."""
    if journey.lost or step not in journey.order or step == journey.order[-1]:
        raise ImpossibleMove(f"pass over {step}", journey.at)
    passed = replace(journey, done=journey.done | {step})
    return _reach(passed, _next(passed)) if journey.at == step else passed


def back(journey: Journey) -> Journey:
    """Go to the step before; nothing is lost, nothing is checked."""
    before = journey.before
    if journey.lost or before is None:
        raise ImpossibleMove("back", journey.at)
    return replace(journey, at=before)


def go_to(journey: Journey, step: str) -> Journey:
    """Go to this step or an earlier one; if its needs are not met, to the step that meets them."""
    if journey.lost or step not in journey.order or step in journey.skipped or journey.later(step):
        raise ImpossibleMove(f"go to {step}", journey.at)
    return _reach(journey, step)


def resume(journey: Journey, step: str) -> Journey:
    """Go on with a step that was left for an earlier one, since nothing was done there; all before it must be done."""
    before = journey.order[: journey.order.index(step)] if step in journey.order else ()
    if journey.lost or not before or not {*before} <= journey.done | journey.skipped:
        raise ImpossibleMove(f"resume {step}", journey.at)
    return _reach(journey, step)


def bring_back(journey: Journey, step: str) -> Journey:
    """Go to a step even if a choice has left it out: the choice then becomes the closest one that does not."""
    texts = dict(journey.texts)
    for each in (journey.table[key] for key in journey.order if journey.table[key].skips):
        left_out = each.skips or {}
        for asked in each.fields:
            if step in left_out.get(texts.get(asked.id, ""), ()):
                others = (value for value in asked.options if step not in left_out.get(value, ()))
                texts[asked.id] = max(others, key=lambda value: len(left_out.get(value, ())))
    chosen = replace(journey, texts=_with(journey.texts, texts))
    return go_to(replace(chosen, skipped=_skips(chosen)), step)


def lose(journey: Journey, said: str = "", *, why: str = "", at: float | None = None, came: bool = False) -> Journey:
    """Note that the answer to this step's commit did not arrive, or was not understood (R-01).

    Args:
        journey: the journey.
        said: what the answer said, if there was one.
        why: the key of a sentence about what came instead.
        at: when the commit was sent.
        came: whether there was an answer.

    """
    act = journey.step.submit
    if journey.lost or journey.sealed or journey.browser_only or act is None or act.mark is not Mark.COMMIT:
        raise ImpossibleMove("lose", journey.at)
    learned = {**journey.learned, "lost.said": said, "lost.why": why, "lost.at": at, "lost.came": came, "lost.told": ""}
    sent = _with(journey.sent, {journey.at: Sending.UNKNOWN})
    return replace(journey, lost=journey.at, reading=journey.step.read_back, learned=learned, sent=sent)


def settle(journey: Journey, found: Found) -> Journey:
    """Take the result of a read-back: done goes on, not done reopens the step, unknown tries the next read-back.

    If another attempt may be begun instead of what is unknown, the step that begins it comes next. It is also noted
    which read-back told, since it may have opened a site of its own.
    """
    if not journey.reading:
        raise ImpossibleMove("settle", journey.at)
    asked = replace(journey, learned=_with(journey.learned, {"lost.anew": found.anew, "lost.told": found.said}))
    if found.outcome is Outcome.UNKNOWN and not found.anew:
        return replace(asked, reading=READ_BACKS[journey.reading].read_back)
    learned = _with(asked.learned, {journey.reading: found.outcome})
    settled = replace(asked, lost="", reading="", learned=learned)
    if found.outcome is Outcome.DONE:
        return advance(settled, value=found.value)
    if found.outcome is Outcome.NOT_DONE:
        return refuse(settled)
    gives = settled.step.gives
    return end_session(settled, gives) if found.anew and gives is not Need.NOTHING else settled


def read_again(journey: Journey) -> Journey:
    """Read back once more, beginning with the first read-back."""
    if not journey.lost:
        raise ImpossibleMove("read again", journey.at)
    return replace(journey, reading=journey.step.read_back)


def did_by_hand(journey: Journey, on: date | None = None, *, seen: bool = False) -> Journey:
    """Mark this step as done in the browser (J0.7) on this day; `seen`: the hospital shows that it is done."""
    if journey.at == journey.order[-1]:
        raise ImpossibleMove("by hand", journey.at)
    told = _with(journey.told_by_hand, {journey.at: ByHand(on, seen)})
    return _done(replace(journey, by_hand=journey.by_hand | {journey.at}, told_by_hand=told, lost="", reading=""))


def did_all_by_hand(journey: Journey, on: date | None = None, *, seen: bool = False) -> Journey:
    """Do the same for this step and those directly after it whose pages are made by script."""
    for step in journey.scripted_here or (journey.at,):
        if journey.at == step:
            journey = did_by_hand(journey, on, seen=seen)
    return journey


def refuse(journey: Journey) -> Journey:
    """Note that the hospital has not done what it was asked here, whether or not it received all of it."""
    return replace(journey, sent=_with(journey.sent, {journey.at: Sending.NOT_DONE}))


def end_session(journey: Journey, need: Need) -> Journey:
    """Begin again where this need is met, since a site has ended its session; what else is done stays done (SE)."""
    giver = journey.giver(need)
    if giver is None or giver in journey.skipped:
        raise ImpossibleMove(f"end {need}", journey.at)
    start = journey.table[giver].restart or giver
    at = journey.at if journey.later(start) else start
    return replace(journey, at=at, have=journey.have - {need}, done=journey.done - {giver, start}, lost="", reading="")


def _next(journey: Journey) -> str:
    later = journey.order[journey.order.index(journey.at) + 1 :]
    return next(each for each in later if each not in journey.skipped and each not in journey.done)


def _reach(journey: Journey, step: str) -> Journey:
    """Go to a step, or to the one that meets its need; if that was done by hand, to the step itself."""
    need = journey.table[step].needs
    giver = None if need in journey.have else journey.giver(need)
    if giver is None or giver in journey.by_hand or giver in journey.skipped:
        return replace(journey, at=step)
    return replace(journey, at=journey.table[giver].restart or giver)


def _skips(journey: Journey) -> frozenset[str]:
    """Return the steps left out by choices; computed afresh, so that another choice brings them back."""
    left_out: set[str] = set()
    for step in (journey.table[each] for each in journey.order):
        for asked in step.fields if step.skips else ():
            left_out.update((step.skips or {}).get(journey.texts.get(asked.id, ""), ()))
    return frozenset(left_out) & frozenset(journey.order)


def _with(old: Mapping[str, Value], new: Mapping[str, Value]) -> Mapping[str, Value]:
    return MappingProxyType({**old, **new})
