"""Hold a page against the profile: which words are there, which are not, and what is there instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.buttons import best
from ntuh_onboard.backend.web.html.controls import Kind
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.html.script_made import pressed_by_script
from ntuh_onboard.backend.web.html.word_forms import is_wording, plain, unwrapped, without_brackets
from ntuh_onboard.backend.web.profile.profile_schema import PLACES
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.backend.web.sites.menu_entries import entry as menu_entry
from ntuh_onboard.backend.web.sites.menu_entries import heading
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.backend.web.sites.regulations_page import regulations_of
from ntuh_onboard.backend.web.sites.signed_in import is_menu, way_out
from ntuh_onboard.check.expected_words import Entry, ExpectedPage
from ntuh_onboard.check.findings import Access
from ntuh_onboard.check.form_holding import Forms, box, button, control_of, forms_of
from ntuh_onboard.check.page_cleaning import cleaned
from ntuh_onboard.check.page_remarks import remarks
from ntuh_onboard.check.word_findings import Held, Remark, RemarkSort, Sort, Word
from ntuh_onboard.common.clock import SystemClock
from ntuh_onboard.common.safe_text import safe_line

MOST_NEAR = 3
LONGEST = 60
"""Characters of a word that is shown as similar; longer lines of a page are no words of a control."""
_ALIKE = 0.4
"""How similar a line of running text must be; of boxes and buttons, whatever no other entry claims is shown."""
_KINDS = {Sort.TEXT_BOX: Kind.TEXT, Sort.CHOICE: Kind.CHOICE, Sort.TICK: Kind.TICK}
_RUNNING = frozenset({Sort.HEADING, Sort.TEXT, Sort.FACT, Sort.MARK})
_SENTENCE = re.compile(r"[。，；！？,;!?|]|\s/\s")


@dataclass(frozen=True, slots=True)
class Compared:
    """A page, held against the profile.

    Attributes:
        words: every entry of it.
        remarks: what else was seen on it.

    """

    words: tuple[Word, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Look:
    """One page during the comparison, with the profile and the forms that were found."""

    page: Page
    profile: SiteProfile
    forms: Forms
    site: Sayings

    def clue(self, entry: Entry) -> Clue:
        return self.profile.clue(entry.key)


def compared(page: Page, wanted: ExpectedPage, profile: SiteProfile) -> Compared:
    """Hold every entry of this page against it, and note whatever else the wizard would meet there.

    What is there instead is taken from a page without anybody's data: it is shown, and given to machines.
    """
    profile = profile.at(*(each for each in (wanted.name, wanted.site) if each in PLACES))
    site = Sayings(wanted.site, "code" if wanted.site == "account" else "captcha", profile, SystemClock())
    look = _Look(page, profile, forms_of(page, wanted.forms, profile), site)
    found = tuple(_held(look, each) for each in wanted.entries)
    boxes = (each for each in wanted.entries if each.sort in _KINDS)
    known = [one for each in boxes if (one := control_of(page, each.key, _KINDS[each.sort], look.forms, profile))]
    on_file = any(each.key == "save_changes" for each in wanted.entries)
    seen = remarks(page, known, look.forms, site, on_file=on_file)
    if any(each.sort is RemarkSort.SHELL for each in seen):  # no word of it can be missed
        return Compared((), seen)
    seen += () if any(each.stops for each in found) else _unclear_forms(look)
    if all(each.held is Held.FOUND for each in found):
        return Compared(found, seen)
    shown = page if wanted.access is Access.PUBLIC else Page(cleaned(page, profile), page.url)
    return Compared(_all_with_near(found, shown), seen)


def _unclear_forms(look: _Look) -> tuple[Remark, ...]:
    """Return a remark for each form that could not be told from others."""
    return tuple(Remark(RemarkSort.FORM, each) for each in dict.fromkeys(map(_said, look.forms.failed)))


def _all_with_near(found: tuple[Word, ...], shown: Page) -> tuple[Word, ...]:
    """Add to each entry that was not found what stands there instead; what another entry has claimed is not offered."""
    claimed = {plain(text) for each in found if each.held is Held.FOUND for text in each.words}
    return tuple(_with_near(each, shown, claimed) for each in found)


def held(page: Page, wanted: ExpectedPage, profile: SiteProfile) -> tuple[Word, ...]:
    """Hold every entry of this page against it."""
    return compared(page, wanted, profile).words


def _said(missing: UnexpectedPage) -> str:
    """Return what was looked for in a form, and the page's names for those that cannot be told apart."""
    return " / ".join(each for each in (missing.looked_for, *missing.called) if each)


