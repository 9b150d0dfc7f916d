"""The baseline: a bare Textual form that does only what any form must do.

Header, footer, four inputs and a button; `ctrl+n` pushes a second screen with the same parts, `escape` leaves it.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Button, Footer, Header, Input

FIRST, SECOND = "first", "second"


def parts(name: str) -> ComposeResult:
    """Yield the parts, which are the same on both screens; the placeholder of the last box is painted last."""
    yield Header()
    for number in range(1, 5):
        yield Input(placeholder=f"{name} box {number}", id=f"{name}-{number}")
    yield Button("Go on")
    yield Footer()


class Second(Screen[None]):
    """The second screen, made anew at each turn as in Textual's own examples."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "app.pop_screen", "Back")]

    def compose(self) -> ComposeResult:
        """Four boxes and a button."""
        yield from parts(SECOND)


class Form(App[None]):
    """The first screen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+n", "turn", "Next")]

    def compose(self) -> ComposeResult:
        """Four boxes and a button."""
        yield from parts(FIRST)

    def action_turn(self) -> None:
        """Push the second screen."""
        self.push_screen(Second())


if __name__ == "__main__":
    Form().run()
