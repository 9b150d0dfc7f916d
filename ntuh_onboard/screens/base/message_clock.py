"""How long a message's code is valid, and when another can be sent, as far as the site says (J5.3)."""

from __future__ import annotations

from datetime import timedelta

from ntuh_onboard.backend.protocol import Sent
from ntuh_onboard.common.clock import Clock
from ntuh_onboard.screens.base.scene import Scene


class MessageClock:
    """Counts for one message, or for none; it has no time of its own (R-04)."""

    def __init__(self, clock: Clock, sent: Sent | None = None) -> None:
        self._clock = clock
        self.sent = sent

    @property
    def left(self) -> float | None:
        """Seconds that the code is still valid; None if there is no message or the site does not say."""
        sent = self.sent
        return self._until(sent.valid_for) if sent is not None and sent.valid_for is not None else None

    @property
    def cooling(self) -> float | None:
        """Seconds until another message can be sent; None if there is no message or the site does not say."""
        sent = self.sent
        return self._until(sent.resend_after) if sent is not None and sent.resend_after is not None else None

    @property
    def expired(self) -> bool:
        """Whether the code has expired, as far as the site says."""
        return self.left is not None and self.left <= 0

    def _until(self, seconds: float) -> float:
        at = self.sent.at if self.sent else 0.0
        return max(0.0, at + seconds - self._clock.elapsed())


def left_words(scene: Scene, left: float) -> str:
    """Return how long the code is still valid, in words."""
    return scene.say("ui.code_left" if left else "ui.code_over", minutes=int(left) // 60, seconds=int(left) % 60)


def at_hour(clock: Clock, elapsed: float) -> str:
    """Return the time in Taipei of a moment of `Clock.elapsed()`, such as 09:41."""
    return (clock.now() - timedelta(seconds=clock.elapsed() - elapsed)).strftime("%H:%M")
