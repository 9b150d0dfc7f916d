"""Paints what stands on a terminal as a picture, to be looked at; a tool for people, no part of the checks.

    python -m tests.terminal.paint screen.png --size 80x24 --wait 帳號 --keys "104567 tab" -- ntuh-onboard demo

One fixed grid of cells: narrow characters in DejaVu Sans Mono, wide ones in Noto Sans Mono CJK TC over two cells, block
elements exactly. Without these fonts it paints in Pillow's own, which has no Chinese.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import pyte
from PIL import Image, ImageDraw, ImageFont
from pyte.screens import Char

from tests.terminal.harness import KEYS, Terminal

CELL = (10, 20)
FONTS = Path("/usr/share/fonts")
INK, PAPER = "#e5e5e5", "#000000"
PALETTE = {
    "black": "#000000", "red": "#cd0000", "green": "#00cd00", "brown": "#cdcd00", "blue": "#0000ee",
    "magenta": "#cd00cd", "cyan": "#00cdcd", "white": "#e5e5e5", "brightblack": "#7f7f7f", "brightred": "#ff0000",
    "brightgreen": "#00ff00", "brightbrown": "#ffff00", "brightyellow": "#ffff00", "brightblue": "#5c5cff",
    "brightmagenta": "#ff00ff", "bfightmagenta": "#ff00ff", "brightcyan": "#00ffff", "brightwhite": "#ffffff",
}  # fmt: skip
"""xterm's sixteen colours by pyte's names; `bfightmagenta` is how pyte 0.8.2 spells the background."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
_QUADRANTS = {char: bits for bits, char in enumerate(" ▗▖▄▝▐▞▟▘▚▌▙▀▜▛█")}


class Cell(NamedTuple):
    """What stands in a cell: a character, empty in the right half of a wide one, and its colours as `#rrggbb`."""

    text: str
    ink: str = INK
    paper: str = PAPER
    bold: bool = False
    underline: bool = False
    strike: bool = False


_NOTHING = Cell(" ")


def painted(screen: pyte.Screen) -> Image.Image:
    """The whole screen, one cell beside the other; the cursor is a frame where it is shown."""
    rows = [[_of_pyte(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)]
    image = painted_cells(rows)
    if not screen.cursor.hidden:
        left, top = screen.cursor.x * CELL[0], screen.cursor.y * CELL[1]
        ImageDraw.Draw(image).rectangle((left, top, left + CELL[0] - 1, top + CELL[1] - 1), outline="#ffcc00")
    return image


def painted_cells(rows: Sequence[Sequence[Cell]]) -> Image.Image:
    """Rows of cells of one length as a picture."""
    width, height = CELL
    image = Image.new("RGB", (max(map(len, rows)) * width, len(rows) * height), PAPER)
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if cell.text and cell != _NOTHING:
                image.paste(_tile(cell), (x * width, y * height))
    return image


def colours(cell: Char) -> tuple[str, str]:
    """Ink and paper of a cell as `#rrggbb`, after reverse video."""
    ink, paper = _colour(cell.fg, INK), _colour(cell.bg, PAPER)
    return (paper, ink) if cell.reverse else (ink, paper)


def _colour(name: str, default: str) -> str:
    return default if name == "default" else PALETTE.get(name, f"#{name}")


def _of_pyte(cell: Char) -> Cell:
    ink, paper = colours(cell)
    return Cell(cell.data, ink, paper, cell.bold, cell.underscore, cell.strikethrough)


@lru_cache(maxsize=20_000)
def _tile(cell: Cell) -> Image.Image:
    """One cell, or two for a wide character: of a screen's cells nearly all are equal to others."""
    wide = 2 if _wide(cell.text) else 1
    width, height = wide * CELL[0], CELL[1]
    image = Image.new("RGB", (width, height), cell.paper)
    pen = ImageDraw.Draw(image)
    boxes = list(_boxes(cell.text))
    for x0, y0, x1, y1 in boxes:
        pen.rectangle((x0 * width // 8, y0 * height // 8, x1 * width // 8 - 1, y1 * height // 8 - 1), fill=cell.ink)
    if not boxes and cell.text != " ":
        pen.text((width // 2, height - 5), cell.text, fill=cell.ink, font=_font(wide, bold=cell.bold), anchor="ms")
    if cell.underline:
        pen.line((0, height - 2, width - 1, height - 2), fill=cell.ink)
    if cell.strike:
        pen.line((0, height // 2, width - 1, height // 2), fill=cell.ink)
    return image


def _boxes(char: str) -> Iterator[tuple[int, int, int, int]]:
    """A block element as rectangles in eighths of a cell; nothing for any other character."""
    at = ord(char[0])
    if 0x2581 <= at <= 0x2588:
        yield 0, 8 - (at - 0x2580), 8, 8
    elif 0x2589 <= at <= 0x258F:
        yield 0, 0, 8 - (at - 0x2588), 8
    elif char == "▔":
        yield 0, 0, 8, 1
    elif char == "▕":
        yield 7, 0, 8, 8
    elif char in _QUADRANTS and char != " ":
        places = ((8, 0, 0), (4, 4, 0), (2, 0, 4), (1, 4, 4))
        yield from ((x, y, x + 4, y + 4) for bit, x, y in places if _QUADRANTS[char] & bit)


def _wide(text: str) -> bool:
    from wcwidth import wcswidth

    return bool(wcswidth(text) == 2)


@cache
def _font(wide: int, *, bold: bool) -> Font:
    if wide == 2:
        names = ["NotoSansCJK-Bold.ttc"] if bold else []
        return _face([*names, "NotoSansCJK-Regular.ttc"], 2 * CELL[0] - 3, "Noto Sans Mono CJK TC")
    return _face(["DejaVuSansMono-Bold.ttf"] if bold else ["DejaVuSansMono.ttf"], round(CELL[0] / 0.602), "")


def _face(names: list[str], size: int, family: str) -> Font:
    """The first of these font files, and in a collection the face of this family."""
    for path in [each for name in names for each in FONTS.rglob(name)]:
        for index in range(64):
            face = _numbered(path, size, index)
            if face is None:
                break
            if not family or face.getname()[0] == family:
                return face
    return ImageFont.load_default(size * 0.8)


def _numbered(path: Path, size: int, index: int) -> ImageFont.FreeTypeFont | None:
    try:
        return ImageFont.truetype(str(path), size, index)
    except OSError:  # no such face in the collection
        return None


def main() -> None:
    """Start a program, press keys, paint what then stands there."""
    options = argparse.ArgumentParser(description="Paint a terminal program's screen as a PNG.")
    options.add_argument("picture", type=Path)
    options.add_argument("--size", default="80x24")
    options.add_argument("--wait", action="append", default=[], help="text to wait for before each group of keys")
    options.add_argument("--keys", action="append", default=[], help="a group: key names and texts, parted by spaces")
    options.add_argument("command", nargs="+")
    chosen = options.parse_args()
    columns, rows = map(int, chosen.size.split("x"))
    with Terminal(chosen.command, columns=columns, rows=rows) as terminal:
        for step in range(max(len(chosen.wait), len(chosen.keys))):
            for text in chosen.wait[step : step + 1]:
                terminal.wait_for(text)
            for key in " ".join(chosen.keys[step : step + 1]).split():
                terminal.send(KEYS.get(key, key))
        terminal.settle()
        painted(terminal.emulator.screen).save(chosen.picture)


if __name__ == "__main__":
    main()
