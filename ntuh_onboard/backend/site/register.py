"""How far each person has come, as the hospital itself has seen it; for the trainer's board.

It holds names of verbs and errors only, nothing that anybody typed.
"""

from __future__ import annotations

import threading
from collections import Counter
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
        times: when each of `done` took effect first, in the same order.
        slips: how many calls were refused one after another until now.

    """

    done: tuple[str, ...] = ()
    verb: str = ""
    refused: str = ""
    at: float = 0.0
    times: tuple[float, ...] = ()
    slips: int = 0


@dataclass(slots=True)
class Register:
    """Progress by employee ID; may be used from any thread.

    Attributes:
        changed: called after every change, in the thread that made it.
        mistakes: how often each error was met, by anybody.

    """

    changed: Callable[[], None] = lambda: None
    mistakes: Counter[str] = field(default_factory=Counter)
    _people: dict[str, Progress] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, employee_id: str, verb: str, at: float, refused: str = "") -> None:
        """Note that a person's commit took effect, or was refused with this error; ignored without an ID."""
        if not employee_id:
            return
        with self._lock:
            before = self._people.get(employee_id, Progress())
            new = not refused and verb not in before.done
            done, times = ((*before.done, verb), (*before.times, at)) if new else (before.done, before.times)
            slips = before.slips + 1 if refused else 0
            now = replace(before, done=done, times=times, verb=verb, refused=refused, at=at, slips=slips)
            self._people[employee_id] = now
            if refused:
                self.mistakes[refused] += 1
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
            self.mistakes.clear()
