"""A sentence, such as an address, in a frame with a title in its edge."""

from __future__ import annotations

from textual.content import Content

from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.widgets.sentence import Sentence


class FramedSentence(Sentence):
    """Shows one sentence. `title`: the key of the sentence in the edge; `mark`: a sign before it."""

    def __init__(self, scene: Scene, title: str, *, mark: str = "", classes: str = "") -> None:
        super().__init__(scene, classes=f"framed {classes}")
        self._title = title
        self._mark = mark

    def reword(self) -> None:
        """Say sentence and title in the present language."""
        super().reword()
        title = f"{self._mark} {self._scene.say(self._title)}".strip()
        if title != str(self.border_title or ""):
            self.border_title = Content(title)
