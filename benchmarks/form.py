"""The baseline: a bare Textual form, which does what any form must and nothing of ours.

Header, footer, four inputs and a button; `ctrl+n` pushes a second screen of the same parts, `escape` leaves it.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Button, Footer, Header, Input

FIRST, SECOND = "first", "second"


def parts(name: str) -> ComposeResult:
    """The same parts on both screens; the placeholder of the last box is the last thing that is painted."""
    yield Header()
    for number in range(1, 5):
        yield Input(placeholder=f"{name} box {number}", id=f"{name}-{number}")
    yield Button("Go on")
    yield Footer()


class Second(Screen[None]):
    """Pushed anew at each turn, as in Textual's own examples."""

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
