"""Keep the faults that verbs are to meet (fault matrix, security.md section B)."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence

from ntuh_onboard.backend.stage import Fault, Waiting


class Faults:
    """Faults that are armed for the next calls of a verb."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, list[Fault]] = {}

    def inject(self, verb: str, fault: Fault, times: int = 1) -> None:
        """Arm a fault for the next `times` calls of this verb, or of any of several, after those armed already."""
        with self._lock:
            self._waiting.setdefault(verb, []).extend([fault] * times)

    def take(self, verb: str) -> Fault | None:
        """Return what this call meets, if anything; each armed fault is met once."""
        with self._lock:
            waiting = waits(self._waiting, verb)
            return waiting.pop(0) if waiting else None

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what is armed and has not been met yet."""
        with self._lock:
            return counted(self._waiting)

    def clear(self) -> None:
        """Cancel all armed faults."""
        with self._lock:
            self._waiting.clear()


def site_of(verb: str) -> str:
    """Return the site of a verb, for faults of a whole site; empty for sign-outs, which would use them up unseen."""
    site, _, name = verb.partition(".")
    return "" if name == "sign_out" else site


def waits(waiting: Mapping[str, list[Fault]], verb: str) -> list[Fault]:
    """Return the faults armed for this verb, alone or as one of several; otherwise those armed for its site."""
    keys = (*(each for each in waiting if verb in each.split()), site_of(verb))
    return next((waiting[each] for each in keys if waiting.get(each)), [])


def counted(waiting: Mapping[str, Sequence[Fault]]) -> tuple[Waiting, ...]:
    """Return what is armed for each verb, with its count."""
    counts = Counter((verb, fault.value) for verb, faults in waiting.items() for fault in faults)
    return tuple(Waiting(verb, what, times) for (verb, what), times in counts.items())
