"""Who has come how far, by what the hospital itself has seen: for the trainer's board.

Names of verbs and errors only; nothing that anybody typed is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Progress:
    """One person. done: verbs that took effect, in order, each once. refused: the error's name, empty where none since.

    verb: the one that was last asked for. at: the hospital's moment of it.
    """

    done: tuple[str, ...] = ()
    verb: str = ""
    refused: str = ""
    at: float = 0.0


@dataclass(slots=True)
class Register:
    """Progress by employee ID; from any thread."""

    _people: dict[str, Progress] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, employee_id: str, verb: str, at: float, refused: str = "") -> None:
        """A commit of this person took effect, or was refused with this error. Nobody's are not noted."""
        if not employee_id:
            return
        with self._lock:
            before = self._people.get(employee_id, Progress())
            done = before.done if refused or verb in before.done else (*before.done, verb)
            self._people[employee_id] = replace(before, done=done, verb=verb, refused=refused, at=at)

    def people(self) -> Mapping[str, Progress]:
        """Everybody who has asked for anything."""
        with self._lock:
            return dict(self._people)

    def forget(self, employee_id: str) -> None:
        """This person has asked for nothing yet."""
        with self._lock:
            self._people.pop(employee_id, None)

    def clear(self) -> None:
        """As at the beginning."""
        with self._lock:
            self._people.clear()
