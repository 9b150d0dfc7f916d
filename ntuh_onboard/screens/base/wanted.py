"""The message by which a button of the screens asks for its act."""

from __future__ import annotations

from textual.message import Message

from ntuh_onboard.screens.base.button_acts import ButtonAct


class Wanted(Message):
    """A button asks for its act, which the application does."""

    def __init__(self, act: ButtonAct) -> None:
        super().__init__()
        self.act = act
