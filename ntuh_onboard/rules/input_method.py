"""What an input method makes of keys: full-width forms, and the signs of Bopomofo (注音), which are put back into keys.

On the standard layout (大千) each sign and tone mark is one key, so what was meant is known as long as the input method
has not yet made a Chinese character of the signs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_SIGNS = "ˉㄅㄉˇˋㄓˊ˙ㄚㄞㄢㄦㄆㄊㄍㄐㄔㄗㄧㄛㄟㄣㄇㄋㄎㄑㄕㄘㄨㄜㄠㄤㄈㄌㄏㄒㄖㄙㄩㄝㄡㄥ"
_KEYS = " 1234567890-qwertyuiopasdfghjkl;zxcvbnm,./"
KEYED: Mapping[int, str] = {
    **{ord(sign): key for sign, key in zip(_SIGNS, _KEYS, strict=True)},
    **{each + 0xFEE0: chr(each) for each in range(0x21, 0x7F)},
    0x3000: " ",
}
"""The key of each sign of Bopomofo, and of each full-width form, for `str.translate`."""
_MADE = (
    "["
    "\u02c7\u02c9\u02ca\u02cb\u02d9"  # the tone marks of Bopomofo keys
    "\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"  # Bopomofo, Han, kana, Hangul, Yi, their marks
    "\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uffef"  # vertical, small, full-width and half-width forms
    "\U00016fe0-\U00018cff\U0001aff0-\U0001b2ff\U0001f200-\U0001f2ff\U00020000-\U0003ffff"
    "]"
)


def by_input_method(text: str) -> bool:
    """Return whether a text has a character that only an input method makes."""
    return re.search(_MADE, text) is not None


def as_keyed(text: str) -> str:
    """Return the text with each full-width form and each sign of Bopomofo as its key; all else stays as it is.

    The text keeps its length, so that a cursor in it keeps its place.
    """
    return text.translate(KEYED)
