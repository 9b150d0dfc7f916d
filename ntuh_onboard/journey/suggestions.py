"""Suggest aliases made from the English name, and help to look at an alias twice (J6.2, J6.3).

An alias can never be changed afterwards: whatever is suggested here keeps the hospital's rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from ntuh_onboard.rules import Facts, check
from ntuh_onboard.rules.names import ALIAS_RULES, CONFUSED

_ONE_LETTER = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŋ": "ng"}
)
"""Latin letters that do not decompose into a letter and an accent."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def _words(name: str) -> tuple[str, ...]:
    """Split a name into words of ASCII letters and digits; an apostrophe joins (O'Brien), everything else separates."""
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).lower().translate(_ONE_LETTER))
    joined = re.sub(r"['`\u2018\u2019\u02bb\u02bc]", "", "".join(c for c in lower if not unicodedata.combining(c)))
    return tuple(re.findall(r"[a-z0-9]+", joined))


def _spellings(name: str) -> tuple[tuple[str, ...], ...]:
    """Return a name's words, first with umlauts as in German passports, then without them."""
    umlauts = _words(unicodedata.normalize("NFC", name).lower().translate(_UMLAUTS))
    return tuple(dict.fromkeys((umlauts, _words(name))))


def _shapes(surname: tuple[str, ...], given: tuple[str, ...], middle: tuple[str, ...]) -> tuple[str, ...]:
    """Return mail names in the usual order of preference; those with a missing part are empty.

    A surname alone makes none, since many share it and a mail name is for ever; a given name alone may be all there is.
    """
    last, first, other = "".join(surname), "".join(given), "".join(middle)
    if not (last and first):
        only = last or first
        return (first, f"{other}.{only}" if other and only and other != only else "")
    initials = "".join(each[0] for each in given)
    return (
        f"{first}.{last}",
        f"{last}.{first}",
        f"{initials}.{last}",
        f"{other}.{last}" if other else "",
        f"{last}.{initials}",
        f"{first}{last}",
        f"{given[0]}.{surname[-1]}",
        f"{given[0][0]}.{surname[-1]}",
    )


def _candidates(surname: str, given: str, middle: str) -> Iterator[str]:
    surnames, givens, middles = _spellings(surname), _spellings(given), _spellings(middle)
    ways = [_shapes(one, two, three) for one in surnames for two in givens for three in middles]
    # Shape by shape, so that both spellings of a name are among the first few.
    for at in range(max(map(len, ways))):
        yield from (way[at] for way in ways if at < len(way))
    # If a name is so long that nothing fits, the shortest shape is cut off.
    yield from (min(filter(None, way), key=len)[: Facts().alias_limit].rstrip(".") for way in ways if any(way))


def aliases(surname: str, given: str, middle: str = "", limit: int = 4) -> tuple[str, ...]:
    """Return at most `limit` aliases made from an English name, the likeliest first; () from a surname alone.

    `Chen`, `Yi-Fen` gives yifen.chen, chen.yifen, yf.chen …; all keep the hospital's rules of an alias.
    """
    found: dict[str, None] = {}
    for each in _candidates(surname, given, middle):
        if len(found) >= limit:
            break
        if not check(ALIAS_RULES, each, Facts()):
            found[each] = None
    return tuple(found)


def offered(texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the aliases to offer, from what was typed into the contact details; () if that step was left out."""
    surname, given, middle = (texts.get(f"english_{each}", "") for each in ("surname", "given", "middle"))
    return aliases(surname, given, middle)


def lookalikes(alias: str) -> tuple[str, ...]:
    """Return what is easily misread in an alias, as `seen/mistaken for` (`l/1`), in order of first appearance."""
    return tuple(f"{each}/{CONFUSED[each]}" for each in dict.fromkeys(alias) if each in CONFUSED)


def spelled(alias: str) -> str:
    """Spell an alias letter by letter, to be read aloud or compared: `y i f e n . c h e n`."""
    return " ".join(alias)
