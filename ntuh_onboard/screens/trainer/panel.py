"""The trainer's panel over the wizard, in practice only: what can be brought about, and what is armed (J8.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.dialogs.modal import Modal
from ntuh_onboard.screens.widgets.banner import warnings
from ntuh_onboard.screens.widgets.sentence import Sentence

_LABEL = 60
"""Cells of a label, so that the states are aligned."""
LOOK = 0.5
"""Seconds between two updates of the states."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a panel.

    Attributes:
        id: what is chosen; empty for a heading.
        label: a sentence.
        state: a sentence about the present state.

    """

    id: str
    label: str
    state: str = ""


Entries = Callable[[], Iterable[Entry]]


class Panel(Modal[str]):
    """A list of things to choose, each with its state; arrows and Enter choose, Esc closes with the answer "".

    Args:
        scene: what all views are given.
        title: a sentence.
        hint: a sentence.
        entries: returns the lines; called repeatedly, so that changes show.
        choose: does what was chosen and returns the name of the sentence to say, for a panel that stays open; without
            it, the choice is the panel's answer.

    Attributes:
        shown: the lines as they are shown.

    """

    BINDINGS = [Binding("escape,f2", "close", show=False)]  # noqa: RUF012  # Textual's own form
    ALLOW_SELECT = False

    def __init__(
        self, scene: Scene, title: str, hint: str, entries: Entries, choose: Callable[[str], str] | None = None
    ) -> None:
        super().__init__()
        self._scene = scene
        self._title = title
        self._entries = entries
        self._choose = choose
        self._list = OptionList(id="panel-list", markup=False, compact=True)
        self._hint = Sentence(scene, hint, classes="hint")
        self.said = Sentence(scene, classes="panel-said")
        self.shown: list[Entry] = []

    def compose(self) -> ComposeResult:
        """Lay out the panel; it shows that this is practice (J8.3)."""
        yield from warnings(self._scene)
        with Vertical(classes="panel"):
            yield Sentence(self._scene, self._title, classes="title")
            yield self._list
            yield self.said
            yield self._hint

    def on_mount(self) -> None:
        """Show what can be chosen, and keep it up to date."""
        self.look()
        self._list.focus()
        self.set_interval(LOOK, self.look)

    def reword(self) -> None:
        """Show the lines in the present language."""
        self.shown = []
        self.look()

    def look(self) -> None:
        """Show the present states."""
        entries = list(self._entries())
        if entries == self.shown:
            return
        if [each.id for each in entries] == [each.id for each in self.shown]:
            changed = (index for index, each in enumerate(entries) if each != self.shown[index])
            for index in changed:
                self._list.replace_option_prompt_at_index(index, _drawn(entries[index]))
        else:
            self._list_anew(entries)
        self.shown = entries

    def _list_anew(self, entries: list[Entry]) -> None:
        at = self._list.highlighted
        self._list.clear_options()
        self._list.add_options(Option(_drawn(each), each.id or None, disabled=not each.id) for each in entries)
        self._list.highlighted = at if at is not None else next(i for i, each in enumerate(entries) if each.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Handle Enter on a line."""
        event.stop()
        chosen = event.option.id or ""
        told = self._choose(chosen) if self._choose is not None else ""
        if told:
            self.said.say(told)
            self.look()
        else:
            self.dismiss(chosen)

    def action_close(self) -> None:
        """Close without a choice (Esc)."""
        self.dismiss("")


def _drawn(entry: Entry) -> Content:
    if not entry.id:
        return Content(f"- {entry.label} -")
    return Content(f"{entry.label}{' ' * max(1, _LABEL - cell_len(entry.label))}{entry.state}".rstrip())
