"""The picture code without a screen: as blocks of text, as a file to be opened elsewhere, or described (J1.3).

The program never reads it for the student. It cannot be read aloud either, which is said, with what to do instead.
"""

from __future__ import annotations

import shutil
from enum import StrEnum

from ntuh_onboard.backend.protocol import Picture
from ntuh_onboard.plain.person import Ask, Question
from ntuh_onboard.plain.talk import Talk
from ntuh_onboard.screens.base import pixels
from ntuh_onboard.screens.base.button_acts import ButtonAct
from ntuh_onboard.screens.base.saved_files import picture_saved

_MOST_COLUMNS = 100
"""Cells across: larger than in the full screen, since nothing stands beside it."""


class Shown(StrEnum):
    """How a student wants pictures to be shown."""

    BLOCKS = "blocks"
    FILE = "file"
    TOLD = "told"


class PictureCode:
    """The picture code of the present step.

    Attributes:
        picture: the picture; None if there is none.

    """

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._chosen: Shown | None = None
        self.picture: Picture | None = None

    async def tell(self, step: str) -> None:
        """Tell that there is a picture, and show it in the way that was chosen; the first time, ask which."""
        if self.picture is None:
            return
        self._talk.person.tell(self._described(self.picture))
        if self._chosen is None:
            await self.choose(step)
        else:
            self._show()

    async def choose(self, step: str) -> None:
        """Ask how pictures are to be shown, and show this one so."""
        talk = self._talk
        ways = [each for each in Shown if each is not Shown.FILE or talk.scene.allows(ButtonAct.SAVE_PICTURE)]

        def labels() -> list[str]:
            return [talk.say(f"plain.picture_{each}") for each in ways]

        names = tuple(map(str, ways))

        def asked() -> Question:
            return Question(talk.say("plain.choose", chosen=1), Ask.WAY, step, values=names)

        at = await talk.number(labels, asked, 0, lambda: talk.say("plain.picture_ways"))
        self._chosen = ways[at or 0]
        self._show()

    def _described(self, picture: Picture) -> str:
        if picture.length:
            return self._talk.say("plain.picture_signs", count=picture.length)
        return self._talk.say("plain.picture")

    def _show(self) -> None:
        if self.picture is None or self._chosen is None:
            return
        if self._chosen is Shown.BLOCKS:
            self._talk.tell_lines(["\n".join(self._drawn(self.picture.data)) or self._talk.say("ui.picture_broken")])
        elif self._chosen is Shown.FILE:
            path = picture_saved(self.picture.data)
            self._talk.tell("ui.picture_broken" if path is None else "plain.picture_saved", path=str(path))
        else:
            self._talk.tell("plain.picture_help")

    def _drawn(self, data: bytes) -> list[str]:
        style = pixels.Drawing.ASCII if self._talk.scene.glyphs.ascii else pixels.Drawing.BLACK_WHITE
        columns = min(_MOST_COLUMNS, shutil.get_terminal_size().columns - 1)
        try:
            cells = pixels.render(data, columns, style=style)
        except pixels.BrokenPicture:
            return []
        return ["".join(cell.char for cell in row).rstrip() for row in cells]
