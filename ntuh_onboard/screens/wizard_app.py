"""The Textual application: keys, the busy lock, beginning and leaving. `Wizard` and `Front` decide what is shown."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Button

from ntuh_onboard.journey.idle import IdleWatch
from ntuh_onboard.journey.journeys import Beginning
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.safe_app import SafeApp
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.base.wanted import Wanted
from ntuh_onboard.screens.frame.practice_switch import Opening, Ways
from ntuh_onboard.screens.steps.start_view import StartScreen
from ntuh_onboard.screens.widgets.inputs import select_text
from ntuh_onboard.startup.ending_signals import take_signals
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.languages import after

if TYPE_CHECKING:
    from ntuh_onboard.backend.protocol import Backend
    from ntuh_onboard.journey.lane import Lane
    from ntuh_onboard.journey.step import Step
    from ntuh_onboard.screens.frame.class_watch import ClassWatch
    from ntuh_onboard.screens.frame.front import Front
    from ntuh_onboard.screens.frame.idle_watch import Watch
    from ntuh_onboard.screens.frame.wizard import Wizard

REPAINT = 0.25
"""Seconds between two updates of what depends on time."""
BUSY_SHOWN_AFTER = 0.1
"""Seconds after which the busy sign is shown for an act that is still under way."""
WARM_AFTER = 0.4
"""Seconds after which what is behind the first screen is imported, so that it is ready for the first key."""


class OnboardApp(SafeApp):
    """One student's wizard.

    Attributes:
        farewell: what to leave on the terminal when it has ended.

    Args:
        scene: what all views are given.
        lane: the line to the backend.
        idle: measures the silence.
        start: the first screen; None begins `journey` at once.
        journey: the journey to begin.
        ways: opens the other hospitals, by `practice` or `real`.

    """

    CSS_PATH = "wizard.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        # With priority; otherwise a burst `123456<Tab>secret` goes completely into the first, visible field.
        Binding("tab", "field(1)", show=False, priority=True),
        Binding("shift+tab", "field(-1)", show=False, priority=True),
        Binding("enter", "enter", show=False, priority=True),
        Binding("escape", f"act('{ButtonAct.BACK}')", show=False),
        Binding("f1", f"act('{ButtonAct.HELP}')", show=False),
        Binding("f2", f"act('{ButtonAct.PANEL}')", show=False),
        Binding("f3", f"act('{ButtonAct.LANGUAGE}')", show=False),
        Binding("f6", f"act('{ButtonAct.MENU}')", show=False),
        Binding("f7", f"act('{ButtonAct.PHONE}')", show=False),
        Binding("f8", f"act('{ButtonAct.COVER}')", show=False),
        Binding("ctrl+q,ctrl+c", f"act('{ButtonAct.LEAVE}')", show=False, priority=True),
    ]

    def __init__(
        self,
        scene: Scene,
        lane: Lane[Backend],
        idle: IdleWatch,
        start: StartScreen | None,
        journey: str,
        *,
        ways: Mapping[str, Opening] | None = None,
    ) -> None:
        super().__init__(scene, lane)
        self._ways = Ways(ways or {})
        self.wizard: Wizard | None = None
        self._idle = idle
        self._watch: Watch | None = None
        self._hears: ClassWatch | None = None
        self._start = start
        self._journey = journey
        self._leaving = False
        self.farewell = ""

    @property
    def front(self) -> Front | None:
        """The front; None before the journey has begun."""
        return self.wizard.front if self.wizard is not None else None

    @property
    def step(self) -> Step | None:
        """The step that is shown; None before the journey has begun."""
        view = self.front.frame.view if self.front is not None else None
        return view.step if view is not None else None

    @property
    def class_watch(self) -> ClassWatch | None:
        """What the trainer says at a seat of a class, imported on first use; elsewhere None."""
        if self._hears is None and self.scene.class_line is not None:
            from ntuh_onboard.screens.frame.class_watch import ClassWatch

            self._hears = ClassWatch(self, self.scene.class_line, self._idle)
        return self._hears

    @property
    def watching(self) -> Watch:
        """The idle watch, imported on first use."""
        if self._watch is None:
            from ntuh_onboard.screens.frame.idle_watch import Watch

            self._watch = Watch(self, self._idle, lambda: self.step, lambda: self.leave(Exit.UNFINISHED, idle=True))
        return self._watch

    async def on_mount(self) -> None:
        """Handle signals, start the repaint timer, and show the first screen."""
        take_signals(self.leave)
        self.set_interval(REPAINT, self._repaint)
        await self._open_first()

    async def _open_first(self) -> None:
        if self._start is not None:
            await self.push_screen(self._start)
            self.set_timer(WARM_AFTER, _warm)
        else:
            _warm()
            self.begin(Beginning(self._journey))

    def begin(self, beginning: Beginning, mode: str = "") -> None:
        """Begin a journey here, in this mode if it is another one than the present hospital's."""
        if self.wizard is not None:
            return  # a second Enter of the same burst: another wizard would take the keys and never be shown
        from ntuh_onboard.screens.frame.wizard import Wizard

        self._ways.turn(self, mode)
        self.wizard = Wizard(self, beginning)
        self.work(self.wizard.open)

    def work(self, act: Callable[[], Awaitable[None]]) -> None:
        """Do an act while holding the lock; ignored if one is under way."""
        if self.lock.begin():
            self.run_worker(self._locked(act))

    async def _locked(self, act: Callable[[], Awaitable[None]]) -> None:
        frame = self.front.frame if self.front is not None else None
        sign = self.set_timer(BUSY_SHOWN_AFTER, lambda: frame.busy(under_way=self.lock.busy) if frame else None)
        from ntuh_onboard.journey.lane import Closed

        try:
            if frame is not None and frame.view is not None:
                await frame.view.drained()
            await act()
        except Closed:
            if not self._leaving:  # when leaving, what follows the last commit is not shown any more
                raise
        finally:
            sign.stop()
            self.lock.end()
            if frame is not None:
                frame.busy(under_way=False)

    def do(self, act: ButtonAct) -> None:
        """Do what a button, a key or a card asks for, if it is allowed and the journey has begun."""
        from ntuh_onboard.screens.frame.act_handlers import ALWAYS, AT_THE_DOOR, IN_JOURNEY
        from ntuh_onboard.screens.frame.card_opening import open_card

        if not self.scene.allows(act):
            return
        if act in ALWAYS:
            ALWAYS[act](self)
        elif self.wizard is not None and act in IN_JOURNEY:
            IN_JOURNEY[act](self.wizard)
        elif self.wizard is None and act in AT_THE_DOOR:
            open_card(self, AT_THE_DOOR[act]())

    def action_act(self, name: str) -> None:
        """Handle a key; `name` is an act of `ButtonAct`; raises ValueError for any other."""
        self.do(ButtonAct(name))

    def back(self) -> None:
        """Go to the step before; from the first step to the first screen, and there, to the way out."""
        if self.wizard is None:
            if self._start is not None:
                self._start.way_out()
        elif self._start is not None and self.wizard.at_its_beginning:
            self.work(self._choose_again)
        else:
            self.work(self.wizard.front.back)

    async def _choose_again(self) -> None:
        """Go back to the first screen; it stays at the hospital that was chosen there."""
        wizard, start = self.wizard, self._start
        if wizard is None or start is None:
            return
        wizard.undo()
        self.wizard, self._watch = None, None
        if start.scene is self.scene:
            await self.pop_screen()
        else:
            self._start = start.at(self.scene)
            await self.switch_screen(self._start)

    def next_language(self) -> None:
        """Switch to the next language, on every open screen and in every kept view."""
        self.scene.texts = self.scene.texts.with_language(after(self.scene.texts.language))
        self.say_again()

    def ask_to_leave(self) -> None:
        """Leave, after asking once if a journey is under way."""
        from ntuh_onboard.screens.dialogs.card_contents import leave_card
        from ntuh_onboard.screens.frame.card_opening import open_card

        if self.front is None:
            self.leave(Exit.UNFINISHED)
        elif self.front.over:
            self.leave(Exit.DONE)
        else:
            open_card(self, leave_card())

    def action_field(self, way: int) -> None:
        """Go to the next field (Tab), or to the one before (Shift+Tab)."""
        if way < 0:
            self.screen.focus_previous()
        elif self.front is not None and self.screen is self.front.frame:
            self.front.next_field()
        else:
            self.screen.focus_next()
        select_text(self.focused)

    def action_enter(self) -> None:
        """Handle Enter."""
        if self.screen is self._start:
            self._start.enter_key()
        elif self.front is not None:
            self.front.enter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Enter to buttons and cards, and Tab to a card that uses it; no other action works under a card."""
        if action == "field":
            return not getattr(self.screen, "TAKES_TAB", False)
        if action != "enter":
            return True
        mine = self.screen is self._start or (self.front is not None and self.screen is self.front.frame)
        return mine and not isinstance(self.focused, Button)

    async def on_event(self, event: events.Event) -> None:
        """Drop keys and pastes while an act is under way, which the busy sign shows."""
        if isinstance(event, events.InputEvent):
            self._idle.touched()
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded and not self.lock.takes_keys:
            return
        await super().on_event(event)

    def on_wanted(self, event: Wanted) -> None:
        """Handle a button."""
        self.do(event.act)

    def on_start_screen_chosen(self, event: StartScreen.Chosen) -> None:
        """Begin, since the student has started."""
        self.begin(event.beginning, event.mode)

    def practise(self) -> None:
        """Switch from the real hospital, of which nothing was asked yet, to practice (J0.2)."""
        self.run_worker(self._practise())

    async def _practise(self) -> None:
        if not self._ways.turn(self, "practice"):
            return
        self.wizard, self._watch = None, None
        self._start = StartScreen(self.scene, modes=("practice",), provider="")
        await self.switch_screen(self._start)

    def _repaint(self) -> None:
        if self.class_watch is not None:
            self.class_watch.look()
        if self.front is not None:  # before that, there is nothing personal to cover
            self.front.frame.tick()
            self.watching.look()

    def leave(self, status: Exit, *, idle: bool = False) -> None:
        """Sign out, wipe and end; waits for a commit in flight, but for nothing else (R-05). idle: nobody typed."""

        async def left() -> None:
            from ntuh_onboard.screens.base.farewell import farewell
            from ntuh_onboard.screens.base.leaving import sign_out

            out = await asyncio.to_thread(self.lane.close, sign_out)
            self.farewell = farewell(self.scene, out, begun=self.front is not None, idle=idle)
            if self.front is not None:
                self.scene.walk.held.forget()
            self.exit(int(status))

        if not self._leaving:
            self._leaving = True
            self.lock.begin()
            self.run_worker(left())


def _warm() -> None:
    """Load what comes after the first screen, and let the garbage of the start be collected from now on."""
    from ntuh_onboard.screens.frame import act_handlers, wizard  # noqa: F401  # loaded, and used by the next keys

    gc.freeze()
    gc.enable()
