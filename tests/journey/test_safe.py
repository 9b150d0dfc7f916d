"""Text from outside never steers the terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntuh_onboard.common.safe_text import LIMIT, safe, safe_line

DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\x1b\x07\x00\x7f\x9b\x9d\x90\u202e\u2066\u2069\u200b\u2028\u2029\ue000\ufeff\ud800\udfff\t\r\n\x0b\x0c"
        ),
        st.sampled_from("e\u0301陳A\u030a\u0958 ]52;c"),
    )
)


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        ("\x1b]52;c;cGFzcw==\x1b\\密碼錯誤", "]52;c;cGFzcw==\\密碼錯誤"),
        ("\x1b[2J\x1b[6n", "[2J[6n"),
        ("\x9b31m紅", "31m紅"),
        ("帳號\u202e鎖定\u2066\u2069", "帳號鎖定"),
        ("一行\r\n二行\r三行\n", "一行\n二行\n三行\n"),
        ("a\tb", "a b"),
        ("a\u2028b\u2029c", "abc"),
        ("\ud83d\ue000\U000f0000\u0378", ""),
        ("\u200b\u00ad\ufeff", ""),
        ("e\u0301", "é"),
        ("[link=http://x]", "[link=http://x]"),
    ],
)
def test_what_steers_a_terminal_is_dropped(said: str, drawn: str) -> None:
    """Escapes, bidirectional marks, invisible and private characters; the words around them stay (T-01)."""
    assert safe(said) == drawn


@given(NASTY)
def test_nothing_harmful_is_left_of_any_text(text: str) -> None:
    """But for the line feed; composed; and a second time changes nothing."""
    drawn = safe(text)
    assert {unicodedata.category(each) for each in drawn if each != "\n"}.isdisjoint(DROPPED)
    assert unicodedata.is_normalized("NFC", drawn)
    assert safe(drawn) == drawn


@given(NASTY, st.integers(0, 30))
def test_it_is_never_longer_than_its_limit(text: str, limit: int) -> None:
    """Also where composing makes a text longer."""
    assert len(safe(text, limit)) <= limit
    assert len(safe_line(text, limit)) <= limit


def test_the_usual_limits() -> None:
    """A page of a megabyte is cut before anything is done with it."""
    assert safe("a" * 1_000_000) == "a" * LIMIT
    assert safe_line("a" * 1_000_000) == "a" * 200
    assert safe_line(" " * 450 + "a", limit=100) == ""
    assert safe("\0" * 18 + "a", limit=4) == ""
    assert safe("\u0958" * 10, limit=4) == "\u0915\u093c\u0915\u093c"


@given(NASTY, st.integers(0, 30))
def test_one_line_is_one_line(text: str, limit: int) -> None:
    """No line feed, no blank at an end, no two blanks together; a second time changes nothing."""
    line = safe_line(text, limit)
    assert line == " ".join(line.split())
    assert safe_line(line, limit) == line


def test_what_parted_words_still_parts_them() -> None:
    """Lines and tabs become one blank; none stays where the limit cuts."""
    assert safe_line("abc def", limit=4) == "abc"
    assert safe_line(" 請洽\n\n資訊室\t\t261120 ") == "請洽 資訊室 261120"
