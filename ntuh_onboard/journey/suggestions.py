"""Suggestions for the alias, made from the English name, and ways to look at an alias twice (J6.2, J6.3).

An alias can never be changed afterwards: whatever is suggested here keeps the hospital's rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ntuh_onboard.rules import Facts, check
from ntuh_onboard.rules.names import CONFUSED

ALIAS_RULES = ("required", "alias.length", "alias.characters", "alias.dots")
_ONE_LETTER = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŋ": "ng"}
)
"""Latin letters that no accent can be taken from."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def _words(name: str) -> tuple[str, ...]:
    """The words of a name in ASCII letters and digits; an apostrophe joins (O'Brien), everything else parts."""
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).lower().translate(_ONE_LETTER))
    joined = re.sub(r"['`\u2018\u2019\u02bb\u02bc]", "", "".join(c for c in lower if not unicodedata.combining(c)))
    return tuple(re.findall(r"[a-z0-9]+", joined))


def _spellings(name: str) -> tuple[tuple[str, ...], ...]:
    """A name's words, first as German passports write its umlauts, then without them."""
    umlauts = _words(unicodedata.normalize("NFC", name).lower().translate(_UMLAUTS))
    return tuple(dict.fromkeys((umlauts, _words(name))))


def _shapes(surname: tuple[str, ...], given: tuple[str, ...], middle: tuple[str, ...]) -> tuple[str, ...]:
    """Mail names in the order in which they are usually liked; one of a missing part is left empty."""
    last, first, other = "".join(surname), "".join(given), "".join(middle)
    if not (last and first):
        only = last or first or other
        return (only, f"{other}.{only}" if other and only != other else "")
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
    # The shortest shape cut off, for a name so long that none fits.
    yield from (min(filter(None, way), key=len)[: Facts().alias_limit].rstrip(".") for way in ways if any(way))


def aliases(surname: str, given: str, middle: str = "", limit: int = 4) -> tuple[str, ...]:
    """At most `limit` aliases made from an English name, the likeliest first; () where the name holds no letter.

    `Chen`, `Yi-Fen` gives yifen.chen, chen.yifen, yf.chen …; each keeps the hospital's rules of an alias.
    """
    found: dict[str, None] = {}
    for each in _candidates(surname, given, middle):
        if len(found) >= limit:
            break
        if not check(ALIAS_RULES, each, Facts()):
            found[each] = None
    return tuple(found)


def lookalikes(alias: str) -> tuple[str, ...]:
    """What in an alias is easily misread, each as `seen/mistaken for` (`l/1`), in the order of its first appearance."""
    return tuple(f"{each}/{CONFUSED[each]}" for each in dict.fromkeys(alias) if each in CONFUSED)


def spelled(alias: str) -> str:
    """An alias letter by letter, to be read aloud or compared: `y i f e n . c h e n`."""
    return " ".join(alias)
