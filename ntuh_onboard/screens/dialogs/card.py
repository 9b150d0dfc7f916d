"""Dialogs: a card is a typed question, answered once with the act of a button, or with None by Esc."""

from __future__ import annotations

from math import inf

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button

from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.safe_app import SafeApp
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.dialogs.card_contents import Content
from ntuh_onboard.screens.dialogs.modal import Modal
from ntuh_onboard.screens.widgets.banner import warnings
from ntuh_onboard.screens.widgets.sentence import ActButton, Sentence, SentenceButton

STANDS = 1.0
"""Seconds that a card is shown before it takes a key, if a wrong one would claim something."""
UNCOVERING = frozenset({"enter", "escape"})
SIDE_BY_SIDE = 3
"""How many buttons fit side by side; more than that are stacked."""


class Card(Modal[ButtonAct]):
    """Draws a `Content`: a title, a text, and buttons, the first of which has the focus.

    A line with the key "" shows its `plain` value as it is.
    """

    BINDINGS = [  # noqa: RUF012  # Textual's own form
        Binding("escape", "close", show=False),
        Binding("pagedown", "read_on(1)", show=False),
        Binding("pageup", "read_on(-1)", show=False),
        Binding("down", "read_on(1, True)", show=False, priority=True),
        Binding("up", "read_on(-1, True)", show=False, priority=True),
    ]
    ALLOW_SELECT = False

    def __init__(self, scene: Scene, content: Content) -> None:
        super().__init__()
        self._scene = scene
        self._content = content

    def compose(self) -> ComposeResult:
        """Lay out the card; the text scrolls if it is longer than the room."""
        yield from warnings(self._scene)
        with Vertical(classes="card"):
            yield Sentence(self._scene, self._content.title, classes="title")
            with VerticalScroll(classes="card-text"):
                for key, values in self._content.lines:
                    line = Sentence(self._scene, classes="line")
                    if key:
                        line.say(key, **values)
                    else:
                        line.show_plain(str(values.get("plain", "")))
                    yield line
            with (
                Vertical(classes="acts upright")
                if len(self._content.buttons) > SIDE_BY_SIDE
                else Horizontal(classes="acts")
            ):
                for act in self._content.buttons:
                    yield self._button(act)

    def _button(self, act: ButtonAct) -> ActButton:
        listed = "-listed" if len(self._content.buttons) > SIDE_BY_SIDE else ""
        parted = "-parted" if act in self._content.parted else ""
        return ActButton(self._scene, act, label=self._content.labels.get(act, ""), classes=f"{listed} {parted}")

    def on_mount(self) -> None:
        """Focus the first button, and drop keys that were meant for what was here before."""
        self.query(ActButton).first().focus()
        if self._content.steady and isinstance(self.app, SafeApp):
            self.app.lock.drop_for(STANDS)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer with the button's act."""
        event.stop()
        self.dismiss(event.button.act if isinstance(event.button, ActButton) else None)

    def action_close(self) -> None:
        """Close without an answer (Esc)."""
        self.dismiss(None)

    def action_read_on(self, way: int, among: bool = False) -> None:  # noqa: FBT001, FBT002  # a binding names no argument
        """Scroll a text that is longer than the card on, or back, without leaving the buttons.

        among: to the next button, or the one before, if all of the text is shown.
        """
        text = self.query_one(".card-text", VerticalScroll)
        if among and not text.max_scroll_y and isinstance(self.focused, SentenceButton):
            self.focused.beside(way)
            return
        text.scroll_relative(y=way * max(1, text.size.height - 1), animate=False)


class Cover(Modal[None]):
    """Hides everything personal; Enter, Esc or a click removes it (J0.8).

    What is typed in one go never reaches the fields in part: the first digit of an ID would be missing, or the first
    letter of a password, which nobody sees.
    """

    ALLOW_SELECT = False

    def __init__(self, scene: Scene, *, idle: bool = False) -> None:
        super().__init__()
        self._scene = scene
        self._text = Sentence(scene, "ui.covered_idle" if idle else "ui.covered", classes="covered")
        self._typed = -inf

    def compose(self) -> ComposeResult:
        """Lay out one sentence in the middle; it shows that this is practice (J8.3)."""
        yield from warnings(self._scene)
        yield self._text

    def warn(self, seconds: int) -> None:
        """Announce the end; Enter continues."""
        self._text.say("ui.cover_warning", seconds=seconds)

    def on_key(self, event: events.Key) -> None:
        """Close on Enter and Esc, unless they end what was just typed; say of other keys that they went nowhere."""
        event.stop()  # otherwise it goes on to the button below that opened the cover
        now = self._scene.clock.elapsed()
        if event.key in UNCOVERING and now - self._typed > STANDS:
            self.dismiss()
        else:
            self._typed = now
            self._text.say("ui.cover_typed")

    def on_paste(self) -> None:
        """Say that what was pasted went nowhere."""
        self._text.say("ui.cover_typed")

    def on_click(self) -> None:
        """Close on a click."""
        self.dismiss()
