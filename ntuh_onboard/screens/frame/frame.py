"""The frame around every step: banner, rail, the step itself, the phone in practice, and the keys."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, ContentSwitcher

from ntuh_onboard.journey.step import Busy, Step
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.persona import line
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.base.sizes import HEIGHTS, WIDTHS, classes_at
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.banner import TopBand, WholeOrNothing, overrides
from ntuh_onboard.screens.widgets.legend import Legend, Status
from ntuh_onboard.screens.widgets.phone import PhonePane
from ntuh_onboard.screens.widgets.rail import Stepper, WayAhead
from ntuh_onboard.screens.widgets.sentence import ActButton, ask_for


class Frame(Screen[None]):
    """One screen for the whole journey; its views are kept and switched.

    Its classes follow the terminal's size (`sizes`); with little room, the phone is a drawer.

    Attributes:
        view: the view that is shown; None before the first one.

    """

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    ALLOW_SELECT = False
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Fields repaint themselves; Textual would repaint the whole screen, 10 KB more per page turn."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(classes="-practice" if scene.practice else "")
        self.scene = scene
        self.view: StepView | None = None
        self.views = ContentSwitcher(id="views")
        self.across = Stepper(scene, id="rail-across")
        self.upright = WayAhead(scene, id="rail-upright")
        self.phone = PhonePane(scene, id="phone")
        self.status = Status(scene)
        self.legend = Legend(scene, "ui.keys", id="keys-text")
        self._before = self.status.said

    def compose(self) -> ComposeResult:
        """Lay out five bands."""
        self.add_class(*classes_at(*self.app.size), update=False)
        yield TopBand(self.scene)
        yield from overrides(self.scene)
        yield self.across
        with Horizontal(id="middle"):
            yield self.upright
            yield self.views
            yield self.phone
        yield self.status
        with Horizontal(id="keys"):
            yield self.legend
            # At a kiosk, every screen has a button to be forgotten; covering is in the menu.
            if self.scene.kiosk:
                yield ActButton(self.scene, ButtonAct.LEAVE, label="ui.forget", classes="plain")
            else:
                yield ActButton(self.scene, ButtonAct.COVER, label="ui.key_cover", classes="plain")
            yield ActButton(self.scene, ButtonAct.MENU, label="ui.key_menu", classes="plain")
            if self.scene.allows(ButtonAct.HAND):
                yield ActButton(self.scene, ButtonAct.HAND, at="class", classes="plain")
            if self.scene.practice:
                yield ActButton(self.scene, ButtonAct.PHONE, at="drawer", label="ui.key_phone", classes="plain")
            yield WholeOrNothing(self.scene, "ui.desk_line", id="desk-line", shorter="ui.desk_line_short")

    def turn_to(self, view: StepView) -> None:
        """Show a view."""
        self.view = view
        self.legend.say(view.KEYS)
        self.phone.set_class(view.WITH_PHONE, "-needed")
        self.views.current = view.id

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Handle the frame's own buttons."""
        ask_for(event, self)

    def busy(self, *, under_way: bool) -> None:
        """Show or remove the sign that an act is under way; what was there before comes back."""
        if under_way:
            self._before = self.status.said
            self.status.interrupt("ui.busy")
        elif self.status.key == "ui.busy":
            key, values = self._before
            self.status.say_again(key, values)

    def rest(self, step: Step) -> None:
        """Show the default text of the status line: in practice, what the invented person types at this step."""
        handed = line(self.scene, step)
        if handed is None:
            self.status.say("")
        else:
            self.status.say(handed[0], **handed[1])

    def on_screen_resume(self) -> None:
        """Go back to the step when a card or a cover is gone: at the button that opened it, keys would be lost."""
        if self.view is not None and self.focused is not None and self.view not in self.focused.ancestors:
            self.view.focus_first()

    def tick(self) -> None:
        """Update what depends on time; a message that is waited for opens the drawer."""
        if self.view is not None:
            self.view.tick()
        if self.phone.tick() and self.view is not None and self.view.step.busy is Busy.WAITING:
            self._draw_out(opened=True)

    def close_drawer(self) -> None:
        """Close the drawer, before another view is shown; with enough room the phone stays visible."""
        self._draw_out(opened=False)

    def toggle_phone(self) -> None:
        """Open or close the drawer."""
        self._draw_out(opened=not self.phone.has_class("-open"))

    def _draw_out(self, *, opened: bool) -> None:
        # Not a class of the frame: changing that would restyle every kept view.
        self.phone.set_class(opened, "-open")
        if self.view is not None:
            self.view.set_class(opened, "-beside-phone")
