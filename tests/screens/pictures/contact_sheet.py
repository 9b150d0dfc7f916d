"""Renders pictures as terminals would show them, on one sheet that a person can look at.

    python -m tests.screens.pictures.contact_sheet sheet.png [columns]

One row for each of eight pictures: as sent, then as each kind of terminal draws it.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image, ImageDraw

from ntuh_onboard.backend.hospital.picture_codes import draw as draw_picture
from ntuh_onboard.screens.base import pixels
from ntuh_onboard.screens.base.pixels import Drawing
from tests.screens.pictures.seen import Terminals, painted, screen_of

TEXTS = ("1RT55V", "B8D3H6", "Z2X7N9", "L1J4P5", "VTRFXZ", "683689", "NHB8D6", "57T1LJ")
GAP = 12


def looks(data: bytes, columns: int) -> list[tuple[str, Image.Image]]:
    """The picture as sent, and as each terminal shows each drawing."""
    sheet = [("as sent", Image.open(io.BytesIO(data)).convert("L").resize((columns * 8, columns * 8 * 3 // 10)))]
    wanted = [(each.value, Drawing.GREY) for each in Terminals]
    wanted += [(Terminals.TRUECOLOR.value, Drawing.BLACK_WHITE), (Terminals.NO_COLOR_ANSI.value, Drawing.ASCII)]
    for terminal, drawing in wanted:
        drawn = terminal.drawing(drawing)
        cells = pixels.render(data, columns, rows=columns * 9 // 60, style=drawn)
        sheet.append((f"{terminal.name}: {drawn.value}", painted(screen_of(cells, terminal))))
    return sheet


def sheet_of(pictures: list[bytes], columns: int) -> Image.Image:
    """All looks of all pictures: one picture in a row."""
    rows = [looks(each, columns) for each in pictures]
    width, height = columns * 8 + GAP, rows[0][1][1].height + GAP + 14
    sheet = Image.new("L", (width * len(rows[0]), height * len(rows)), 60)
    pen = ImageDraw.Draw(sheet)
    for y, row in enumerate(rows):
        for x, (name, image) in enumerate(row):
            pen.text((x * width + 4, y * height), name, fill=255)
            sheet.paste(image, (x * width, y * height + 14))
    return sheet


if __name__ == "__main__":
    across = int(sys.argv[2]) if len(sys.argv) > 2 else pixels.COLUMNS
    sheet_of([draw_picture(text, seed) for seed, text in enumerate(TEXTS)], across).save(Path(sys.argv[1]))
