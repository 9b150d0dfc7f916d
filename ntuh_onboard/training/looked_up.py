"""What an answer that begins with @ stands for: it is looked up on the stage when it is typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ntuh_onboard.backend.stage import Persona, Stage


def looked_up(text: str, stage: Stage, persona: Persona) -> str:
    """Return what this answer stands for; a text without a meaning of its own is returned as it is."""
    code = stage.authenticator_code(persona.employee_id) if text == "@authenticator" else None
    known = {
        "@id": persona.employee_id,
        "@password": persona.password.reveal(),
        "@phone": persona.phone,
        "@alias": persona.alias,
        "@cloud": persona.cloud_password.reveal(),
        "@picture": stage.picture_text(),
        "@authenticator": code.reveal() if code else "",
    }
    return known.get(text, text)


def newest_code(stage: Stage, phone: str) -> str:
    """Return the code of the newest message on this phone, or an empty text."""
    messages = stage.messages(phone)
    found = re.search(r"[0-9]{4,8}", messages[-1].text) if messages else None
    return found.group() if found else ""
