"""Which drills a class offers, what a pupil can still meet, and what counts as met and as recovered from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from math import inf, nextafter

from ntuh_onboard.backend.drills import CODE, COMMIT, DRILLS, Drill
from ntuh_onboard.backend.site.register import Progress
from ntuh_onboard.backend.stage import Condition, Fault
from ntuh_onboard.journey import steps
from ntuh_onboard.journey.asked_verbs import asked_by, commits_of
from ntuh_onboard.journey.step import Need, Step

OFFERED: Mapping[str, Drill] = {key: each for key, each in DRILLS.items() if each.group != "time"}
"""The drills for pupils of a class: all of the panel, but for those of time, since a class has one clock."""
TIMED = frozenset({Fault.DOWN, Fault.MAINTENANCE, Condition.LOCKED, Condition.EXPIRED})
"""What lasts for some seconds and is then over by itself."""
_PROVED = frozenset({"account.verify_code", "account.activate", "account.reset_cloud_password"})
_SENT = _PROVED | {"account.send_code"}
_GROUPS: Mapping[str, frozenset[str]] = {"message": _PROVED}
_OWN: Mapping[str, frozenset[str]] = {"phone_outdated": _PROVED}
_LOOKED_UP = frozenset({"lost_done", "already_activated"})
_LOOKS_UP = frozenset({"portal.contact", "account.account", "account.activation"})
"""The reading verbs that tell whether a commit was done; whose sign-in was lost sees the sign-in's page again."""
_SHOWN: Mapping[str, frozenset[str]] = {"already_activated": _SENT}


@dataclass(slots=True)
class Traffic:
    """What the hospital has seen of one pupil.

    Attributes:
        progress: the commits.
        asked: when each reading verb was last answered as usual.

    """

    progress: Progress = field(default_factory=Progress)
    asked: Mapping[str, float] = field(default_factory=dict)

    def took_effect(self, verbs: Collection[str], since: float) -> float:
        """Return when one of these commits, or any if there are none, first took effect since this moment; else 0."""
        progress = self.progress
        told = [*zip(progress.done, progress.times, strict=False)]
        told += [] if progress.refused else [(progress.verb, progress.at)]
        return _first(at for verb, at in told if verb in (verbs or {verb}) and at >= since)

    def tried(self, verbs: Collection[str], since: float) -> float:
        """Return when one of these verbs was asked for since this moment, whatever the answer was; else 0."""
        progress = self.progress
        times = [at for verb, at in self.asked.items() if verb in verbs]
        times += [progress.at] if progress.verb in verbs else []
        return _first(at for at in times if at >= since)


def _first(moments: Iterable[float]) -> float:
    return min(moments, default=0.0)


def left_of(done: Collection[str]) -> list[Step]:
    """Return the steps that a pupil may still meet, given those that are done; what can be sent again is among them."""
    order = steps.JOURNEYS["onboard"]
    behind = max((order.index(each) for each in done if each in order), default=-1)
    left = [steps.STEPS[each] for each in order[behind + 1 :]]
    again = [steps.STEPS[step.restart] for step in left if step.restart in done]
    return [*again, *left]


def can_meet(drill: Drill, left: Collection[Step]) -> bool:
    """Return whether one of the steps that are left can meet this drill."""
    asked = set(asked_by(left))
    if commits_of(left):
        asked.add(COMMIT)
    if any(step.restart for step in left):
        asked.add(CODE)
    return drill.met(asked)


def meeting(drill: Drill, left: Collection[Step]) -> str:
    """Return the verbs at which a fault is to be armed; a session can end only where there is one."""
    if drill.at != COMMIT:
        return drill.at
    ends = drill.does is Fault.SESSION_ENDED
    return " ".join(commits_of(step for step in left if not ends or step.needs is not Need.NOTHING))


def met_since(drill: Drill, traffic: Traffic, since: float) -> float:
    """Return when a drill that changes the hospital, instead of an answer, was met since this moment; else 0."""
    verbs = {*drill.at.split(), *_SHOWN.get(drill.id, ())}
    return traffic.tried({"account.verify_code"} if drill.at == CODE else verbs, since)


def recovered_since(drill: Drill, traffic: Traffic, since: float) -> float:
    """Return when a pupil who met this drill at this moment was over it; else 0.

    By default with the next commit that takes effect. After a message that went wrong, or to a number that is not
    one's own, with a code that is right; after an answer that was lost though it was done, when it was looked up.
    """
    if drill.id in _LOOKED_UP:
        after = nextafter(since, inf)  # the lost commit itself took effect at `since`
        looked = (at for verb, at in traffic.asked.items() if verb in _LOOKS_UP)
        return _first(at for at in (*looked, traffic.took_effect((), after)) if at >= after)
    verbs = _OWN.get(drill.id) or _GROUPS.get(drill.group) or frozenset()
    return traffic.took_effect(verbs, since)
