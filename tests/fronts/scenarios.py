"""The scenarios that every front is held to, and what the hospital receives in each where nothing lies between.

Five are shipped ones or read like them; the captions are told to nobody here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ntuh_onboard.backend.drills import DRILLS, Spot
from ntuh_onboard.backend.protocol import Mark
from ntuh_onboard.journey.journeys import JOURNEYS
from ntuh_onboard.journey.steps import READ_BACKS, STEPS
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.training.prompt_typist import ARRIVES, PromptPlayer
from ntuh_onboard.training.scenario_file import SHIPPED, Scenario, load
from tests.fronts.inside import Call, Inside, without_leaving
from tests.plain.prompted import prompting
from tests.screens.student import practising

OWN = Path(__file__).parent / "scenarios"
SCENARIOS = ("straight", "no_message", "wrong_phone", "lost_answer", "alias_taken", "reset", "mail_check")

Ask = Callable[[str], Any]
"""Asks the program's socket (`tests.fronts.inside`)."""


def scenario(name: str) -> Scenario:
    """The scenario of this name."""
    return load(name if name in SHIPPED else str(OWN / f"{name}.toml"))


async def received_in_process(played: Scenario) -> list[Call]:
    """What the hospital receives from the same answers in this process, without terminal, page or keys."""
    student = practising(played.persona)
    inside = Inside(student.practice, played.persona)
    told = list[str]()
    wizard = prompting(student, PromptPlayer(student.scene, played, told.append))
    assert await wizard.converse(None, played.journey) == Exit.DONE, "\n".join(told)
    return without_leaving(inside.journal)


class Part:
    """One student's part in a scenario: what to type into a field now, and which act to press in place of typing.

    Attributes:
        act: the act to press now; empty if the step is typed.

    """

    def __init__(self, played: Scenario, ask: Ask) -> None:
        """Set the hospital's switches. ask: reaches the program that the student sits at."""
        self._ask = ask
        self._beats = [*played.beats]
        self._journey = played.journey
        self._answers: Mapping[str, str] = played.answers
        self.act = ""
        for name, on in played.switches.items():
            self._do("switch", name, on)

    def arrives(self, step: str) -> None:
        """Play what the scenario has for this step, up to what types or presses."""
        self.act = ""
        while self._beats and self._beats[0].step == step:
            beat = self._beats.pop(0)
            for each in beat.arm:
                self._arm(each, step)
            self._answers = {**self._answers, **beat.answers}
            if beat.wait:
                self._do("jump", beat.wait)
            if beat.act or beat.types:
                self.act = beat.act
                return

    def given(self, field: str) -> str | None:
        """The scenario's answer for this field as it is written there; None if it has none."""
        return self._answers.get(field)

    def typed(self, field: str) -> str:
        """What to type into this field now; a message that is on its way arrives first."""
        text = self._answers[field]
        if text == "@message":
            self._do("jump", ARRIVES)
        return str(self._ask(f"look {text}")) if text.startswith("@") else text

    def _arm(self, text: str, step: str) -> None:
        verb, equals, fault = text.partition("=")
        if equals:
            self._do("inject", verb, fault)
        else:
            DRILLS[text].arm(_Far(self._do), Spot("", _commit_from(step, self._journey)))  # type: ignore[arg-type]

    def _do(self, verb: str, *given: object) -> None:
        self._ask(f"do {json.dumps([verb, *given])}")


class _Far:
    """A stage at the other end of a socket, as far as scenarios need one."""

    def __init__(self, do: Callable[..., None]) -> None:
        self._do = do

    def __getattr__(self, verb: str) -> Callable[..., None]:
        return lambda *given, **named: self._do(verb, *given, *named.values())


def _commit_from(step: str, journey: str) -> str:
    """The verb of the next commit, this step's own or a later one's."""
    order = JOURNEYS[journey]
    later = (STEPS[each].submit for each in order[order.index(step) :] if each not in READ_BACKS)
    return next(each.name for each in later if each is not None and each.mark is Mark.COMMIT)
