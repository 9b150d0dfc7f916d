"""Digits three cells wide and three rows high, drawn in half blocks: read from an arm's length."""

from __future__ import annotations

_ROWS = {
    "0": ("█▀█", "█ █", "▀▀▀"),
    "1": ("▄█ ", " █ ", "▀▀▀"),
    "2": ("▀▀█", "█▀▀", "▀▀▀"),
    "3": ("▀▀█", " ▀█", "▀▀▀"),
    "4": ("█ █", "▀▀█", "  ▀"),
    "5": ("█▀▀", "▀▀█", "▀▀▀"),
    "6": ("█▀▀", "█▀█", "▀▀▀"),
    "7": ("▀▀█", "  █", "  ▀"),
    "8": ("█▀█", "█▀█", "▀▀▀"),
    "9": ("█▀█", "▀▀█", "▀▀▀"),
}


def big(digits: str) -> tuple[str, ...]:
    """Return three rows of text; raises KeyError for anything but digits."""
    return tuple(" ".join(_ROWS[digit][row] for digit in digits) for row in range(3))
