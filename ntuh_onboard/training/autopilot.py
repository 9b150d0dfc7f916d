"""Type into the real screens and press real buttons for a scenario, at a person's speed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual import events

from ntuh_onboard.backend.stage import Persona, Stage
from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.step import Kind
from ntuh_onboard.journey.steps import READ_BACKS
from ntuh_onboard.screens.widgets.inputs import PlainInput
from ntuh_onboard.screens.widgets.sentence import ActButton
from ntuh_onboard.training.answers_file import Script, Typist
from ntuh_onboard.training.pace import BETWEEN, FIELD, MESSAGE, PRESS, Pace

if TYPE_CHECKING:
    from textual.widget import Widget

    from ntuh_onboard.screens.steps.step_view import StepView
    from ntuh_onboard.screens.wizard_app import OnboardApp

ARRIVES = 3.0
"""Seconds that the clock is put forward if a message is on its way."""
PRESSED = 0.25
"""Real seconds after which a press has taken effect: Textual draws it for 0.2 s."""
LOOK = 0.02
"""Real seconds after which it is looked again whether a press was taken."""
PAGE = 0.8
"""Seconds for which each page of the regulations is shown."""


@dataclass(slots=True)
class Known:
    """What is looked up on the stage while typing, and every secret that was typed (for the search of a recording)."""

    stage: Stage
    persona: Persona
    secrets: set[str] = field(default_factory=set, repr=False)
    _met: dict[str, Persona] = field(default_factory=dict, repr=False)

    def follow(self, now: Persona | None) -> None:
        """Use this person's data from now on, if another journey has brought another person."""
        if now is not None and now.employee_id != self.persona.employee_id:
            self._met[self.persona.employee_id] = self.persona
            self.persona = self._met.get(now.employee_id, now)

    async def looked_up(self, text: str, pace: Pace) -> str:
        """Return what an answer that begins with @ stands for now; any other is returned as it is."""
        person = self.persona
        plain = {"@id": person.employee_id, "@phone": person.phone, "@alias": person.alias}
        plain["@picture"] = self.stage.picture_text()
        if text == "@message":
            found = await self._newest_code(pace)
        elif text == "@authenticator":
            code = self.stage.authenticator_code(self.persona.employee_id)
            found = code.reveal() if code else ""
        elif text == "@password":
            found = person.password.reveal()
        elif text == "@cloud":
            found = person.cloud_password.reveal()
        else:
            return plain.get(text, text)
        self.secrets.add(found)
        return found

    async def _newest_code(self, pace: Pace) -> str:
        """Read the code off the phone once the newest message has arrived; the wait for it is shortened."""
        before = len(self.stage.messages(self.persona.phone))
        await pace.spend(MESSAGE)
        if len(self.stage.messages(self.persona.phone)) == before:
            self.stage.jump(ARRIVES)
        messages = self.stage.messages(self.persona.phone)
        found = re.search(r"[0-9]{4,8}", messages[-1].text) if messages else None
        self.secrets.update(re.findall(r"[0-9]{4,8}", " ".join(each.text for each in messages)))
        return found[0] if found else ""

    def every(self) -> list[Secret]:
        """Return everything that a recording must not contain."""
        people = [self.persona, *self._met.values()]
        own = {secret.reveal() for each in people for secret in (each.password, each.cloud_password)}
        return [Secret(each) for each in self.secrets | own if each and not each.startswith("@")]


