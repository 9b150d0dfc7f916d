"""Draw a picture code in terminal cells (J1.3), from bytes that are not trusted at all (C-05).

The bytes are checked, decoded in memory and turned into cells of a character and two greys. Nothing here reads the code
for the student, and only `save`, when the student wants it, writes anything. There are three ways to draw:

- `GREY`: half-blocks, two square pixels one above the other in each cell, in a few greys; the default.
- `BLACK_WHITE`: divided at the picture's own threshold, in quadrant blocks: twice as many pixels across. The characters
  alone show the picture, so that it is complete on terminals with few colours or none.
- `ASCII`: the same quarters as letters and signs, for terminals without block characters.

Pillow and rich are imported on first use: no screen before the picture needs them.
"""

from __future__ import annotations

import io
import os
import secrets
import struct
import warnings
import zlib
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image as Picture
    from rich.segment import Segment

MAX_BYTES = 256 * 1024
MAX_WIDTH, MAX_HEIGHT = 1000, 400
MIN_WIDTH, MIN_HEIGHT = 16, 8
COLUMNS, ROWS = 60, 9
"""The usual size: a picture of 200x60 becomes 60x18 square half-blocks."""

TYPES = ("GIF", "PNG", "JPEG", "BMP")
STRETCH = 1.6
"""How far the shape may be stretched to fill the box: tall or broad characters are easier to read than coarse ones."""

_LEAST_CONTRAST = 16
_WRITTEN = 0.4
_PAPER, _INK = 255, 0
_GREYS = 6
"""More are not told apart in a picture of so few pixels, and each change of grey is sent to the terminal."""
_UPPER, _LOWER, _NEITHER = "▀▄ "
_QUADRANTS = " ▗▖▄▝▐▞▟▘▚▌▙▀▜▛█"
_SIGNS = " .,_']/d`\\[b\"?P#"
"""Both are indexed by the inked quarters: 8 upper left, 4 upper right, 2 lower left, 1 lower right."""


class BrokenPicture(ValueError):
    """These bytes are not a picture that can be shown; the screen offers another one (C-05)."""


class Drawing(StrEnum):
    """The ways to draw a picture in cells."""

    GREY = "grey"
    BLACK_WHITE = "black_white"
    ASCII = "ascii"


class Cell(NamedTuple):
    """One terminal cell: a character, and the greys (0 black to 255 white) of its ink and its paper.

    Attributes:
        char: the character.
        foreground: the grey of the ink, or None for the terminal's own colour.
        background: the grey of the paper, or None for the terminal's own colour.

    """

    char: str
    foreground: int | None = None
    background: int | None = None


Cells = tuple[tuple[Cell, ...], ...]


def render(data: bytes, columns: int, *, rows: int | None = None, style: Drawing = Drawing.GREY) -> Cells:
    """Draw the part of the picture that is written on, in at most `columns` x `rows` cells (J1.3).

    Without `rows`, the height follows from the shape. Raises BrokenPicture if the bytes are not a GIF, PNG, JPEG or BMP
    of at most 256 KiB and 1000x400 pixels, cannot be decoded, or show nothing (C-05).
    """
    whole = _contrasted(_opened(data))
    most = rows or _rows(columns, whole.size)
    grey = whole.crop(written(whole))
    across, down = _box(grey.size, max(1, columns), most)
    if style is Drawing.GREY:
        return _half_blocks(grey, across, down)
    return _quarters(grey, across, down, style)


def check(data: bytes) -> None:
    """Raise BrokenPicture if `render` would."""
    _contrasted(_opened(data))


def segments(cells: Cells) -> list[list[Segment]]:
    """Return a list of rich segments for each row of cells; neighbours of the same colour share a segment."""
    from rich.color import Color
    from rich.segment import Segment
    from rich.style import Style

    def colour(grey: int | None) -> Color | None:
        return None if grey is None else Color.from_rgb(grey, grey, grey)

    def row_of(row: Sequence[Cell]) -> Iterator[Segment]:
        for (ink, paper), run in groupby(row, key=lambda cell: cell[1:]):
            yield Segment("".join(cell.char for cell in run), Style(color=colour(ink), bgcolor=colour(paper)))

    return [list(row_of(row)) for row in cells]


def as_png(data: bytes) -> bytes:
    """Return the decoded first frame as a PNG, so that nothing else in the bytes reaches another program.

    Raises BrokenPicture like `render`.
    """
    check(data)
    written = io.BytesIO()
    _opened(data).save(written, "PNG")
    return written.getvalue()


def save(data: bytes, folder: Path) -> Path:
    """Write the picture into `folder` as a PNG that only this user can read, to be opened elsewhere (J1.3).

    Only when the student wants it. The name is random and says nothing about a person. Raises BrokenPicture.
    """
    picture = as_png(data)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"captcha-{secrets.token_hex(4)}.png"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(picture)
    return path


def _opened(data: bytes) -> Picture:
    """Return the first frame on white paper, in RGB, with nothing but its pixels."""
    from PIL import Image

    if not 0 < len(data) <= MAX_BYTES:
        raise BrokenPicture("the size in bytes is out of bounds")
    try:
        # Pillow only warns of large pictures, on standard error, which is the screen; the size is checked here instead.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=TYPES) as picture:
                layered = _of_fair_size(picture).convert("RGBA")
    except BrokenPicture:
        raise
    except (OSError, EOFError, SyntaxError, ArithmeticError, LookupError, TypeError, ValueError, MemoryError) as fault:
        raise BrokenPicture(type(fault).__name__) from None
    except (struct.error, zlib.error, Image.DecompressionBombError) as fault:
        raise BrokenPicture(type(fault).__name__) from None
    paper = Image.new("RGBA", layered.size, (_PAPER, _PAPER, _PAPER, 255))
    return Image.alpha_composite(paper, layered).convert("RGB")


