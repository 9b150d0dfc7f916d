"""What the trainer of a class says while a question waits: a pause, which covers it, and messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.common.safe_text import safe
from ntuh_onboard.screens.base.scene import Scene


class ClassNews:
    """Looks at the class's news, if this wizard stands at a seat of one.

    Attributes:
        paused: whether the trainer holds the wizard now.

    """

    def __init__(self, scene: Callable[[], Scene]) -> None:
        self._scene = scene
        self._told = self._read = 0
        self.paused = False

    def look(self, *, covered: bool) -> Iterator[str]:
        """Yield a message that is new, once; notices a pause and its end, during which time stands still.

        covered: whether what is told now would not be seen, or be gone with the cover.
        """
        scene = self._scene()
        if scene.class_line is None:
            return
        news = scene.class_line.news()
        if news.paused is not self.paused and isinstance(scene.clock, SystemClock):
            scene.clock.set_rate(0.0 if news.paused else 1.0)
        self.paused = news.paused
        if news.number > self._told and not (news.paused or covered):
            self._told = news.number
            yield f"{scene.say('class.note_title')}\n{safe(news.note)}"

    def answered(self) -> None:
        """Tell the class that what was told was read: somebody has answered since."""
        line = self._scene().class_line
        if line is not None and self._told > self._read:
            self._read = self._told
            line.confirm(self._told)

    def pause_words(self) -> str:
        """Return what stands there during a pause."""
        return "\n".join(self._scene().say(each) for each in ("class.paused_title", "class.paused_hint"))
