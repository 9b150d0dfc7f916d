"""The picture code without a screen: as blocks of text, as a file to be opened elsewhere, or described (J1.3).

The program never reads it for the student. It cannot be read aloud either, which is said, with what to do instead.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

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
        asked: whether its code is asked for now.

    """

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._chosen: Shown | None = None
        self._saved: tuple[Picture, Path | None] | None = None
        self.picture: Picture | None = None
        self.asked = False

    async def ready(self, step: str) -> None:
        """Ask, at the first picture, how pictures are to be shown; a page shows them itself."""
        if self.picture is not None and self._chosen is None and not self._talk.person.on_page:
            await self.choose(step)

    def show(self) -> None:
        """Tell the picture, unless it stands before the question that is asked and is told with that anyway."""
        if self._talk.person.on_page:
            self._talk.tell_lines([self._talk.scene.say("plain_page.another_picture")])
        elif not self.asked:
            self._talk.tell_lines(self.lines())

    def lines(self) -> list[str]:
        """Return that there is a picture, and the picture in the way that was chosen; nothing for a page."""
        if self.picture is None or self._talk.person.on_page:
            return []
        return [self._described(self.picture), *self._shown(self.picture)]

    def beside(self, question: Question) -> Question:
        """Return the question with the picture, for a page that shows it beside."""
        if self.picture is None or not self._talk.person.on_page:
            return question
        try:
            return replace(question, picture=pixels.as_png(self.picture.data), pictured=self._described(self.picture))
        except pixels.BrokenPicture:
            return replace(question, pictured=self._talk.say("plain.picture_broken"))

    async def choose(self, step: str) -> None:
        """Ask how pictures are to be shown."""
        talk = self._talk
        ways = [each for each in Shown if each is not Shown.FILE or talk.scene.allows(ButtonAct.SAVE_PICTURE)]

        def labels() -> list[str]:
            return [talk.say(f"plain.picture_{each}") for each in ways]

        names = tuple(map(str, ways))

        def asked() -> Question:
            return Question(talk.say("plain.choose", chosen=1), Ask.WAY, step, values=names)

        at = await talk.number(labels, asked, 0, lambda: talk.say("plain.picture_ways"))
        self._chosen = ways[at or 0]

    def _described(self, picture: Picture) -> str:
        if picture.length:
            return self._talk.say("plain.picture_signs", count=picture.length)
        return self._talk.say("plain.picture")

    def _shown(self, picture: Picture) -> list[str]:
        say = self._talk.say
        if self._chosen is Shown.BLOCKS:
            return ["\n".join(self._drawn(picture.data)) or say("plain.picture_broken")]
        if self._chosen is Shown.FILE:
            path = self._file(picture)
            return [say("plain.picture_broken" if path is None else "plain.picture_saved", path=str(path))]
        return [say("plain.picture_help")] if self._chosen is Shown.TOLD else []

    def _file(self, picture: Picture) -> Path | None:
        """Return where this picture was saved, once; None if it cannot be shown."""
        if self._saved is None or self._saved[0] is not picture:
            self._saved = (picture, picture_saved(picture.data))
        return self._saved[1]

    def _drawn(self, data: bytes) -> list[str]:
        style = pixels.Drawing.ASCII if self._talk.scene.glyphs.ascii else pixels.Drawing.BLACK_WHITE
        columns = min(_MOST_COLUMNS, shutil.get_terminal_size().columns - 1)
        try:
            cells = pixels.render(data, columns, style=style)
        except pixels.BrokenPicture:
            return []
        return ["".join(cell.char for cell in row).rstrip() for row in cells]
