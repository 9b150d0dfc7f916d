"""A screen over the wizard that is answered once."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType


class Modal(ModalScreen[ScreenResultType]):
    """What comes behind the answer is dropped.

    Textual takes away whatever is in front, each time that anybody says `dismiss`: the second of two keys in one burst
    took the wizard itself away, and the next step back ended it.
    """

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Give the answer and go, where this is in front; else nothing."""
        return super().dismiss(result) if self.is_current else AwaitComplete()
