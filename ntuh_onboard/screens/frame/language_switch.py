"""Switch the language at any time: every screen and every kept view says its words again."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.app import App

from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.texts.languages import after


@runtime_checkable
class Rewordable(Protocol):
    """Anything that can say its words again."""

    def reword(self) -> None:
        """Say its words in the present language."""


def switch_language(app: App[int], scene: Scene) -> None:
    """Switch to the next language, on every open screen and in every kept view."""
    scene.texts = scene.texts.with_language(after(scene.texts.language))
    for screen in app.screen_stack:
        for part in (screen, *screen.walk_children()):
            if isinstance(part, Rewordable):
                part.reword()
