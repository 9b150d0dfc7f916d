"""Big5, byte by byte and character by character as the browser has it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import unquote_to_bytes

import pytest

from ntuh_onboard.backend.web.http import big5, charset
from tests.backend.web.test_charset import ACCEPTED, ACCEPTING
from tests.chromium.big5_index import PAIRS, TWO, decoded
from tests.chromium.pressing import pressed
from tests.chromium.sink import UTF8, Sink
from tests.chromium.window import Window

AT_ONCE = 3000
FORM = b"<form action=/sink method=post><textarea name=x id=x></textarea><input type=submit id=p></form>"


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink.running() as running:
        yield running


def test_every_pair_is_read_as_the_browser_reads_it(sink: Sink, window: Window) -> None:
    """All 19,782 that can be written."""
    window.go(f"{sink.url}/blank.gif")
    known = decoded(window)
    assert {pair: text for pair in PAIRS if (text := big5.character(pair)) is not None} == known


def test_every_character_is_written_as_the_browser_writes_it(sink: Sink, window: Window) -> None:
    """Those of the index and of the planes around it, typed into a box and sent."""
    sink.pages["/form"] = ("text/html; charset=big5", FORM)
    index = {text for pair in PAIRS if pair not in TWO and (text := big5.character(pair)) is not None}
    chars = sorted(index | {chr(each) for each in range(0xA0, 0x3400)} | {chr(each) for each in range(0xE000, 0xE100)})
    for start in range(0, len(chars), AT_ONCE):
        typed = "".join(chars[start : start + AT_ONCE])
        [sent] = pressed(sink, window, f"{sink.url}/form", "p", partial(window.run, f"x.value = {typed!r}"))
        assert unquote_to_bytes(sent.body.removeprefix(b"x=").replace(b"+", b" ")) == charset.encode(typed, "big5")


@pytest.mark.parametrize("accepted", ACCEPTED)
def test_a_form_is_sent_in_the_charset_that_it_accepts(accepted: str, sink: Sink, window: Window) -> None:
    """The browser sends what the table says."""
    sink.pages["/accepting"] = (UTF8, ACCEPTING.format(accepted).encode())
    [sent] = pressed(sink, window, f"{sink.url}/accepting", "p")
    assert sent.body == b"x=" + ACCEPTED[accepted]
