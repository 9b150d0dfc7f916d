"""Rules of employee IDs, picture codes, one-time codes, and texts shaped like a national ID (J1.1, J1.2)."""

from __future__ import annotations

import re

from ntuh_onboard.rules.model import Facts, advice, hospital

_LETTERS = {letter: 10 + at for at, letter in enumerate("ABCDEFGHJKLMNPQRSTUVXYWZIO")}
"""The letters' values: A is 10, then in the order in which counties got their letters, W, Z, I and O last (內政部)."""
_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
_LETTER_AND_NINE = re.compile(r"[A-Z][0-9]{9}")
_NATIONAL = re.compile(r"[A-Z][12][0-9]{8}")
_RESIDENT_NEW = re.compile(r"[A-Z][89][0-9]{8}")
_RESIDENT_OLD = re.compile(r"[A-Z]{2}[0-9]{8}")


def _upper(text: str) -> str:
    # `str.upper` turns one letter into two (ß) or a foreign letter into one of ours (ı).
    return text.upper() if text.isascii() else text


def check_digit_right(text: str) -> bool:
    """Return whether a letter and nine digits, or two letters and eight digits, have a correct check digit.

    In an old resident number the last digit of the second letter's value takes the place of the first digit.
    False for any other text.
    """
    number = _upper(text)
    if _RESIDENT_OLD.fullmatch(number):
        number = f"{number[0]}{_LETTERS[number[1]] % 10}{number[2:]}"
    if not _LETTER_AND_NINE.fullmatch(number):
        return False
    figures = f"{_LETTERS[number[0]]}{number[1:]}"
    return sum(int(figure) * weight for figure, weight in zip(figures, _WEIGHTS, strict=True)) % 10 == 0


def like_identity(text: str) -> bool:
    """Return whether a text is shaped like a national ID or a resident number, old or new, in upper or lower case."""
    number = _upper(text)
    return any(shape.fullmatch(number) for shape in (_NATIONAL, _RESIDENT_NEW, _RESIDENT_OLD))


def upper_case_offer(text: str) -> bool:
    """Return whether to suggest upper case: a lower-case letter and nine digits with a correct check digit (J1.2)."""
    return re.fullmatch(r"[a-z][0-9]{9}", text) is not None and check_digit_right(text)


def _no_offer(text: str, _: Facts) -> bool:
    return not upper_case_offer(text)


def _check_digit(text: str, _: Facts) -> bool:
    return not like_identity(text) or check_digit_right(text)


def _six_digits(text: str, _: Facts) -> bool:
    return re.fullmatch(r"[0-9]{6}", text) is not None


def _captcha(text: str, _: Facts) -> bool:
    return re.fullmatch(r"[A-Za-z0-9]+", text) is not None


def _code(text: str, facts: Facts) -> bool:
    fewest, most = facts.code_length
    return re.fullmatch(r"[0-9]+", text) is not None and fewest <= len(text) <= most


IDENTITY = (
    hospital("employee_id.six_digits", "「帳號：6位數數字。」 J1.1", _six_digits),
    advice("identity.upper_case", "「預設為身分證號（英文字母大寫）」 J1.2", _no_offer),
    advice("identity.check_digit", "J1.2", _check_digit),
    hospital("captcha.ascii", "「驗證碼」 J1.3", _captcha),
    hospital("code.digits", "「簡訊(或MOTP)動態碼」 J5.3", _code),
)
