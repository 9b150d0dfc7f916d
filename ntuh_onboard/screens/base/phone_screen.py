"""What the simulated phone shows, in practice only."""

from __future__ import annotations

from datetime import datetime

from rich.text import Text

from ntuh_onboard.backend.stage import Persona, Stage
from ntuh_onboard.common.clock import TAIPEI
from ntuh_onboard.common.safe_text import safe
from ntuh_onboard.rules import mask_phone
from ntuh_onboard.screens.base.scene import Scene


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
