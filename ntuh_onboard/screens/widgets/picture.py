"""The picture code on the screen (J1.3): drawn in cells, enlarged, in black and white, never moving by itself."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.text import Text
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from ntuh_onboard.screens.widgets import pixels
from ntuh_onboard.screens.widgets.pixels import BrokenPicture, Cells, Drawing

_FEW_COLOURS = frozenset({"standard", "windows"})
_ZOOM = 2


class PictureCode(Widget):
    """Draws one picture code; it takes no focus and no keys, the screen binds them.

    data: the bytes, as the backend gave them; empty while they are on their way.
    zoomed: drawn at twice the size; what does not fit is reached by `pan`.
    black_and_white: the drawing for pale or noisy pictures. It starts on where the terminal has 16 colours, whose greys
    differ from terminal to terminal; where there is no colour at all, and in ASCII, it is the only one.
    waiting_words, broken_words: what stands there instead of a picture, in the student's language.

    Its height depends on `zoomed` only, so that the form beneath never jumps when a picture comes, changes or breaks.
    """

    class Broken(Message):
        """The bytes cannot be shown: offer another picture (C-05)."""

    can_focus = False
    DEFAULT_CSS: ClassVar[str] = "PictureCode { width: 1fr; height: auto; }"

    data: reactive[bytes] = reactive(b"")
    zoomed: reactive[bool] = reactive[bool](default=False, layout=True)
    black_and_white: reactive[bool] = reactive[bool](default=False)
    waiting_words: reactive[str] = reactive("…")
    broken_words: reactive[str] = reactive("✕")
    offset_columns: reactive[int] = reactive(0)

    def __init__(
        self,
        *,
        columns: int = pixels.COLUMNS,
        rows: int = pixels.ROWS,
        ascii_only: bool = False,
        id: str | None = None,  # noqa: A002  the name that every Textual widget uses
        classes: str | None = None,
    ) -> None:
        """A box of `columns` x `rows` cells, doubled while zoomed; `ascii_only` for the ASCII theme."""
        super().__init__(id=id, classes=classes)
        self.columns = columns
        self.rows = rows
        self.ascii_only = ascii_only
        self._drawn: tuple[object, list[Strip]] = (None, [])

    def on_mount(self) -> None:
        """Start in black and white where greys cannot be trusted."""
        if self.app.console.color_system in _FEW_COLOURS:
            self.black_and_white = True

    def show(self, picture: bytes) -> None:
        """Draw this picture from its left edge; zoom and black and white stay as the student chose."""
        self.offset_columns = 0
        self.data = picture

    def pan(self, columns: int) -> None:
        """Move what is seen of a zoomed picture by so many columns; negative is to the left."""
        self.offset_columns += columns

    @property
    def hidden_columns(self) -> tuple[int, int]:
        """How many columns of the picture lie out of sight, to the left and to the right."""
        strips = self._strips()
        width = max((strip.cell_length for strip in strips), default=0)
        return self.offset_columns, max(0, width - self.size.width - self.offset_columns)

    @property
    def drawing(self) -> Drawing:
        """How the picture is drawn now."""
        if self.ascii_only:
            return Drawing.ASCII
        colourless = self.app.no_color and self.app.native_ansi_color  # Textual then drops every colour, greys too
        return Drawing.BLACK_WHITE if self.black_and_white or colourless else Drawing.GREY

    def validate_offset_columns(self, wanted: int) -> int:
        """Never beyond the picture's edges."""
        return max(0, min(wanted, self._box()[0] - self.size.width))

    def watch_data(self, data: bytes) -> None:
        """Tell the screen at once of bytes that cannot be shown."""
        try:
            if data:
                pixels.check(data)
        except BrokenPicture:
            self.post_message(self.Broken())

    def watch_zoomed(self) -> None:
        """Begin at the left edge again."""
        self.offset_columns = 0

    def on_resize(self) -> None:
        """Stay within the picture when the terminal grows."""
        self.offset_columns = self.validate_offset_columns(self.offset_columns)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The box's height, whatever is in it."""
        return self._box()[1]

    def render_line(self, y: int) -> Strip:
        """One row of the picture, or of the words that stand for it."""
        strips = self._strips()
        width, first = self.size.width, self.offset_columns
        if y >= len(strips):
            return Strip.blank(width, self.rich_style)
        return strips[y].crop(first, first + width).adjust_cell_length(width, self.rich_style)

    def _box(self) -> tuple[int, int]:
        scale = _ZOOM if self.zoomed else 1
        return self.columns * scale, self.rows * scale

    def _strips(self) -> list[Strip]:
        """The drawn rows, drawn once for each picture and look of it."""
        columns, rows = self._box()
        if not self.zoomed:
            columns = min(columns, self.size.width)
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
