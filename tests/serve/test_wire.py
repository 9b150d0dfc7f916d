"""What a browser may say, and what is made of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntuh_onboard.serve import websocket_messages
from ntuh_onboard.serve.websocket_messages import LEAST, MOST, TYPED_MOST, Focused, Malformed, Pinged, Sized, Typed

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ('["stdin", "a"]', Typed("a")),
        ('["stdin", "\\u001b[A"]', Typed("\x1b[A")),
        ('["resize", {"width": 80, "height": 24}]', Sized(80, 24)),
        ('["resize", {"width": 20000, "height": 20000}]', Sized(*MOST)),
        ('["resize", {"width": 0, "height": -1}]', Sized(*LEAST)),
        ('["ping", "1764000000000"]', Pinged("1764000000000")),
        ('["focus"]', Focused(here=True)),
        ('["blur"]', Focused(here=False)),
    ],
)
def test_what_our_page_says_is_understood(said: str, meant: websocket_messages.Said) -> None:
    """As textual-serve's script writes it; sizes within what a wizard can bear."""
    assert websocket_messages.read(said) == meant


@pytest.mark.parametrize(
    "said",
    ["", "x", "{}", "[]", "null", '["quit"]', '["stdin"]', '["stdin", 7]', '["stdin", "a", "b"]', '["focus", 1]',
     '["resize", {"width": true, "height": 24}]', '["resize", {"width": 1e9, "height": 24}]', '["resize", {}]',
     '["resize", [80, 24]]', '["resize", {"width": NaN, "height": 24}]', "[" * 100_000, '["quit", {}]'],
)  # fmt: skip
def test_everything_else_is_malformed(said: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(Malformed):
        websocket_messages.read(said)


def test_a_paste_that_no_field_could_take_is_dropped() -> None:
    """The student goes on; the wizard is not fed with it."""
    assert websocket_messages.read(json.dumps(["stdin", "x" * TYPED_MOST])) == Typed("x" * TYPED_MOST)
    assert websocket_messages.read(json.dumps(["stdin", "x" * (TYPED_MOST + 1)])) == Typed("")


@given(JSON | st.tuples(st.sampled_from(["stdin", "resize", "ping", "focus", "blur"]), JSON))
def test_whatever_comes_is_bearable_or_malformed(said: object) -> None:
    """No other error, and no size outside the limits."""
    try:
        meant = websocket_messages.read(json.dumps(said))
    except Malformed:
        return
    if isinstance(meant, Sized):
        assert LEAST[0] <= meant.columns <= MOST[0]
        assert LEAST[1] <= meant.rows <= MOST[1]
