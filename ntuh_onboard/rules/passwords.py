"""Rules of the portal password and of the cloud password (J2.1, J6.4, P-02 to P-06)."""

from __future__ import annotations

import hmac
import re
import unicodedata
from itertools import pairwise

from ntuh_onboard.common.secret import Secret
from ntuh_onboard.rules.folds import FOLDS
from ntuh_onboard.rules.identity import like_identity
from ntuh_onboard.rules.input_method import by_input_method
from ntuh_onboard.rules.model import Facts, advice, hospital

PUBLISHED = ("password.length", "password.letter", "password.digit")
"""What the hospital prints beside every new password."""
HOSPITAL_NAMES = ("ntuh", "taida", "臺大", "台大", "hospital")
"""The hospital's common names: words that a password should not contain (P-04)."""

_KEY_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEY_COLUMNS = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol")
_SHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
_WAYS = {pair: way for line in (*_KEY_ROWS, *_KEY_COLUMNS) for way in (line, line[::-1]) for pair in pairwise(way)}
"""For two neighbouring keys: the row or column, forwards or backwards, in which the second follows the first."""
_WALK = 4
_LONG_WALK = 5
_ZXCVBN_LIMIT = 72
"""zxcvbn raises ValueError for texts longer than this."""


def _no_input_method(text: str, _: Facts) -> bool:
    return not by_input_method(text)


def _no_outer_blank(text: str, _: Facts) -> bool:
    # Copied out of a message or a table, a password brings blanks along, which a mask does not show.
    return text == text.strip()


def _long(text: str, _: Facts) -> bool:
    return len(text) >= 8


def _letter(text: str, _: Facts) -> bool:
    return re.search(r"[A-Za-z]", text) is not None


def _digit(text: str, _: Facts) -> bool:
    return re.search(r"[0-9]", text) is not None


def _repeats(text: str, facts: Facts) -> bool:
    other = facts.other.reveal() if isinstance(facts.other, Secret) else facts.other or ""
    return hmac.compare_digest(text.encode(errors="surrogatepass"), other.encode(errors="surrogatepass"))


def _holds_none(text: str, numbers: tuple[str, ...]) -> bool:
    """Return whether none of the numbers occurs in the text, forwards or backwards (P-04)."""
    return not any(each in text or each[::-1] in text for each in numbers if each)


def _not_old(text: str, facts: Facts) -> bool:
    return not facts.old or text != facts.old.reveal()


def _not_near_old(text: str, facts: Facts) -> bool:
    old = facts.old.reveal() if facts.old else ""
    return text == old or sorted(text.casefold()) != sorted(old.casefold())


def _no_employee_id(text: str, facts: Facts) -> bool:
    return _holds_none(text, (facts.employee_id,))


def _no_national_id(text: str, facts: Facts) -> bool:
    number = facts.national_id.reveal() if facts.national_id else ""
    # The digits alone are as easy to guess as the whole number, and need no thought about the letter's case.
    return not like_identity(number) or _holds_none(text, (re.sub(r"[^0-9]", "", number),))


def _no_phone(text: str, facts: Facts) -> bool:
    numbers = tuple(re.sub(r"[^0-9]", "", FOLDS["phone"](each)).lstrip("0") for each in facts.phones)
    return _holds_none(text, tuple(each for each in numbers if len(each) >= 5))


def _bare(text: str) -> str:
    """Return the text in lower case and without accents, so that Müller is found in `muller`."""
    return "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))


def _name_words(facts: Facts) -> set[str]:
    words: set[str] = set(HOSPITAL_NAMES)
    for name in (*facts.names, facts.alias):
        parts = re.findall(r"[^\W\d_]+", _bare(name))
        words |= {*parts, "".join(parts)}
    return words


def _no_name(text: str, facts: Facts) -> bool:
    plain = _bare(text)
    runs = set(re.findall(r"[^\W\d_]+", plain))
    for word in _name_words(facts):
        for way in (word, word[::-1]):
            # A short Latin name occurs inside many innocent words (Lee in sleepy), so it counts only as a whole word.
            short = way.isascii() and len(way) < 4
            if len(way) >= 2 and (way in runs if short else way in plain):
                return False
    return True


def _uncommon(text: str, _: Facts) -> bool:
    from zxcvbn import zxcvbn  # takes 27 ms: loaded on first use, never before the first screen

    score: int = zxcvbn(text[:_ZXCVBN_LIMIT])["score"]
    return score > 1


def _walks(text: str) -> list[int]:
    """Return the lengths of straight runs along a row or column of keys, ignoring Shift."""
    lengths: list[int] = []
    before = None
    for pair in pairwise(text.lower().translate(_SHIFTED)):
        way = _WAYS.get(pair)
        if way and way == before:
            lengths[-1] += 1
        elif way:
            lengths.append(2)
        before = way
    return [length for length in lengths if length >= _WALK]


def _no_walk(text: str, _: Facts) -> bool:
    # Four keys in a row occur in good words too (property); they count if they make up half of the password.
    walks = _walks(text)
    return all(length < _LONG_WALK for length in walks) and sum(walks) * 2 < len(text)


def _no_caps_lock(text: str, _: Facts) -> bool:
    capitals = sum(each.isupper() for each in text)
    return capitals < 2 or any(each.islower() for each in text)


def _writable(text: str) -> str:
    # A lone surrogate cannot be typed, but a broken terminal can produce one, and it cannot be hashed.
    return text.encode(errors="replace").decode()


def _not_portal(text: str, facts: Facts) -> bool:
    return facts.portal is None or not facts.portal.same(_writable(text))


def _not_near_portal(text: str, facts: Facts) -> bool:
    plain = _writable(text)
    return facts.portal is None or facts.portal.same(plain) or not facts.portal.near(plain)


PASSWORDS = (
    hospital("secret.no_input_method", "J1.2, P-03", _no_input_method),
    advice("secret.no_outer_blank", "J1.2", _no_outer_blank),
    hospital("password.length", "「1.密碼長度不可少於8個字元」 J2.1, P-02", _long),
    hospital("password.letter", "「2.密碼內容需包含英文及數字」 J2.1, P-02", _letter),
    hospital("password.digit", "「2.密碼內容需包含英文及數字」 J2.1, P-02", _digit),
    hospital("password.repeat", "「請再輸入新密碼」 J2.1, P-06", _repeats),
    # With the old one again nothing would change, and "changed" would be untrue.
    hospital("password.not_old", "「請輸入新密碼」 J2.1, P-04", _not_old),
    advice("password.near_old", "J2.1, P-04", _not_near_old),
    advice("password.no_employee_id", "J2.1, P-04", _no_employee_id),
    advice("password.no_national_id", "J2.1, P-04", _no_national_id),
    advice("password.no_phone", "J2.1, P-04", _no_phone),
    advice("password.no_name", "J2.1, P-04", _no_name),
    advice("password.common", "J2.1, P-04: zxcvbn gives a score of 0 or 1", _uncommon),
    advice("password.keyboard_walk", "J2.1", _no_walk),
    advice("password.caps_lock", "「Caps Lock 是否開啟？」 J2.1", _no_caps_lock),
    hospital("cloud.not_portal", "「請勿將此兩密碼設定相同」 J6.4, P-05", _not_portal),
    advice("cloud.near_portal", "J6.4", _not_near_portal),
)
