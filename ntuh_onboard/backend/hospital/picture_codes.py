"""Picture codes: texts that a person can read and type, drawn as a GIF (J1.3, C-03, C-04).

Each character has a cell of its own, so that none overlaps its neighbour; thin lines and specks lie beneath. Pillow is
imported by the first drawing.
"""

from __future__ import annotations

import hashlib
import io
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

PORTAL_ALPHABET = "123456789BDFHJLNPRTVXZ"
"""The characters seen in the portal's pictures; the guide's sample is 1RT55V (portal-facts.md)."""
MAIL_ALPHABET = "acdefhknprtuvxy3467"
"""「驗證碼(小寫字母或數字)」, without characters that look like others."""
LENGTH = 6
SIZE = (200, 60)
GLYPH_SIZE = 42
"""Font size in pixels; the tallest character fills half of the picture."""
_MARGIN = 4
_PAPER, _INK, _FAINT = 236, 24, 176
_TILT = 6
_LINES = 3
_SPECKS = 70


class _Jitter:
    """A stream of small random numbers; the same seed gives the same picture."""

    def __init__(self, text: str, seed: int | None) -> None:
        start = secrets.token_bytes(16) if seed is None else str(seed).encode()
        self._bytes = iter(hashlib.shake_128(start + b"/" + text.encode()).digest(4096))

    def between(self, low: int, high: int) -> int:
        """Return a number from low to high, both included; the range must be narrower than 256."""
        return low + next(self._bytes) % (high - low + 1)


def new_text(alphabet: str = PORTAL_ALPHABET, length: int = LENGTH) -> str:
    """Return an unpredictable text (C-01)."""
    return "".join(secrets.choice(alphabet) for _ in range(length))


def glyph(char: str, size: int = GLYPH_SIZE) -> Image.Image:
    """Draw one character upright, black on white, in a square of `size` pixels; a template for tests of legibility."""
    from PIL import Image, ImageChops

    return ImageChops.invert(_mask(char, size)).convert("L") if char.strip() else Image.new("L", (size, size), 255)


def draw(text: str, seed: int | None = None) -> bytes:
    """Draw a text as GIF, 200x60; seeds make pictures that differ a little and can be repeated, None cannot."""
    from PIL import Image, ImageDraw

    jitter = _Jitter(text, seed)
    image = Image.new("L", SIZE, _PAPER)
    pen = ImageDraw.Draw(image)
    _clutter(pen, jitter)
    cell = (SIZE[0] - 2 * _MARGIN) / max(len(text), 1)
    for at, char in enumerate(text):
        tilted = _mask(char, GLYPH_SIZE).rotate(jitter.between(-_TILT, _TILT), Image.Resampling.BICUBIC)
        middle = _MARGIN + cell * (at + 0.5)
        corner = (round(middle) - GLYPH_SIZE // 2, (SIZE[1] - GLYPH_SIZE) // 2 + jitter.between(-4, 4))
        image.paste(_INK + jitter.between(0, 40), corner, tilted)
    file = io.BytesIO()
    image.save(file, "GIF")
    return file.getvalue()


def unreadable() -> bytes:
    """Draw a picture in which nothing can be read, so that the student asks for the next one (J1.3)."""
    from PIL import Image, ImageDraw

    jitter = _Jitter("", None)
    image = Image.new("L", SIZE, _PAPER)
    pen = ImageDraw.Draw(image)
    for _ in range(300):
        left, top = jitter.between(0, SIZE[0] - 1), jitter.between(0, SIZE[1] - 1)
        across, down = jitter.between(-20, 20), jitter.between(-8, 8)
        pen.line([(left, top), (left + across, top + down)], fill=_INK + jitter.between(0, 160), width=2)
    file = io.BytesIO()
    image.save(file, "GIF")
    return file.getvalue()


def _mask(char: str, size: int) -> Image.Image:
    """Return a character's ink in a square: 255 where there is ink."""
    from PIL import Image, ImageDraw, ImageFont

    square = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(square)
    font = ImageFont.load_default(size)
    left, top, right, bottom = pen.textbbox((0, 0), char, font=font, stroke_width=1)
    corner = ((size - right - left) / 2, (size - bottom - top) / 2)
    pen.text(corner, char, fill=255, font=font, stroke_width=1, stroke_fill=255)
    return square


def _clutter(pen: object, jitter: _Jitter) -> None:
    """Draw faint lines and specks, which hinder a machine a little and a person not at all."""
    from PIL import ImageDraw

    assert isinstance(pen, ImageDraw.ImageDraw)  # noqa: S101  # Pillow's types are imported late
    width, height = SIZE
    for _ in range(_LINES):
        ends = [(0, jitter.between(0, height - 1)), (width, jitter.between(0, height - 1))]
        pen.line(ends, fill=_FAINT, width=1)
    for _ in range(_SPECKS):
        pen.point((jitter.between(0, width - 1), jitter.between(0, height - 1)), fill=_FAINT)