def _of_fair_size(picture: Picture) -> Picture:
    """Return the picture, or raise BrokenPicture if it claims to be huge or tiny, before any pixel is decoded."""
    if MIN_WIDTH <= picture.width <= MAX_WIDTH and MIN_HEIGHT <= picture.height <= MAX_HEIGHT:
        return picture
    raise BrokenPicture("the size in pixels is out of bounds")


def _contrasted(picture: Picture) -> Picture:
    """Return the picture in grey: by brightness, or by one colour channel if that separates ink and paper far better.

    Red on green of the same brightness, for example, would be an even grey.
    """
    brightness = picture.convert("L")
    candidates = [(_threshold(each)[1], each) for each in picture.split()]
    best, channel = max(candidates, key=lambda candidate: candidate[0])
    chosen = channel if best > 2 * _threshold(brightness)[1] else brightness
    low, high = _span(chosen)
    if high - low < _LEAST_CONTRAST:
        raise BrokenPicture("the picture is one even colour")
    return chosen


def _span(grey: Picture) -> tuple[int, int]:
    levels = [level for level, count in enumerate(grey.histogram()) if count]
    return levels[0], levels[-1]


def _threshold(grey: Picture) -> tuple[int, float]:
    """Return Otsu's threshold (the last dark level), and how well it separates the two sides."""
    counts = grey.histogram()
    total, weighted = sum(counts), sum(level * count for level, count in enumerate(counts))
    best, spread, dark, dark_sum = 0, 0.0, 0, 0
    for level, count in enumerate(counts):
        dark, dark_sum = dark + count, dark_sum + level * count
        if 0 < dark < total:
            apart = dark_sum / dark - (weighted - dark_sum) / (total - dark)
            between = dark * (total - dark) * apart * apart / total**2
            if between > spread:
                best, spread = level, between
    return best, spread


def written(grey: Picture) -> tuple[int, int, int, int]:
    """Return the part of the picture that is written on, with a small margin: left, top, right, bottom.

    Codes leave a third of the height empty; without it, characters get half as many pixels again. Faint lines and
    specks do not count as writing; if the background is uneven, nothing is cut off.
    """
    low, high = _span(grey)
    paper = low if _dark_ground(grey) else high
    apart = grey.point([255 if abs(level - paper) > _WRITTEN * (high - low) else 0 for level in range(256)])
    left, top, right, bottom = apart.getbbox() or (0, 0, *grey.size)
    beside, above = grey.width // 50, grey.height // 30
    return (
        max(0, left - beside),
        max(0, top - above),
        min(grey.width, right + beside),
        min(grey.height, bottom + above),
    )


def _dark_ground(grey: Picture) -> bool:
    threshold = _threshold(grey)[0]
    return 2 * sum(grey.histogram()[: threshold + 1]) > grey.width * grey.height


def _rows(columns: int, size: tuple[int, int]) -> int:
    """Return how many rows a picture of this size needs in so many columns; cells are twice as high as wide."""
    return max(1, round(columns * size[1] / size[0] / 2))


def _box(size: tuple[int, int], columns: int, rows: int) -> tuple[int, int]:
    """Return the cells across and down: as many as the shape allows, stretched by STRETCH at most."""
    down = min(rows, max(1, round(_rows(columns, size) * STRETCH)))
    return min(columns, max(1, round(down * 2 * size[0] / size[1] * STRETCH))), down


def _resized(grey: Picture, across: int, down: int) -> Picture:
    from PIL import Image, ImageOps

    small = grey.resize((across, down), Image.Resampling.LANCZOS)
    return ImageOps.autocontrast(small, cutoff=1)


def _half_blocks(grey: Picture, across: int, down: int) -> Cells:
    few = [round(round(level * (_GREYS - 1) / 255) * 255 / (_GREYS - 1)) for level in range(256)]
    level = _levels(_resized(grey, across, 2 * down).point(few))
    return tuple(tuple(_half_block_row(upper, lower)) for upper, lower in zip(level[::2], level[1::2], strict=True))


def _half_block_row(upper: bytes, lower: bytes) -> Iterator[Cell]:
    """Draw two rows of pixels in one of cells; of the two ways to draw a cell, the one that changes fewer colours."""
    ink, paper = -1, -1
    for above, below in zip(upper, lower, strict=True):
        if above == below:
            paper = above
            yield Cell(_NEITHER, None, paper)
            continue
        turned = (below == ink) + (above == paper) > (above == ink) + (below == paper)
        ink, paper = (below, above) if turned else (above, below)
        yield Cell(_LOWER if turned else _UPPER, ink, paper)


def _quarters(grey: Picture, across: int, down: int, style: Drawing) -> Cells:
    small = _resized(grey, 2 * across, 2 * down)
    level, threshold = _levels(small), _threshold(small)[0]
    inked = [[value <= threshold for value in row] for row in level]
    if _dark_ground(small):  # the ink is what there is less of
        inked = [[not each for each in row] for row in inked]
    shapes, colours = (_SIGNS, (None, None)) if style is Drawing.ASCII else (_QUADRANTS, (_INK, _PAPER))
    return tuple(
        tuple(
            Cell(shapes[8 * upper[x] + 4 * upper[x + 1] + 2 * lower[x] + lower[x + 1]], *colours)
            for x in range(0, 2 * across, 2)
        )
        for upper, lower in zip(inked[::2], inked[1::2], strict=True)
    )


def _levels(grey: Picture) -> list[bytes]:
    pixels, width = grey.tobytes(), grey.width
    return [pixels[at : at + width] for at in range(0, len(pixels), width)]
