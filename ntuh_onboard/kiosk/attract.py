"""The screen that waits for somebody: the way ahead, mark by mark, in both languages; a key starts."""

from __future__ import annotations

import time
from collections.abc import Callable

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from ntuh_onboard.screens.banner import warnings
from ntuh_onboard.screens.scene import Scene
from ntuh_onboard.steps import RAIL
from ntuh_onboard.texts import Language

A_MARK = 3.0
"""Seconds for which one mark of the way is lit."""
QUIET = 1.0
"""Seconds of silence that end a burst of keys which were meant for somebody else's screen."""


class Burst:
    """Keys that were typed ahead, by whoever sat here before, start nothing. now: the machine's seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._until = 0.0
        self._open = False

    def seen(self) -> None:
        """A key was thrown away: what follows it closely is of the same burst."""
        self._until = self._now() + QUIET

    def opened(self) -> None:
        """The screen stands now: who presses a key has seen it."""
        self._open = True

    def take(self) -> bool:
        """Whether a key that has come now counts."""
        if self._open and self._now() >= self._until:
            return True
        self.seen()
        return False


class AttractScreen(Screen[None]):
    """Holds nothing of anybody. burst: which keys do not count. in_service: whether a key starts."""

    ALLOW_SELECT = False

    class Pressed(Message):
        """Somebody is there."""

    def __init__(self, scene: Scene, burst: Burst, *, in_service: bool = True) -> None:
        super().__init__()
        self._scene = scene
        self._both = [scene.texts.with_language(each) for each in (Language.ZH_TW, Language.EN)]
        self._burst = burst
        self._mark = 0
        self.in_service = in_service
        self._calls = Static("", classes="attract-calls", markup=False)
        self._way = Static("", classes="attract-way", markup=False)

    def compose(self) -> ComposeResult:
        """Practice says so here too (J8.3)."""
        yield from warnings(self._scene)
        with Vertical(classes="attract"):
            yield Static(self._said("ui.product"), classes="attract-product", markup=False)
            yield Static(self._said("kiosk.way"), classes="attract-text", markup=False)
            yield self._calls
            yield self._way
            yield Static(self._said("kiosk.alone"), classes="attract-text", markup=False)

    def on_mount(self) -> None:
        """The first picture; keys count from its paint on."""
        self.serve(in_service=self.in_service)
        self.set_interval(A_MARK, self._next_mark)

    def serve(self, *, in_service: bool) -> None:
        """Say whether a key starts."""
        self.in_service = in_service
        key = "kiosk.any_key" if in_service else "kiosk.out_of_service"
        said = self._said(key) if in_service else f"{self._said(key)}\n\n{self._said('kiosk.out_of_service_why')}"
        self._calls.update(Text(said))
        self._calls.set_class(not in_service, "-out")
        self._show_way()

    def on_key(self, event: events.Key) -> None:
        """Any key, but it reaches nothing else."""
        event.stop()
        if self._burst.take() and self.in_service:
            self.post_message(self.Pressed())

    def on_click(self, event: events.Click) -> None:
        """So does the mouse."""
        if self._burst.take() and self.in_service:
            self.post_message(self.Pressed())

    def on_paste(self, event: events.Paste) -> None:
        """No person pastes at a screen that asks for a key."""
        event.stop()
        self._burst.seen()

    def _said(self, key: str) -> str:
        return "\n".join(texts.say(key) for texts in self._both)

    def _next_mark(self) -> None:
        self._mark = (self._mark + 1) % len(RAIL)
        self._show_way()

    def _show_way(self) -> None:
        drawn = Text(no_wrap=True)
        for at, mark in enumerate(RAIL):
            lit = at == self._mark
            chinese, english = (texts.say(f"rail.{mark}") for texts in self._both)
            sign = self._scene.glyphs.here if lit else " "
            drawn.append(f" {sign} {at + 1} {chinese}  {english} \n", "bold reverse" if lit else "dim")
        self._way.update(drawn)
