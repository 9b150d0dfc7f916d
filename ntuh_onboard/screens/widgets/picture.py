"""The picture code on the screen (J1.3): drawn in cells, in greys or in black and white, never moving by itself."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.text import Text
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ntuh_onboard.screens.base import pixels
from ntuh_onboard.screens.base.pixels import BrokenPicture, Cells, Drawing

_FEW_COLOURS = frozenset({"standard", "windows"})


class PictureCode(Widget):
    """Draws one picture code; it takes no focus and no keys, which the screen binds.

    Its height is fixed, so that the form below never jumps when a picture comes, changes or breaks.

    Attributes:
        data: the bytes as the backend gave them; empty while they are on their way.
        black_and_white: the drawing for pale or noisy pictures. It is on at first if the terminal has 16 colours, whose
            greys differ between terminals; without any colour, and in ASCII, it is the only one.
        waiting_words: what is shown while there is no picture, in the student's language.
        broken_words: what is shown instead of a broken picture, in the student's language.

    """

    class Broken(Message):
        """The bytes cannot be shown; another picture should be offered (C-05)."""

    can_focus = False
    DEFAULT_CSS: ClassVar[str] = "PictureCode { width: 1fr; height: auto; }"

    data: reactive[bytes] = reactive(b"")
    black_and_white: reactive[bool] = reactive[bool](default=False)
    waiting_words: reactive[str] = reactive("…")
    broken_words: reactive[str] = reactive("✕")

    def __init__(
        self,
        *,
        columns: int = pixels.COLUMNS,
        rows: int = pixels.ROWS,
        ascii_only: bool = False,
        id: str | None = None,  # noqa: A002  # Textual's own name for it
        classes: str | None = None,
    ) -> None:
        """Make a box of `columns` x `rows` cells; `ascii_only` for the ASCII theme."""
        super().__init__(id=id, classes=classes)
        self.columns = columns
        self.rows = rows
        self.ascii_only = ascii_only
        self._drawn: tuple[object, list[Strip]] = (None, [])

    def on_mount(self) -> None:
        """Start in black and white if greys cannot be relied on."""
        if self.app.console.color_system in _FEW_COLOURS:
            self.black_and_white = True

    def show(self, picture: bytes) -> None:
        """Draw this picture; black and white stays as the student chose."""
        self.data = picture

    @property
    def drawing(self) -> Drawing:
        """How the picture is drawn at present."""
        if self.ascii_only:
            return Drawing.ASCII
        colourless = self.app.no_color and self.app.native_ansi_color  # then Textual drops all colours, including greys
        return Drawing.BLACK_WHITE if self.black_and_white or colourless else Drawing.GREY

    def watch_data(self, data: bytes) -> None:
        """Report bytes that cannot be shown at once."""
        try:
            if data:
                pixels.check(data)
        except BrokenPicture:
            self.post_message(self.Broken())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the box's height, whatever is in it."""
        return self.rows

    def render_line(self, y: int) -> Strip:
        """Return one row of the picture, or of the words shown instead."""
        strips, width = self._strips(), self.size.width
        if y >= len(strips):
            return Strip.blank(width, self.rich_style)
        return strips[y].crop(0, width).adjust_cell_length(width, self.rich_style)

    def _strips(self) -> list[Strip]:
        """Return the rows, drawn once for each picture and way of drawing."""
        columns, rows = min(self.columns, self.size.width), self.size.height or self.rows
        key = (self.data, columns, rows, self.drawing, self.waiting_words, self.broken_words, self.rich_style)
        if self._drawn[0] != key:
            self._drawn = (key, self._draw(columns, rows))
        return self._drawn[1]

    def _draw(self, columns: int, rows: int) -> list[Strip]:
        if not self.data:
            return self._words(self.waiting_words)
        try:
            cells: Cells = pixels.render(self.data, columns, rows=rows, style=self.drawing)
        except BrokenPicture:
            return self._words(self.broken_words)
        return [Strip([*line]) for line in pixels.segments(cells)]

    def _words(self, words: str) -> list[Strip]:
        lines = Text(words).wrap(self.app.console, max(1, self.size.width))
        return [Strip([Segment(line.plain, self.rich_style)]) for line in lines]
