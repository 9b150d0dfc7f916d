"""A choice among a few options."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ntuh_onboard.common.safe_text import safe_line


class Choice(OptionList):
    """A list whose highlighted option is the chosen one; arrows and digits move it.

    Digits and not letters, since input methods intercept letters.

    Attributes:
        numbered: whether each option has its digit before it.

    """

    class Changed(Message):
        """Another option was chosen."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> Choice:
            """The choice that changed."""
            return self.choice

    def __init__(self, *, id: str, numbered: bool = True) -> None:  # noqa: A002  # Textual's own name for it
        super().__init__(id=id, markup=False)
        self.numbered = numbered
        self._values: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """The chosen value; empty if there are no options."""
        at = self.highlighted
        return self._values[at] if at is not None and at < len(self._values) else ""

    @property
    def point(self) -> Offset:
        """The first cell of the chosen option."""
        line = self._index_to_line.get(self.highlighted or 0, 0) if self._values else 0
        return Offset(0, line - self.scroll_offset.y)

    def offer(self, options: Sequence[tuple[str, str]], chosen: str = "", *, parted_at: int = 0) -> None:
        """Show (value, label) pairs, and highlight `chosen`, or what was chosen before, or the first.

        parted_at: how many options stand above a line that parts them from the others; 0 for no line.
        """
        wanted = chosen or self.value
        self._values = tuple(value for value, _ in options)
        self.clear_options()
        drawn: list[Option | None] = [
            Option(Content(f"{at}  {safe_line(label)}" if self.numbered else safe_line(label)))
            for at, (_, label) in enumerate(options, 1)
        ]
        if 0 < parted_at < len(drawn):
            drawn.insert(parted_at, None)
        self.add_options(drawn)
        if self._values:
            self.highlighted = self._values.index(wanted) if wanted in self._values else 0

    @property
    def answer(self) -> str:
        """The chosen value; setting another one that is offered highlights its option."""
        return self.value

    @answer.setter
    def answer(self, value: str) -> None:
        if value in self._values:
            self.highlighted = self._values.index(value)

    def on_key(self, event: events.Key) -> None:
        """Choose by a digit."""
        if event.character and event.character.isascii() and event.character.isdigit():
            at = int(event.character) - 1
            if 0 <= at < len(self._values):
                self.highlighted = at
                event.stop()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Report that another option was chosen."""
        event.stop()
        self.post_message(self.Changed(self))
