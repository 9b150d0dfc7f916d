"""What a button asks for: one message for the step, the frame and the first screen."""

from __future__ import annotations

from textual.message import Message


class Wanted(Message):
    """act: the name of an act of `Front`, of the application, of a card, or of the view itself."""

    def __init__(self, act: str) -> None:
        super().__init__()
        self.act = act
