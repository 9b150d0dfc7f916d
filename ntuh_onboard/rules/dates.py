"""How the hospital's dates are read (J6.1)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import Enum

_DATE = re.compile(
    r"(?:中華)?(?P<era>民國)?(?P<year>[0-9]{2,4})"
    r"(?:年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日|(?P<mark>[/-])(?P<m>[0-9]{1,2})(?P=mark)(?P<d>[0-9]{1,2}))"
)
_REPUBLIC = 1911
"""民國 1 is 1912."""
_EARLIEST, _LATEST = 2000, 2100
SOON_DAYS = 30
"""Fewer days left than these are amber (J6.1)."""


class Expiry(Enum):
    """How an account's 有效期限 stands today."""

    FINE = "fine"
    SOON = "soon"
    OVER = "over"
    UNREADABLE = "unreadable"


def read_date(text: str) -> date | None:
    """The day meant by 2026/11/25, 2026-11-25, 115/11/25 or 民國115年11月25日; None where none plausible is (J6.1).

    A year of two or three figures, or one behind 民國, is a year of the Republic. Before 2000, after 2100 or no such
    day: None, and the text is to be shown as it came.
    """
    found = _DATE.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if not found:
        return None
    year = int(found["year"])
    if found["era"] or len(found["year"]) < 4:
        year += _REPUBLIC
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return date(year, int(found["month"] or found["m"]), int(found["day"] or found["d"]))
    except ValueError:
        return None


def expiry(text: str, today: date) -> Expiry:
    """How a 有效期限 stands today: its own day still counts; fewer than 30 days left are SOON (J6.1)."""
    day = read_date(text)
    if day is None:
        return Expiry.UNREADABLE
    left = (day - today).days
    if left < 0:
        return Expiry.OVER
    return Expiry.SOON if left < SOON_DAYS else Expiry.FINE
