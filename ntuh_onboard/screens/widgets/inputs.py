"""Inputs that are safe on a shared computer."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Checkbox, Input


class PlainInput(Input):
    """An input of one line without blinking cursor: an input method's window stays where it is."""

    def __init__(self, *, id: str, password: bool = False, max_length: int = 200) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id, password=password, max_length=max_length, select_on_focus=False, compact=True)
        self.cursor_blink = False


class SecretInput(PlainInput):
    """An input whose text never leaves it but by `value`: no copy, no cut, no selection of all on focus (T-03).

    The mask is an asterisk: the usual bullet is two cells wide on some consoles.
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id, password=True)

    @property
    def _value(self) -> Text:
        return Text("*" * len(self.value), no_wrap=True, overflow="ignore", end="")

    def action_copy(self) -> None:
        """Nothing: one press would put the password on the clipboard."""

    def action_cut(self) -> None:
        """Nothing, for the same reason."""


class Tick(Checkbox):
    """A box to tick, drawn in ASCII."""

    BUTTON_LEFT = "["
    BUTTON_INNER = "x"
    BUTTON_RIGHT = "]"