def _held(look: _Look, entry: Entry) -> Word:
    table, key, words = _written(entry, look.clue(entry), look.profile)
    state, count = _FINDERS[entry.sort](look, entry)
    state = Held.GENERAL if entry.loose and state is Held.BY_FORM else state
    return Word(entry.key, table, entry.sort, words, look.profile.where(table, key), entry.needed, state, count)


def _written(entry: Entry, clue: Clue, profile: SiteProfile) -> tuple[str, str, tuple[str, ...]]:
    """Return table and key of the line that holds an entry's words, and those words."""
    if entry.sort is Sort.MARK:
        greeting = profile.profile.tables.get("patterns", {}).get("greeting") if entry.key == "landed" else None
        return ("patterns", "greeting", (greeting,)) if greeting else ("marks", entry.key, profile.marks[entry.key])
    return *profile.written(entry.key), clue.words


def _box(look: _Look, entry: Entry) -> tuple[Held, int]:
    return box(look.page, entry.key, _KINDS[entry.sort], look.forms, look.profile)


def _button(look: _Look, entry: Entry) -> tuple[Held, int]:
    found = button(look.page, entry.key, look.forms, look.profile)
    if entry.key == "sign_out" and found[0] is Held.MISSING and way_out(look.site, look.page) is not None:
        return Held.BY_FORM, 1
    return found


def _link(look: _Look, entry: Entry) -> tuple[Held, int]:
    """Look for a menu entry: visible, in a list that opens, or behind the menu's heading, whose page then tells."""
    clue = look.clue(entry)
    try:
        act = menu_entry(look.profile, look.page, entry.key)
    except UnexpectedPage as missing:
        return Held.SEVERAL, missing.found
    if act is not None:
        by_name = not best(clue.words, (act,)) and clue.points_to(act.id, act.name)
        return (Held.BY_ID if by_name else Held.FOUND), 1
    if pressed_by_script(look.page, clue):
        return Held.BY_SCRIPT, 1
    return (Held.FOUND, 1) if entry.in_menu and heading(look.profile, look.page) is not None else (Held.MISSING, 0)


def _picture(look: _Look, entry: Entry) -> tuple[Held, int]:
    page, clue = look.page, look.clue(entry)
    form = look.forms.found.get(entry.beside)
    if form is None:  # without its box: the word to mend is the box's
        by_name = [each for each in page.images if clue.points_to(each.id, each.name)]
        return (Held.FOUND, 1) if by_name else (Held.ONLY_ONE if len(page.images) == 1 else Held.MISSING, 0)
    try:
        image = page.image(clue, beside=form.fields.get(entry.beside))
    except UnexpectedPage as missing:
        return (Held.SEVERAL if missing.why is Why.AMBIGUOUS else Held.MISSING), missing.found
    return (Held.FOUND if clue.points_to(image.id, image.name) else Held.ONLY_ONE), 1


def _heading(look: _Look, entry: Entry) -> tuple[Held, int]:
    """Look for a line of its own, in brackets or not."""
    lines = {unwrapped(plain(line)) for line in look.page.lines}
    if any(plain(each) in lines for each in look.clue(entry).words):
        return Held.FOUND, 1
    if entry.key == "regulations":
        with suppress(UnexpectedPage):
            regulations_of(look.site, look.page)
            return Held.BY_FORM, 1
    return Held.MISSING, 0


