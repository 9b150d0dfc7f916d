"""Inputs that are safe on a shared computer, and that handle a burst of keys in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset, Size
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Checkbox, Input
from textual.widgets.input import Selection


class PlainInput(Input):
    """A one-line input without a blinking cursor, so that an input method's window stays in place."""

    virtual_size = reactive(Size(0, 0), layout=False)
    """Changes without a new layout of the whole screen at every key: the width never depends on the text."""

    def __init__(self, *, id: str, password: bool = False, max_length: int = 200) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id, password=password, max_length=max_length, select_on_focus=False)
        self.cursor_blink = False
        self.declined: frozenset[str] = frozenset()
        self.taken_over = False
        self._editing: Mapping[str, Callable[[], None]] = {
            "backspace": self.action_delete_left,
            "delete": self.action_delete_right,
            "left": self.action_cursor_left,
            "right": self.action_cursor_right,
            "home": self.action_home,
            "end": self.action_end,
        }

    @property
    def point(self) -> Offset:
        """Where the next character goes."""
        return Offset(self._cells_before() - self.scroll_offset.x, 0)

    @property
    def answer(self) -> str:
        """The text; setting another one puts the cursor at its end."""
        return self.value

    @answer.setter
    def answer(self, text: str) -> None:
        self.value = text
        self.cursor_position = len(text)

    def _cells_before(self) -> int:
        return cell_len(self.value[: self.cursor_position])

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Leave keys that a view uses itself to its bindings; Textual asks this before it looks at bindings."""
        return key not in self.declined and super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        """Handle editing keys here and at once.

        Textual handles them only after they have bubbled up to the application, behind keys that were typed later: the
        burst `12<Backspace>3` gave `12`, and a Backspace before Tab reached the next field.
        """
        act = self._editing.get(event.key)
        if act is None:
            self.taken_over = False
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        if self.taken_over and not self.password:
            self.selection = Selection.cursor(self.cursor_position)
        self.taken_over = False
        act()

    def take_over(self) -> None:
        """Select the whole text for who has come here by Tab: what is typed replaces it, and editing keys edit it."""
        self.select_all()
        self.taken_over = True


def select_text(widget: Widget | None) -> None:
    """Select the whole text of a field that Tab has come to, so that the next key replaces it, as in a browser."""
    if isinstance(widget, PlainInput) and widget.value:
        widget.take_over()


class SecretInput(PlainInput):
    """An input whose text leaves it only through `value`: no copy, no cut, no selection of all on focus (T-03).

    The mask is an asterisk, since the usual bullet is two cells wide on some consoles. F4 shows the text,
    until F4 hides it again or the field is left.

    Attributes:
        shown: whether the text is shown now.

    Args:
        id: its name.
        showable: whether it may be shown, which it may not where others look on.

    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "show", show=False)]
    shown = reactive(default=False)

    def __init__(self, *, id: str, showable: bool = True) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id, password=True)
        self.showable = showable

    @property
    def _value(self) -> Text:
        drawn = (
            "".join(each if each.isprintable() else "?" for each in self.value) if self.shown else "*" * len(self.value)
        )
        return Text(drawn, no_wrap=True, overflow="ignore", end="")

    def _cells_before(self) -> int:
        return super()._cells_before() if self.shown else self.cursor_position

    def action_show(self) -> None:
        """Show the text, or hide it (F4)."""
        self.shown = self.showable and not self.shown

    def on_blur(self) -> None:
        """Hide the text."""
        self.shown = False

    def action_copy(self) -> None:
        """Do nothing: one press would put the password on the clipboard."""

    def action_cut(self) -> None:
        """Do nothing, for the same reason."""


class Tick(Checkbox, inherit_bindings=False):
    """A box to tick, recognisable without colours, by Space or by a click: Enter goes on, and never agrees to anything.

    mark: what stands in a ticked box.
    """

    def __init__(self, label: str = "", *, id: str, mark: str = "x") -> None:  # noqa: A002  # Textual's own name for it
        self._mark = mark
        super().__init__(label, id=id, compact=True)

    @property
    def answer(self) -> str:
        """`yes` if it is ticked, else nothing."""
        return "yes" if self.value else ""

    @answer.setter
    def answer(self, text: str) -> None:
        self.value = text == "yes"

    async def _on_key(self, event: events.Key) -> None:
        """Set or take back the tick at once, before an Enter of the same burst; see `PlainInput`."""
        if event.key != "space":
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        self.toggle()

    @property
    def _button(self) -> Content:
        return Content(f"[{self._mark}]" if self.value else "[ ]")
