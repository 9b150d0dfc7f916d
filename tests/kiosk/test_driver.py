"""What is typed at the terminal and is no key: dropped, without a word (T-05)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kiosk.visitor import CHOOSE, Visitor

NOISE = ("\x1b[1;15:3H", "\x1b[97;1:1;xu", "\x1b[57399;:;u", "\x1b[200~", "\x1b[<1;2M", "\x1b[99999999999u")


@pytest.mark.parametrize("noise", NOISE, ids=ascii)
def test_a_sequence_that_no_parser_reads_is_noise(tmp_path: Path, noise: str) -> None:
    """Textual's own answer to the first of these is a traceback on the terminal, and the end."""
    with Visitor(tmp_path) as visitor:
        visitor.called()
        visitor.press("x")
        visitor.shows(CHOOSE)
        visitor.settle(0.3)
        child = visitor.child
        visitor.send(noise)
        visitor.settle(0.3)
        visitor.send("\x1b[201~")
        visitor.settle(0.3)
        visitor.press("enter")
        visitor.at("preflight")
        assert visitor.child == child
        assert b"Traceback" not in visitor.output
