"""Answers files: type prepared answers into the real screens, key by key like a person; scenarios do the same.

The file is TOML. `[answers]` has a text for each field id of `steps`. A text that begins with `@` is looked up on the
stage when it is typed: `@id`, `@password`, `@phone`, `@alias`, `@cloud` (the cloud password) of the invented person,
`@picture` (the picture code on the screen), `@message` (the code of the newest message), `@authenticator`. `journey`
names the journey.
Only a simulated hospital has a stage, so answers files are refused for any other backend.
"""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events

from ntuh_onboard.common.errors import NotPractice, OnboardError
from ntuh_onboard.journey.step import Kind
from ntuh_onboard.journey.steps import JOURNEYS, READ_BACKS, step_of_field
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.training.looked_up import looked_up, newest_code

if TYPE_CHECKING:
    from textual.widget import Widget

    from ntuh_onboard.backend.stage import Stage
    from ntuh_onboard.screens.base.scene import Scene
    from ntuh_onboard.screens.steps.step_view import StepView
    from ntuh_onboard.screens.wizard_app import OnboardApp

PATIENCE = 15.0
"""Seconds within which a screen must accept keys, or a message must arrive."""
_LOOK = 0.02


class AnswersError(OnboardError):
    """The file cannot be used; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Script:
    """The answers to type.

    Attributes:
        answers: the texts by field id.
        journey: the journey that they are for.

    """

    answers: Mapping[str, str]
    journey: str = "onboard"

    def play(self, app: OnboardApp) -> None:
        """Type the answers into this wizard once it runs; raises NotPractice unless it is practice (J8.3)."""
        if app.scene.stage is None:
            raise NotPractice
        app.call_later(lambda: app.run_worker(Typist(app, self).type_all()))


def load(path: str) -> Script:
    """Read an answers file; raises AnswersError."""
    try:
        table = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))  # accepts the mark that Notepad may put first
    except UnicodeDecodeError:
        raise AnswersError(f"{path}: not written in UTF-8; save it as UTF-8") from None
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise AnswersError(f"{path}: {error}") from None
    answers, journey = table.get("answers", {}), table.get("journey", "onboard")
    if journey not in JOURNEYS:
        raise AnswersError(f"{path}: journey is {journey!r}, and must be one of {', '.join(JOURNEYS)}")
    for key, value in answers.items():
        if step_of_field(key) is None:
            raise AnswersError(f"{path}: [answers] {key}: no step asks for this")
        if not isinstance(value, str):
            raise AnswersError(f"{path}: [answers] {key}: must be a text in quotes")
    return Script(answers, journey)


class Typist:
    """Types into one step after another until the journey ends, and then ends the wizard.

    The exit status is 0 only if the account is activated, or a shorter journey was walked to its end.
    """

    def __init__(self, app: OnboardApp, script: Script) -> None:
        self._app = app
        self._script = script

    async def type_all(self) -> None:
        """Type until the journey is over, or until a step does not go on."""
        status = Exit.UNFINISHED
        try:
            while not await self._step():
                pass
            status = self._reached()
        except TimeoutError:
            pass
        self._app.leave(status)

    def _reached(self) -> Exit:
        """Return DONE only if the last commit of the journey was confirmed."""
        journey = self._app.scene.walk.journey
        commits = [each for each in journey.order if journey.table[each].read_back]
        return Exit.DONE if commits[-1] in journey.done - journey.by_hand else Exit.UNFINISHED

    async def _step(self) -> bool:
        view = await self._view()
        front = self._app.front
        if front is not None and front.over:
            await self._until(lambda: self._app.lock.takes_keys)
            return True
        filled: set[Widget] = set()
        while waiting := [each for each in view.controls() if each not in filled]:
            await self._fill(view, waiting[0])
            filled.add(waiting[0])
        if filled or view.step.id not in READ_BACKS:  # read-backs without fields run by themselves
            await self._press("enter")
        await self._until(lambda: self._moved(view))
        return False

    async def _view(self) -> StepView:
        def found() -> StepView | None:
            front = self._app.front
            return front.frame.view if front is not None and self._app.lock.takes_keys else None

        await self._until(lambda: found() is not None)
        view = found()
        assert view is not None  # noqa: S101  # the line above waited for it
        return view

    def _moved(self, view: StepView) -> bool:
        front = self._app.front
        return front is not None and front.frame.view is not view and self._app.lock.takes_keys

    async def _fill(self, view: StepView, control: Widget) -> None:
        labelled = view.labelled.get(control.id or "")
        if self._app.focused is not control:
            self._app.screen.set_focus(control)
        if labelled is None:
            await self._read(control)
            return
        if labelled.asked.kind is Kind.CONFIRM:
            if not labelled.text:
                await self._press("space", " ")
        elif labelled.asked.kind is Kind.CHOICE:
            labelled.put(self._script.answers.get(labelled.asked.id, ""))
        elif labelled.asked.id in self._script.answers:
            labelled.put("")
            for character in await self._looked_up(self._script.answers[labelled.asked.id]):
                await self._press(character, character)

    async def _read(self, control: Widget) -> None:
        """Read a long text page by page to its end."""
        async with asyncio.timeout(PATIENCE):
            while self._app.focused is control:
                await self._press("enter")
                await asyncio.sleep(_LOOK)

    async def _press(self, key: str, character: str | None = None) -> None:
        await self._until(lambda: self._app.lock.takes_keys)
        self._post(events.Key(key, character))
        taken = asyncio.Event()  # set even if nobody waits for it any more
        self._app.call_later(taken.set)
        await taken.wait()

    def _post(self, key: events.Key) -> None:
        self._app.post_message(key)

    async def _looked_up(self, text: str) -> str:
        if not text.startswith("@"):
            return text
        scene = self._app.scene
        stage, persona = scene.stage, scene.persona
        assert stage is not None  # noqa: S101  # `play` refuses anything else
        assert persona is not None  # noqa: S101  # practice always has one
        if text == "@message":
            return await self._message(scene, stage)
        return looked_up(text, stage, persona)

    async def _message(self, scene: Scene, stage: Stage) -> str:
        """Return the code of the newest message, once the last one that was requested has arrived."""
        assert scene.persona is not None  # noqa: S101  # practice always has one
        phone = scene.persona.phone
        await self._until(lambda: len(stage.messages(phone)) >= len(scene.walk.sent) > 0)
        return newest_code(stage, phone)

    async def _until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not true():  # noqa: ASYNC110  # what is waited for shows on the screen and sends no event
                await asyncio.sleep(_LOOK)
