"""Which glyph is nearest to what a terminal shows: a measure of legibility, for tests alone (J1.3, C-03).

It is told where each glyph stands and which glyphs there are, and only says whether the right one is the nearest: it
cannot read a picture by itself. A shape is one integer, a bit for each pixel of ink, so that two are compared by one
exclusive or.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PIL import Image

from ntuh_onboard.screens.pixels import _parting

WIDTH, HEIGHT = 24, 40
"""The window that a glyph is compared in, in quarters of cells."""

TURNS = (-14, -7, 0, 7, 14)
SHIFTS = range(-3, 4)
LIFTS = range(-4, 5)


def shape(ink: Image.Image) -> int:
    """The inked pixels (128 and more) of a WIDTH x HEIGHT image, row by row."""
    bits = ink.point(lambda level: 255 if level >= 128 else 0).convert("1", dither=Image.Dither.NONE)
    return int.from_bytes(bits.tobytes(), "big")  # rows are whole bytes: WIDTH is a multiple of 8


def window(picture: Image.Image, middle: tuple[float, float]) -> Image.Image:
    """The WIDTH x HEIGHT pixels around a point; beyond the picture there is no ink."""
    left, top = round(middle[0] - WIDTH / 2), round(middle[1] - HEIGHT / 2)
    return picture.crop((left, top, left + WIDTH, top + HEIGHT))


def inked(seen: Image.Image) -> Image.Image:
    """What is ink in what a terminal shows: the side of the threshold that there is less of."""
    threshold = _parting(seen)[0]
    dark = seen.point(lambda level: 255 if level <= threshold else 0)
    return dark if dark.histogram()[255] * 2 < seen.width * seen.height else dark.point(lambda level: 255 - level)


def templates(glyphs: Mapping[str, Image.Image], scale: float) -> dict[str, tuple[int, ...]]:
    """Each glyph alone (255 is ink, its middle in the middle), scaled, in every turn and place that is tried."""
    return {char: tuple(_variants(image, scale)) for char, image in glyphs.items()}


def _variants(image: Image.Image, scale: float) -> Iterable[int]:
    for turn in TURNS:
        turned = image.rotate(turn, Image.Resampling.BICUBIC)
        small = turned.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BOX)
        for across in SHIFTS:
            for down in LIFTS:
                yield shape(window(small, (small.width / 2 - across, small.height / 2 - down)))


def nearest(seen: int, known: Mapping[str, tuple[int, ...]]) -> str:
    """The glyph one of whose variants differs in the fewest pixels."""
    return min(known, key=lambda char: min((seen ^ variant).bit_count() for variant in known[char]))


