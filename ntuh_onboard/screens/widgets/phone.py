"""The simulated phone beside the wizard, in practice only."""

from __future__ import annotations

from datetime import datetime

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from ntuh_onboard.backend.stage import Persona, Stage
from ntuh_onboard.common.clock import TAIPEI
from ntuh_onboard.common.safe_text import safe
from ntuh_onboard.rules import mask_phone
from ntuh_onboard.screens.base.scene import Scene


class PhonePane(VerticalScroll):
    """Shows the messages that have arrived, numbered and timed, newest first, and the authenticator's present code."""

    can_focus = True

    def __init__(self, scene: Scene, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._scene = scene
        self._screen_text = Static("", markup=False, id="phone-text")
        self._painted = ""
        self._seen = 0

    def compose(self) -> ComposeResult:
        """Lay out the phone's screen."""
        yield self._screen_text

    def tick(self) -> bool:
        """Update the screen; returns whether a message has arrived since the last call."""
        stage, persona = self._scene.stage, self._scene.persona
        if stage is None or persona is None:
            return False
        drawn, count = screen(self._scene, stage, persona), len(stage.messages(persona.phone))
        news = count > self._seen
        self._seen = count
        if drawn.plain != self._painted:
            self._painted = drawn.plain
            self._screen_text.update(drawn)
        return news

    def reword(self) -> None:
        """Repaint in the present language."""
        self._painted = ""
        self.tick()


def screen(scene: Scene, stage: Stage, persona: Persona) -> Text:
    """Return what the phone shows: the authenticator's present code, then the messages, newest first."""
    drawn = Text()
    drawn.append(scene.say("ui.phone_title", phone=mask_phone(persona.phone)) + "\n\n", "bold")
    code = stage.authenticator_code(persona.employee_id)
    if code:
        drawn.append(scene.say("ui.phone_authenticator") + "\n", "dim")
        drawn.append(code.reveal() + "\n\n", "bold")
    messages = stage.messages(persona.phone)
    if not messages:
        drawn.append(scene.say("ui.phone_empty"), "dim")
    for message in reversed(messages):
        arrived = scene.clock.now().astimezone(TAIPEI).timestamp() - scene.clock.elapsed() + message.arrived_at
        drawn.append(scene.say("ui.phone_message", number=message.number, time=_hour(arrived)) + "\n", "bold")
        drawn.append(safe(message.text) + "\n\n")
    return drawn


def _hour(stamp: float) -> str:
    return datetime.fromtimestamp(stamp, TAIPEI).strftime("%H:%M:%S")
