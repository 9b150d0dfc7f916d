from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntuh_onboard.journey.suggestions import aliases, lookalikes, spelled
from ntuh_onboard.rules import Facts, check
from ntuh_onboard.rules.names import ALIAS_RULES


@pytest.mark.parametrize(
    ("surname", "given_name", "middle", "suggested"),
    [
        ("Chen", "Yi-Fen", "", ("yifen.chen", "chen.yifen", "yf.chen", "chen.yf")),
        ("Chen", "Yi-Fen", "Mary", ("yifen.chen", "chen.yifen", "yf.chen", "mary.chen")),
        ("O'Brien", "Seán", "", ("sean.obrien", "obrien.sean", "s.obrien", "obrien.s")),
        ("O’Brien", "Seán", "", ("sean.obrien", "obrien.sean", "s.obrien", "obrien.s")),
        ("Müller", "Anna", "", ("anna.mueller", "anna.muller", "mueller.anna", "muller.anna")),
        ("Mu\u0308ller", "Anna", "", ("anna.mueller", "anna.muller", "mueller.anna", "muller.anna")),
        ("Nguyễn", "Thị Minh Đức", "", ("thiminhduc.nguyen", "nguyen.thiminhduc", "tmd.nguyen", "nguyen.tmd")),
        ("Weiß", "Łukasz", "", ("lukasz.weiss", "weiss.lukasz", "l.weiss", "weiss.l")),
        ("Ｃｈｅｎ", "Ｙｉ", "", ("yi.chen", "chen.yi", "y.chen", "chen.y")),
        ("", "Sukarno", "", ("sukarno",)),
        ("Sukarno", "", "", ()),
        ("Sukarno", "", "Mary", ("mary.sukarno",)),
        ("", "Mary", "Mary", ("mary",)),
        ("", "", "Mary", ()),
        ("", "", "", ()),
        ("陳", "怡芬", "", ()),
        ("-", "'", ".", ()),
    ],
)
def test_suggestions_are_made_from_the_english_name(
    surname: str, given_name: str, middle: str, suggested: tuple[str, ...]
) -> None:
    """The likeliest first, accents away, umlauts in both spellings; none from a surname that many share (J6.2)."""
    assert aliases(surname, given_name, middle) == suggested


def test_a_name_too_long_for_an_alias_still_gets_suggestions() -> None:
    """Whole words where they fit, else cut at 64 characters (J6.2)."""
    long = aliases("Wolfeschlegelsteinhausenbergerdorff", "Hubert Blaine Adolph Charles David Earl Frederick")
    assert "hubert.wolfeschlegelsteinhausenbergerdorff" in long
    assert aliases("W" * 70, "X" * 70) == ("x." + "w" * 62,)


def test_as_many_are_suggested_as_were_asked_for() -> None:
    """The limit is kept, also at nothing."""
    assert len(aliases("Chen", "Yi-Fen", "Mary", limit=2)) == 2
    assert aliases("Chen", "Yi-Fen", limit=0) == ()


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=20), st.integers(0, 8))
def test_every_suggestion_keeps_the_hospitals_rules(surname: str, given_name: str, middle: str, limit: int) -> None:
    """Whatever the name, nothing is suggested that would be refused, and nothing twice."""
    found = aliases(surname, given_name, middle, limit)
    assert len(found) <= limit
    assert len(set(found)) == len(found)
    assert not [each for each in found if check(ALIAS_RULES, each, Facts())]


@given(st.text(alphabet="abcxyzÄÖÜéñ", min_size=1, max_size=70), st.text(alphabet="abcxyz", min_size=1, max_size=70))
def test_every_name_in_latin_letters_gets_a_suggestion(surname: str, given_name: str) -> None:
    """Nobody whose name can be written is left without one."""
    assert aliases(surname, given_name)


@pytest.mark.parametrize(
    ("alias", "pairs"),
    [
        ("yifen.chen", ()),
        ("lin", ("l/1",)),
        ("chen10", ("1/l", "0/O")),
        ("IlO", ("I/l", "l/1", "O/0")),
        ("lill", ("l/1",)),
        ("", ()),
    ],
)
def test_lookalikes_are_named_once_each(alias: str, pairs: tuple[str, ...]) -> None:
    """What is easily misread, with what it is mistaken for (J6.3)."""
    assert lookalikes(alias) == pairs
    assert bool({*pairs} - {"l/1"}) is bool(check(["alias.lookalike"], alias, Facts()))


def test_an_alias_is_spelled() -> None:
    """Letter by letter, in the case as typed."""
    assert spelled("Yf.1") == "Y f . 1"
