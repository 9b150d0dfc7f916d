"""The simulated phone beside the wizard, in practice only."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from ntuh_onboard.screens.base.phone_screen import screen
from ntuh_onboard.screens.base.scene import Scene


class PhonePane(VerticalScroll):
    """Shows the messages that have arrived, numbered and timed, newest first, and the authenticator's present code."""

    can_focus = True

    def __init__(self, scene: Scene, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id)
        self._scene = scene
        self._screen_text = Static("", markup=False, id="phone-text")
        self._painted = ""
        self._seen = 0

    def compose(self) -> ComposeResult:
        """Lay out the phone's screen."""
        yield self._screen_text

    def tick(self) -> bool:
        """Update the screen; returns whether a message has arrived since the last call."""
        stage, persona = self._scene.stage, self._scene.persona
        if stage is None or persona is None:
            return False
        drawn, count = screen(self._scene, stage, persona), len(stage.messages(persona.phone))
        news = count > self._seen
        self._seen = count
        if drawn.plain != self._painted:
            self._painted = drawn.plain
            self._screen_text.update(drawn)
        return news

    def reword(self) -> None:
        """Repaint in the present language."""
        self._painted = ""
        self.tick()
