"""Kept pages with one profile and with another: what a mended line has mended, and what it has broken."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ntuh_onboard.backend.web.profile.profile_schema import PLACES
from ntuh_onboard.check.expected_words import PAGES
from ntuh_onboard.check.findings import PageFound
from ntuh_onboard.check.word_findings import REWORDED, STILL_FOUND, Held, Word


@dataclass(frozen=True, slots=True)
class Trial:
    """The findings on kept pages.

    Attributes:
        before: with the packaged profile.
        after: with the mended one; None if none was given.

    """

    before: tuple[PageFound, ...]
    after: tuple[PageFound, ...] | None = None

    @property
    def last(self) -> tuple[PageFound, ...]:
        """The findings that hold now."""
        return self.before if self.after is None else self.after

    @property
    def mended(self) -> tuple[str, ...]:
        """`page.key` of each word that was to be mended and no longer is."""
        return tuple(each for each in _to_mend(self.before) if each not in _to_mend(self.last))

    @property
    def broken(self) -> tuple[str, ...]:
        """`page.key` of each word that was found before and no longer is, needed or not."""
        found = set(_found(self.last))
        return tuple(each for each in _found(self.before) if each not in found)

    @property
    def left(self) -> tuple[str, ...]:
        """`page.key` of each word that is still to be mended."""
        return _to_mend(self.last)


def for_one_page(page: PageFound, word: Word, pages: Iterable[PageFound]) -> str:
    """Return the line for `[controls]` that mends a word for its page alone; empty if that is not needed.

    It is needed if another page is still found by the same word: changing that line would break the other page.
    """
    place = page.page if page.page in PLACES else PAGES[page.page].site
    others = (
        other
        for other in pages
        if other.page != page.page and place not in {other.page, PAGES[other.page].site}
        for each in other.words
        if each.key == word.key and each.held is Held.FOUND
    )
    if not (word.to_mend and word.near and word.words and next(others, None)):
        return ""
    return f"{place}.{word.key} = {json.dumps([word.near[0]], ensure_ascii=False)}"


def _named(pages: Iterable[PageFound]) -> Iterator[tuple[str, Word]]:
    return ((f"{page.page}.{word.key}", word) for page in pages for word in page.words)


def _to_mend(pages: Sequence[PageFound]) -> tuple[str, ...]:
    return tuple(name for name, word in _named(pages) if word.to_mend)


def _found(pages: Sequence[PageFound]) -> tuple[str, ...]:
    return tuple(name for name, word in _named(pages) if word.held in STILL_FOUND - REWORDED)
