"""What comes from the terminal and is no key: noise, dropped without a word, and sizes (T-05)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ntuh_onboard.kiosk.driver import MOST
from tests.kiosk.visitor import Visitor
from tests.terminal.emulator import Emulator
from tests.terminal.student import Look

NOISE = ("\x1b[1;15:3H", "\x1b[97;1:1;xu", "\x1b[57399;:;u", "\x1b[200~", "\x1b[<1;2M", "\x1b[99999999999u")


@pytest.mark.parametrize("noise", NOISE, ids=ascii)
def test_a_sequence_that_no_parser_reads_is_noise(tmp_path: Path, noise: str) -> None:
    """Textual's own answer to the first of these is a traceback on the terminal, and the end."""
    with Visitor(tmp_path) as visitor:
        visitor.sit()
        child = visitor.child
        visitor.send(noise)
        visitor.ready()
        visitor.send("\x1b[201~")
        visitor.ready()
        visitor.press("enter")
        visitor.at("preflight")
        assert visitor.child == child
        assert b"Traceback" not in visitor.output


MOVED = re.compile(rb"\x1b\[([0-9]+);[0-9]+H")
"""To a row of the terminal: a whole picture has one for each."""
HUGE = (600, 500)


def lowest(written: bytes) -> int:
    """The last row that was drawn on."""
    return max((int(row) for row in MOVED.findall(written)), default=0)


@pytest.mark.parametrize("told", ["by the kernel", "among the keys"])
def test_no_size_of_the_window_is_believed_beyond_what_can_be_drawn(tmp_path: Path, told: str) -> None:
    """Whoever is at the other end of a line says 8000 by 8000, and the memory of the computer is gone."""
    with Visitor(tmp_path) as visitor:
        visitor.sit()
        mark = len(visitor.output)
        if told == "by the kernel":
            visitor.program.resize(*HUGE)
        else:
            visitor.send(f"\x1b[48;{HUGE[1]};{HUGE[0]};0;0t")
        visitor.wait_for(lambda: lowest(visitor.since(mark)) >= MOST[1])
        visitor.ready()
        assert lowest(visitor.since(mark)) == MOST[1]


def test_nor_is_one_that_was_said_before_the_turn(tmp_path: Path) -> None:
    """The spare lays its screens out for the window that there is."""
    with Visitor(tmp_path, look=Look(*HUGE, "en")) as visitor:
        visitor.emulator = Emulator(*MOST)  # a screen of that size takes longer to read than anybody waits
        visitor.called()
        assert lowest(bytes(visitor.output)) <= MOST[1]
