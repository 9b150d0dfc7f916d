"""How fast a scenario plays; its pauses can be held, cut short, or omitted."""

from __future__ import annotations

import asyncio

from ntuh_onboard.journey.step import Kind
from ntuh_onboard.journey.steps import READ_BACKS, STEPS
from ntuh_onboard.texts.languages import Language
from ntuh_onboard.training.scenario_file import Scenario, typed

SHORTENED = 3.0
"""Seconds that any wait takes on the screen, however long it is at the hospital."""
MESSAGE = 2.5
"""Seconds until a message is read on the phone."""
PRESS = 0.7
"""Seconds that a button has the focus before it is pressed, so that viewers see which one it is."""
BETWEEN = 0.9
"""Seconds before typing into a step begins, including the time that the hospital takes to answer."""
FIELD = 0.35
"""Seconds from one field to the next."""
_LOOK = 0.04
TEMPI = (0.5, 1.0, 2.0, 4.0)
"""How many times as fast as written a viewer can let it play."""
_LENGTHS = {"@id": 6, "@password": 10, "@phone": 10, "@picture": 6, "@message": 6, "@authenticator": 6}


class Pace:
    """Lets time pass as a viewer wants it.

    Attributes:
        speed: how many times as fast as written; tests use thousands.
        tempo: one of `TEMPI`, by which the viewer multiplies it.
        held: whether it is paused.
        hurried: whether the rest of this beat is skipped through.
        at_once: whether nothing takes any time, as when a scenario is brought back to a beat.
        spent: seconds of the whole that were played, including what was skipped through but not what was done at once.

    """

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self.tempo = 1.0
        self.held = False
        self.hurried = False
        self.at_once = False
        self.spent = 0.0

    def turn(self, way: int) -> None:
        """Play faster (1) or slower (-1), as far as `TEMPI` goes."""
        at = TEMPI.index(self.tempo) + way
        self.tempo = TEMPI[min(max(at, 0), len(TEMPI) - 1)]

    async def spend(self, seconds: float) -> None:
        """Let this many seconds pass, except for what the viewer cuts short."""
        left = seconds
        while (left > 0 or self.held) and not self._rushes:
            speed = self.speed * self.tempo
            step = min(max(left, _LOOK), _LOOK * speed)
            await asyncio.sleep(step / speed)
            if not self.held:
                left -= step
                self.spent += step
        if not self.at_once:
            self.spent += left

    @property
    def _rushes(self) -> bool:
        return self.at_once or (self.hurried and not self.held)


def length(scenario: Scenario, language: Language) -> float:
    """Estimate how many seconds a scenario takes, from its start to the end of its last caption."""
    beats = sum(
        each.stands(language) + (SHORTENED if each.wait else 0) + (PRESS + BETWEEN if each.act else 0)
        for each in scenario.beats
    )
    answers, typing = dict(scenario.answers), 0.0
    for each in scenario.beats:
        answers |= each.answers
    for step in typed(scenario):
        fields = {**READ_BACKS, **STEPS}[step].fields
        texts = [answers.get(each.id, "") for each in fields if each.kind is not Kind.CHOICE]
        keys = sum(_LENGTHS.get(text, len(text)) for text in texts)
        waits = MESSAGE if "@message" in texts else 0.0
        typing += BETWEEN + keys / scenario.typing + FIELD * len(fields) + waits
    return beats + typing
