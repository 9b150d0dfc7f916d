"""Remove from texts and addresses of a page what may be personal: the rules by which pages are kept (S-03, H-10).

What is removed: runs of four digits or more, however they are separated (ID, national ID, phone, date, code); days and
postal addresses; long tokens (sessions, view states); the part of a mail address before its @; the values in an
address's query, what follows its #, and sessions in its path; names that were found elsewhere. The profile's own words
stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

SOMEBODY = "某某"
"""Written in place of a name, a number or other personal data."""
_SOMEWHERE = "某地"
_FIGURES = re.compile(r"\d(?:[\s()+./_-]{0,2}\d){3,}")
_FIGURE = re.compile(r"\d")
_TOKEN = re.compile(
    r"(?=[A-Fa-f-]*\d)(?=[0-9-]*[A-Fa-f])[0-9A-Fa-f-]{12,}"  # hexadecimal, also a GUID
    r"|(?=[A-Za-z+/]*\d)(?=[0-9A-Za-z+/]*[A-Za-z])[0-9A-Za-z+/]{20,}={0,2}"  # base64
)
_DATE = re.compile(r"(?:民國\s*)?\d{2,4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?|\d{1,2}\s*月\s*\d{1,2}\s*日")
_ADDRESS = re.compile(
    r"[\u4e00-\u9fff]{2,3}[縣市][\u4e00-\u9fff0-9０-９\s之、-]{0,30}?[0-9０-９一二三四五六七八九十百]+\s*號"
    r"(?:[0-9０-９一二三四五六七八九十之-]+樓(?:之[0-9０-９一二三四五六七八九十]+)?)?"
    r"|\bNo\.?\s*\d+[^\n]{0,40}?\b(?:Rd|Road|St|Street|Ave|Avenue|Lane)\b\.?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+'-]+@(?=[\w-]+\.)")
_LETTERS = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,2}(?=0{4})")
_IN_PATH = re.compile(r"\(\w\([^)]*\)\)")
_BEHIND_PATH = re.compile(r";[^/?#]*")
_REST = re.compile(r"=[^&;]*")


class Scrub:
    """Removes what may be personal.

    Args:
        kept: the profile's own words, which are no person's whatever they look like.
        names: people's names, from elsewhere.

    """

    def __init__(self, kept: Iterable[str], names: Iterable[str] = ()) -> None:
        kept = tuple(kept)
        told = {each.strip() for each in names}
        found = [each for each in told if len(each) > 1 and not any(each in word for word in kept)]
        found.sort(key=len, reverse=True)
        self._names = re.compile("|".join(map(_name, found)), re.IGNORECASE) if found else None
        figures = [each for each in kept if _FIGURES.search(each)]
        self._kept = re.compile("|".join(map(re.escape, sorted(figures, key=len, reverse=True)))) if figures else None

    def text(self, text: str) -> str:
        """Return the text without anything that may be personal."""
        if self._names is not None:
            text = self._names.sub(SOMEBODY, text)
        if self._kept is None:
            return _scrubbed(text)
        pieces: list[str] = []
        at = 0
        for found in self._kept.finditer(text):
            pieces += [_scrubbed(text[at : found.start()]), found[0]]
            at = found.end()
        return "".join([*pieces, _scrubbed(text[at:])])

    def address(self, url: str) -> str:
        """Return an address with its path and the names in its query; empty if it is no address of a page."""
        try:
            parts = urlsplit(url.strip())
        except ValueError:
            return ""
        if parts.scheme not in {"", "http", "https"}:
            return ""
        host = parts.netloc.rpartition("@")[2]
        path = self.text(_BEHIND_PATH.sub("", _IN_PATH.sub("-", parts.path)))
        query = self.text(_REST.sub("=", parts.query)) if "=" in parts.query else ""
        start = f"{parts.scheme}://{host}" if host else ""
        return start + path + (f"?{query}" if query else "")


def _name(name: str) -> str:
    """Return a pattern for a name; one of letters must be a whole word, or Lin would be removed from Linux."""
    return rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" if name.isascii() else re.escape(name)


def _scrubbed(text: str) -> str:
    """Repeat until nothing changes: zeros in place of digits may make a token of what was none."""
    while (scrubbed := _once(text)) != text:
        text = scrubbed
    return text


def _once(text: str) -> str:
    for pattern, put in (
        (_MAIL, "name@"),
        (_ADDRESS, _SOMEWHERE),
        (_DATE, _zeros),
        (_TOKEN, "0"),
        (_FIGURES, _zeros),
    ):
        text = pattern.sub(put, text)
    return _LETTERS.sub("", text)


def _zeros(found: re.Match[str]) -> str:
    """Keep the form, so that a line stays as long as it was."""
    return _FIGURE.sub("0", found[0])
