"""How long a message's code is valid, in words and as a bar (J5.3)."""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.widgets import Static

from ntuh_onboard.backend.protocol import Sent
from ntuh_onboard.screens.base.message_clock import MessageClock, left_words
from ntuh_onboard.screens.base.scene import Scene

SOON, NARROWEST = 30.0, 12
"""Seconds from which on the time is short, and cells that a bar needs at least."""


class Countdown(Static):
    """Painted from the clock, without a time of its own (R-04). What the site has not said is not shown."""

    def __init__(self, scene: Scene, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__("", id=id, markup=False)
        self._scene = scene
        self._message = MessageClock(scene.clock)
        self._painted: str | None = None

    def follow(self, sent: Sent | None) -> None:
        """Count for this message, or for nothing."""
        self._message.sent = sent
        self._painted = None  # also where there is nothing to count any more: what stood there would stay
        self.tick()

    def on_resize(self) -> None:
        """Repaint: the bar takes the room beside the words."""
        self.reword()

    @property
    def expired(self) -> bool:
        """Whether this message's code has expired, as far as the site says how long it is valid."""
        return self._message.expired

    def tick(self) -> None:
        """Repaint if a second has passed."""
        drawn = self._drawn()
        if drawn.plain != self._painted:
            self._painted = drawn.plain
            self.update(drawn)

    def reword(self) -> None:
        """Repaint in the present language."""
        self._painted = None
        self.tick()

    def _drawn(self) -> Text:
        message, theme, glyphs, drawn = self._message, self._scene.theme, self._scene.glyphs, Text()
        left = message.left
        if left is not None and message.sent is not None and message.sent.valid_for:
            colour = theme["green" if left > SOON else "amber"]
            words = left_words(self._scene, left)
            drawn.append(words if left else f"{glyphs.advice} {words}", Style(color=colour, bold=True))
            room = self.size.width - cell_len(words) - 2
            if left and room >= NARROWEST:
                full = round(room * left / message.sent.valid_for)
                drawn.append("  " + glyphs.full * full, Style(color=colour))
                drawn.append(glyphs.rest * (room - full), Style(color=theme["line"]))
        return drawn
