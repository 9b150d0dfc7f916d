"""A page held against the profile: which of its words are there, which are not, and what stands there instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.controls import Kind
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.html.word_forms import is_wording, plain, unwrapped, without_brackets
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.check.expected_words import Entry, ExpectedPage
from ntuh_onboard.check.findings import Access, Held, Sort, Word
from ntuh_onboard.check.page_cleaning import cleaned
from ntuh_onboard.common.safe_text import safe_line

MOST_NEAR = 3
LONGEST = 60
"""Characters of a word that is shown as near; longer lines of a page are no words of a control."""
_ALIKE = 0.4
"""How alike a line of running text must be; of boxes and buttons whatever nobody else claims is shown."""
_KINDS = {Sort.TEXT_BOX: Kind.TEXT, Sort.CHOICE: Kind.CHOICE, Sort.TICK: Kind.TICK}
_RUNNING = frozenset({Sort.HEADING, Sort.TEXT, Sort.FACT, Sort.MARK})
_SENTENCE = re.compile(r"[。，；！？,;!?|]|\s/\s")


def held(page: Page, wanted: ExpectedPage, profile: SiteProfile) -> tuple[Word, ...]:
    """Every entry of this page, held against it.

    What stands there instead is taken from a page with nothing of anybody's in it: it is shown, and told to machines.
    """
    found = tuple(_held(page, each, profile) for each in wanted.entries)
    claimed = {plain(text) for each in found if each.held is Held.FOUND for text in each.words}
    if all(each.held is Held.FOUND for each in found):
        return found
    shown = page if wanted.access is Access.PUBLIC else Page(cleaned(page, profile), page.url)
    return tuple(_with_near(each, shown, claimed) for each in found)


def _held(page: Page, entry: Entry, profile: SiteProfile) -> Word:
    clue = profile.clue(entry.key)
    table, key, words = _written(entry, clue, profile)
    state, count = _FINDERS[entry.sort](page, entry, clue, profile)
    return Word(entry.key, table, entry.sort, words, profile.where(table, key), entry.needed, state, count)


def _written(entry: Entry, clue: Clue, profile: SiteProfile) -> tuple[str, str, tuple[str, ...]]:
    """Table and key of the line that holds an entry's words, and those words."""
    if entry.sort is Sort.MARK:
        greeting = profile.profile.tables.get("patterns", {}).get("greeting") if entry.key == "landed" else None
        return ("patterns", "greeting", (greeting,)) if greeting else ("marks", entry.key, profile.marks[entry.key])
    table = "controls" if entry.key in profile.controls else "words" if entry.key in profile.words else "ids"
    return table, entry.key, clue.words


def _found(ask: Callable[[Clue], object], clue: Clue) -> tuple[Held, int]:
    """By words; then, as the journey does, by the names in the page's source."""
    words_only = Clue(clue.words)
    if clue.words and (state := _asked(ask, words_only))[0] is not Held.MISSING:
        return _asked(ask, clue) if state[0] is Held.SEVERAL else state
    state = _asked(ask, clue)
    return (Held.BY_ID, 1) if state[0] is Held.FOUND and clue.words else state


def _asked(ask: Callable[[Clue], object], clue: Clue) -> tuple[Held, int]:
    try:
        ask(clue)
    except UnexpectedPage as missing:
        return (Held.SEVERAL if missing.why is Why.AMBIGUOUS else Held.MISSING), missing.found
    return Held.FOUND, 1


def _field(page: Page, entry: Entry, clue: Clue, profile: SiteProfile) -> tuple[Held, int]:
    return _found(lambda each: page.field(each, _KINDS[entry.sort]), clue)


def _link(page: Page, entry: Entry, clue: Clue, profile: SiteProfile) -> tuple[Held, int]:
    return _found(page.act, clue)


def _button(page: Page, entry: Entry, clue: Clue, profile: SiteProfile) -> tuple[Held, int]:
    """By words and names; where neither is known, the only button of the form of the field beside it."""
    state = _found(page.act, clue)
    if state[0] in {Held.FOUND, Held.BY_ID} or clue.words or not entry.beside:
        return state
    try:
        only = page.acts_beside(page.field(profile.clue(entry.beside)))
    except UnexpectedPage:
        return state
    return (Held.ONLY_ONE, 1) if len(only) == 1 else (Held.SEVERAL if only else Held.MISSING, len(only))


def _picture(page: Page, entry: Entry, clue: Clue, profile: SiteProfile) -> tuple[Held, int]:
    if not clue.words:
        by_id = _asked(page.image, clue) if clue.ids else (Held.MISSING, 0)
        if by_id[0] is not Held.MISSING:
            return by_id
    try:
        box = page.field(profile.clue(entry.beside))
    except UnexpectedPage:  # without its box: what is to be mended is the box's word
        return (Held.ONLY_ONE if len(page.images) == 1 else Held.MISSING), len(page.images)
    state, count = _asked(lambda each: page.image(each, box), clue)
    return (Held.ONLY_ONE, 1) if state is Held.FOUND else (state, count)


