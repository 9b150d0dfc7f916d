"""Inputs that are safe on a shared computer, and that take a burst of keys in its order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.text import Text
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Checkbox, Input


class PlainInput(Input):
    """An input of one line without blinking cursor: an input method's window stays where it is."""

    virtual_size = reactive(Size(0, 0), layout=False)
    """Without a layout of the whole screen at every key: the input is as wide as before, whatever stands in it."""

    def __init__(self, *, id: str, password: bool = False, max_length: int = 200) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id, password=password, max_length=max_length, select_on_focus=False, compact=True)
        self.cursor_blink = False
        self.declined: frozenset[str] = frozenset()
        self._editing: Mapping[str, Callable[[], None]] = {
            "backspace": self.action_delete_left,
            "delete": self.action_delete_right,
            "left": self.action_cursor_left,
            "right": self.action_cursor_right,
            "home": self.action_home,
            "end": self.action_end,
        }

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Keys that a view has a use of its own for are left to its bindings: Textual asks here before it binds."""
        return key not in self.declined and super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        """Editing keys act here and at once.

        Textual resolves them only when they have bubbled up to the application, behind keys that were typed later:
        in one burst `12<Backspace>3` gave `12`, and a Backspace before Tab met the next field.
        """
        act = self._editing.get(event.key)
        if act is None:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        act()


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
    """A box to tick, drawn in ASCII, and told apart without colours too."""

    @property
    def _button(self) -> Content:
        return Content("[x]" if self.value else "[ ]")
