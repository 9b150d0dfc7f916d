"""The frame around every step: banner, rail, the step itself, the phone in practice, and the keys."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, ContentSwitcher

from ntuh_onboard.journey.step import Step
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.persona import line
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.steps.step_view import StepView
from ntuh_onboard.screens.widgets.banner import overrides
from ntuh_onboard.screens.widgets.phone import PhonePane
from ntuh_onboard.screens.widgets.rail import Rail
from ntuh_onboard.screens.widgets.sentence import ActButton, Sentence, ask_for


class Frame(Screen[None]):
    """One screen for the whole journey; its views are kept and switched.

    The classes -narrow and -wide follow the terminal's width; with little room, the phone is a drawer.

    Attributes:
        view: the view that is shown; None before the first one.

    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012  # Textual's own form
    ALLOW_SELECT = False
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Fields repaint themselves; Textual would repaint the whole screen, 10 KB more per page turn."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(classes="-practice" if scene.practice else "")
        self.scene = scene
        self.view: StepView | None = None
        self.views = ContentSwitcher(id="views")
        self.across = Rail(scene, upright=False, id="rail-across")
        self.upright = Rail(scene, upright=True, id="rail-upright")
        self.phone = PhonePane(scene, id="phone")
        self.status = Sentence(scene, id="status")
        self._before = self.status.said

    def compose(self) -> ComposeResult:
        """Lay out five bands."""
        with Horizontal(id="banner"):
            yield Sentence(self.scene, "ui.product", id="product")
            yield Sentence(self.scene, "ui.practice_banner" if self.scene.practice else "", id="practice")
        yield from overrides(self.scene)
        yield self.across
        with Horizontal(id="middle"):
            yield self.upright
            yield self.views
            yield self.phone
        yield self.status
        with Horizontal(id="keys"):
            yield Sentence(self.scene, "ui.keys", id="keys-text")
            # At a kiosk, every screen has a button to be forgotten; covering is in the menu.
            if self.scene.kiosk:
                yield ActButton(self.scene, ButtonAct.LEAVE, label="ui.forget")
            else:
                yield ActButton(self.scene, ButtonAct.COVER)
            yield ActButton(self.scene, ButtonAct.MENU)
            if self.scene.practice:
                yield ActButton(self.scene, ButtonAct.PHONE, at="drawer")
            with Vertical(id="desk-line"):
                yield Sentence(self.scene, "ui.desk_line")

    def turn_to(self, view: StepView) -> None:
        """Show a view."""
        self.view = view
        self.views.current = view.id

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Handle the frame's own buttons."""
        ask_for(event, self)

    def busy(self, *, under_way: bool) -> None:
        """Show or remove the sign that an act is under way; what was there before comes back."""
        if under_way:
            self._before = self.status.said
            self.status.say("ui.busy")
        elif self.status.key == "ui.busy":
            key, values = self._before
            self.status.say(key, **values)

    def rest(self, step: Step) -> None:
        """Show the default text of the status line: in practice, what the invented person types at this step."""
        handed = line(self.scene, step)
        if handed is None:
            self.status.say("")
        else:
            self.status.say(handed[0], **handed[1])

    def tick(self) -> None:
        """Update what depends on time; a message that arrives opens the drawer."""
        if self.view is not None:
            self.view.tick()
        if self.phone.tick():
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
