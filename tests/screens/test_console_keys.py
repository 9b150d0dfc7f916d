"""What a Windows console reports, held against records as Windows makes them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ntuh_onboard.screens.base.console_keys import ConsoleKeys, resized

NUM_LOCK = 0x20
HALVES = "\ud83d", "\ude00"
"""The two units of one emoji."""


def pressed(units: str, *, down: int = 1, code: int = 0, state: int = 0) -> list[Any]:
    """One record for each unit."""
    return [
        SimpleNamespace(
            EventType=1,
            Event=SimpleNamespace(
                KeyEvent=SimpleNamespace(
                    bKeyDown=down,
                    wVirtualKeyCode=code,
                    dwControlKeyState=state,
                    uChar=SimpleNamespace(UnicodeChar=unit),
                )
            ),
        )
        for unit in units
    ]


def sized(columns: int, rows: int) -> Any:
    """A record of a changed size."""
    size = SimpleNamespace(X=columns, Y=rows)
    return SimpleNamespace(EventType=4, Event=SimpleNamespace(WindowBufferSizeEvent=SimpleNamespace(dwSize=size)))


@pytest.mark.parametrize(
    ("reads", "text"),
    [
        ([pressed("ab")], "ab"),
        ([pressed("a"), pressed("a", down=0)], "a"),
        ([pressed("\0", code=16), pressed("A", code=65)], "A"),
        ([pressed("１２", state=NUM_LOCK)], "１２"),
        ([pressed("".join(HALVES))], "😀"),
        ([pressed(HALVES[0]), pressed(HALVES[1]), pressed("b")], "😀b"),
        ([pressed(HALVES[0]), pressed("\0", code=16), pressed(HALVES[1])], "😀"),
        ([pressed(HALVES[0] + "b")], "b"),
        ([pressed(HALVES[0]), pressed("b")], "b"),
        ([pressed(HALVES[1] + "b")], "b"),
        ([pressed(HALVES[0] * 2 + HALVES[1])], "😀"),
        ([[sized(80, 24)], pressed("c")], "c"),
    ],
    ids=str,
)
def test_keys_become_text(reads: list[list[Any]], text: str) -> None:
    """Whole characters; halves that belong to nothing are dropped, and what follows them is read."""
    keys = ConsoleKeys()
    assert "".join(keys.typed(each) for each in reads) == text


def test_the_last_size_counts() -> None:
    """A window that is drawn wider reports many."""
    assert resized([sized(80, 24), *pressed("a"), sized(100, 30)]) == (100, 30)
    assert resized(pressed("a")) is None
