"""The last two rows of every step: what was just done, and what the keys do."""

from __future__ import annotations

import re
from collections.abc import Mapping

from textual.content import Content

from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.widgets.sentence import Marked, Sentence

_KEY = re.compile(r"(?<![\w])(?:Enter|Tab|Esc|F[0-9]{1,2}|↑↓|Up/Down)(?![\w])")


class Legend(Sentence):
    """A sentence in which the names of keys are bold."""

    def render(self) -> Content:
        """Return the sentence."""
        drawn = super().render()
        for found in _KEY.finditer(drawn.plain):
            drawn = drawn.stylize("bold", *found.span())
        return drawn


class Status(Marked):
    """One row: what has just been done, behind a tick, or what is to be typed in practice."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene, id="status")
        self._done = False

    def say(self, key: str, **values: object) -> None:
        """Show a sentence without a mark."""
        self._done = False
        self.interrupt(key, **values)

    def say_done(self, key: str, **values: object) -> None:
        """Show what has just been done."""
        self._done = True
        self.say_again(key, values)

    def interrupt(self, key: str, **values: object) -> None:
        """Show, without a mark, what is not to last; `say_again` brings back what was there before."""
        self.mark = ""
        super().say(key, **values)

    def say_again(self, key: str, values: Mapping[str, object]) -> None:
        """Show again what was said before, as it was marked."""
        self.mark = self._scene.glyphs.done if self._done else ""
        super().say(key, **values)
