"""What a step with a look of its own may override; everything else is `StepView`'s."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Vertical
from textual.widget import Widget

from ntuh_onboard.screens.base.button_acts import ButtonAct


class Hooks(Vertical):
    """Each hook does nothing until a view gives it something to do."""

    def body(self) -> Iterable[Widget]:
        """The widgets between the reason and the buttons."""
        return ()

    def buttons(self) -> Iterable[Widget]:
        """The widgets of the last line."""
        return ()

    def fill(self) -> None:
        """Show what the step has loaded."""

    def reword(self) -> None:
        """Say what is no sentence of its own in the language of now."""

    def tick(self) -> None:
        """A moment has passed: paint what shows time."""

    def typing(self) -> None:
        """Something was typed: show what follows from it."""

    def may_leave(self, focused: Widget | None) -> bool:
        """Whether the next field may be gone to; a view that says no has said why."""
        return True

    def enter_key(self) -> bool:
        """Whether this view has used Enter for something of its own."""
        return False

    def own_act(self, act: ButtonAct) -> None:
        """A button that concerns this view alone."""

    def before_submit(self) -> str:
        """The button was pressed: mend what the student has accepted; a sentence that objects once, or nothing."""
        return ""
