"""Which texts of a page are personal by their place: a greeting, the value beside 「姓名」, a line of notices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.tree import INLINE, Element
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.backend.web.profile.general_words import general_words
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.check.scrubbing import SOMEBODY
from ntuh_onboard.profiles.control_words import general_table

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
"""Words of the profile that have personal data beside them."""
_GREETINGS = ("landed", "waiting")
_LONGEST_NAME = 40
_PARTS = re.compile(r"([:：\s]+)")
_REPEATED = re.compile(rf"{SOMEBODY}(?:\s+{SOMEBODY})+")
_HOLE = re.compile(r"\{[^{}]*\}")
_DAY = re.compile(r"\d{2,4}\s*[/.年-]\s*\d{1,2}\s*[/.月-]\s*\d{1,2}")
_ROWS = ("tr", "li")
_CONTROLS = frozenset({"input", "select", "textarea", "button"})
_IN_LINE = INLINE | {"img"}


@dataclass(frozen=True, slots=True)
class Personal:
    """What is left out of a page.

    Attributes:
        elements: elements that are left out with everything in them.
        texts: single texts, by element and place in it.
        instead: what is written in place of one of them, so that the page reads as before.
        names: the names that were found.

    """

    elements: frozenset[Element]
    texts: frozenset[tuple[Element, int]]
    instead: Mapping[Element | tuple[Element, int], str]
    names: frozenset[str]

    def __contains__(self, element: Element) -> bool:
        return element in self.elements or any(each in self.elements for each in element.above())


class Sayings:
    """The words by which a line is recognised as personal."""

    def __init__(self, profile: SiteProfile) -> None:
        general = {plain(each) for each in _general()}
        self._words = {plain(profile.words[key]) for key in PERSONAL if key in profile.words} | general
        self._known = {*map(plain, profile.words.values())} | general
        self._greetings = tuple(text for mark in _GREETINGS for text in profile.marks[mark])
        self._greeting = profile.patterns.get("greeting")
        self._written = profile.profile.tables.get("patterns", {}).get("greeting", "")

    def names(self, text: str) -> bool:
        """Return whether this is exactly a word that has personal data beside it."""
        return plain(text) in self._words

    def known(self, text: str) -> bool:
        """Return whether this is a word of the hospital's, and nobody's own."""
        return plain(text) in self._known

    def greets(self, line: str) -> bool:
        """Return whether a line greets somebody, or counts their papers."""
        by_profile = any(text in line for text in self._greetings) or (self._greeting and self._greeting.search(line))
        return bool(by_profile) or general_words().shows("welcome", [line])

    def greeting(self, line: str) -> str:
        """Return such a line without the person."""
        found = [each for each in self._greetings if each in line]
        holes = [_HOLE.sub(SOMEBODY, self._written)] if self._greeting and self._greeting.search(line) else []
        whole = [*holes, *(each for each in found if not any(each in one for one in holes))]
        return " ".join(whole) or SOMEBODY

    def nameless(self, text: str) -> str:
        """Keep the words that are nobody's own, and put somebody in place of everything between them."""
        parts = _PARTS.split(text)
        kept = [each if not plain(each) or self.known(each) else SOMEBODY for each in parts]
        return _REPEATED.sub(SOMEBODY, "".join(kept))

    def named(self, line: str) -> Iterator[str]:
        """Yield what comes directly after such words in a line."""
        parts = [each for each in _PARTS.split(line) if plain(each)]
        for before, after in pairwise(parts):
            if plain(before) in self._words and not self.known(after):
                yield after

    def addresses(self, line: str) -> bool:
        """Return whether a line greets somebody, counts their papers, or goes on after a word with personal data."""
        if self.greets(line):
            return True
        parts = [each for each in re.split(r"[:：\s]+", line) if each]
        return any(
            plain(before) in self._words and bool(plain(after)) and not self.known(after)
            for before, after in pairwise(parts)
        )


@cache
def _general() -> tuple[str, ...]:
    """Return words of any site that have personal data beside them."""
    return tuple(general_table()["personal"]["own"])


def names_on(page: Page, profile: SiteProfile) -> Iterator[str]:
    """Yield the names on a page: in its greeting, beside such words, in boxes for a name."""
    greeting = profile.patterns.get("greeting")
    yield from personal(page, profile).names
    for hit in (hit for line in page.lines for hit in (greeting.finditer(line) if greeting is not None else ())):
        yield from (each for each in hit.groupdict().values() if each)
    known = {plain(each) for each in profile.words.values()}
    for key in PERSONAL:
        with suppress(UnexpectedPage):
            text = page.shown(profile.clue(key))
            if plain(text) not in known and _short(text):
                yield text


