"""What a terminal would show of cells: pushed through Textual's filters and rich's colours, rebuilt as a bitmap.

Used by the legibility test and by `contact_sheet`. The way is the product's own: segments, Textual's line filters
(what it does for NO_COLOR), the escape sequences of its strips for a colour system, and then the reading of those sequences as
a terminal reads them, by pyte.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import pyte
from PIL import Image, ImageDraw, ImageFont
from rich.console import Console
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter, Monochrome, NoColor
from textual.strip import Strip

from ntuh_onboard.screens import pixels
from ntuh_onboard.screens.pixels import Cells, Drawing

BLACK = Color(0, 0, 0)

XTERM = {
    "black": 0, "red": 76, "green": 149, "brown": 185, "blue": 73, "magenta": 100, "cyan": 160, "white": 229,
    "brightblack": 127, "brightred": 76, "brightgreen": 149, "brightbrown": 185, "brightyellow": 226,
    "brightblue": 117, "brightmagenta": 105, "brightcyan": 178, "brightwhite": 255,
}  # fmt: skip
"""How bright xterm draws its sixteen colours; other terminals differ, which is why greys are not trusted there."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """One kind of terminal: its rich colour system and Textual's filter for it."""

    name: str
    colours: str
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
    console = Console(color_system=terminal.colours, force_terminal=True, legacy_windows=False, _environ={})  # type: ignore[arg-type]  # rich types the names as literals
    screen = pyte.Screen(len(cells[0]), len(cells))
    stream = pyte.Stream(screen)
    for row, line in enumerate(pixels.segments(cells)):
        fresh = [Segment(part.text, part.style) for part in line]
        filtered = terminal.filter.apply(fresh, BLACK) if terminal.filter else fresh
        stream.feed(f"\x1b[{row + 1};1H" + Strip(filtered).render(console))
    return screen


def brightness(colour: str, default: int) -> int:
    """How bright a colour is, as pyte names it."""
    if colour == "default":
        return default
    if colour in XTERM:
        return XTERM[colour]
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return round(0.299 * red + 0.587 * green + 0.114 * blue)


BLOCKS = {char: at for at, char in enumerate(" ▗▖▄▝▐▞▟▘▚▌▙▀▜▛█")}


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
