"""The contrast of every pair of colours that stand on each other, in each theme (WCAG 2.2, 1.4.6 and 1.4.11)."""

from __future__ import annotations

import pytest

from ntuh_onboard.screens.base.themes import THEMES

TEXT, LARGE, FRAME = 7.0, 4.5, 3.0
PAIRS = (
    *((each, "ground", TEXT) for each in ("ink", "strong", "quiet", "accent", "amber", "red", "green", "focus")),
    *((each, "panel", TEXT) for each in ("ink", "strong", "quiet", "accent", "amber", "red", "green")),
    *(("on-accent", each, TEXT) for each in ("accent", "focus")),
    ("on-amber", "amber", TEXT),
    *((each, "phone", TEXT) for each in ("phone-ink", "phone-quiet")),
    ("on-paper", "paper", TEXT),
    ("paper-accent", "paper", LARGE),
    *((each, "ground", FRAME) for each in ("line", "accent", "focus")),
    ("phone-line", "phone", FRAME),
)


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, from 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_what_stands_on_what_can_be_read(name: str) -> None:
    """Text 7:1, digits nine cells wide 4.5:1, frames of what can be used 3:1."""
    theme = THEMES[name]
    weak = [
        (front, back, round(found, 1))
        for front, back, least in PAIRS
        if (found := contrast(theme[front], theme[back])) < least
    ]
    assert weak == []
