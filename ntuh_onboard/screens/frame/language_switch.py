"""Another language at any time: every screen and every kept view says its words again."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.app import App

from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.texts import Language


@runtime_checkable
class Rewordable(Protocol):
    """Whatever can say its words again."""

    def reword(self) -> None:
        """Say them in the language of now."""


def switch_language(app: App[int], scene: Scene) -> None:
    """The other language, on every screen that is open and every view that is kept."""
    other = Language.EN if scene.texts.language is Language.ZH_TW else Language.ZH_TW
    scene.texts = scene.texts.with_language(other)
    for screen in app.screen_stack:
        for part in (screen, *screen.walk_children()):
            if isinstance(part, Rewordable):
                part.reword()
