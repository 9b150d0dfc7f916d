"""How long a message's code is valid, and when another can be sent, side by side in words and as a bar (J5.3)."""

from __future__ import annotations

from math import ceil

from rich.text import Text
from textual.widgets import Static

from ntuh_onboard.backend.protocol import Sent
from ntuh_onboard.screens.base.scene import Scene

_WIDTH = 24


class Countdown(Static):
    """Painted from the clock, without a time of its own (R-04). What the site has not said is not shown."""

    def __init__(self, scene: Scene, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__("", id=id, markup=False)
        self._scene = scene
        self._sent: Sent | None = None
        self._painted = ""

    def follow(self, sent: Sent | None) -> None:
        """Count for this message, or for nothing."""
        self._sent = sent
        self._painted = ""
        self.tick()

    @property
    def expired(self) -> bool:
        """Whether this message's code has expired, as far as the site says how long it is valid."""
        sent = self._sent
        return sent is not None and sent.valid_for is not None and self._left(sent.valid_for) <= 0

    @property
    def cooling(self) -> float:
        """Seconds until another message can be sent; 0 if it can be now, or if the site does not say."""
        sent = self._sent
        return max(0.0, self._left(sent.resend_after)) if sent is not None and sent.resend_after is not None else 0.0

    def tick(self) -> None:
        """Repaint if a second has passed."""
        drawn = self._drawn()
        if drawn.plain != self._painted:
            self._painted = drawn.plain
            self.update(drawn)

    def reword(self) -> None:
        """Repaint in the present language."""
        self._painted = ""
        self.tick()

    def _left(self, seconds: float) -> float:
        at = self._sent.at if self._sent else 0.0
        return at + seconds - self._scene.clock.elapsed()

    def _drawn(self) -> Text:
        sent, say, drawn = self._sent, self._scene.say, Text()
        if sent is None:
            return drawn
        if sent.valid_for is not None:
            left = max(0.0, self._left(sent.valid_for))
            key = "ui.code_left" if left else "ui.code_over"
            drawn.append(say(key, minutes=int(left) // 60, seconds=int(left) % 60), "" if left else "bold yellow")
            full = round(_WIDTH * left / sent.valid_for)
            drawn.append("  " + self._scene.glyphs.full * full, "cyan")
            drawn.append(self._scene.glyphs.rest * (_WIDTH - full) + "\n", "dim")
        if sent.resend_after is not None:
            wait = self.cooling
            drawn.append(say("ui.resend_in", seconds=ceil(wait)) if wait else say("ui.resend_now"))
        return drawn
