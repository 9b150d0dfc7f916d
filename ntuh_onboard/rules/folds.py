"""Folds: how a typed text is normalised before any rule checks it.

A fold undoes what a keyboard or copying did to a text (full-width digits, signs of Bopomofo, spaces, dashes, invisible
marks); it never corrects a mistake. Every fold is idempotent. Secrets are not folded at all (P-03).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

from ntuh_onboard.rules.input_method import KEYED

MAIL_DOMAIN = "@ntuh.gov.tw"
_MINUS = "\N{MINUS SIGN}"
_PHONE_MARKS = frozenset("()[].")
_TAIWAN = re.compile(r"(?:\+|00)8860?([1-9][0-9]*)")
_TAIWAN_BARE = re.compile(r"8860?(9[0-9]{8})")


def _plain(text: str) -> str:
    # Numbers copied from an address book come wrapped in invisible direction marks (category Cf).
    return "".join(
        each for each in unicodedata.normalize("NFKC", text.translate(KEYED)) if unicodedata.category(each) != "Cf"
    )


def _without(text: str, dropped: Callable[[str], bool]) -> str:
    kept = "".join(each for each in _plain(text) if not dropped(each))
    # Characters that were apart may compose now; without this, a second fold would change the text again.
    return unicodedata.normalize("NFKC", kept)


def _dash(each: str) -> bool:
    return unicodedata.category(each) == "Pd" or each == _MINUS


def _digits(text: str) -> str:
    return _without(text, lambda each: each.isspace() or _dash(each))


def _halfwidth(text: str) -> str:
    return unicodedata.normalize("NFKC", _plain(text)).strip()


def _phone(text: str) -> str:
    number = _without(text, lambda each: each.isspace() or _dash(each) or each in _PHONE_MARKS)
    found = _TAIWAN.fullmatch(number) or _TAIWAN_BARE.fullmatch(number)
    return f"0{found[1]}" if found else number


def _alias(text: str) -> str:
    name = _halfwidth(text)
    while name.lower().endswith(MAIL_DOMAIN):
        name = name[: -len(MAIL_DOMAIN)].rstrip()
    return name


FOLDS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "trim": str.strip,
        "none": str,
        "digits": _digits,
        "halfwidth": _halfwidth,
        "phone": _phone,
        "code": _digits,
        "alias": _alias,
    }
)
"""The folds by name.

- trim: remove spaces at both ends.
- none: leave the text as typed.
- digits, code: half-width, without spaces and dashes.
- halfwidth: half-width and trimmed; case is kept.
- All of these but trim and none take signs of Bopomofo for the keys that were pressed.
- phone: as digits, also without dots and brackets, and 09.. for +886 9..; another country's number keeps its + (J3.2).
- alias: half-width and trimmed, without a pasted `@ntuh.gov.tw`; case is kept (J6.2).
"""
