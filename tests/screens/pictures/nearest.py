"""Which glyph is nearest to what a terminal shows: a measure of legibility, for tests alone (J1.3, C-03).

It is told where each glyph stands and which glyphs there are, and only says whether the right one is the nearest: it
cannot read a picture by itself. A shape is one integer, three bits for each pixel, so that two are compared by one
exclusive or.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import floor

from PIL import Image, ImageFilter, ImageOps

WIDTH, HEIGHT = 24, 56
"""The window that a glyph is compared in, in quarters of cells."""

SOFT = 1.0
LEVELS = (64, 128, 192)
TURNS = (-5, 0, 5)
SHIFTS = range(-1, 2)
LIFTS = range(-4, 5)


def shape(ink: Image.Image) -> int:
    """Which pixels of a WIDTH x HEIGHT image are a little, half, and strongly inked: three bits for each."""
    soft = ink.filter(ImageFilter.GaussianBlur(SOFT))
    return int.from_bytes(b"".join(_reaching(soft, level) for level in LEVELS), "big")


def _reaching(ink: Image.Image, least: int) -> bytes:
    return (
        ink.point([255 if level >= least else 0 for level in range(256)])
        .convert("1", dither=Image.Dither.NONE)
        .tobytes()
    )


def window(picture: Image.Image, middle: tuple[float, float]) -> Image.Image:
    """The WIDTH x HEIGHT pixels around a point; beyond the picture there is no ink."""
    left, top = floor(middle[0] - WIDTH / 2 + 0.5), floor(middle[1] - HEIGHT / 2 + 0.5)  # round() skips odd ones
    return picture.crop((left, top, left + WIDTH, top + HEIGHT))


def inked(seen: Image.Image) -> Image.Image:
    """What is ink in what a terminal shows, 255 where it is strongest: what there is less of is the ink."""
    even = ImageOps.autocontrast(seen)
    dark = sum(even.histogram()[:128]) * 2 < seen.width * seen.height
    return ImageOps.invert(even) if dark else even


def templates(glyphs: Mapping[str, Image.Image], scale: tuple[float, float]) -> dict[str, tuple[int, ...]]:
    """Each glyph alone (255 is ink, its middle in the middle), scaled, in every turn and place that is tried."""
    return {char: tuple(_variants(image, scale)) for char, image in glyphs.items()}


def _variants(image: Image.Image, scale: tuple[float, float]) -> Iterable[int]:
    for turn in TURNS:
        turned = image.rotate(turn, Image.Resampling.BICUBIC)
        small = turned.resize((round(image.width * scale[0]), round(image.height * scale[1])), Image.Resampling.BOX)
        for across in SHIFTS:
            for down in LIFTS:
                yield shape(window(small, (small.width / 2 - across, small.height / 2 - down)))


def nearest(seen: int, known: Mapping[str, tuple[int, ...]]) -> str:
    """The glyph one of whose variants differs in the fewest pixels."""
    return min(known, key=lambda char: min((seen ^ variant).bit_count() for variant in known[char]))
