"""Show the picture code as large as the terminal allows (J1.3)."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.dialogs.modal import Modal
from ntuh_onboard.screens.widgets.banner import warnings
from ntuh_onboard.screens.widgets.picture import PictureCode
from ntuh_onboard.screens.widgets.sentence import Sentence


class BigPicture(Modal[str]):
    """Covers the whole screen; Esc goes back to typing, and so does what is typed, which is returned."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "black_white", show=False, priority=True),
        Binding("escape,space,enter", "dismiss", show=False, priority=True),
    ]
    ALLOW_SELECT = False
    TAKES_TAB = True

    def __init__(self, scene: Scene, shown: PictureCode) -> None:
        super().__init__()
        self._scene = scene
        self._shown = shown
        self._large: PictureCode | None = None
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Lay out the picture, and how to go back."""
        width, height = self.app.size
        large = PictureCode(columns=min(width - 2, 150), rows=min(height - 3, 40), ascii_only=self._shown.ascii_only)
        large.black_and_white = self._shown.black_and_white
        self._large = large
        with Vertical():
            yield from warnings(self._scene)
            yield large
            yield Sentence(self._scene, "ui.big_picture", classes="why")

    def on_mount(self) -> None:
        """Draw the same picture as the small one."""
        if self._large is not None:
            self._large.show(self._shown.data)

    def on_key(self, event: events.Key) -> None:
        """Close, and return what is typed: all of it, if it comes in one burst."""
        if event.is_printable and event.character:
            event.stop()
            if not self._typed:
                self.call_later(self._close)
            self._typed += event.character

    def _close(self) -> None:
        self.dismiss(self._typed)

    def action_black_white(self) -> None:
        """Switch between greys and black and white: thin letters and noise are sometimes easier without greys."""
        if self._large is not None:
            self._large.black_and_white = not self._large.black_and_white
