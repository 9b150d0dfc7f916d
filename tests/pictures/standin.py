"""A stand-in until the hospital's own pictures can be drawn."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw, ImageFont

ALPHABET = "123456789BDFHJLNPRTVXZ"
SIZE = (200, 60)
MARGIN = 8


def glyph(char: str, size: int = 44) -> Image.Image:
    """One glyph alone, in the middle of 60x60: 255 is ink."""
    image = Image.new("L", (60, 60), 0)
    ImageDraw.Draw(image).text((30, 30), char, font=ImageFont.load_default(size), fill=255, anchor="mm")
    return image


def draw(text: str, seed: int) -> bytes:
    """A GIF of the text, each glyph turned and shifted, with lines and specks."""
    dice = random.Random(seed)  # noqa: S311  a picture for a test
    width, height = SIZE
    image = Image.new("L", SIZE, 235)
    pen = ImageDraw.Draw(image)
    step = (width - 2 * MARGIN) / len(text)
    for at, char in enumerate(text):
        turned = glyph(char).rotate(dice.uniform(-12, 12), Image.Resampling.BICUBIC)
        left = int(MARGIN + step * (at + 0.5) - 30)
        image.paste(dice.randrange(20, 90), (left, height // 2 - 30 + dice.randint(-4, 4)), turned)
    for _ in range(3):
        pen.line([(0, dice.randrange(height)), (width, dice.randrange(height))], fill=dice.randrange(90, 150))
    for _ in range(200):
        pen.point((dice.randrange(width), dice.randrange(height)), fill=dice.randrange(90, 200))
    file = io.BytesIO()
    image.convert("P").save(file, "GIF")
    return file.getvalue()
