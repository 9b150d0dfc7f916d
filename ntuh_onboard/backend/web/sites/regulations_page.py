"""The regulations of the account site, with its questions and answers, as its first page words them (J4.1, J4.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ntuh_onboard.backend.protocol import Regulations
from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.html.tree import Element
from ntuh_onboard.backend.web.html.word_forms import plain, unwrapped
from ntuh_onboard.backend.web.sites.page_phrases import Sayings
from ntuh_onboard.common.safe_text import safe_line

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BESIDE = re.compile(r"[a-z0-9 .,&/|:-]+|^[一二三四五六七八九十壹貳參]+、")
"""What may be beside a heading: a second language, a number."""
_LONGEST_HEADING = 12


def regulations_of(site: Sayings, page: Page) -> Regulations:
    """Return the lines between the two headings, and the questions below the second.

    If the heading is a button that opens its part, or is in the menu alone, or nothing is between the two (tabs), the
    whole page is what the site says about it. Raises UnexpectedPage if the page does not have the word at all.
    """
    first, second = site.profile.words["regulations"], site.profile.words["questions"]
    lines = [plain(line) for line in page.lines]
    asked = tuple(_questions(page, plain(second)))
    start, opening = _heading_at(lines, plain(first), 0), ""
    if start is None:
        start, opening = _opened_at(page.lines, first)
    if start is None:
        if not _is_on_a_button(page, first):
            raise UnexpectedPage(Why.NOT_FOUND, first)
        return Regulations(tuple(page.lines), asked)
    end = _heading_at(lines, plain(second), start + 1)
    between = (*filter(None, [opening]), *page.lines[start + 1 : end])
    return Regulations(between or tuple(page.lines), asked)


def _opened_at(lines: Sequence[str], heading: str) -> tuple[int | None, str]:
    """Return the place of a heading with its first sentence in the same line, and that sentence: 《規範》不可借用."""
    opened = re.compile(
        rf"\s*(?:[《〈【〔「『<\[]\s*{re.escape(heading)}\s*[》〉】〕」』>\]]\s*[:：]?|{re.escape(heading)}\s*[:：])\s*(?=\w)"
    )
    for at, line in enumerate(lines):
        found = opened.match(line)
        if found:
            return at, line[found.end() :]
    return None, ""


def _heading_at(lines: Sequence[str], heading: str, start: int) -> int | None:
    """Return the place of a heading: the line itself, else the only short one ending with it (網路帳號使用規範)."""
    bare = [unwrapped(_BESIDE.sub("", line)) for line in lines]
    for at in range(start, len(bare)):
        if bare[at] == heading:
            return at
    ending = [at for at in range(start, len(bare)) if bare[at].endswith(heading) and len(bare[at]) <= _LONGEST_HEADING]
    return ending[0] if len(ending) == 1 else None


def _is_on_a_button(page: Page, words: str) -> bool:
    try:
        page.act(Clue((words,)))
    except UnexpectedPage:
        return any(
            plain(words) == unwrapped(_BESIDE.sub("", plain(each.seen_text()))) for each in page.tree.all("button", "a")
        )
    return True


def _questions(page: Page, heading: str) -> Iterator[tuple[str, str]]:
    """Yield each smaller heading below this one, with what follows it."""
    below = ""
    for each in page.tree.all(*_HEADINGS):
        text = safe_line(each.seen_text(), 500)
        if unwrapped(plain(text)) == heading:
            below = each.tag
        elif below and each.tag <= below:
            return
        elif below and (answer := safe_line(_following(each), 2000)):
            yield text, answer


def _following(heading: Element) -> str:
    """Return the text from a heading to the next one, or to a paragraph or link."""
    texts: list[str] = []
    around = heading.parent.children if heading.parent is not None else []
    for each in around[around.index(heading) + 1 :] if heading in around else ():
        if isinstance(each, Element) and each.tag in _HEADINGS | {"a", "p", "form"}:
            break
        texts.append(each if isinstance(each, str) else each.seen_text())
    return " ".join(texts)
