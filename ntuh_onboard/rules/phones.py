"""Rules of phone numbers, and how a number is masked (J3.1, J3.2, J5.2)."""

from __future__ import annotations

import re

from ntuh_onboard.rules.folds import FOLDS
from ntuh_onboard.rules.model import Facts, advice, hospital

_MOBILE = re.compile(r"09[0-9]{8}")
# At most 15 digits with the country code (ITU-T E.164); Taiwan's own 886 is not a foreign one.
_FOREIGN = re.compile(r"\+(?!886)[1-9][0-9]{6,14}")
_AREA = re.compile(r"0[2-8][0-9]{7,8}")
_OFFICE = re.compile(r"[1-9][0-9]{4}|[2-9][0-9]{7}")
_SHOWN = 3


def mask_phone(text: str) -> str:
    """Mask a number as `09xx-xxx-567`, or all but the last three digits if it does not have ten (J5.2).

    Of a number of three digits or fewer, none is shown.
    """
    number = FOLDS["phone"](text)
    if re.fullmatch(r"[0-9]{10}", number):
        head = "09xx" if number.startswith("09") else "xxxx"
        return f"{head}-xxx-{number[-_SHOWN:]}"
    hidden = len(number) - _SHOWN if len(number) > _SHOWN else len(number)
    tail = re.sub(r"[^0-9]", "x", number[hidden:])
    return "x" * hidden + tail


def _foreign(text: str) -> bool:
    return _FOREIGN.fullmatch(text) is not None


def _taiwanese(text: str, _: Facts) -> bool:
    return _foreign(text) or _MOBILE.fullmatch(text) is not None


def _not_foreign(text: str, _: Facts) -> bool:
    return not _foreign(text)


def _office(text: str, _: Facts) -> bool:
    return (_OFFICE.fullmatch(text) or _AREA.fullmatch(text)) is not None


def _home(text: str, _: Facts) -> bool:
    return _AREA.fullmatch(text) is not None


def _ten_digits(text: str, _: Facts) -> bool:
    return re.fullmatch(r"[0-9]{10}", text) is not None


PHONES = (
    hospital("mobile.taiwanese", "「行動電話： ex:0952000000」 J3.2", _taiwanese),
    advice("mobile.foreign", "J3.2", _not_foreign),
    advice("office_phone.shape", "「辦公室電話： ex:61234或23123456」 J3.1", _office),
    advice("home_phone.shape", "「住宅電話： ex:0223123456」 J3.1", _home),
    hospital("registered_phone.ten_digits", "「請輸入帳號登記的手機門號(10碼)」 J5.2", _ten_digits),
)
