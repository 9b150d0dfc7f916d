"""Answers files and scenarios by line prompts: the same answers as in the screens, typed by the same rules."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from ntuh_onboard.backend.drills import DRILLS
from ntuh_onboard.backend.stage import Fault
from ntuh_onboard.common.errors import NotPractice
from ntuh_onboard.journey.steps import READ_BACKS
from ntuh_onboard.plain.person import COVERING, Ask, Left, Question
from ntuh_onboard.plain.talk import BACK, MENU
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.training.answers_file import PATIENCE, Script
from ntuh_onboard.training.looked_up import looked_up, newest_code
from ntuh_onboard.training.scenario_file import Beat, Scenario

if TYPE_CHECKING:
    from ntuh_onboard.backend.stage import Persona, Stage
    from ntuh_onboard.screens.base.scene import Scene

_LOOK = 0.02
ARRIVES = 3.0
"""Seconds that the clock is put forward if a message is on its way."""
_HIDDEN = "***"
"""What is told in place of a secret that is typed."""


class PromptTypist:
    """Answers questions from a script; ends the wizard when a question comes again that was answered before.

    Args:
        scene: the scene of the wizard.
        script: the answers.
        out: takes what is told, line by line.

    """

    on_page = False

    def __init__(self, scene: Scene, script: Script, out: Callable[[str], None]) -> None:
        if scene.stage is None:
            raise NotPractice
        self._scene = scene
        self._script = script
        self._out = out
        self._asked: set[str] = set()

    def tell(self, text: str) -> None:
        """Hand on what is told."""
        self._out(text)

    head = tell

    last = tell

    def cover(self, text: str, back: str = "") -> None:
        """Hand it on as a terminal gets it."""
        self._out(f"{COVERING}{text}\n{back}".rstrip())

    def aside(self) -> AbstractContextManager[None]:
        """Hand on a menu as all else."""
        return nullcontext()

    def drop(self) -> None:
        """Do nothing: nothing is typed ahead."""

    async def shown(self, step: str) -> None:
        """Begin with no question asked, since another step is told."""
        self._asked.clear()

    async def answer(self, question: Question) -> str:
        """Return the script's answer, and hand on question and answer as a terminal would show them."""
        text = await self._answered(question)
        self._out(question.prompt + (_HIDDEN if question.kind is Ask.SECRET and text else text))
        return text

    async def _answered(self, question: Question) -> str:
        key = question.field or (question.step if question.step in READ_BACKS else "")
        if question.field and not question.advised:
            if key in self._asked:
                raise Left(Exit.UNFINISHED)
            self._asked.add(key)
        given = self._script.answers.get(question.field, "")
        if question.kind is Ask.CONFIRM:
            return "1"
        if question.kind is Ask.NUMBER:
            return str(question.values.index(given) + 1) if given in question.values else ""
        if question.advised or question.kind is Ask.WAY or question.field not in self._script.answers:
            return self._nothing(question)
        return await self._value(given)

    def _nothing(self, question: Question) -> str:
        """Go on with nothing typed; an optional field that the script answers is chosen by its number first."""
        for at, field in enumerate(question.values, 1):
            if field in self._script.answers and field not in self._asked and question.step:
                return str(at)
        return ""

    async def _value(self, text: str) -> str:
        stage, persona = self._scene.stage, self._scene.persona
        assert stage is not None  # noqa: S101  # refused at the beginning
        assert persona is not None  # noqa: S101  # practice always has one
        if text == "@message":
            await self._arrived(stage, persona)
            return newest_code(stage, persona.phone)
        return looked_up(text, stage, persona)

    async def _arrived(self, stage: Stage, persona: Persona) -> None:
        """Wait until the last message that was requested has arrived."""
        async with asyncio.timeout(PATIENCE):
            while not len(stage.messages(persona.phone)) >= len(self._scene.walk.sent) > 0:  # noqa: ASYNC110
                await asyncio.sleep(_LOOK)


class PromptPlayer(PromptTypist):
    """Plays a scenario: its captions, mishaps, waits and presses, each at its step."""

    def __init__(self, scene: Scene, scenario: Scenario, out: Callable[[str], None]) -> None:
        super().__init__(scene, Script(scenario.answers, scenario.journey), out)
        self._beats = [*scenario.beats]
        self._act = ""
        assert scene.stage is not None  # noqa: S101  # refused at the beginning
        self._stage = scene.stage
        for name, on in scenario.switches.items():
            self._stage.switch(name, on)

    async def shown(self, step: str) -> None:
        """Play the beats of this step, up to the one that types or presses."""
        await super().shown(step)
        self._play(step)

    def _play(self, step: str) -> None:
        while not self._act and self._beats and self._beats[0].step == step:
            beat = self._beats.pop(0)
            self._begin(beat)
            if beat.act or beat.types:
                self._act = beat.act
                return

    def _begin(self, beat: Beat) -> None:
        self._out(f"* {beat.caption[self._scene.texts.language]}")
        for each in beat.arm:
            self._arm(each)
        self._script = Script({**self._script.answers, **beat.answers}, self._script.journey)
        if beat.wait:
            self._stage.jump(beat.wait)

    def _arm(self, text: str) -> None:
        from ntuh_onboard.screens.trainer.panel_acts import spot

        verb, equals, fault = text.partition("=")
        persona = self._scene.persona
        assert persona is not None  # noqa: S101  # practice always has one
        if equals:
            self._stage.inject(verb, Fault(fault))
        else:
            DRILLS[text].arm(self._stage, spot(self._scene.walk.journey, persona))

    async def _answered(self, question: Question) -> str:
        if question.refused and not self._act:
            self._play(question.step)
        return self._press(question) or await super()._answered(question)

    def _press(self, question: Question) -> str:
        """Return the number of the act to press, or how to come to it; empty if there is none."""
        act = self._act
        if not act:
            return ""
        if act == ButtonAct.BACK:
            self._act = ""
            return BACK * 2
        if act not in question.values:
            return MENU
        self._act = ""
        return str(question.values.index(act) + 1)

    async def _arrived(self, stage: Stage, persona: Persona) -> None:
        """Put the clock forward instead of waiting for a message that is on its way."""
        stage.jump(ARRIVES)
