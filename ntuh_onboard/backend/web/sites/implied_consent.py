"""Find what pressing a button would agree to besides, so that no consent is given that the student was not asked for.

A button may say so itself (「同意並儲存」), the dialog that asks before it, or a sentence (「按繼續即表示您同意…」).
The account site's own regulations are agreed to by the student in the wizard; any other consent is the person's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.backend.web.profile.general_words import spoken
from ntuh_onboard.backend.web.script.tokens import unescape
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.common.safe_text import safe_line
from ntuh_onboard.profiles.control_words import control_words

_ASKS_FIRST = re.compile(r"confirm\s*\(\s*(\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')")
_DIALOGS = ("data-confirm", "data-turbo-confirm", "data-confirm-text", "data-message")
MOST_BETWEEN = 40
"""Characters between what is done and what it means."""


def implied_consent(site: Sayings, page: Page, act: Act) -> str:
    """Return the words by which pressing this agrees to something that the student was not asked; empty if none."""
    for text in _told_by(page, act):
        if _consents(text) and not _is_own(site, text):
            return safe_line(text)
    return next((each for each in page.lines if _means_consent(each) and _is_another(each)), "")


def implied_by_notice(site: Sayings, page: Page, act: Act) -> str:
    """Return the same for a notice that has nothing to it but to go on: there, any sentence of the kind counts."""
    return implied_consent(site, page, act) or next(filter(_means_consent, page.lines), "")


def _told_by(page: Page, act: Act) -> Iterator[str]:
    """Yield the words of the button, and of the dialogs that ask before its form is sent."""
    yield act.words
    form = act.sent_form if act.control is None else act.control.form
    for element in (act.element, *([] if form is None else [form])):
        yield from (element.get(each) for each in _DIALOGS)
        for handler in (element.get("onclick"), element.get("onsubmit"), element.get("href")):
            yield from _asked(handler)
    for script in page.tree.all("script") if "confirm" in page.source else ():
        yield from _asked(script.raw_text())


def _asked(script: str) -> Iterator[str]:
    return (unescape(each[1][1:-1]) for each in _ASKS_FIRST.finditer(script))


def _means_consent(line: str) -> bool:
    """Return whether a sentence says that doing something, such as pressing a button, agrees to something."""
    return _consents(line) and _meaning().search(spoken(line)) is not None


@cache
def _meaning() -> re.Pattern[str]:
    general = control_words().ticks
    doing, means = ("|".join(map(re.escape, general[key])) for key in ("doing", "meaning"))
    return re.compile(rf"(?:{doing}).{{0,{MOST_BETWEEN}}}(?:{means})")


def _consents(text: str) -> bool:
    """Return whether a text agrees to something; 「不同意」 is no consent."""
    said = plain(text)
    for refusing in map(plain, control_words().ticks["refuse"]):
        said = said.replace(refusing, "")
    return any(plain(each) in said for each in control_words().ticks["consent"])


def _is_another(text: str) -> bool:
    return any(plain(each) in plain(text) for each in control_words().ticks["another_consent"])


def _is_own(site: Sayings, text: str) -> bool:
    """Return whether it speaks of nothing but what was agreed to in the wizard: the account site's regulations."""
    return site.site == "account" and not _is_another(text)
