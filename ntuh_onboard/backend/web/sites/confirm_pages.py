"""Pages between a commit's form and its answer that only ask once more: 「您的電子郵件將設定為 …，是否確定？」.

The student has confirmed it in the wizard. Such a page is answered with yes only if it shows what the student has typed
(or, for a password, speaks of it), has nothing to fill in, and has one button that says so; else it is an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.controls import Kind
from ntuh_onboard.backend.web.html.form_draft import Draft
from ntuh_onboard.backend.web.html.new_words import News
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.backend.web.profile.general_words import spoken
from ntuh_onboard.backend.web.sites.commit_answers import Commit
from ntuh_onboard.backend.web.sites.notice_pages import asked_for, search_forms
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.backend.web.sites.signed_in import way_out
from ntuh_onboard.profiles.control_words import control_words

Value = TypeVar("Value")
_ERROR_STATUS = 400
MOST_AFTER_YES = 6
"""Characters after the word of yes, on a button that says what is done as well."""


def confirmation(site: Sayings, page: Page, new: News, commit: Commit[Value]) -> tuple[Draft, Act] | None:
    """Return how to say yes to a page that asks whether this commit is right; None if it is no such page."""
    if commit.shown is None or page.status >= _ERROR_STATUS or page.unreadable or _is_to_fill_in(page):
        return None
    if not _asks(page, new, commit.shown) or site.says_done(list(new.texts), commit.act, commit.mark):
        return None
    if site.known_refusal(new.texts, but=commit.but):
        return None
    sure, searching = {plain(each) for each in control_words().buttons["sure"]}, search_forms(page)
    buttons = [each for each in page.acts if each.control is not None and each.control.form not in searching]
    found = [each for each in buttons if plain(each.words) in sure or _says_yes_and_what(plain(each.words))]
    if len(found) != 1:
        return None
    try:
        draft = page.draft(found[0])
        return (draft, found[0]) if draft.press(found[0]).posts else None
    except UnexpectedPage:
        return None


def _says_yes_and_what(words: str) -> bool:
    """Return whether the words of a button are a yes with what is done: 確定啟用, 是，送出."""
    known = control_words().buttons
    rests = (words.removeprefix(plain(each)) for each in known["sure_begins"] if words.startswith(plain(each)))
    return any(0 < len(rest) <= MOST_AFTER_YES and not any(no in rest for no in known["sure_never"]) for rest in rests)


def leaves_something_to_press(site: Sayings, page: Page | None) -> bool:
    """Return whether a page with nothing to fill in has a button, besides a search's and the way out, that sends."""
    if page is None or _is_to_fill_in(page):
        return False
    out, searching = way_out(site, page), search_forms(page)
    pressed = (each for each in page.acts if each.control is not None and each.control.form not in searching)
    return any(out is None or each.element is not out.element for each in pressed)


def _is_to_fill_in(page: Page) -> bool:
    return bool(asked_for(page)) or any(each.kind is Kind.TICK and each.seen for each in page.controls)


def _asks(page: Page, new: News, shown: Sequence[str]) -> bool:
    """Return whether the page asks if it is right, and shows what is meant; a password is never shown, but named."""
    words = control_words()
    said = [*map(spoken, new.texts)]
    asking = [text for text in said if text.endswith("?") or any(each in text for each in words.buttons["asks"])]
    if not shown:
        return any(spoken(each) in text for each in words.labels["password"] for text in asking)
    return bool(asking) and all(any(plain(text) in line for line in page.plain_lines) for text in shown)
