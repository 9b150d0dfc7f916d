"""Read the dates on the hospital's pages (J6.1)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from enum import Enum

_REPUBLIC = 1911
"""Year 1 of the Republic (民國) is 1912."""
_EARLIEST, _LATEST = 2000, 2100
SOON_DAYS = 30
"""With fewer days left than this, a date is shown in amber (J6.1)."""
_TAIPEI_HOURS = 8
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<named>{'|'.join(_MONTHS)})[a-z]*\.?"
_ALONE, _ENDS = r"(?<![0-9a-z/.-])", r"(?![0-9]|[/.-][0-9])"
_YEAR, _FIGURES = r"(?:中華)?(?P<era>民國)?\s*(?P<year>[0-9]{2,4})\s*", r"\s*(?P<{}>[0-9]{{1,2}})"
_M, _D = _FIGURES.format("month"), _FIGURES.format("day")
_DAYS = tuple(
    f"{_ALONE}{each}"
    for each in (
        rf"{_YEAR}年{_M}\s*月{_D}\s*[日號]",
        rf"{_YEAR}(?P<mark>[/.-]){_M}\s*(?P=mark){_D}{_ENDS}",
        rf"(?P<era>民國)?(?P<year>[0-9]{{3,4}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}}){_ENDS}",
        rf"{_MONTH}{_D}(?:st|nd|rd|th)?[\s,]+(?P<year>[0-9]{{4}}){_ENDS}",
        rf"(?P<day>[0-9]{{1,2}})[\s-]*{_MONTH}[\s,-]*(?P<year>[0-9]{{4}}){_ENDS}",
    )
)
"""How days are written: with 年月日; with slashes, points or dashes; without separators; with an English month."""
_TIME = (
    r"[\s,]*(?:t|(?:上午|下午|中午|凌晨|清晨|早上|晚上|午夜)\s*)?"
    r"(?P<hour>[0-9]{1,2})(?:\s*[:時點]\s*(?P<minute>[0-9]{1,2})(?:\s*[:分]\s*[0-9]{1,2}(?:[.,][0-9]+)?)?|\s*[時點])\s*[分秒]?"
    r"(?:\s*[ap]\.?m\.?)?(?:\s*(?P<zone>z\b|[+-][0-9]{2}:?[0-9]{2}))?"
)
_ASIDE = r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|[0-9]+\s*(?:天|日|days?)"
"""Remarks beside a day that are not part of it: text in brackets, or the number of days left."""
_TO = r"[~〜至到迄─—–-]|\bto\b|\buntil\b"
_FROM = r"[起自]|\bfrom\b|\bsince\b"


class Expiry(Enum):
    """The state of an account's 有效期限 (expiry date) today."""

    FINE = "fine"
    SOON = "soon"
    OVER = "over"
    UNREADABLE = "unreadable"


def read_date(text: str) -> date | None:
    """Return the only day that a text names; None if it names none, several, or an implausible one (J6.1).

    Understood are 2026/11/25, 2026-11-25, 115.11.25, 民國115年11月25日, 1151125, 25-Nov-2026, also with times, words or
    brackets around them. A year of two or three digits, or after 民國, is a year of the Republic. Years before 2000 or
    after 2100, days that do not exist, and further digits that are not a time give None: show the text as it is then.
    """
    days = {each for each, _ in _days(text)}
    return days.pop() if len(days) == 1 else None


def expiry(text: str, today: date) -> Expiry:
    """Return the state of a 有效期限 today: the day itself still counts; fewer than 30 days left are SOON (J6.1).

    Of a span (2025/08/01 ~ 2026/07/31) the last day counts; a day *from* which something holds is not an end.
    """
    day = _last_day(text)
    if day is None:
        return Expiry.UNREADABLE
    left = (day - today).days
    if left < 0:
        return Expiry.OVER
    return Expiry.SOON if left < SOON_DAYS else Expiry.FINE


def _last_day(text: str) -> date | None:
    found = _days(text)
    if len(found) == 2 and found[0][0] <= found[1][0] and re.search(_TO, found[1][1], re.IGNORECASE):
        return found[1][0]
    return None if re.search(_FROM, text, re.IGNORECASE) else read_date(text)


def _days(text: str) -> list[tuple[date, str]]:
    """Return each day that a text names, with the text between it and the day before.

    Empty if one of the days does not exist, or if there are further digits that are neither a day nor a time.
    """
    plain = unicodedata.normalize("NFKC", text)
    days = (each for known in _DAYS for each in re.finditer(known, plain, re.IGNORECASE))
    matches = sorted(days, key=lambda each: each.start())
    found: list[tuple[date, str]] = []
    end, rest = 0, ""
    for match in matches:
        if match.start() < end:
            continue
        time = re.compile(_TIME, re.IGNORECASE).match(plain, match.end())
        day = _day(match, time)
        if day is None:
            return []
        before = plain[end : match.start()]
        found.append((day, before))
        end, rest = (time or match).end(), rest + before + "|"
    timeless = re.sub(_TIME, "", rest + plain[end:], flags=re.IGNORECASE)
    return [] if re.search(r"\d", re.sub(_ASIDE, "", timeless, flags=re.IGNORECASE)) else found


def _day(match: re.Match[str], time: re.Match[str] | None) -> date | None:
    """Return the calendar day in Taipei, or None if it does not exist or is implausible."""
    said = match.groupdict()
    year = int(said["year"])
    if said.get("era") or len(said["year"]) < 4:
        year += _REPUBLIC
    month = _MONTHS.index(said["named"].casefold()) + 1 if said.get("named") else int(said["month"])
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        day = datetime(year, month, int(said["day"]))  # noqa: DTZ001  # a calendar day; its zone is applied below
        return (day + _to_taipei(time)).date()
    except ValueError:
        return None


def _to_taipei(time: re.Match[str] | None) -> timedelta:
    """Return what to add to a time in another zone to get Taipei's day (2026-11-25T16:00:00Z is the 26th)."""
    if time is None or not time["zone"]:
        return timedelta()
    zone = time["zone"].replace(":", "").casefold()
    ahead = timedelta() if zone == "z" else timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5]))
    ahead = -ahead if zone[0] == "-" else ahead
    at = timedelta(hours=int(time["hour"]), minutes=int(time["minute"] or 0))
    return at - ahead + timedelta(hours=_TAIPEI_HOURS)
