"""Lines of Chinese and Latin text, broken to a width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ntuh_onboard.screens.widgets.wrapping import NARROWEST, wrap

CLOSING = "，。、；：！？）」』】〉》…,.;:!?)]}%"
OPENING = "（「『【〈《([{"
LATIN = st.text("abcXYZ0189-_/@'", min_size=1, max_size=9)
WIDE = st.text("陳怡芬帳號密碼登入ㄅㄆあＡ１", min_size=1, max_size=6)
LONGEST = 15
"""Cells of the longest piece below: a wide character, two marks, and a Latin word with one behind it."""


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """Words with punctuation that clings to them, as sentences have it; Latin ones stand apart."""
    parts: list[str] = []
    for latin in draw(st.lists(st.booleans(), min_size=1, max_size=12)):
        opening = draw(st.sampled_from(["", "", "", *OPENING]))
        closing = draw(st.sampled_from(["", "", *CLOSING]))
        blank = draw(st.sampled_from([" ", "  "] if latin else ["", " "]))
        parts += [opening, draw(LATIN if latin else WIDE), closing, blank]
    return "".join(parts).strip()


MARKS = st.sampled_from(["", "", "1  ", "12 ", "✓ ", "- ", "  ", "  * "])


def bare(text: str) -> str:
    """Without blanks."""
    return "".join(text.split())


@given(st.text(st.sampled_from("ab1陳怡芬，。「」（） \t-✓…é字\u3000ＡＢ)")), st.integers(NARROWEST, 40))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    """Whatever the text is; only blanks where a line was broken go."""
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert bare("".join(lines)) == bare(text)


@given(sentences(), MARKS, st.integers(20, 80))
def test_no_line_begins_with_closing_or_ends_with_opening_punctuation(text: str, mark: str, width: int) -> None:
    """As Chinese is set (the text's own first line aside)."""
    lines = wrap(mark + text, width)
    assert all(line.lstrip()[0] not in CLOSING for line in lines[1:] if line.strip())
    assert all(line[-1] not in OPENING for line in lines[:-1] if line.strip())


@given(sentences(), MARKS, st.integers(20, 80))
def test_words_stay_whole_and_blanks_inside_a_line_stay(text: str, mark: str, width: int) -> None:
    """A line is broken between words and beside wide characters only; joined again it reads the same."""
    lines = wrap(mark + text, width)
    rest = mark + text
    for line in lines:
        body = line if line == lines[0] and rest.startswith(line) else line.lstrip()
        rest = rest if rest.startswith(body) else rest.lstrip()
        assert rest.startswith(body)
        rest = rest[len(body) :]
        cut = rest[:1].isascii() and body[-1:].isascii() and rest[:1].isalnum() and body[-1:].isalnum()
        assert not cut, "a Latin word was cut in two"
    assert not rest.strip()


@given(sentences(), st.integers(20, 80))
def test_a_line_takes_all_that_fits(text: str, width: int) -> None:
    """So nothing falls to the next line without need: what was left free is less than a piece and two blanks."""
    for line in wrap(text, width)[:-1]:
        assert cell_len(line) > width - LONGEST - 2


@given(sentences(), MARKS, st.integers(20, 80))
def test_a_continued_line_stands_under_the_text(text: str, mark: str, width: int) -> None:
    """Behind the mark or the number of the first."""
    for line in wrap(mark + text, width)[1:]:
        if text[0].isalnum() and not text[0].isdigit():
            assert cell_len(line) - cell_len(line.lstrip()) == cell_len(mark)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("   ", 10, [""]),
        ("a\n\nb", 10, ["a", "", "b"]),
        ("請輸入帳號", 10, ["請輸入帳號"]),
        ("請輸入帳號。", 10, ["請輸入帳", "號。"]),
        ("請按「登入」", 7, ["請按", "「登", "入」"]),
        ("請按「登入」", 8, ["請按「登", "入」"]),
        ("請撥分機 261120，告知", 16, ["請撥分機", "261120，告知"]),
        ("Portal 密碼不一定適用", 14, ["Portal 密碼不", "一定適用"]),
        ("one two three", 9, ["one two", "three"]),
        ("one  two", 9, ["one  two"]),
        ("antidisestablishment", 8, ["antidise", "stablish", "ment"]),
        ("abcdefgh。", 8, ["abcdefg", "h。"]),
        ("1  請先確認電話號碼", 11, ["1  請先確認", "   電話號碼"]),
        ("✓ 已變更密碼並登出", 10, ["✓ 已變更密", "  碼並登出"]),
        ("- one two three", 9, ["- one two", "  three"]),
        ("  in two lines", 10, ["  in two", "  lines"]),
        ("說 (see page 9)", 8, ["說 (see", "page 9)"]),
        ("。。。。。。", 4, ["。。", "。。", "。。"]),
        ("12 字", 2, ["12", "  字"]),
    ],
)
def test_examples(text: str, width: int, lines: list[str]) -> None:
    """In both languages; the last ones cannot be helped."""
    assert wrap(text, width) == lines


@pytest.mark.parametrize("width", [-1, 0, 1, 2, 3])
def test_a_widget_without_a_size_asks_for_lines_too(width: int) -> None:
    """It gets the narrowest ones there are, and an end."""
    assert wrap("1 中文字 abc", width) == wrap("1 中文字 abc", NARROWEST)
