"""A scenario by lines that are typed: at a terminal, or on the plain page of a browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from ntuh_onboard.journey.steps import READ_BACKS
from ntuh_onboard.training.scenario_file import Scenario
from tests.fronts.scenarios import Ask, Part
from tests.patience import PATIENCE

BACK, MENU = "<", "."
OFTEN = 0.02
"""Seconds between two looks at the question, whose coming tells nobody outside."""
Asked = dict[str, Any]
"""A question as `tests.fronts.inside.Asked.now` tells it."""


class AtPrompts:
    """Says what is typed at each question of a scenario."""

    def __init__(self, played: Scenario, ask: Ask) -> None:
        self._part = Part(played, ask)
        self._step = ""
        self._done: set[str] = set()

    def line(self, asked: Asked) -> str:
        """The line that answers this question; empty for Enter alone."""
        if asked["step"] and (asked["step"] != self._step or (asked["refused"] and not self._part.act)):
            self._arrives(asked["step"])
        if asked["kind"] == "CONFIRM":
            return "1"
        return self._presses(asked) if self._part.act else self._types(asked)

    def _arrives(self, step: str) -> None:
        self._step = step
        self._done.clear()
        self._part.arrives(step)

    def _presses(self, asked: Asked) -> str:
        act = self._part.act
        if act != "back" and act not in asked["values"]:
            return MENU
        self._part.act = ""
        self._step = ""  # what comes is told as another step, or this one anew
        return BACK if act == "back" else str(asked["values"].index(act) + 1)

    def _types(self, asked: Asked) -> str:
        field = asked["field"]
        if asked["advised"] or self._part.given(field) is None:
            return self._nothing(asked)
        if asked["kind"] == "NUMBER":
            return str(asked["values"].index(self._part.given(field)) + 1)
        assert field not in self._done, f"asked again: {asked}"
        self._done.add(field)
        return self._part.typed(field)

    def _nothing(self, asked: Asked) -> str:
        """Go on; an optional field that the scenario has an answer for is chosen by its number first."""
        for at, field in enumerate(
            asked["values"] if asked["step"] else (), 1
        ):  # no field is asked before the first step
            if self._part.given(field) is not None and field not in self._done and asked["step"] not in READ_BACKS:
                return str(at)
        return ""


def converse(ask: Ask, part: AtPrompts, types: Callable[[Asked, str], None], ends: Callable[[Asked], bool]) -> None:
    """Answer question after question by `types`, until `ends` says that none is to be answered any more."""
    answered, since = 0, time.monotonic()
    while not ends(asked := {"number": 0, "step": ""} | (ask("asked") or {})):
        if asked["number"] > answered:
            answered, since = asked["number"], time.monotonic()
            types(asked, part.line(asked))
        assert time.monotonic() - since < PATIENCE, f"no question after {asked}"
        time.sleep(OFTEN)
