"""Dialogs: a card is a typed question, answered by one `dismiss` with the act of a button, or with None by Esc."""

from __future__ import annotations

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
from ntuh_onboard.screens.widgets.sentence import ActButton, Sentence

STANDS = 1.0
"""Seconds that a card stands before it takes a key, where a wrong one would claim something."""
SIDE_BY_SIDE = 3
"""So many buttons have room beside each other; more of them stand one under the other."""


class Card(Modal[ButtonAct]):
    """Draws a `Content`: a title, a text, and buttons, the first of which has the focus.

    A line with the key "" shows its `plain` value as it is.
    """

    BINDINGS = [  # noqa: RUF012  # Textual's own form
        Binding("escape", "close", show=False),
        Binding("down,pagedown", "read_on(1)", show=False),
        Binding("up,pageup", "read_on(-1)", show=False),
    ]
    ALLOW_SELECT = False

    def __init__(self, scene: Scene, content: Content) -> None:
        super().__init__()
        self._scene = scene
        self._content = content

    def compose(self) -> ComposeResult:
        """The text scrolls where it is longer than the room."""
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
                    yield ActButton(self._scene, act, label=self._content.labels.get(act, ""))

    def on_mount(self) -> None:
        """The first button has the focus; keys that were meant for what stood here before are dropped."""
        self.query(ActButton).first().focus()
        if self._content.steady and isinstance(self.app, SafeApp):
            self.app.lock.drop_for(STANDS)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """A button is the answer."""
        event.stop()
        self.dismiss(event.button.act if isinstance(event.button, ActButton) else None)

    def action_close(self) -> None:
        """Esc is no answer."""
        self.dismiss(None)

    def action_read_on(self, way: int) -> None:
        """A text that is longer than the card is read on, or back, without leaving the buttons."""
        text = self.query_one(".card-text", VerticalScroll)
        text.scroll_relative(y=way * max(1, text.size.height - 1), animate=False)


class Cover(Modal[None]):
    """Nothing personal is seen; any key takes it away (J0.8)."""

    ALLOW_SELECT = False

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene

        self._text = Sentence(scene, "ui.covered", classes="covered")

    def compose(self) -> ComposeResult:
        """One sentence in the middle; practice says so here too (J8.3)."""
        yield from warnings(self._scene)
        yield self._text

    def warn(self, seconds: int) -> None:
        """Announce the end; one key goes on."""
        self._text.say("ui.cover_warning", seconds=seconds)

    def on_key(self) -> None:
        """Any key, but it reaches nothing beneath."""
        self.dismiss()

    def on_click(self) -> None:
        """So does the mouse."""
        self.dismiss()
