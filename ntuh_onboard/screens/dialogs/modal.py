"""A screen over the wizard that is answered once."""

from __future__ import annotations

from typing import ClassVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType


class Modal(ModalScreen[ScreenResultType]):
    """A modal screen that ignores a second answer.

    Textual removes whatever is on top each time that `dismiss` is called: the second of two keys in one burst removed
    the wizard itself, and going back then ended it.

    Attributes:
        TAKES_TAB: whether Tab is a key of its own, and does not lead from control to control.

    """

    TAKES_TAB: ClassVar[bool] = False

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Answer and close, if this is the top screen; otherwise do nothing."""
        return super().dismiss(result) if self.is_current else AwaitComplete()
