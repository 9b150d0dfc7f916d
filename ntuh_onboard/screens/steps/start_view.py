"""The first screen: for real or practice, and which journey (J0.1); in practice, the invented person (J8.3)."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button

from ntuh_onboard import __version__
from ntuh_onboard.journey.journeys import JOURNEYS, finished, unfinished
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.persona import about, fitting
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.widgets.banner import overrides
from ntuh_onboard.screens.widgets.choice import Choice
from ntuh_onboard.screens.widgets.sentence import ActButton, Sentence, SentenceButton, ask_for


class StartScreen(Screen[None]):
    """Asks, before anything is typed, what to begin.

    The first of `modes` is chosen; the mode is asked for only if there is more than one.
    """

    ALLOW_SELECT = False

    class Chosen(Message):
        """Sent when the student starts.

        Attributes:
            mode: `practice` or `real`.
            journey: a key of `JOURNEYS`.

        """

        def __init__(self, mode: str, journey: str) -> None:
            super().__init__()
            self.mode = mode
            self.journey = journey

    def __init__(self, scene: Scene, *, modes: tuple[str, ...], provider: str, journey: str = "") -> None:
        super().__init__()
        self.scene = scene
        self._provider = provider
        self._first = journey or unfinished(scene.reached)
        self.mode = Choice(id="mode")
        self.journey = Choice(id="journey")
        self._modes = modes
        self._ask_mode = len(modes) > 1
        self._about = Sentence(scene, classes="list")
        self._reached = Sentence(scene, id="reached")

    def compose(self) -> ComposeResult:
        """Show the choices first, then what follows from them."""
        with Horizontal(id="banner"):
            yield Sentence(self.scene, "ui.product", id="product")
            yield Sentence(self.scene, "ui.practice_banner" if self.scene.practice else "", id="practice")
        yield from overrides(self.scene)
        with Vertical(classes="view"):
            yield Sentence(self.scene, "ui.start_why", classes="title")
            if self._ask_mode:
                yield Sentence(self.scene, "ui.start_mode", classes="label")
                yield self.mode
            yield Sentence(self.scene, "ui.start_journey", classes="label")
            yield self.journey
            with Vertical(classes="body"):
                yield self._reached
                yield self._about
            with Horizontal(classes="acts"):
                yield SentenceButton(self.scene, "ui.start", id="start", classes="submit")
                if self.scene.allows(ButtonAct.LANGUAGE):
                    yield ActButton(self.scene, ButtonAct.LANGUAGE)
                yield ActButton(self.scene, ButtonAct.LEAVE)

    def on_mount(self) -> None:
        """Focus the first choice, which is practice: nobody comes to the real hospital silently."""
        self.reword()
        self.set_focus(self.mode if self._ask_mode else self.journey)

    def reword(self) -> None:
        """Set choices and facts in the present language."""
        say = self.scene.say
        self.mode.offer([(each, say(f"ui.mode_{each}")) for each in self._modes])
        offered = (self._first,) if "journey" in self.scene.locked else tuple(JOURNEYS)
        self.journey.offer([(each, say(f"journey.{each}")) for each in offered], self.journey.value or self._first)
        self.show_about()

    def show_about(self) -> None:
        """Show who provides this copy, its version, the hosts, what is never stored; in practice, the person."""
        persona = fitting(self.scene, self.journey.value)
        if self._mode == "real":
            self._about.say("ui.about_real", provider=self._provided, version=__version__)
        elif persona is not None:
            key, facts = about(persona, self.journey.value, again=bool(self.scene.reached))
            own = self.scene.say("ui.password_own")
            self._about.say(key, **{**facts, "password": facts["password"] or own}, version=__version__)
        self._show_reached()

    def _show_reached(self) -> None:
        """Say where the journey goes on, if the hospital has seen that this person has begun it."""
        journey, scene = self.journey.value, self.scene
        self._reached.display = bool(scene.reached)
        if not scene.reached:
            return
        from ntuh_onboard.journey.resuming import resumed
        from ntuh_onboard.journey.state import begin
        from ntuh_onboard.screens.widgets.rail import number_of

        there = resumed(begin(journey), scene.reached)
        if finished(journey, scene.reached):
            self._reached.say("ui.reached_end")
        elif there.at == there.order[0]:
            self._reached.say("ui.reached_nothing")
        else:
            self._reached.say("ui.reached", number=number_of(there), name=scene.say(f"rail.{there.step.rail}"))

    @property
    def _mode(self) -> str:
        return self.mode.value if self._ask_mode else self._modes[0]

    def _provided(self) -> str:
        return self._provider or self.scene.say("ui.unofficial")

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Show what another mode says; another journey may have another person."""
        event.stop()
        self.show_about()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Start, change the language, or leave."""
        ask_for(event, self)
        if event.button.id == "start":
            self.start()

    def enter_key(self) -> None:
        """Go from choice to choice, and start after the last one (Enter)."""
        if self._ask_mode and self.mode.has_focus:
            self.set_focus(self.journey)
        else:
            self.journey.call_later(self.start)  # after any choice that was typed in the same burst

    def start(self) -> None:
        """Tell the application what was chosen."""
        self.post_message(self.Chosen(self._mode, self.journey.value))
