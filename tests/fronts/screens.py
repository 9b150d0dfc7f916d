"""A scenario by keys on full screens: in a terminal, or in Wine's console."""

from __future__ import annotations

from typing import Any

from ntuh_onboard.training.scenario_file import Scenario
from tests.fronts.inside import Call, without_leaving
from tests.fronts.scenarios import Part
from tests.terminal.student import Student

MOST_KEYS = 300


class AtScreens:
    """Plays a scenario at one student's screens; sees where the focus is, and presses keys alone."""

    def __init__(self, student: Student, played: Scenario) -> None:
        self._student = student
        self._part = Part(played, student.ask)
        self._typed: dict[str, str] = {}
        self._at = ("", -1)

    def play(self) -> list[Call]:
        """Walk to the end; returns what the hospital received, before anything is left."""
        self._student.begin()
        for _ in range(MOST_KEYS):
            self._student.ready()
            seen = self._student.ask("asked")
            if seen.get("over"):
                received = without_leaving(self._student.ask("journal"))
                self._student.press("enter")
                assert self._student.ended() == 0
                return received
            if seen["step"]:
                self._goes_on(seen)
        raise AssertionError(f"{seen}\n{self._student.text()}")

    def _goes_on(self, seen: dict[str, Any]) -> None:
        """One key, or one field, further."""
        before, calls = self._at
        if seen["step"] != before or (seen["refused"] and seen["calls"] != calls):
            self._arrives(seen)
        if self._part.act:
            self._presses(seen, self._part.act)
        elif wanted := self._wanted(seen):
            self._fills(seen, wanted)
        else:
            self._student.press("enter")

    def _arrives(self, seen: dict[str, Any]) -> None:
        self._at = (seen["step"], seen["calls"])
        self._typed.clear()
        self._part.arrives(seen["step"])

    def _presses(self, seen: dict[str, Any], act: str) -> None:
        if seen["act"] != act:
            self._student.press("tab")
            return
        self._student.press("enter")
        self._student.ready()
        self._arrives(self._student.ask("asked"))

    def _wanted(self, seen: dict[str, Any]) -> str:
        """The first field in which another text stands than the scenario has for it, or that has to be ticked."""
        for field, (kind, text, _) in seen["fields"].items():
            given = self._typed.get(field, self._part.given(field))
            if kind != "CONFIRM" and given is not None and given != text:
                return str(field)
        ticks = (field for field, (kind, text, _) in seen["fields"].items() if kind == "CONFIRM" and not text)
        return next(ticks, "")

    def _fills(self, seen: dict[str, Any], field: str) -> None:
        if seen["field"] != field:
            self._student.press("tab")
            return
        kind, text, options = seen["fields"][field]
        if kind == "CONFIRM":
            self._student.press("space")
            return
        typed = self._typed[field] = self._part.typed(field)
        if kind == "CHOICE":
            self._student.send(str(options.index(typed) + 1))
        elif typed != text:
            if text:
                self._student.press("end", "ctrl+u")
            self._student.send(typed)
