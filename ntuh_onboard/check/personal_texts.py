"""Which texts of a page are a person's by their place: a greeting, what stands beside 「姓名」, a line of notices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.tree import INLINE, Element
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile

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
_IN_LINE = INLINE | {"img"}


@dataclass(frozen=True, slots=True)
class Personal:
    """What is left out. elements: with all that is in them. texts: single ones, by element and place in it."""

    elements: frozenset[Element]
    texts: frozenset[tuple[Element, int]]

    def __contains__(self, element: Element) -> bool:
        return element in self.elements or any(each in self.elements for each in element.above())


class Sayings:
    """By which words a line is known for a person's."""

    def __init__(self, profile: SiteProfile) -> None:
        self._words = {plain(profile.words[key]) for key in PERSONAL if key in profile.words}
        self._known = {*map(plain, profile.words.values())}
        self._greetings = tuple(text for mark in _GREETINGS for text in profile.marks[mark])
        self._greeting = profile.patterns.get("greeting")

    def names(self, text: str) -> bool:
        """Whether this is a word that has a person's own beside it, and nothing else."""
        return plain(text) in self._words

    def known(self, text: str) -> bool:
        """Whether this is the hospital's word, and nobody's own."""
        return plain(text) in self._known

    def addresses(self, line: str) -> bool:
        """Whether a line greets somebody, counts their papers, or goes on behind such a word."""
        if any(text in line for text in self._greetings) or (self._greeting and self._greeting.search(line)):
            return True
        parts = [each for each in re.split(r"[:：\s]+", line) if each]
        return any(
            plain(before) in self._words and bool(plain(after)) and not self.known(after)
            for before, after in pairwise(parts)
        )


def personal(page: Page, profile: SiteProfile) -> Personal:
    """What of this page is left out."""
    sayings = Sayings(profile)
    elements: set[Element] = set()
    texts: set[tuple[Element, int]] = set()
    blocks = _around_blocks(page)
    for each in page.tree.root.walk():
        if each.tag in _ROWS and _is_notice(each):
            elements.add(each)
        if sayings.names(each.seen_text()):
            elements.update(own for own in _beside(each) if not (_asks(own) or sayings.known(own.seen_text())))
        for run in _runs(each, blocks) if each.tag not in INLINE or each in blocks else ():
            line = "".join(child if isinstance(child, str) else child.seen_text() for _, child in run)
            if sayings.addresses(line) or _goes_on(run, sayings):
                elements.update(child for _, child in run if isinstance(child, Element))
                texts.update((each, place) for place, child in run if isinstance(child, str))
    return Personal(frozenset(elements), frozenset(texts))


Run = list[tuple[int, Element | str]]
"""What stands in one line of an element up to a box or a button, each with its place among the element's children."""


def _runs(element: Element, blocks: frozenset[Element]) -> Iterator[Run]:
    run: Run = []
    for place, child in enumerate(element.children):
        if isinstance(child, str) or _is_hidden(child) or (child.tag in _IN_LINE and child not in blocks):
            run.append((place, child))
        else:
            yield run
            run = []
    yield run


def _goes_on(run: Run, sayings: Sayings) -> bool:
    """Whether text comes right behind such a word in an element of its own."""
    return any(
        isinstance(word, Element) and isinstance(after, str) and plain(after) and sayings.names(word.seen_text())
        for (_, word), (_, after) in pairwise(run)
    )


def _around_blocks(page: Page) -> frozenset[Element]:
    """The elements of a line that hold a block or a control all the same."""
    found: set[Element] = set()
    for each in page.tree.root.walk():
        if each.tag not in _IN_LINE and not _is_hidden(each):
            for around in each.above():
                if around.tag not in INLINE or around in found:
                    break
                found.add(around)
    return frozenset(found)


def _beside(element: Element) -> Iterator[Element]:
    """What a person's own stands in: the next cell, the next span, the `dd` of a `dt`, the cells below a heading."""
    following = _next(element)
    if following is not None and not (element.tag == following.tag == "th"):
        yield following
    row = element.parent
    if element.tag in {"th", "td"} and row is not None and row.parent is not None:
        column = _cells(row).index(element)
        rows = [each for each in row.parent.children if isinstance(each, Element) and each.place > row.place]
        for below in rows:
            if _asks(below):  # a form: its cells are the labels of its boxes
                break
            yield from _cells(below)[column : column + 1]


def _next(element: Element) -> Element | None:
    around = element.parent
    after = [] if around is None else around.children[around.children.index(element) + 1 :]
    return next((each for each in after if isinstance(each, Element)), None)


def _cells(row: Element) -> list[Element]:
    return [each for each in row.children if isinstance(each, Element) and each.tag in {"th", "td"}]


def _is_notice(row: Element) -> bool:
    """A row or an item with a date, and nothing in it to fill in."""
    if any(each.tag in {*_ROWS, "table"} for each in row.walk() if each is not row) or _asks(row):
        return False
    return _DAY.search(row.seen_text()) is not None


def _asks(element: Element) -> bool:
    return any(each.tag in _CONTROLS and not _is_hidden(each) for each in element.walk())


def _is_hidden(element: Element) -> bool:
    return element.tag == "input" and element.get("type").strip().casefold() == "hidden"
