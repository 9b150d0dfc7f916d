"""Words in the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ntuh_onboard.profiles.control_words import control_words

BRACKETS = re.compile(r"[(\[{<【〔《〈][^()\[\]{}<>【】〔〕《》〈〉]*[)\]}>】〕》〉]")
_CLOSING = dict(zip("([{<【〔《〈「『", ")]}>】〕》〉」』", strict=True))
AROUND = ":;*·•●※.,-–—→>»︰﹕、。 "
"""Characters that are around words and are none of them."""
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""Characters that nobody sees: soft hyphens, joiners, marks of order and of direction."""
_MARKED = re.compile(
    r"^[(\[]?(?:必填|必須|選填|非必填|required|optional)[)\]]?|[(\[]?(?:必填|選填|非必填|required|optional)[)\]]?$"
)
_ASKING = re.compile(
    r"^請?您?(?:輸入|填寫|填入|鍵入|選擇)(?:您的|你的)?|^(?:please)?(?:enter|input|typein|type|fillin)(?:your|the)?"
)
_SECOND_LANGUAGE = re.compile(
    r"^(.*[\u3400-\u9fff)\uff09])\s*(?:[/|:\uff0f\uff1a]|\s|(?=[A-Z][A-Za-z]{2}))\s*"
    r"([A-Za-z][A-Za-z0-9 .,/'’()_-]*)\W*$"
)
_FIRST_LANGUAGE = re.compile(r"^([A-Za-z][A-Za-z0-9 .,'’()-]*?)\s*[/|\uff0f]\s*([\u3400-\u9fff].*)$")
_TRANSLATED = re.compile(
    r"^([A-Z][A-Za-z]+(?:[ _][A-Za-z0-9][A-Za-z0-9'’-]*)*|[a-z]+(?:_[a-z0-9]+)+)\s*([\u3400-\u9fff].*)$"
)
"""English directly before the Chinese (Mobile 行動電話): see `_is_translation`."""
_NUMBERED = re.compile(r"^[(\[]?\d{1,2}[.、)\]](?=[^\W\d_])")
"""The number of a question before its words, as in 2.帳號."""
_LAST_BRACKET = re.compile(BRACKETS.pattern + r"$")
_EXPLAINS = re.compile(
    r"\d|^.(?:或|或是|如|例|ex|e\.g|可|不|請|若)|必填|選填|大寫|小寫|字母|英文字|半形|長度|required|optional|digits|case"
)
"""What a bracket contains that explains, and does not tell two boxes apart."""
_EXAMPLE = re.compile(r"\d|^ex|^e\.g|^例|^如|範例")
_EXAMPLE_AHEAD = re.compile(r"^(?:ex|e\.g|例如|範例)[.:]|^例:")
_LONGEST_NAME = 12
"""Characters of what can name a box; anything longer is a sentence about it."""
_CHOOSE = re.compile(r"(?:請|--)?(?:選擇|點選)|請選|(?:please)?(?:select|choose)")
_LETTERS = re.compile(r"[^\W\d_]")
_CJK = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


def plain(text: str) -> str:
    """Return words in the form in which they are compared: NFKC, no blanks, no colon, star or list mark around them."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return "".join(text.split()).strip(AROUND).casefold()


def without_brackets(words: str) -> str:
    """Return words without any hint in brackets."""
    before = None
    while before != words:
        before, words = words, BRACKETS.sub("", words)
    return words.strip(AROUND)


def is_wording(text: str) -> bool:
    """Return whether this can be the name of a field: some Chinese, or a word of at least two letters."""
    return bool(_CJK.search(text)) or len(_LETTERS.findall(text)) > 1


def unwrapped(words: str) -> str:
    """Return words without brackets around all of them, as on `[回功能選單]`."""
    inner = words[1:-1]
    closing = _CLOSING.get(words[:1])
    around = bool(inner) and words[-1:] == closing and words[0] not in inner and closing not in inner
    return inner.strip(AROUND) if around else words


def can_name(words: str) -> bool:
    """Return whether these words, in plain form, can name a box: no example, no number, no sentence about it."""
    bare = without_brackets(words)
    return is_wording(bare) and len(bare) <= _LONGEST_NAME and not _EXAMPLE.search(bare)


def only_explains(text: str) -> bool:
    """Return whether a text beside a box holds no name: all of it in brackets, a mark, or an example."""
    bare = _MARKED.sub("", without_brackets(plain(text)))
    return not is_wording(bare) or bool(_EXAMPLE_AHEAD.search(bare))


def is_request(words: str) -> bool:
    """Return whether an option of a choice only asks to choose: 「請選擇」, `--`."""
    mine = plain(words)
    return not mine or bool(_CHOOSE.match(mine))


def has_cjk(text: str) -> bool:
    """Return whether some of it is Chinese."""
    return bool(_CJK.search(text))


def shorter_forms(text: str) -> tuple[str, ...]:
    """Return a text without what is written around a name, in the form in which words are compared, the longest first.

    Without brackets, 「必填」, 「請輸入您的」, and without a second language beside the first; the second may have a
    hint in brackets that is written in the first (驗證碼 Verification code (不分大小寫)).
    """
    whole = plain(text)
    parts = [whole]
    bare = BRACKETS.sub("", unicodedata.normalize("NFKC", text))
    for written in dict.fromkeys((text.strip(), bare.strip())):
        for pattern in (_SECOND_LANGUAGE, _FIRST_LANGUAGE, _TRANSLATED):
            if (found := pattern.match(written)) and (pattern is not _TRANSLATED or _is_translation(found[1])):
                parts += [plain(found[1]), plain(found[2])]
    forms: dict[str, None] = {}
    for part in parts:
        _shorten(part, forms)
    return tuple(each for each in forms if each and each != whole)


def _is_translation(english: str) -> bool:
    """Return whether English before a Chinese name says the same, and is no part of it, as in PORTAL 帳號."""
    return " " in english or "_" in english or english.casefold() in _single_words()


@cache
def _single_words() -> frozenset[str]:
    """Return the general words that are one English word."""
    general = control_words()
    tables = (general.labels, general.contact, general.buttons)
    return frozenset(
        each.casefold() for table in tables for words in table.values() for each in words if each.isalpha()
    )


def unasked(words: str) -> str:
    """Return words without a leading 「請輸入」."""
    return _ASKING.sub("", words).strip(AROUND)


def explains(words: str, wanted: str) -> bool:
    """Return whether `words` are the wanted ones without brackets in them that only explain."""
    brackets = BRACKETS.findall(wanted)
    bare = without_brackets(wanted)
    return bool(brackets) and bool(bare) and bare == words and all(_EXPLAINS.search(each) for each in brackets)


def _shorten(words: str, forms: dict[str, None]) -> None:
    waiting = [words]
    while waiting:
        each = waiting.pop()
        if each in forms:
            continue
        forms[each] = None
        cuts = (
            _LAST_BRACKET.sub("", each),
            without_brackets(each),
            _MARKED.sub("", each),
            unasked(each),
            unwrapped(each),
            _NUMBERED.sub("", each),
            each.replace("_", "") if each.isascii() else each,  # the name of a column
        )
        waiting += [cut for one in cuts if (cut := one.strip(AROUND)) and cut != each]
