"""Show the picture code as large as the terminal allows (J1.3)."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from ntuh_onboard.screens.base.scene import Scene
from ntuh_onboard.screens.dialogs.modal import Modal
from ntuh_onboard.screens.widgets.banner import warnings
from ntuh_onboard.screens.widgets.picture import PictureCode
from ntuh_onboard.screens.widgets.sentence import Sentence


class BigPicture(Modal[None]):
    """Covers the whole screen; B is black and white, any other key goes back to typing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b,B", "black_white", show=False),
        Binding("escape,space,enter", "dismiss", show=False, priority=True),
    ]
    ALLOW_SELECT = False

    def __init__(self, scene: Scene, shown: PictureCode) -> None:
        super().__init__()
        self._scene = scene
        self._shown = shown
        self._large: PictureCode | None = None

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

    def action_black_white(self) -> None:
        """Switch between greys and black and white: thin letters and noise are sometimes easier without greys."""
        if self._large is not None:
            self._large.black_and_white = not self._large.black_and_white
