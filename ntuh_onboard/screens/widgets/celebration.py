"""The end as a present: confetti that lies still, and a large tick."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from ntuh_onboard.screens.base.scene import Scene

_SPECKS = "▘▗▝▖▚▞"
_TONES = ("accent", "amber", "green", "red", "strong")
_ODDS = 5
"""One cell in so many holds a speck."""
TICK = ("          ▄▄", "        ▄██▀", "▄▄    ▄██▀  ", "▀██▄▄██▀    ", "  ▀██▀      ")


class Confetti(Widget):
    """A row or two of specks, at places and in tones given by a formula, so that two pictures are alike."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(classes="confetti")
        self._scene = scene

    def render(self) -> Text:
        """Return the specks; none in ASCII."""
        drawn = Text(end="", no_wrap=True)
        for row in range(0 if self._scene.glyphs.ascii else self.size.height):
            drawn.append("\n" if row else "")
            for column in range(self.size.width):
                chance = (column * 7919 + row * 104729 + column * column * 31) % 97
                tone = self._scene.theme[_TONES[chance // _ODDS % len(_TONES)]]
                drawn.append(_SPECKS[chance // 3 % len(_SPECKS)] if chance % _ODDS == 0 else " ", Style(color=tone))
        return drawn


class BigTick(Widget):
    """A tick, twelve cells wide and five rows high; none in ASCII."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(classes="big-tick")
        self._scene = scene
        if scene.glyphs.ascii:
            self.display = False

    def render(self) -> Text:
        """Return the tick."""
        return Text("\n".join(TICK), Style(color=self._scene.theme["green"]), end="")
