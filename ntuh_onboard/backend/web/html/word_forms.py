"""Words in the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata

BRACKETS = re.compile(r"[(\[{<【〔《〈][^()\[\]{}<>【】〔〕《》〈〉]*[)\]}>】〕》〉]")
AROUND = ":;*·•●※.,-–—→>»︰﹕、。 "
"""What stands around words and is none of them."""
_LETTERS = re.compile(r"[^\W\d_]")
_CJK = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


def plain(text: str) -> str:
    """Words in the form in which they are compared: NFKC, no blanks, no colon, star or list mark around them."""
    return "".join(unicodedata.normalize("NFKC", text).split()).strip(AROUND).casefold()


def without_brackets(words: str) -> str:
    """Words without any hint in brackets."""
    before = None
    while before != words:
        before, words = words, BRACKETS.sub("", words)
    return words.strip(AROUND)


def is_wording(text: str) -> bool:
    """Whether this can be the name of a field: some Chinese, or a word of at least two letters."""
    return bool(_CJK.search(text)) or len(_LETTERS.findall(text)) > 1


def unwrapped(words: str) -> str:
    """Words without brackets around all of them, as on `[回功能選單]`."""
    inner = words[1:-1]
    around = bool(inner) and BRACKETS.fullmatch(words) is not None
    return inner.strip(AROUND) if around else words
