"""Which texts of a page are a person's by their place: a greeting, what stands beside 「姓名」, a line of notices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from ntuh_onboard.backend.web.page import Page
from ntuh_onboard.backend.web.site_profile import SiteProfile
from ntuh_onboard.backend.web.tree import INLINE, Element
from ntuh_onboard.backend.web.wording import plain

PERSONAL = (
    "staff_id",
    "name",
    "english_surname",
    "english_given",
    "english_middle",
    "office_phone",
    "home_phone",
    "mobile_phone",
    "account_name",
    "main_unit",
    "valid_until",
)
"""Words of the profile with a person's own beside them."""
_GREETINGS = ("landed", "waiting")
_DAY = re.compile(r"\d{2,4}\s*[/.年-]\s*\d{1,2}\s*[/.月-]\s*\d{1,2}")
_ROWS = ("tr", "li")
_CONTROLS = frozenset({"input", "select", "textarea", "button"})
_CELLS = frozenset({"td", "th", "dt"})


def personal(page: Page, profile: SiteProfile) -> frozenset[Element]:
    """The elements whose texts are left out: all in them, or where they hold blocks, the line that is a person's.

    An element is a line's own where it stands around nothing but text and what is drawn within a line.
    """
    words = {plain(profile.words[key]) for key in PERSONAL if key in profile.words}
    greetings = tuple(text for mark in _GREETINGS for text in profile.marks[mark])
    found: set[Element] = set()
    for each in page.tree.root.walk():
        if each.tag in _ROWS and _is_notice(each):
            found.add(each)
        elif each.tag not in INLINE and not _blocks(each):
            line = each.seen_text()
            if any(text in line for text in greetings) or _greets(profile, line) or _told(line, words):
                found.add(each)
            elif each.tag in _CELLS and plain(line) in words:
                found.update(_beside(each))
    return frozenset(found)


def _greets(profile: SiteProfile, line: str) -> bool:
    greeting = profile.patterns.get("greeting")
    return greeting is not None and greeting.search(line) is not None


def _told(line: str, words: Iterable[str]) -> bool:
    """Whether a line goes on behind such a word and a colon."""
    parts = [each.strip() for each in re.split(r"[:：]", line)]
    return any(after and plain(before.split()[-1]) in words for before, after in pairwise(parts) if before)


def _beside(cell: Element) -> Iterator[Element]:
    around = cell.parent
    if around is None:
        return
    after = around.children[around.children.index(cell) + 1 :]
    following = next((each for each in after if isinstance(each, Element)), None)
    if following is not None and not _asks(following):
        yield following


def _is_notice(row: Element) -> bool:
    """A row or an item with a date, and nothing in it to fill in."""
    if any(each.tag in {*_ROWS, "table"} for each in row.walk() if each is not row) or _asks(row):
        return False
    return _DAY.search(row.seen_text()) is not None


def _asks(element: Element) -> bool:
    return any(each.tag in _CONTROLS and each.get("type").casefold() != "hidden" for each in element.walk())


def _blocks(element: Element) -> bool:
    return any(isinstance(each, Element) and each.tag not in INLINE | _CONTROLS for each in element.children)
