"""What else a page has that the wizard would meet: boxes that nobody fills, dialogs, digests, invisible characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.buttons import Act, best
from ntuh_onboard.backend.web.html.controls import Control
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.script_made import is_shell
from ntuh_onboard.backend.web.html.tree import Element
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.backend.web.profile.site_profile import SiteProfile
from ntuh_onboard.backend.web.sites.implied_consent import implied_consent
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.backend.web.sites.password_boxes import digest_of_box
from ntuh_onboard.check.form_holding import Forms
from ntuh_onboard.check.word_findings import Remark, RemarkSort
from ntuh_onboard.common.safe_text import safe_line

MOST = 5
"""Remarks of one sort on one page."""
_LONGEST = 60
_DIALOG = re.compile(r"modal|dialog|popup|lightbox", re.IGNORECASE)
_SPOKEN = ("value", "placeholder", "title", "alt", "aria-label")


def remarks(
    page: Page, known: Iterable[Control], forms: Forms, site: Sayings, *, on_file: bool = False
) -> tuple[Remark, ...]:
    """Return everything that was seen.

    Args:
        page: the page.
        known: the boxes that entries of the profile fill.
        forms: the forms that were found.
        site: the profile's words for this page.
        on_file: whether the page shows what the hospital holds.

    """
    profile = site.profile
    filled = frozenset(known)
    if is_shell(page):
        return (Remark(RemarkSort.SHELL, page.title),)
    found = {
        RemarkSort.UNKNOWN_BOX: (
            *_unknown_boxes(page, filled, forms, profile, on_file=on_file),
            *_consents(page, forms, site),
        ),
        RemarkSort.DIALOG: _dialogs(page),
        RemarkSort.DIGEST: _digests(page, forms, profile),
        RemarkSort.INVISIBLE: _invisible(page, profile),
    }
    return tuple(
        Remark(sort, text)
        for sort, texts in found.items()
        for text in list(dict.fromkeys(safe_line(each, _LONGEST) for each in texts))[:MOST]
    )


def _unknown_boxes(
    page: Page, known: frozenset[Control], forms: Forms, profile: SiteProfile, *, on_file: bool
) -> Iterator[str]:
    """Yield what a form of ours wants beside what is filled when its button is pressed: the wizard would stop for it.

    A poll in the same form, with a button of its own, is none.
    """
    for form in dict.fromkeys(each.form for each in known if each.form is not None):
        mine = replace(forms, found={key: each for key, each in forms.found.items() if each.form is form})
        pressed = [each.element for each in _buttons(page, mine, profile)]
        if on_file:
            pressed += [each.element for each in best(profile.clue("save_changes").words, page.acts)]
        for button in pressed or (None,):
            yield from page.unknown_wants(form, known, on_file=on_file, pressed=button)


def _consents(page: Page, forms: Forms, site: Sayings) -> Iterator[str]:
    """Yield what pressing the buttons of our forms would agree to: the wizard would stop for it too."""
    for button in _buttons(page, forms, site.profile):
        if said := implied_consent(site, page, button):
            yield said


def _buttons(page: Page, forms: Forms, profile: SiteProfile) -> Iterator[Act]:
    for form in forms.found.values():
        with suppress(UnexpectedPage):
            yield page.button(form, profile.clue(form.kind.button))


def _dialogs(page: Page) -> Iterator[str]:
    """Yield the dialogs that are not open and have boxes: what they ask for is seen once a script opens them."""
    for each in page.tree.root.walk():
        named = each.tag == "dialog" or _DIALOG.search(f"{each.get('class')} {each.get('id')} {each.get('role')}")
        if named and not each.look.displayed and any(_typed(one) for one in each.walk()):
            yield _heading(each) or each.get("id")


def _typed(element: Element) -> bool:
    return element.tag in {"input", "textarea", "select"} and element.get("type").strip().casefold() != "hidden"


def _heading(dialog: Element) -> str:
    texts = (" ".join(each.raw_text().split()) for each in dialog.walk() if each is not dialog and not _typed(each))
    return next((each for each in texts if each and len(each) <= _LONGEST), "")


def _digests(page: Page, forms: Forms, profile: SiteProfile) -> Iterator[str]:
    """Yield the functions by which the page makes a digest of a password."""
    for form in forms.found.values():
        try:
            button = page.button(form, profile.clue(form.kind.button))
        except UnexpectedPage:
            continue
        for each in form.fields.values():
            digest = digest_of_box(profile, page, button, each) if each.type == "password" else None
            if digest is not None:
                yield digest.function


def _invisible(page: Page, profile: SiteProfile) -> Iterator[str]:
    """Yield words of the profile that the page writes, or the profile has, with a character that nobody sees."""
    words = {plain(each) for each in profile.words.values()}
    for each in page.tree.root.walk():
        texts = [child for child in each.children if isinstance(child, str)]
        for text in (*texts, *(each.get(name) for name in _SPOKEN)):
            if text and len(text) <= 2 * _LONGEST and (signs := _unseen(text)) and plain(_bare(text)) in words:
                yield f"{_bare(text).strip()} ({signs})"
    for word in profile.words.values():
        if signs := _unseen(word):
            yield f"{_bare(word)} ({signs})"


def _unseen(text: str) -> str:
    found = dict.fromkeys(each for each in text if unicodedata.category(each) == "Cf")
    return " ".join(f"U+{ord(each):04X}" for each in found)


def _bare(text: str) -> str:
    return "".join(each for each in text if unicodedata.category(each) != "Cf")
