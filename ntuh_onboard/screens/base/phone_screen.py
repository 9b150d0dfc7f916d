"""What the simulated phone shows, in practice only."""

from __future__ import annotations

from datetime import datetime

from rich.text import Text

from ntuh_onboard.backend.stage import Message, Persona, Stage
from ntuh_onboard.common.clock import TAIPEI
from ntuh_onboard.common.safe_text import safe
from ntuh_onboard.rules import mask_phone
from ntuh_onboard.screens.base.scene import Scene

__all__ = ["Message", "Persona", "Stage", "arrived", "screen"]


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
        drawn.append(arrived(scene, message) + "\n", "bold")
        drawn.append(safe(message.text) + "\n\n")
    return drawn


def arrived(scene: Scene, message: Message) -> str:
    """Return a message's number and the time of its arrival, in words."""
    stamp = scene.clock.now().astimezone(TAIPEI).timestamp() - scene.clock.elapsed() + message.arrived_at
    return scene.say("ui.phone_message", number=message.number, time=_hour(stamp))


def _hour(stamp: float) -> str:
    return datetime.fromtimestamp(stamp, TAIPEI).strftime("%H:%M:%S")
