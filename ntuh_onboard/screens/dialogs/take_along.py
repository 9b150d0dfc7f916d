"""What to take along from the last page, for the camera of the student's own phone; nothing is stored here (J7.2)."""

from __future__ import annotations

from typing import ClassVar

import segno
from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from ntuh_onboard.backend.protocol import Activation
from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.dialogs.modal import Modal
from ntuh_onboard.screens.widgets.banner import warnings
from ntuh_onboard.screens.widgets.sentence import Sentence, SentenceButton

AIR = 2
"""Modules of light around a code: half of what the standard asks for, which cameras read, so that it fits 24 rows."""
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
ENTRY, HELP = "ui.take_entry", "ui.take_help"


def content(scene: Scene, activated: Activation, which: str) -> str:
    """Return the text of a code, without a name or an ID: an entry for the first day's calendar, or a help card."""
    words = scene.say(
        f"{which}_practised" if scene.practice else which,
        day=activated.effective.strftime("%m/%d"),
    )
    if which != ENTRY:
        return words
    start = activated.effective.strftime("%Y%m%dT090000")
    return f"BEGIN:VEVENT\nSUMMARY:{words}\nDTSTART:{start}\nEND:VEVENT"


def halves(text: str) -> list[str]:
    """Return a QR code of a text in half blocks, two modules a cell, with light around it."""
    rows = [[bool(each) for each in row] for row in segno.make(text, error="L", micro=False).matrix_iter(border=AIR)]
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(_HALVES[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs]


class TakeAlong(Modal[None]):
    """Shows one code at a time, with what it is for beside it; Esc closes."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", show=False)]
    ALLOW_SELECT = False

    def __init__(self, scene: Scene, activated: Activation) -> None:
        super().__init__()
        self._scene = scene
        self._activated = activated
        self._which = ENTRY
        self._code = Static(classes="qr", markup=False)
        self._told = Sentence(scene, classes="line")
        self._other = SentenceButton(scene, "ui.take_other", id="other")

    def compose(self) -> ComposeResult:
        """Lay out the code, and beside it what it is for."""
        yield from warnings(self._scene)
        with Horizontal(classes="take-along"):
            yield self._code
            with Vertical():
                yield Sentence(self._scene, "ui.take_title", classes="title")
                yield self._told
                yield self._other
                yield SentenceButton(self._scene, "ui.close", id="close")

    def on_mount(self) -> None:
        """Show the first code."""
        self._show()
        self.set_focus(self._other)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Show the other code, or close."""
        event.stop()
        if event.button.id == "close":
            self.dismiss(None)
        else:
            self._which = HELP if self._which == ENTRY else ENTRY
            self._show()

    def _show(self) -> None:
        theme = self._scene.theme
        drawn = "\n".join(halves(content(self._scene, self._activated, self._which)))
        self._code.update(Text(drawn, Style(color=theme["on-paper"], bgcolor=theme["paper"]), no_wrap=True))
        self._told.say(f"{self._which}_told")
