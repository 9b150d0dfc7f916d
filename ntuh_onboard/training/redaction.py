"""Redact a practice hospital for a recording: no password, national ID or code appears on the screen."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from ntuh_onboard.backend.stage import Message, Persona, Stage
from ntuh_onboard.common.secret import Secret

if TYPE_CHECKING:
    from ntuh_onboard.screens.base.scene import Scene

_STARS = "*" * 6


class _Veiled:
    """A stage whose phone shows stars for codes; all else is passed to the real stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stage, name)

    def messages(self, phone: str) -> tuple[Message, ...]:
        """Return the messages on the phone, without their codes."""
        return tuple(
            replace(each, text=re.sub(r"[0-9]{4,8}", _STARS, each.text)) for each in self._stage.messages(phone)
        )

    def authenticator_code(self, employee_id: str) -> Secret | None:
        """Return stars if there is a code."""
        return Secret(_STARS) if self._stage.authenticator_code(employee_id) else None


def veil(scene: Scene, stage: Stage, persona: Persona) -> None:
    """Make the screens show this hospital without its secrets."""
    scene.stage = cast("Stage", _Veiled(stage))  # the remaining verbs are passed on
    scene.persona = replace(persona, password=_stars(persona.password), cloud_password=_stars(persona.cloud_password))


def _stars(secret: Secret) -> Secret:
    return Secret("*" * len(secret.reveal()))


def unveil(scene: Scene, stage: Stage, persona: Persona) -> None:
    """Make the screens show this hospital as it is."""
    scene.stage, scene.persona = stage, persona
