"""What a page says that was not on the page before: an answer's own words, however they are formatted.

A page is full of sentences that were there before anything was pressed: hints in red, rules, notices. What an answer
says is what is newly visible. Digits do not count: a clock or a visitor counter that has moved on is nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ntuh_onboard.backend.web.html.page_messages import Message
from ntuh_onboard.backend.web.html.page_reading import Reading
from ntuh_onboard.backend.web.html.word_forms import is_wording, plain
from ntuh_onboard.common.safe_text import safe_line

Standing = frozenset[str]
"""What a page said already, in the form in which it is compared."""
MOST_SAID = 8
"""Lines of plain text that are shown as a page's own words; a page with more is another page altogether."""
FEWEST_SAID = 6
"""Characters of a sentence in a box that cannot be filled in; a shorter text there is a fact."""
_FIGURES = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class News:
    """What is newly visible on a page.

    Links, buttons and dated lines (公告) are left out: they say nothing about what was pressed.

    Attributes:
        messages: prominent ones: an alert, red text, an alarm.
        lines: everything else.

    """

    messages: tuple[Message, ...] = ()
    lines: tuple[str, ...] = ()

    @property
    def loud(self) -> tuple[str, ...]:
        """The texts of the messages."""
        return tuple(each.text for each in self.messages)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that is new, the messages first."""
        return (*self.loud, *self.lines)

    @property
    def said(self) -> str:
        """What to show to the person, word for word: the messages, and the lines if they are few."""
        heard = {plain(each) for each in self.loud}
        quiet = [each for each in self.lines if not any(plain(each) in one for one in heard)]
        return "\n".join((*self.loud, *(quiet if len(quiet) <= MOST_SAID else ())))


def standing(page: Reading) -> Standing:
    """Return what a page says, to be compared with the page after it."""
    return frozenset(_key(each) for each in (*_quiet(page), *(each.text for each in page.messages), page.title))


def standing_of(*texts: str) -> Standing:
    """Return these texts in the form in which they are compared."""
    return frozenset(_key(each) for each in texts)


def news(page: Reading, before: Standing) -> News:
    """Return what a page says that was not there before."""
    pressed = {plain(each.words) for each in page.acts}
    dated = {plain(each.text) for each in page.notices}
    lines = dict.fromkeys(
        safe_line(each, 500)
        for each in _new(page, before)
        if (text := plain(each)) not in pressed and not any(text.endswith(one) for one in dated)
    )
    messages = tuple(each for each in page.messages if _key(each.text) not in before)
    if not (lines or messages) and page.title and _key(page.title) not in before:
        return News(lines=(page.title,))  # it says so there alone
    return News(messages, tuple(lines))


def _new(page: Reading, before: Standing) -> Iterator[str]:
    return (each for each in _quiet(page) if is_wording(plain(each)) and _key(each) not in before)


def _quiet(page: Reading) -> Iterator[str]:
    """Yield what a person sees, what a script puts there, and what the pages said that led to this one."""
    for each in page.passed:
        yield from _quiet(each)
    yield from page.labels.flow.texts()
    yield from page.deeds.told
    yield from (each.shown for each in page.controls if each.read_only and each.seen and len(each.shown) >= FEWEST_SAID)


def _key(text: str) -> str:
    return _FIGURES.sub("0", plain(text))