class PacedTypist(Typist):
    """Types like `Typist`, but at a given pace.

    Attributes:
        pace: how fast time passes.
        known: what is looked up while typing.
        veiled: whether codes are hidden while they are typed.
        mine: the events posted from here and not handled yet, to tell them from a viewer's.

    """

    def __init__(self, app: OnboardApp, script: Script, known: Known, pace: Pace, typing: float) -> None:
        super().__init__(app, script)
        self.pace = pace
        self.known = known
        self.veiled = False
        self.mine: list[events.Key] = []
        self._gap = 1 / typing

    @property
    def script(self) -> Script:
        """The answers to type now; replaced when a beat changes some."""
        return self._script

    @script.setter
    def script(self, script: Script) -> None:
        self._script = script

    async def _fill(self, view: StepView, control: Widget) -> None:
        labelled = view.labelled.get(control.id or "")
        if labelled is not None and labelled.asked.kind is Kind.SECRET and isinstance(control, PlainInput):
            control.password = control.password or self.veiled
            self.known.secrets.add(self._script.answers.get(labelled.asked.id, ""))
        await super()._fill(view, control)

    async def _read(self, control: Widget) -> None:
        page = None
        while self._app.focused is control:
            if control.scroll_offset != page:  # a press that is not taken yet shows no page twice
                page = control.scroll_offset
                await self.pace.spend(PAGE)
            await self._press("enter")
            await asyncio.sleep(LOOK)

    async def _press(self, key: str, character: str | None = None) -> None:
        if character is not None:
            await self.pace.spend(self._gap)
        await super()._press(key, character)

    def _post(self, key: events.Key) -> None:
        self.mine.append(key)
        super()._post(key)

    async def _looked_up(self, text: str) -> str:
        self.known.follow(self._app.scene.persona)
        return await self.known.looked_up(text, self.pace)


class Autopilot(PacedTypist):
    """Types whole steps, presses buttons, and knows which step is shown."""

    async def type_step(self) -> bool:
        """Type the current step and send it; returns whether it was left (not if it is refused, or nothing follows)."""
        view = await self._view()
        front = self._app.front
        if front is not None and front.over:
            return False
        await self.pace.spend(BETWEEN)
        filled: set[Widget] = set()
        while waiting := [each for each in view.controls() if each not in filled]:
            await self._fill(view, waiting[0])
            filled.add(waiting[0])
            await self.pace.spend(FIELD)
        if filled or view.step.id not in READ_BACKS:  # read-backs without fields run by themselves
            await self._press("enter")
        await self._until(lambda: self._settled(view))
        if not self._left(view) and self._advised(view):
            await self.pace.spend(PRESS)
            await self._press("enter")
            await self._until(lambda: self._settled(view) and not self._advised(view))
        return self._left(view)

    async def press_button(self, act: str) -> None:
        """Press a button of the current step; raises TimeoutError if no such button appears."""
        view = await self._view()

        def found() -> list[ActButton]:
            there = [each for each in view.query(ActButton) if each.act == act]
            return [each for each in there if each.region.area and not each.disabled]

        await self._until(found)
        self._app.screen.set_focus(found()[0])
        await self.pace.spend(PRESS)
        await self._press("enter")
        await asyncio.sleep(PRESSED)
        await self.pace.spend(BETWEEN)
        await self._until(lambda: self._app.lock.takes_keys)

    def at(self, step: str) -> bool:
        """Return whether this step is shown, even if something is under way there."""
        front = self._app.front
        view = front.frame.view if front is not None else None
        return view is not None and view.step.id == step

    def unanswered(self) -> tuple[str, tuple[str, ...]]:
        """Return the current step, and its fields that are empty because the scenario has no answer for them."""
        front = self._app.front
        view = front.frame.view if front is not None else None
        if view is None:
            return "", ()
        asked = [view.labelled[each.id] for each in view.controls() if each.id in view.labelled]
        empty = [each.asked for each in asked if not each.text and each.asked.kind is not Kind.CONFIRM]
        answers = self._script.answers
        return view.step.id, tuple(each.id for each in empty if not (each.optional or answers.get(each.id)))

    async def ready(self) -> None:
        """Wait until a step is shown and accepts keys."""
        await self._view()

    async def free(self, also: Callable[[], bool]) -> None:
        """Wait until keys are accepted, or until `also` is true."""
        await self._until(lambda: self._app.lock.takes_keys or also())

    def _left(self, view: StepView) -> bool:
        front = self._app.front
        return front is not None and front.frame.view is not view

    def _settled(self, view: StepView) -> bool:
        told = view.has_class("-told") or view.notice.key or (self._app.front and self._app.front.error)
        return self._left(view) or (self._app.lock.takes_keys and bool(told))

    def _advised(self, view: StepView) -> bool:
        """Return whether the wizard only warned, and another press goes on: advice, or a code that may have expired."""
        refused = self._app.front is not None and self._app.front.error is not None
        return view.advised or (bool(view.notice.key) and not refused)
