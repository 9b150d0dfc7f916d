"""How far each person has come, as the hospital itself has seen it; for the trainer's board.

It holds names of verbs and errors only, nothing that anybody typed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one person has come.

    Attributes:
        done: the verbs that took effect, each once, in order.
        verb: the verb that was called last.
        refused: the name of the error that refused it, or empty.
        at: when it was called, as a moment of the hospital.

    """

    done: tuple[str, ...] = ()
    verb: str = ""
    refused: str = ""
    at: float = 0.0


@dataclass(slots=True)
class Register:
    """Progress by employee ID; may be used from any thread.

    Attributes:
        changed: called after every change, in the thread that made it.

    """

    changed: Callable[[], None] = lambda: None
    _people: dict[str, Progress] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, employee_id: str, verb: str, at: float, refused: str = "") -> None:
        """Note that a person's commit took effect, or was refused with this error; ignored without an ID."""
        if not employee_id:
            return
        with self._lock:
            before = self._people.get(employee_id, Progress())
            done = before.done if refused or verb in before.done else (*before.done, verb)
            self._people[employee_id] = replace(before, done=done, verb=verb, refused=refused, at=at)
        self.changed()

    def people(self) -> Mapping[str, Progress]:
        """Return the progress of everybody who has called anything."""
        with self._lock:
            return dict(self._people)

    def forget(self, employee_id: str) -> None:
        """Forget what this person has done."""
        with self._lock:
            self._people.pop(employee_id, None)
        self.changed()

    def restore(self, people: Mapping[str, Progress]) -> None:
        """Take what was noted in a process before this one."""
        with self._lock:
            self._people.update(people)

    def clear(self) -> None:
        """Forget what everybody has done."""
        with self._lock:
            self._people.clear()