def _heading(page: Page, entry: Entry, clue: Clue, profile: SiteProfile) -> tuple[Held, int]:
    """A line of its own, in brackets or not."""
    lines = {unwrapped(plain(line)) for line in page.lines}
    there = any(plain(each) in lines for each in clue.words)
    return (Held.FOUND, 1) if there else (Held.MISSING, 0)


def _text(page: Page, entry: Entry, clue: Clue, profile: SiteProfile) -> tuple[Held, int]:
    """Anywhere in a line or a choice."""
    there = any(page.mentions(each) for each in clue.words) or any(
        plain(each) == plain(label) for each in clue.words for label in _choices(page)
    )
    return (Held.FOUND, 1) if there else (Held.MISSING, 0)


def _fact(page: Page, entry: Entry, clue: Clue, profile: SiteProfile) -> tuple[Held, int]:
    """What stands beside its words; whose it is and what it is does not matter."""
    return _found(page.shown, clue)


def _mark(page: Page, entry: Entry, clue: Clue, profile: SiteProfile) -> tuple[Held, int]:
    """A line by which a page is known; the greeting's pattern where the profile has one."""
    greeting = profile.patterns.get("greeting") if entry.key == "landed" else None
    if greeting is not None:
        found = any(greeting.search(each) for each in page.lines)
    else:
        found = any(page.mentions(each) for each in profile.marks[entry.key])
    return (Held.FOUND, 1) if found else (Held.MISSING, 0)


_FINDERS: Mapping[Sort, Callable[[Page, Entry, Clue, SiteProfile], tuple[Held, int]]] = {
    Sort.TEXT_BOX: _field,
    Sort.CHOICE: _field,
    Sort.TICK: _field,
    Sort.LINK: _link,
    Sort.BUTTON: _button,
    Sort.PICTURE: _picture,
    Sort.HEADING: _heading,
    Sort.TEXT: _text,
    Sort.FACT: _fact,
    Sort.MARK: _mark,
}


def _with_near(word: Word, page: Page, claimed: set[str]) -> Word:
    """The same with what stands on the page instead."""
    if word.held in {Held.FOUND, Held.ONLY_ONE} or not word.words:
        return word
    least = _ALIKE if word.sort in _RUNNING else 0.0
    unclaimed = [each for each in _of_sort(page, word.sort) if plain(each) not in claimed]
    near = nearest(word.words, unclaimed, least)
    return Word(word.key, word.table, word.sort, word.words, word.where, word.needed, word.held, word.count, near)


def nearest(words: Iterable[str], among: Iterable[str], least: float = 0.0) -> tuple[str, ...]:
    """The three texts that are most like one of these words, the nearest first; least: how alike, from 0 to 1."""
    wanted = [plain(each) for each in words]
    ranked: dict[str, float] = {}
    for text in among:
        bare = plain(text)
        forms = (bare, without_brackets(bare))
        alike = max(SequenceMatcher(None, one, form, autojunk=False).ratio() for one in wanted for form in forms)
        if alike >= least:
            ranked[text] = max(alike, ranked.get(text, 0.0))
    return tuple(sorted(ranked, key=lambda text: -ranked[text])[:MOST_NEAR])


def _of_sort(page: Page, sort: Sort) -> tuple[str, ...]:
    """What a person reads on the page's things of this sort, each once, as the page writes it."""
    found: Iterable[str]
    if sort in _KINDS:
        as_written = {plain(each): each for each in _pieces(page)}
        found = (as_written.get(each, each) for each in _labels(page, _KINDS[sort]))
    elif sort in {Sort.LINK, Sort.BUTTON}:
        found = (each.words for each in page.acts)
    elif sort is Sort.PICTURE:
        found = (each.words for each in page.images)
    else:
        found = _pieces(page)
    short = (safe_line(each.strip(" :：\u3000")) for each in found)
    return tuple(dict.fromkeys(each for each in short if is_wording(each) and len(each) <= LONGEST))


def _labels(page: Page, kind: Kind) -> Iterator[str]:
    """The words of the fields of this kind; where it has none, of all."""
    fields = tuple(each for each in page.controls if each.seen and each.kind is kind)
    for each in page.labels.words():
        if not fields or page.labels.found(each, fields):
            yield each


def _pieces(page: Page) -> Iterator[str]:
    """Lines, and the sentences in them."""
    for line in page.lines:
        yield line.strip(" :：\u3000")
        yield from (part for each in _SENTENCE.split(line) if (part := each.strip(" :：\u3000")))


def _choices(page: Page) -> Iterator[str]:
    for each in page.controls:
        if each.kind is Kind.CHOICE and each.seen:
            yield from (option.label for option in each.options)
