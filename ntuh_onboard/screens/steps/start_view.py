"""The front door: for real or practice, where to begin, and, in practice, who one is (J0.1, J0.4, J8.3)."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button

from ntuh_onboard import __version__
from ntuh_onboard.journey.journeys import BEGINNINGS, Beginning, beginnings, finished, unfinished
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.persona import fitting, handed_out
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.base.sizes import HEIGHTS, WIDTHS, classes_at
from ntuh_onboard.screens.widgets.banner import TopBand, WholeOrNothing, overrides
from ntuh_onboard.screens.widgets.choice import Choice
from ntuh_onboard.screens.widgets.facts import Facts
from ntuh_onboard.screens.widgets.legend import Legend
from ntuh_onboard.screens.widgets.sentence import ActButton, Sentence, SentenceButton, ask_for


class PersonCard(Vertical):
    """Who the student is in practice, with all that is to be typed; for real, whose program this is."""

    def __init__(self, scene: Scene, provider: str) -> None:
        super().__init__(classes="framed -yours person-card")
        self._scene = scene
        self._provider = provider
        self._who = Sentence(scene, classes="person-name")
        self._facts = Facts(scene, classes="person-facts")
        self._rest = Sentence(scene, classes="person-rest")
        self._title = ""

    def compose(self) -> ComposeResult:
        """Lay out name, facts, and what holds for them."""
        yield self._who
        yield self._facts
        yield self._rest

    def show(self, mode: str, journey: str) -> None:
        """Show what belongs to this mode and journey."""
        scene = self._scene
        person = fitting(scene, journey) if mode != "real" else None
        self._title = "ui.card_person" if mode != "real" else "ui.card_copy"
        self.display = mode == "real" or person is not None
        if person is not None:
            key, facts = handed_out(person, journey, again=bool(scene.reached))
            self._who.show_plain(person.name)
            self._facts.say(key, **{**facts, "password": facts["password"] or scene.say("ui.password_own")})
            self._rest.say("ui.invented")
        elif mode == "real":
            self._who.say("")
            self._facts.say("ui.about_copy", provider=self._provided, version=__version__)
            self._rest.say("ui.about_real")
        self.reword()

    def _provided(self) -> str:
        return self._provider or self._scene.say("ui.unofficial")

    def reword(self) -> None:
        """Say the title in the present language; the sentences do so by themselves."""
        self.border_title = Content(self._scene.say(self._title))


class StartScreen(Screen[None]):
    """Asks, before anything is typed, what to begin.

    The first of `modes` is chosen; the mode is asked for only if there is more than one.
    """

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    ALLOW_SELECT = False

    class Chosen(Message):
        """Sent when the student starts.

        Attributes:
            mode: `practice` or `real`.
            beginning: where to begin.

        """

        def __init__(self, mode: str, beginning: Beginning) -> None:
            super().__init__()
            self.mode = mode
            self.beginning = beginning

    def __init__(self, scene: Scene, *, modes: tuple[str, ...], provider: str, journey: str = "") -> None:
        super().__init__()
        self.scene = scene
        self._provider = provider
        self._first = journey or unfinished(scene.reached)
        self.mode = Choice(id="mode")
        self.beginning = Choice(id="beginning")
        self._modes = modes
        self._ask_mode = len(modes) > 1
        self._card = PersonCard(scene, provider)
        self._reached = Sentence(scene, id="reached")
        self._keys = Legend(scene, "", id="keys-text")

    def at(self, scene: Scene) -> StartScreen:
        """Return the same screen for the hospital that was chosen in this one, which is asked no more."""
        return StartScreen(scene, modes=("practice" if scene.practice else "real",), provider=self._provider)

    def compose(self) -> ComposeResult:
        """Show what is chosen at the left, and what follows from it at the right."""
        self.add_class(*classes_at(*self.app.size), update=False)
        yield TopBand(self.scene)
        yield from overrides(self.scene)
        with Vertical(classes="door-place"), Vertical(classes="view front-door"):
            with Vertical(classes="heading"):
                yield Sentence(self.scene, "ui.start_why", classes="title")
                yield Sentence(self.scene, "ui.start_lead", classes="why")
            with Horizontal(classes="door"):
                yield Vertical(*self._questions(), classes="choices")
                yield self._card
            with Horizontal(classes="acts"):
                yield SentenceButton(self.scene, "ui.start", id="start", classes="submit")
                yield ActButton(self.scene, ButtonAct.LEAVE)
        with Horizontal(id="keys"):
            yield self._keys
            yield WholeOrNothing(self.scene, "ui.desk_line", id="desk-line", shorter="ui.desk_line_short")

    def _questions(self) -> Iterable[Widget]:
        if self._ask_mode:
            yield Sentence(self.scene, "ui.start_mode", classes="label")
            yield self.mode
        yield Sentence(self.scene, "ui.start_journey", classes="label")
        yield self.beginning
        yield self._reached

    def on_mount(self) -> None:
        """Focus the first choice, which is practice: nobody comes to the real hospital silently."""
        self.reword()
        self.set_focus(self.mode if self._ask_mode else self.beginning)

    def reword(self) -> None:
        """Set choices and facts in the present language."""
        say = self.scene.say
        self.mode.offer([(each, say(f"ui.mode_{each}")) for each in self._modes])
        offered = beginnings(self._first) if "journey" in self.scene.locked else tuple(BEGINNINGS)
        chosen = self.beginning.value or beginnings(self._first)[0]
        parted = sum(each in beginnings(BEGINNINGS[offered[0]].journey) for each in offered)
        self.beginning.offer([(each, say(BEGINNINGS[each].says)) for each in offered], chosen, parted_at=parted)
        self.show_about()

    @property
    def _chosen(self) -> Beginning:
        return BEGINNINGS[self.beginning.value]

    def show_about(self) -> None:
        """Show the person in practice; for real, who provides this copy, its version, hosts, what is never stored."""
        self._card.show(self._mode, self._chosen.journey)
        self._show_reached()

    def _show_reached(self) -> None:
        """Say where the journey goes on, if the hospital has seen that this person has begun it."""
        journey, scene = self._chosen.journey, self.scene
        self._reached.display = bool(scene.reached)
        if not scene.reached:
            return
        from ntuh_onboard.journey import moves
        from ntuh_onboard.journey.resuming import resumed
        from ntuh_onboard.screens.widgets.rail import number_of

        first = moves.begun(self._chosen)
        there = resumed(first, scene.reached)
        if finished(journey, scene.reached):
            self._reached.say("ui.reached_end")
        elif there.at == first.at:
            self._reached.say("ui.reached_nothing")
        else:
            self._reached.say("ui.reached", number=number_of(there), name=scene.say(f"rail.{there.step.rail}"))

    @property
    def _mode(self) -> str:
        return self.mode.value if self._ask_mode else self._modes[0]

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """Show what another mode says; another journey may have another person."""
        event.stop()
        self.show_about()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Start, change the language, or leave."""
        ask_for(event, self)
        if event.button.id == "start":
            self.start()

    def on_descendant_focus(self) -> None:
        """Say what Enter does where the focus is."""
        if isinstance(self.focused, ActButton) and self.focused.act == ButtonAct.LEAVE:
            self._keys.say("ui.start_keys_leave")
        else:
            self._keys.say("ui.start_keys" if self.scene.allows(ButtonAct.LANGUAGE) else "ui.start_keys_only")

    def on_key(self, event: events.Key) -> None:
        """Choose by a digit wherever the focus is; then Enter starts again."""
        if event.key.isdecimal() and not isinstance(self.focused, Choice):
            event.stop()
            self.set_focus(self.beginning)
            self.beginning.on_key(event)

    def way_out(self) -> None:
        """Go to the button that leaves, which Enter presses (Esc): a key that is held down ends nothing."""
        self.set_focus(self.query_one(f"#{ButtonAct.LEAVE}", Button))

    def enter_key(self) -> None:
        """Go from choice to choice, and start after the last one (Enter)."""
        if self._ask_mode and self.mode.has_focus:
            self.set_focus(self.beginning)
        else:
            self.beginning.call_later(self.start)  # after any choice that was typed in the same burst

    def start(self) -> None:
        """Tell the application what was chosen."""
        self.post_message(self.Chosen(self._mode, self._chosen))
