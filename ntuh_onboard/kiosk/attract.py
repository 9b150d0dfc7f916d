"""The screen between students: it shows the way ahead, step by step, in every language; any key starts."""

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

from ntuh_onboard.common.clock import Clock
from ntuh_onboard.journey.steps import JOURNEYS, RAIL, STEPS
from ntuh_onboard.kiosk.probe import Probe
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.widgets.banner import overrides
from ntuh_onboard.texts.languages import languages

WAY = tuple(mark for mark in RAIL if mark in {STEPS[step].rail for step in JOURNEYS["onboard"]})
"""The marks of the whole journey, in order."""
A_MARK = 3.0
"""Seconds for which each mark is lit."""
UNSEEN = 0.1
"""Seconds after taking the terminal in which nobody can have seen the screen and pressed a key for it."""
QUIET = 1.0
"""Seconds of silence that end a burst of keys which were meant for another screen."""


class Burst:
    """Ignores keys that the previous person typed ahead. `now`: returns the machine's time in seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._until = 0.0
        self._open = False

    def seen(self) -> None:
        """Note that a key was discarded: keys that follow closely belong to the same burst."""
        self._until = self._now() + QUIET

    def opened(self) -> None:
        """Note that the screen has been shown for long enough to be seen."""
        self._open = True

    @property
    def over(self) -> bool:
        """Whether a key pressed now counts."""
        return self._open and self._now() >= self._until

    def take(self) -> bool:
        """Return whether the key just pressed counts; if not, it prolongs the burst."""
        if not self.over:
            self.seen()
            return False
        return True


class AttractScreen(Screen[None]):
    """The screen between students; it holds nothing about anybody.

    Args:
        scene: the hospital and its words.
        clock: the machine's clock.
        probe: asks whether the sites can be used; None if there are none.
        chinese: whether the terminal has Chinese characters; if not, languages that need them are left out.

    Attributes:
        burst: decides which keys count.
        in_service: whether a key starts the wizard.

    """

    ALLOW_SELECT = False

    class Stands(Message):
        """The screen is visible and accepts keys."""

    class Pressed(Message):
        """Somebody has pressed a key."""

    def __init__(self, scene: Scene, clock: Clock, probe: Probe | None, *, chinese: bool = True) -> None:
        super().__init__()
        self._scene = scene
        shown = [each for each in languages() if chinese or not each.chinese]
        self._shown = [scene.texts.with_language(each) for each in shown]
        self.burst = Burst()
        self._probe = probe
        self._calling = False
        self._mark = 0
        self._clock = clock
        self._since = clock.elapsed()
        self.in_service = probe is None or probe.up
        self._calls = Static("", classes="attract-calls", markup=False)
        self._way = Static("", classes="attract-way", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out the screen; it shows that this is practice (J8.3)."""
        if self._scene.practice:
            yield Static(self._said("ui.practice_banner"), classes="practice-line attract-practice", markup=False)
        yield from overrides(self._scene)
        with Vertical(classes="attract"):
            yield Static(self._said("ui.product"), classes="attract-product", markup=False)
            yield Static(self._said("kiosk.way"), classes="attract-text", markup=False)
            yield self._calls
            yield self._way
            yield Static(self._said("kiosk.alone"), classes="attract-text", markup=False)

    def on_mount(self) -> None:
        """Draw for the first time."""
        self._call()
        self.set_interval(A_MARK, self._next_mark)

    def begin(self, *, burst: bool, down: bool) -> None:
        """Called when the screen is shown; `burst`: keys were just discarded; `down`: the sites could not be used."""
        if burst:
            self.burst.seen()
        if self._probe is not None:
            self._probe.up = self.in_service = not down
        self._call()
        self.set_timer(UNSEEN, self._open)

    def _open(self) -> None:
        self.burst.opened()
        self._call()
        self.call_after_refresh(self.post_message, self.Stands())

    def tick(self) -> bool:
        """Update the screen; returns whether it has changed between starting on a key and being out of service."""
        if self.burst.over is not self._calling:
            self._call()
        if self._probe is None or self._probe.look() is self.in_service:
            return False
        self.in_service = self._probe.up
        self._call()
        return True

    def stood(self) -> float:
        """Return the seconds since it was opened."""
        return self._clock.elapsed() - self._since

    def on_key(self, event: events.Key) -> None:
        """Start on any key, which reaches nothing else."""
        event.stop()
        if self.burst.take() and self.in_service:
            self.post_message(self.Pressed())

    def on_click(self, event: events.Click) -> None:
        """Start on a click as well."""
        if self.burst.take() and self.in_service:
            self.post_message(self.Pressed())

    def on_paste(self, event: events.Paste) -> None:
        """Ignore pastes: no person pastes at a screen that asks for a key."""
        event.stop()
        self.burst.seen()

    def _said(self, key: str) -> str:
        return "\n".join(texts.say(key) for texts in self._shown)

    def _call(self) -> None:
        """Ask for a key, but only while it counts."""
        self._calling = self.burst.over
        asked = self._said("kiosk.any_key") if self._calling else "\n" * (len(self._shown) - 1)
        away = f"{self._said('kiosk.out_of_service')}\n{self._said('kiosk.out_of_service_why')}"
        self._calls.update(Text(asked if self.in_service else away))
        self._calls.set_class(not self.in_service, "-out")
        self._show_way()

    def _next_mark(self) -> None:
        self._mark = (self._mark + 1) % len(WAY)
        self._show_way()

    def _show_way(self) -> None:
        drawn = Text(no_wrap=True)
        for at, mark in enumerate(WAY):
            lit = at == self._mark
            name = "  ".join(texts.say(f"rail.{mark}") for texts in self._shown)
            sign = self._scene.glyphs.here if lit else " "
            drawn.append(f" {sign} {at + 1} {name} \n", "bold reverse" if lit else "dim")
        self._way.update(drawn)
