"""What a terminal would show of cells: pushed through Textual's filters and rich's colours, rebuilt as a bitmap.

Used by the legibility test and by `contact_sheet`. Both ways are the product's own up to the colours: segments, then
Textual's line filters (what it does for NO_COLOR). `screen_of` goes on to the escape sequences that Textual writes,
read as a terminal reads them, by pyte; `shown` asks rich for the colours it would write, and is quick enough for 500
pictures. A test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Literal

import pyte
from PIL import Image, ImageDraw, ImageFont
from rich.color import Color as RichColor
from rich.color import ColorSystem, ColorType
from rich.console import COLOR_SYSTEMS, Console
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter, Monochrome, NoColor
from textual.strip import Strip

from ntuh_onboard.screens.base import pixels
from ntuh_onboard.screens.base.pixels import Cells, Drawing

BLACK = Color(0, 0, 0)
BLOCKS = {char: quarters for quarters, char in enumerate(" ▗▖▄▝▐▞▟▘▚▌▙▀▜▛█")}
WEIGHTS = (0.299, 0.587, 0.114)

XTERM = {
    "black": 0, "red": 76, "green": 149, "brown": 185, "blue": 73, "magenta": 100, "cyan": 160, "white": 229,
    "brightblack": 127, "brightred": 76, "brightgreen": 149, "brightbrown": 226,
    "brightblue": 117, "brightmagenta": 105, "brightcyan": 178, "brightwhite": 255,
}  # fmt: skip
"""How bright xterm draws its sixteen colours; other terminals differ, which is why greys are not trusted there."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """One kind of terminal: its rich colour system and Textual's filter for it."""

    name: str
    colours: Literal["truecolor", "256", "standard"]
    filter: LineFilter | None = None

    def drawing(self, wanted: Drawing) -> Drawing:
        """What PictureCode draws there by itself (`wanted` is GREY), or when asked."""
        few = self.colours == "standard" or isinstance(self.filter, NoColor)
        return Drawing.BLACK_WHITE if few and wanted is Drawing.GREY else wanted


class Terminals(Enum):
    """The terminals of J1.3."""

    TRUECOLOR = Terminal("truecolor", "truecolor")
    COLOURS_256 = Terminal("256 colours", "256")
    COLOURS_16 = Terminal("16 colours", "standard")
    NO_COLOR = Terminal("NO_COLOR", "truecolor", Monochrome())
    NO_COLOR_256 = Terminal("NO_COLOR, 256", "256", Monochrome())
    NO_COLOR_ANSI = Terminal("NO_COLOR, ANSI theme", "truecolor", NoColor())


def screen_of(cells: Cells, terminal: Terminal) -> pyte.Screen:
    """A pyte screen on which these cells were written as Textual writes them to this terminal."""
    console = Console(color_system=terminal.colours, force_terminal=True, legacy_windows=False, _environ={})
    screen = pyte.Screen(len(cells[0]), len(cells))
    stream = pyte.Stream(screen)
    for row, line in enumerate(_filtered(cells, terminal)):
        stream.feed(f"\x1b[{row + 1};1H" + Strip(line).render(console))
    return screen


def shown(cells: Cells, terminal: Terminal) -> Image.Image:
    """What stands there as pixels, two by two for each cell, as `bitmap(screen_of(...))` gives it."""
    system = COLOR_SYSTEMS[terminal.colours]
    image = bytearray()
    for line in _filtered(cells, terminal):
        upper, lower = bytearray(), bytearray()
        for text, style, _ in line:
            ink, paper = _brightness_of(style.color if style else None, system), _paper_of(style, system)
            for quarters in (BLOCKS[char] for char in text):
                upper += bytes((ink if quarters & 8 else paper, ink if quarters & 4 else paper))
                lower += bytes((ink if quarters & 2 else paper, ink if quarters & 1 else paper))
        image += upper + lower
    return Image.frombytes("L", (2 * len(cells[0]), 2 * len(cells)), bytes(image))


def _filtered(cells: Cells, terminal: Terminal) -> Iterator[list[Segment]]:
    for line in pixels.segments(cells):
        yield terminal.filter.apply(line, BLACK) if terminal.filter else line


def _paper_of(style: Style | None, system: ColorSystem) -> int:
    paper = style.bgcolor if style else None
    return 0 if paper is None or paper.is_default else _brightness_of(paper, system)


@lru_cache(4096)
def _brightness_of(colour: RichColor | None, system: ColorSystem) -> int:
    if colour is None or colour.is_default:
        return 255
    drawn = colour.downgrade(system)
    if drawn.type is ColorType.STANDARD and drawn.number is not None:
        return list(XTERM.values())[drawn.number]
    return round(sum(weight * part for weight, part in zip(WEIGHTS, drawn.get_truecolor(), strict=True)))


def brightness(colour: str, default: int) -> int:
    """How bright a colour is, as pyte names it."""
    if colour == "default":
        return default
    if colour in XTERM:
        return XTERM[colour]
    return round(sum(weight * int(colour[at : at + 2], 16) for weight, at in zip(WEIGHTS, (0, 2, 4), strict=True)))


def bitmap(screen: pyte.Screen, light: int = 255, dark: int = 0) -> Image.Image:
    """The screen as pixels, two by two for each cell; `light` and `dark` are the terminal's own ink and paper."""
    image = Image.new("L", (2 * screen.columns, 2 * screen.lines))
    for y in range(screen.lines):
        for x in range(screen.columns):
            cell = screen.buffer[y][x]
            ink, paper = brightness(cell.fg, light), brightness(cell.bg, dark)
            quarters = BLOCKS.get(cell.data, 0)
            for bit, at in ((8, (0, 0)), (4, (1, 0)), (2, (0, 1)), (1, (1, 1))):
                image.putpixel((2 * x + at[0], 2 * y + at[1]), ink if quarters & bit else paper)
    return image


def painted(screen: pyte.Screen, cell: tuple[int, int] = (8, 16)) -> Image.Image:
    """The screen as a person sees it: blocks exact, other characters in a font."""
    image = bitmap(screen).resize((screen.columns * cell[0], screen.lines * cell[1]), Image.Resampling.NEAREST)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(cell[1] * 0.8)
    for y in range(screen.lines):
        for x in range(screen.columns):
            drawn = screen.buffer[y][x]
            if drawn.data not in BLOCKS:
                at = (x * cell[0] + cell[0] // 2, y * cell[1] + int(cell[1] * 0.8))
                draw.text(at, drawn.data, font=font, fill=brightness(drawn.fg, 229), anchor="ms")
    return image
