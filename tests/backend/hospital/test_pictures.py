"""Picture codes can be read and typed by a person (J1.3, C-03, C-04)."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from ntuh_onboard.backend.hospital import picture_codes


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("L")


def test_a_picture_is_a_small_gif() -> None:
    """200x60, a GIF as the portal's is, far under the limit of C-05."""
    data = picture_codes.draw("1RT55V", 1)
    assert data.startswith(b"GIF8")
    assert opened(data).size == (200, 60)
    assert len(data) < 16 * 1024


def test_a_seed_draws_the_same_again() -> None:
    """The same text and seed give the same bytes; another seed, or none, another picture of the same text."""
    assert picture_codes.draw("1RT55V", 7) == picture_codes.draw("1RT55V", 7)
    assert len({picture_codes.draw("1RT55V", seed) for seed in range(20)}) == 20
    assert picture_codes.draw("1RT55V") != picture_codes.draw("1RT55V")


@pytest.mark.parametrize("text", ["HNDXHN", "VZRTVZ", "888888", "1L1L1L"])
@pytest.mark.parametrize("seed", range(8))
def test_no_character_touches_its_neighbour(text: str, seed: int) -> None:
    """Between two characters there is a column without ink, so that each is seen by itself."""
    image = opened(picture_codes.draw(text, seed))
    dark = [any(image.getpixel((x, y)) < 120 for y in range(60)) for x in range(200)]  # type: ignore[operator]  # one band
    runs = sum(1 for before, here in zip([False, *dark], dark, strict=False) if here and not before)
    assert runs == len(text)


def test_the_alphabets_are_the_sites() -> None:
    """The portal's as seen in its pictures; the webmail's small letters and digits without look-alikes."""
    assert set(picture_codes.PORTAL_ALPHABET) == set("123456789BDFHJLNPRTVXZ")
    assert set("1RT55V") <= set(picture_codes.PORTAL_ALPHABET)
    assert picture_codes.MAIL_ALPHABET.isascii()
    assert picture_codes.MAIL_ALPHABET.lower() == picture_codes.MAIL_ALPHABET
    assert not set("lo01ijsz582bg9q") & set(picture_codes.MAIL_ALPHABET)


@pytest.mark.parametrize("alphabet", [picture_codes.PORTAL_ALPHABET, picture_codes.MAIL_ALPHABET])
def test_texts_use_the_whole_alphabet(alphabet: str) -> None:
    """Six characters, each of them anywhere."""
    texts = [picture_codes.new_text(alphabet) for _ in range(400)]
    assert {len(each) for each in texts} == {6}
    assert set("".join(texts)) == set(alphabet)
    assert len(set(texts)) > 390


def test_every_glyph_is_another() -> None:
    """Templates of a legibility test are told apart, in any size."""
    for size in (24, picture_codes.GLYPH_SIZE, 60):
        drawn = {char: picture_codes.glyph(char, size) for char in picture_codes.PORTAL_ALPHABET}
        assert {each.size for each in drawn.values()} == {(size, size)}
        assert len({each.tobytes() for each in drawn.values()}) == len(drawn)
        assert all(each.getextrema() == (0, 255) for each in drawn.values())
