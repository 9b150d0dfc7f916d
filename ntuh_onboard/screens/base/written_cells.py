"""Write to the terminal only the cells that it does not show already.

Textual paints the whole screen when one is shown or laid out, often twice with the same cells, and all three rows of a
framed field at each key; each cell that it paints is written with its style. The first screen was 45 KB so, and is 8.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from rich.cells import split_graphemes
from rich.color import Color, ColorSystem
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

Pen = tuple[str, str, str]
"""The codes of a style for `CSI m`: attributes, colour of the text (none if none is seen), colour behind it."""
Cell = tuple[str, Pen]
"""A cell's text and style; the second half of a wide character has no text."""
Part = tuple[int, int, Sequence[Cell]]
"""Column, row, and the cells that stand from there on."""

_PLAIN: Pen = ("", "39", "49")
_GAP = 8
"""Most unchanged cells that are written between two changes: to move the cursor over them would take as many bytes."""


class WrittenCells:
    """What the terminal shows, as far as this program has written it."""

    def __init__(self) -> None:
        self._rows: dict[int, list[Cell | None]] = {}

    def forget(self) -> None:
        """Expect nothing of the terminal any more: the next update is written whole."""
        self._rows.clear()

    def missing(self, update: CompositorUpdate) -> CompositorUpdate:
        """Return what writes, of this update, only what the terminal lacks at the time."""
        return _Missing(update, self)

    def replace(self, part: Part) -> Iterator[Part]:
        """Expect these cells on the terminal from now on; yields the parts of them that were not there."""
        x, y, cells = part
        row, end = self._rows.setdefault(y, []), x + len(cells)
        row.extend([None] * (end - len(row)))
        shown = row[x:end]
        if shown == cells:
            return
        row[x:end] = cells
        for first, last in _changes(shown, cells):
            yield x + first, y, cells[first:last]


class _Missing(CompositorUpdate):
    """An update that is compared with what the terminal shows when it is written, if it is written at all."""

    def __init__(self, update: CompositorUpdate, written: WrittenCells) -> None:
        self._update = update
        self._written = written

    def render_segments(self, console: Console) -> str:
        if not isinstance(self._update, LayoutUpdate | ChopsUpdate):
            self._written.forget()
            return self._update.render_segments(console)
        colours = console._color_system or ColorSystem.TRUECOLOR  # noqa: SLF001  # as Textual's own strips ask
        parts = _whole(self._update) if isinstance(self._update, LayoutUpdate) else _painted(self._update)
        return _drawn(new for x, y, strips in parts for new in self._written.replace((x, y, _cells(strips, colours))))


def _whole(update: LayoutUpdate) -> Iterator[tuple[int, int, Iterable[Strip]]]:
    """Yield column, row and strips of each row of a screen."""
    x, top = update.region.offset
    for y, strips in enumerate(update.strips, top):
        yield x, y, strips


def _painted(update: ChopsUpdate) -> Iterator[tuple[int, int, Iterable[Strip]]]:
    """Yield the same of each part of a row that was painted anew."""
    for y, first, last in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x < last and end > first:
                yield x, y, (strip if end <= last else strip.crop(0, last - x),)


def _cells(strips: Iterable[Strip], colours: ColorSystem) -> list[Cell]:
    return [cell for strip in strips for text, style, _ in strip for cell in _styled(text, style, colours)]


@lru_cache(maxsize=512)
def _styled(text: str, style: Style | None, colours: ColorSystem) -> tuple[Cell, ...]:
    """Return the cells of a text; of blanks, the colour of the text is left out."""
    pen = _pen(style or Style.null(), colours)
    blank = pen if pen[0] else ("", "", pen[2])  # an attribute may draw lines, or exchange the colours
    texts = (*_in_cells(text),)
    cells = {each: (each, blank if each == " " else pen) for each in set(texts)}
    return tuple(cells[each] for each in texts)


def _in_cells(text: str) -> Iterator[str]:
    """Yield what stands in each cell, which may be a character with accents, or nothing beside a wide one."""
    if text.isascii():
        yield from text
        return
    spans, _ = split_graphemes(text)
    for start, end, width in spans:
        if width:
            yield text[start:end]
            yield from [""] * (width - 1)


@lru_cache(maxsize=512)
def _pen(style: Style, colours: ColorSystem) -> Pen:
    def codes(colour: Color | None, usual: str, *, ink: bool) -> str:
        return usual if colour is None else ";".join(colour.downgrade(colours).get_ansi_codes(foreground=ink))

    look = Strip.render_ansi(style.without_color, colours)
    return look, codes(style.color, _PLAIN[1], ink=True), codes(style.bgcolor, _PLAIN[2], ink=False)


def _changes(shown: Sequence[Cell | None], cells: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Yield first and last (exclusive) of each part that differs.

    Of a wide character all is written, even if only its second half differs: a terminal drops one that it has half of.
    """
    different = [at for at, (before, now) in enumerate(zip(shown, cells, strict=True)) if before != now]
    breaks = [at for at, (one, other) in enumerate(pairwise(different), 1) if other - one > _GAP]
    for start, end in pairwise([0, *breaks, len(different)]):
        first, last = different[start], different[end - 1] + 1
        yield first - (first > 0 and not cells[first][0]), last


def _drawn(parts: Iterable[Part]) -> str:
    """Return what writes these parts, with no more changes of style than they need."""
    written: list[str] = []
    pen = _PLAIN
    for x, y, cells in parts:
        written.append(f"\x1b[{y + 1};{x + 1}H")
        for text, wanted in cells:
            if wanted != pen:
                codes, pen = _change(pen, wanted)
                written.append(codes)
            written.append(text)
    return "".join([*written, "\x1b[0m"] if written else [])


def _change(pen: Pen, wanted: Pen) -> tuple[str, Pen]:
    """Return what changes one style into another, and the style then."""
    codes = [] if pen[0] == wanted[0] else ["0", *filter(None, wanted[:1])]
    _, ink, paper = _PLAIN if codes else pen
    if wanted[1] and wanted[1] != ink:
        codes.append(ink := wanted[1])
    if wanted[2] != paper:
        codes.append(paper := wanted[2])
    return f"\x1b[{';'.join(codes)}m" if codes else "", (wanted[0], ink, paper)
