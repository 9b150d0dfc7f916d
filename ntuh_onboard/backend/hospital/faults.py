"""What is made to go wrong, verb by verb (fault matrix, security.md section B)."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence

from ntuh_onboard.backend.stage import Fault, Waiting


class Faults:
    """Faults that wait for the next calls of a verb."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, list[Fault]] = {}

    def inject(self, verb: str, fault: Fault, times: int = 1) -> None:
        """The next `times` calls of this verb, or of any of several, meet it, after those that wait already."""
        with self._lock:
            self._waiting.setdefault(verb, []).extend([fault] * times)

    def take(self, verb: str) -> Fault | None:
        """What this call meets; each waiting fault is met once."""
        with self._lock:
            waiting = waits(self._waiting, verb)
            return waiting.pop(0) if waiting else None

    def waiting(self) -> tuple[Waiting, ...]:
        """What was not met yet."""
        with self._lock:
            return counted(self._waiting)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._waiting.clear()


def site_of(verb: str) -> str:
    """The site that a fault of the whole site is met at; none for a sign-out, which would swallow it unseen."""
    site, _, name = verb.partition(".")
    return "" if name == "sign_out" else site


def waits(waiting: Mapping[str, list[Fault]], verb: str) -> list[Fault]:
    """What waits for this verb, alone or as one of several; else for its site."""
    keys = (*(each for each in waiting if verb in each.split()), site_of(verb))
    return next((waiting[each] for each in keys if waiting.get(each)), [])


def counted(waiting: Mapping[str, Sequence[Fault]]) -> tuple[Waiting, ...]:
    """What waits for each verb, counted."""
    counts = Counter((verb, fault.value) for verb, faults in waiting.items() for fault in faults)
    return tuple(Waiting(verb, what, times) for (verb, what), times in counts.items())
