"""What is made to go wrong, verb by verb (fault matrix, security.md section B)."""

from __future__ import annotations

import threading

from ntuh_onboard.backend.stage import Fault


class Faults:
    """Faults that wait for the next calls of a verb."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, list[Fault]] = {}

    def inject(self, verb: str, fault: Fault, times: int = 1) -> None:
        """The next `times` calls of this verb meet it, after those that wait already."""
        with self._lock:
            self._waiting.setdefault(verb, []).extend([fault] * times)

    def take(self, verb: str) -> Fault | None:
        """What this call meets; each waiting fault is met once."""
        with self._lock:
            waiting = self._waiting.get(verb)
            return waiting.pop(0) if waiting else None

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._waiting.clear()
