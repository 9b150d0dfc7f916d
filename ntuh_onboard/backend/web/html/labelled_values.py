"""What a page shows beside a word: 有效期限 | 2027/06/30 (J3.1, J6.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.controls import Control, Kind
from ntuh_onboard.backend.web.html.labels import Labels
from ntuh_onboard.backend.web.html.own_words import wordings
from ntuh_onboard.backend.web.html.table_grid import Grids
from ntuh_onboard.backend.web.html.tree import Element
from ntuh_onboard.backend.web.html.word_forms import plain, shorter_forms, without_brackets
from ntuh_onboard.common.safe_text import safe_line

_NEXT_NAME = re.compile(r"[\s,，;；／|｜]+[\u3400-\u9fff][^\s:：]{0,29}[:：]")
_PART = re.compile(r"[\s,，;；／|｜]*([^:：]{1,60})[:：]\s*([^:：]*?)(?=[\s,，;；／|｜]+[^\s:：]{1,30}[:：]|$)")


def shown(words: str, controls: tuple[Control, ...], labels: Labels) -> str:
    """Return the text beside these words: in the box they belong to, in the next cell, or after them in the line.

    Raises UnexpectedPage if there is none, or if two places say different things.
    """
    boxes = labels.found(words, controls)
    found = dict.fromkeys(_of_box(each) for each in boxes)
    if not any(found):  # also if the only box is an empty one: the words may be those of a text all the same
        beside = dict.fromkeys(safe_line(each, 500) for each in _beside(plain(words), labels) if each.strip())
        found = beside or found
    if len(found) != 1:
        raise UnexpectedPage(Why.AMBIGUOUS if found else Why.NOT_FOUND, words, len(found))
    return next(iter(found))


def _of_box(control: Control) -> str:
    if control.kind is Kind.CHOICE:
        return safe_line(" ".join(each.label for each in control.chosen))
    return safe_line(control.shown, 500)


def _beside(wanted: str, labels: Labels) -> Iterator[str]:
    within: set[Element] = set()
    for each, whole, compared in reversed(labels.facts):  # what is inside comes before what is around it
        if each in within or without_brackets(wanted) not in compared:
            continue
        if any(_same(one, wanted) for one in (whole, *wordings(each))) and (text := _next(each, labels.grids)):
            within.update(each.above())  # these hold the name with its value, and are no name of what follows
            yield text
    if within:
        return
    for line in labels.flow.lines():
        for part in _PART.finditer(line):
            if _same(part[1], wanted) or _same(part[1].split()[-1], wanted):  # a value may stand before the name
                yield part[2]


def _same(text: str, wanted: str) -> bool:
    found = plain(text)
    if not found:
        return False
    return found in {wanted, without_brackets(wanted)} or wanted in {without_brackets(found), *shorter_forms(text)}


def _next(element: Element, grids: Grids) -> str:
    """Return what comes next: a cell's right neighbour, `dd` after `dt`, the rest of the line after a label."""
    if element.tag in {"td", "th"}:
        right = grids.right_of(element)
        return _first_of_pairs(right.seen_text()) if right is not None else ""
    parent = element.parent
    if parent is None:
        return ""
    after = parent.children[parent.children.index(element) + 1 :]
    texts = [each if isinstance(each, str) else each.seen_text() for each in after]
    if element.tag in {"dt", "div", "p"}:
        wanted = {"dt": "dd"}.get(element.tag, element.tag)
        following = next((each for each in after if isinstance(each, Element)), None)
        return following.seen_text() if following is not None and following.tag == wanted else ""
    for text in texts:
        if plain(text):
            return _first_of_pairs(text.strip(" :：\u3000\t\r\n\xa0"))
    return ""


def _first_of_pairs(text: str) -> str:
    """Return the text up to the next name in it: 「104567 姓名：林測試」 is 104567."""
    following = _NEXT_NAME.search(text)
    return text[: following.start()].strip() if following else text