def personal(page: Page, profile: SiteProfile) -> Personal:
    """Return what is left out of this page."""
    found = _Collected(Sayings(profile))
    blocks = _around_blocks(page)
    for each in page.tree.root.walk():
        if each.tag in _ROWS and _is_notice(each):
            found.leave_out(each)
        if found.sayings.names(each.seen_text()):
            found.named_beside(each)
        if each.tag not in INLINE or each in blocks:
            for run in _runs(each, blocks):
                found.line(each, run)
    return found.personal


class _Collected:
    """What was found so far on a page."""

    def __init__(self, sayings: Sayings) -> None:
        self.sayings = sayings
        self._left_out: set[Element | tuple[Element, int]] = set()
        self._instead: dict[Element | tuple[Element, int], str] = {}
        self._names: set[str] = set()

    @property
    def personal(self) -> Personal:
        """All of it."""
        elements = frozenset(at for at in self._left_out if isinstance(at, Element))
        texts = frozenset(at for at in self._left_out if isinstance(at, tuple))
        return Personal(elements, texts, self._instead, frozenset(filter(_short, self._names)))

    def leave_out(self, at: Element | tuple[Element, int], instead: str = "") -> None:
        """Leave out an element or a text, and write something in its place."""
        self._left_out.add(at)
        if instead:
            self._instead[at] = instead

    def named_beside(self, label: Element) -> None:
        """Leave out whose name stands beside this label."""
        for own in _beside(label):
            if not (_asks(own) or _all_known(own, self.sayings)):
                self.leave_out(own, SOMEBODY if own.seen_text() else "")
                self._names.add(own.seen_text())

    def line(self, element: Element, run: Run) -> None:
        """Leave out what is personal in one line of an element, if it speaks to somebody."""
        text = "".join(_text_of(child) for _, child in run)
        if self.sayings.addresses(text) or _goes_on(run, self.sayings):
            for at, instead in _left_out(element, run, self.sayings):
                self.leave_out(at, instead)
            self._names.update(self.sayings.named(text))


def _short(text: str) -> bool:
    """Return whether a text is short enough for a name, and not of digits, which are removed anyway."""
    return 1 < len(text.strip()) <= _LONGEST_NAME and not any(each.isdigit() for each in text)


def _left_out(element: Element, run: Run, sayings: Sayings) -> Iterator[tuple[Element | tuple[Element, int], str]]:
    """Yield what is left out of a personal line, each with what is written in its place."""
    whole = "".join(_text_of(child) for _, child in run)
    greeting = sayings.greeting(whole) if sayings.greets(whole) else ""
    for place, child in run:
        text = _text_of(child)
        if not plain(text) or (isinstance(child, Element) and sayings.known(text)):
            continue
        at = child if isinstance(child, Element) else (element, place)
        if sayings.greets(whole):
            yield at, greeting
            greeting = ""
        else:
            yield at, sayings.nameless(text)


def _all_known(element: Element, sayings: Sayings) -> bool:
    """Return whether everything in it is the hospital's, like a row of links below the last box."""
    texts = (child for each in element.walk() for child in each.children if isinstance(child, str) and child.strip())
    return sayings.known(element.seen_text()) or all(sayings.known(each) for each in texts)


def _text_of(child: Element | str) -> str:
    return child if isinstance(child, str) else child.seen_text()


Run = list[tuple[int, Element | str]]
"""The parts of one line of an element up to a box or a button, each with its place among the element's children."""


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
    """Return whether text follows directly after such a word in an element of its own."""
    return any(
        isinstance(word, Element) and isinstance(after, str) and plain(after) and sayings.names(word.seen_text())
        for (_, word), (_, after) in pairwise(run)
    )


def _around_blocks(page: Page) -> frozenset[Element]:
    """Return the inline elements that hold a block or a control nevertheless."""
    found: set[Element] = set()
    for each in page.tree.root.walk():
        if each.tag not in _IN_LINE and not _is_hidden(each):
            for around in each.above():
                if around.tag not in INLINE or around in found:
                    break
                found.add(around)
    return frozenset(found)


def _beside(element: Element) -> Iterator[Element]:
    """Yield where personal data is: the next cell, the next span, the `dd` of a `dt`, the cells below a heading."""
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
    """Return whether it is a row or an item with a date, and nothing in it to fill in."""
    if any(each.tag in {*_ROWS, "table"} for each in row.walk() if each is not row) or _asks(row):
        return False
    return _DAY.search(row.seen_text()) is not None


def _asks(element: Element) -> bool:
    return any(each.tag in _CONTROLS and not _is_hidden(each) for each in element.walk())


def _is_hidden(element: Element) -> bool:
    return element.tag == "input" and element.get("type").strip().casefold() == "hidden"
