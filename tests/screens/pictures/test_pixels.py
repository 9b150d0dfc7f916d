"""Bytes from outside become cells, or one typed error (C-05, J1.3)."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from ntuh_onboard.screens.base import pixels
from ntuh_onboard.screens.base.pixels import BrokenPicture, Cell, Cells, Drawing
from tests.screens.pictures.samples import BROKEN, animated, encoded, sign

PALE, DARK = 200, 60


def chars(cells: Cells) -> list[str]:
    """The rows as texts."""
    return ["".join(cell.char for cell in row) for row in cells]


def looks_like_the_sign(cells: Cells) -> bool:
    """Dark at the lower left and right, pale at the upper right, in grey half-blocks."""
    corners = cells[-1][0], cells[-1][-1], cells[0][-1]
    left, right, pale = (
        each.foreground if each.char == inked else each.background for each, inked in zip(corners, "▄▄▀", strict=True)
    )
    return left is not None and right is not None and pale is not None and max(left, right) < DARK and pale > PALE


@pytest.mark.parametrize("kind", pixels.TYPES)
def test_every_known_type_is_drawn(kind: str) -> None:
    """GIF, PNG, JPEG and BMP give the same picture in 60x9 cells."""
    cells = pixels.render(encoded(sign(), kind), 60)
    assert [len(row) for row in cells] == [60] * 9
    assert looks_like_the_sign(cells)


def test_only_the_first_frame_is_drawn() -> None:
    """An animated picture stands still on its first frame."""
    assert pixels.render(animated(), 60) == pixels.render(encoded(sign()), 60)


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("style", Drawing)
def test_broken_bytes_are_one_typed_error(name: str, style: Drawing) -> None:
    """Truncated, huge, of another type, empty: always BrokenPicture, and never a word of the bytes in it."""
    with pytest.raises(BrokenPicture) as raised:
        pixels.render(BROKEN[name], 60, style=style)
    assert raised.value.__cause__ is None
    assert "expired" not in str(raised.value)


@pytest.mark.parametrize("name", BROKEN)
def test_broken_bytes_are_not_saved(name: str, tmp_path: Path) -> None:
    """What cannot be shown is not handed to another program either."""
    with pytest.raises(BrokenPicture):
        pixels.save(BROKEN[name], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_largest_allowed_picture_is_drawn() -> None:
    """1000x400 is still a picture."""
    assert looks_like_the_sign(pixels.render(encoded(sign((1000, 400)), "PNG"), 60))


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    kind=st.sampled_from(pixels.TYPES),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8),
    end=st.floats(0.05, 1),
)
def test_spoilt_bytes_never_raise_anything_else(kind: str, changes: list[tuple[float, int]], end: float) -> None:
    """Any bytes changed, the end cut off: cells or BrokenPicture, and not even a warning."""
    spoilt = bytearray(encoded(sign((60, 20)), kind))
    for place, value in changes:
        spoilt[int(place * len(spoilt))] = value
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            cells = pixels.render(bytes(spoilt[: int(end * len(spoilt))]), 60, rows=9)
        except BrokenPicture:
            return
    assert len({len(row) for row in cells}) == 1


@pytest.mark.parametrize(
    ("size", "columns", "rows", "box"),
    [
        ((200, 60), 60, None, (60, 9)),
        ((200, 60), 60, 9, (60, 9)),
        ((200, 60), 60, 8, (60, 8)),
        ((200, 60), 60, 4, (43, 4)),
        ((130, 40), 60, 9, (60, 9)),
        ((110, 32), 60, 9, (60, 9)),
        ((200, 60), 120, 18, (120, 18)),
        ((200, 60), 1, 9, (1, 2)),
        ((200, 60), 0, 9, (1, 2)),
        ((16, 400), 60, 9, (1, 9)),
    ],
)
@pytest.mark.parametrize("style", Drawing)
def test_the_picture_keeps_its_shape_in_its_box(
    size: tuple[int, int], columns: int, rows: int | None, box: tuple[int, int], style: Drawing
) -> None:
    """A cell is twice as high as wide; the shape is bent by at most 1.6, and the box is never left."""
    cells = pixels.render(encoded(sign(size)), columns, rows=rows, style=style)
    assert (len(cells[0]), len(cells)) == box


def test_empty_margins_are_not_drawn() -> None:
    """What is written fills the box: the same sign in a wide margin with specks in it is nearly as large."""
    framed = Image.new("RGB", (240, 120), "white")
    framed.paste(sign(), (20, 30))
    for speck in ((3, 3), (230, 110)):
        framed.putpixel(speck, (190, 190, 190))
    bare, inside = (
        sum(row.count("█") for row in chars(pixels.render(encoded(each), 60, rows=9, style=Drawing.BLACK_WHITE)))
        for each in (sign(), framed)
    )
    assert inside > 0.6 * bare  # drawn with its margin it would be two fifths


def test_black_and_white_is_told_by_characters_alone() -> None:
    """With every colour taken away the ink still stands there as blocks (NO_COLOR with an ANSI theme)."""
    rows = chars(pixels.render(encoded(sign()), 60, style=Drawing.BLACK_WHITE))
    assert rows[-1] == "█" * 60
    assert rows[0] == "█" * 6 + " " * 54


def test_light_on_dark_is_drawn_as_ink_too() -> None:
    """What there is less of is the ink: a white code on a dark ground gives the same blocks."""
    negative = encoded(sign(ink="white", paper="#202020"))
    assert chars(pixels.render(negative, 60, style=Drawing.BLACK_WHITE)) == chars(
        pixels.render(encoded(sign()), 60, style=Drawing.BLACK_WHITE)
    )


def test_ascii_is_ascii_and_has_no_colour() -> None:
    """The last resort needs neither block characters nor colours."""
    cells = pixels.render(encoded(sign()), 60, style=Drawing.ASCII)
    assert all(
        cell.char.isascii() and cell.char.isprintable() and cell[1:] == (None, None) for row in cells for cell in row
    )
    assert chars(cells)[-1] == "#" * 60


def test_colours_of_one_brightness_are_parted() -> None:
    """Green on red of the same brightness would be an even grey; the colour that parts them is drawn."""
    assert looks_like_the_sign(pixels.render(encoded(sign(ink="#009600", paper="#c82828"), "PNG"), 60))


def test_a_pale_picture_is_drawn_with_full_contrast() -> None:
    """Light grey on white fills the scale from black to white."""
    assert looks_like_the_sign(pixels.render(encoded(sign(ink="#d0d0d0")), 60))


def test_see_through_pixels_are_paper() -> None:
    """A code on a transparent ground is drawn on white."""
    layered = Image.new("RGBA", (200, 60), (0, 0, 0, 255))
    layered.putalpha(ImageOps.invert(sign().convert("L")))
    assert looks_like_the_sign(pixels.render(encoded(layered, "PNG"), 60))


def test_segments_hold_the_cells_in_runs() -> None:
    """Neighbours of one colour are one segment; without a colour there is none in its style."""
    cells = ((Cell("▀", 0, 255), Cell("▄", 0, 255), Cell("▀", 9, 255)), (Cell("#"), Cell(" "), Cell("#")))
    first, second = pixels.segments(cells)
    assert [part.text for part in first] == ["▀▄", "▀"]
    assert [part.text for part in second] == ["# #"]
    assert second[0].style is not None
    assert second[0].style.color is None


def test_a_saved_picture_is_private_and_nameless(tmp_path: Path) -> None:
    """A PNG of the same size that only this user can read, under a random name (J1.3)."""
    folder = tmp_path / "pictures"
    paths = {pixels.save(encoded(sign()), folder) for _ in range(2)}
    assert len(paths) == 2
    for path in paths:
        assert path.parent == folder
        assert path.name.removeprefix("captcha-").removesuffix(".png").isalnum()
        assert os.name != "posix" or stat.S_IMODE(path.stat().st_mode) == 0o600
        with Image.open(path) as saved:
            assert (saved.format, saved.size) == ("PNG", (200, 60))


def test_nothing_but_pixels_is_saved(tmp_path: Path) -> None:
    """What was hidden behind or inside the picture's bytes does not reach the program that opens it."""
    file = io.BytesIO()
    sign().save(file, "JPEG", comment=b"<script>")
    path = pixels.save(file.getvalue() + b"<script>", tmp_path)
    assert b"<script>" not in path.read_bytes()


def test_importing_loads_neither_pillow_nor_textual() -> None:
    """The first screens start without what only the picture needs."""
    script = "import sys, ntuh_onboard.screens.base.pixels; print({'PIL', 'textual', 'rich'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
