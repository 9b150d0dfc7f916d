"""What happens while a question waits: a message has come to the simulated phone, a code is about to expire (J5.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil

from ntuh_onboard.common.safe_text import safe
from ntuh_onboard.journey.step import Look, Step
from ntuh_onboard.plain import step_facts
from ntuh_onboard.screens.base.phone_screen import arrived
from ntuh_onboard.screens.base.scene import Scene

SOON = (60.0, 30.0)
"""Seconds before the end of a code at which it is announced, once each."""


class PhoneNews:
    """Tells each of it once. The countdown itself is told on request only, and never repainted."""

    def __init__(self, scene: Scene, step: Callable[[], Step]) -> None:
        self._scene = scene
        self._step = step
        self._arrived = 0
        self._over: object = None
        self._soon: tuple[object, float] = (None, 0.0)

    def news(self) -> Iterator[str]:
        """Yield what has happened since the last call."""
        scene, step = self._scene, self._step()
        if scene.stage is not None and scene.persona is not None:
            messages = scene.stage.messages(scene.persona.phone)
            for each in messages[self._arrived :]:
                yield f"{arrived(scene, each)}\n{safe(each.text)}"
            self._arrived = len(messages)
        if step.look is Look.ENTER_CODE:
            clock = step_facts.message_clock(scene, step)
            due = [each for each in SOON if clock.left is not None and 0 < clock.left <= each]
            if due and self._soon != (clock.sent, due[-1]):
                self._soon = (clock.sent, due[-1])
                yield scene.say("plain.code_soon", seconds=ceil(clock.left or 0))
            if clock.expired and self._over is not clock.sent:
                self._over = clock.sent
                yield scene.say("ui.code_over")