def _text(look: _Look, entry: Entry) -> tuple[Held, int]:
    """Look anywhere in a line or a choice."""
    words = look.clue(entry).words
    there = any(look.page.mentions(each) for each in words) or any(
        plain(each) == plain(label) for each in words for label in _choices(look.page)
    )
    return (Held.FOUND, 1) if there else (Held.MISSING, 0)


def _fact(look: _Look, entry: Entry) -> tuple[Held, int]:
    """Look for a value beside the words; what it is and whose does not matter."""
    clue = look.clue(entry)
    for words_only in (True, False):
        try:
            look.page.shown(Clue(clue.words) if words_only else clue)
        except UnexpectedPage as missing:
            if missing.why is Why.AMBIGUOUS:
                return Held.SEVERAL, missing.found
        else:
            return (Held.FOUND if words_only else Held.BY_ID), 1
    return Held.MISSING, 0


def _mark(look: _Look, entry: Entry) -> tuple[Held, int]:
    """Look for what identifies a page: the greeting's pattern, if the profile has one, else a mark; else its menu."""
    greeting = look.profile.patterns.get("greeting") if entry.key == "landed" else None
    if greeting is not None:
        found = any(greeting.search(each) for each in look.page.lines)
    else:
        found = any(look.page.mentions(each) for each in look.profile.marks[entry.key])
    if found:
        return Held.FOUND, 1
    return (Held.BY_FORM, 1) if is_menu(look.site, look.page) else (Held.MISSING, 0)


_FINDERS: Mapping[Sort, Callable[[_Look, Entry], tuple[Held, int]]] = {
    Sort.TEXT_BOX: _box,
    Sort.CHOICE: _box,
    Sort.TICK: _box,
    Sort.LINK: _link,
    Sort.BUTTON: _button,
    Sort.PICTURE: _picture,
    Sort.HEADING: _heading,
    Sort.TEXT: _text,
    Sort.FACT: _fact,
    Sort.MARK: _mark,
}


def _with_near(word: Word, page: Page, claimed: set[str]) -> Word:
    """Return the word with what is on the page instead."""
    if word.held in {Held.FOUND, Held.ONLY_ONE} or not word.words:
        return word
    least = _ALIKE if word.sort in _RUNNING else 0.0
    unclaimed = [each for each in _of_sort(page, word.sort) if plain(each) not in claimed]
    near = nearest(word.words, unclaimed, least)
    return replace(word, near=near)


def nearest(words: Iterable[str], among: Iterable[str], least: float = 0.0) -> tuple[str, ...]:
    """Return the three texts most similar to one of these words, the nearest first; `least`: how similar, 0 to 1."""
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
    """Return what a person reads on the page's controls of this sort, each once, as the page writes it."""
    short = (safe_line(each.strip(" :：\u3000")) for each in _read_on(page, sort))
    return tuple(dict.fromkeys(each for each in short if is_wording(each) and len(each) <= LONGEST))


def _read_on(page: Page, sort: Sort) -> Iterable[str]:
    if sort in _KINDS:
        as_written = {plain(each): each for each in _pieces(page)}
        return (as_written.get(each, each) for each in _labels(page, _KINDS[sort]))
    if sort in {Sort.LINK, Sort.BUTTON}:
        return (each.words for each in page.acts)
    return (each.words for each in page.images) if sort is Sort.PICTURE else _pieces(page)


def _labels(page: Page, kind: Kind) -> Iterator[str]:
    """Yield the labels of the fields of this kind; if there are none, all labels."""
    fields = tuple(each for each in page.controls if each.seen and each.kind is kind)
    for each in page.labels.words():
        if not fields or page.labels.found(each, fields):
            yield each


def _pieces(page: Page) -> Iterator[str]:
    """Yield the lines, and the sentences in them."""
    for line in page.lines:
        yield line.strip(" :：\u3000")
        yield from (part for each in _SENTENCE.split(line) if (part := each.strip(" :：\u3000")))


def _choices(page: Page) -> Iterator[str]:
    for each in page.controls:
        if each.kind is Kind.CHOICE and each.seen:
            yield from (option.label for option in each.options)
