"""Small pictures made on the spot: good ones of every type, and a corpus of broken ones (C-05)."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageDraw

Shape = tuple[int, int]


def sign(size: Shape = (200, 60), ink: str = "black", paper: str = "white") -> Image.Image:
    """An L of thick strokes: ink at the left edge and along the bottom, paper elsewhere."""
    width, height = size
    image = Image.new("RGB", size, paper)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, max(0, width // 10 - 1), height), fill=ink)
    pen.rectangle((0, height * 2 // 3, width, height), fill=ink)
    return image


def encoded(image: Image.Image, kind: str = "GIF") -> bytes:
    """The image's bytes in this format."""
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def animated() -> bytes:
    """A GIF of two frames: the sign, then an empty one."""
    file = io.BytesIO()
    first, second = sign(), Image.new("RGB", (200, 60), "white")
    first.save(file, "GIF", save_all=True, append_images=[second], duration=100)
    return file.getvalue()


def png_of(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG that claims this size, whatever its body holds."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(*each) for each in ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


BROKEN = {
    "empty": b"",
    "words": b"<html><body>Session expired</body></html>",
    "svg": b'<?xml version="1.0"?><svg width="200" height="60"><text>1RT55V</text></svg>',
    "truncated gif": encoded(sign())[:120],
    "truncated png": encoded(sign(), "PNG")[:-60],
    "truncated jpeg": encoded(sign(), "JPEG")[:400],
    "truncated bmp": encoded(sign(), "BMP")[:500],
    "only a header": b"GIF89a",
    "webp": encoded(sign(), "WEBP"),
    "tiff": encoded(sign(), "TIFF"),
    "ico": encoded(sign((32, 32)), "ICO"),
    "bomb": png_of(50_000, 50_000, zlib.compress(bytes(1_000_000), 9)),
    "bomb in gif": b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0xF0, 0, 0) + bytes(6) + b",",
    "no picture data": png_of(200, 60),
    "not deflate": png_of(200, 60, b"neither"),
    "too little data": png_of(200, 60, zlib.compress(bytes(100))),
    "one pixel": encoded(sign((1, 1))),
    "too wide": encoded(sign((1001, 60))),
    "too high": encoded(sign((200, 401))),
    "too many bytes": encoded(sign()) + bytes(256 * 1024),
    "nothing on it": encoded(Image.new("RGB", (200, 60), "white")),
}
