"""A person can read the picture code in every terminal (J1.3).

From the cells actually drawn, after Textual's filters and the terminal's colours, the bitmap is rebuilt, and each glyph
must be nearest to its own template. In test code alone: the product never reads a picture (C-03).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from functools import cache

import pytest
from PIL import Image, ImageOps

from ntuh_onboard.backend.hospital import picture_codes
from ntuh_onboard.screens.base import pixels
from ntuh_onboard.screens.base.pixels import Cells, Drawing
from tests.long_cases import sparing
from tests.screens.pictures.nearest import inked, nearest, shape, templates, window
from tests.screens.pictures.seen import Terminal, Terminals, bitmap, screen_of, shown

PICTURES = {"portal": (100, 500), "mail": (50, 100)}
"""How many are drawn of each: in `make check`, and where there is time."""
ALPHABETS = {"portal": picture_codes.PORTAL_ALPHABET, "mail": picture_codes.MAIL_ALPHABET}
SEEN = [(each.value, name, many) for each in Terminals for name in ALPHABETS for many in (False, True)]
"""Each of them `make long` looks at; `make check` at every terminal, in turn with one of the hospital's two hands."""
CHECKED = [each for at, each in enumerate(SEEN) if at % 8 in {0, 6}]
SCALE = (0.6, 0.9)
"""What is seen is laid back on the picture's own place, at this scale: 120x54 for 200x60."""


@cache
def known(alphabet: str) -> Mapping[str, tuple[int, ...]]:
    """The hospital's own glyphs, upright and alone, at the size they have on the screen."""
    return templates({char: ImageOps.invert(picture_codes.glyph(char)) for char in alphabet}, SCALE)


@cache
def drawn(alphabet: str, seed: int) -> tuple[str, bytes]:
    """A text of this alphabet, and its picture."""
    dice = random.Random(f"{alphabet}/{seed}")  # noqa: S311  # the same pictures in every run
    text = "".join(dice.choice(alphabet) for _ in range(picture_codes.LENGTH))
    return text, picture_codes.draw(text, seed)


@cache
def cells_of(picture: bytes, style: Drawing) -> Cells:
    """The picture in the usual box."""
    return pixels.render(picture, pixels.COLUMNS, rows=pixels.ROWS, style=style)


@cache
def read(alphabet: str, picture: bytes, size: tuple[int, int], seen: bytes) -> str:
    """The nearest glyph at each of the places where the hospital puts one."""
    left, top, right, bottom = pixels.written(pixels._contrasted(pixels._opened(picture)))
    place = [round(edge * scale) for edge, scale in zip((left, top, right, bottom), SCALE * 2, strict=True)]
    seen_back = inked(Image.frombytes("L", size, seen)).resize((place[2] - place[0], place[3] - place[1]))
    ink = Image.new("L", (round(picture_codes.SIZE[0] * SCALE[0]), round(picture_codes.SIZE[1] * SCALE[1])))
    ink.paste(seen_back, (place[0], place[1]))
    cell = (picture_codes.SIZE[0] - 2 * picture_codes._MARGIN) / picture_codes.LENGTH
    middles = [(picture_codes._MARGIN + cell * (at + 0.5)) * SCALE[0] for at in range(picture_codes.LENGTH)]
    return "".join(
        nearest(shape(ImageOps.autocontrast(window(ink, (middle, ink.height / 2)))), known(alphabet))
        for middle in middles
    )


@pytest.mark.parametrize(
    ("terminal", "name", "many"),
    sparing(SEEN, CHECKED.__contains__),
    ids=lambda each: each.name if isinstance(each, Terminal) else str(each),
)
def test_each_glyph_is_nearest_to_its_own_template(terminal: Terminal, name: str, *, many: bool) -> None:
    """In at least 99 of 100 pictures, at 60 columns, every one of the six glyphs."""
    alphabet, count = ALPHABETS[name], PICTURES[name][many]
    mistaken: Counter[str] = Counter()
    whole = 0
    for seed in range(count):
        text, picture = drawn(alphabet, seed)
        seen = shown(cells_of(picture, terminal.drawing(Drawing.GREY)), terminal)
        got = read(alphabet, picture, seen.size, seen.tobytes())
        whole += got == text
        mistaken.update(f"{char} as {other}" for char, other in zip(text, got, strict=True) if char != other)
    assert whole >= 0.99 * count, mistaken.most_common(10)


@pytest.mark.parametrize("terminal", [each.value for each in Terminals], ids=lambda terminal: terminal.name)
@pytest.mark.parametrize("style", [Drawing.GREY, Drawing.BLACK_WHITE])
def test_the_quick_way_shows_what_a_terminal_shows(terminal: Terminal, style: Drawing) -> None:
    """The bitmap from rich's colours is the one that a terminal makes of the sequences that Textual writes."""
    cells = pixels.render(drawn(picture_codes.PORTAL_ALPHABET, 1)[1], 60, style=style)
    assert shown(cells, terminal).tobytes() == bitmap(screen_of(cells, terminal)).tobytes()


def test_the_measure_can_fail() -> None:
    """A picture drawn in ten columns is not legible, and the measure says so."""
    alphabet = picture_codes.PORTAL_ALPHABET
    right = 0
    for seed in range(20):
        text, picture = drawn(alphabet, seed)
        seen = shown(pixels.render(picture, 10), Terminals.TRUECOLOR.value)
        right += read(alphabet, picture, seen.size, seen.tobytes()) == text
    assert right == 0
