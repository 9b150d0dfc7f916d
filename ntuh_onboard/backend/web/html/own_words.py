"""The words of a label, a cell or a button without what is written around them: hints, errors, links, translations."""

from __future__ import annotations

from collections.abc import Iterator

from ntuh_onboard.backend.web.html.text_lines import Piece, Sort, pieces
from ntuh_onboard.backend.web.html.tree import INLINE, Element
from ntuh_onboard.backend.web.html.word_forms import has_cjk

_NOTE_TAGS = frozenset({"a", "small", "sup", "sub"})
_NOTE_CLASSES = frozenset(
    {
        "hint", "help", "error", "errors", "note", "required", "invalid", "valid", "muted", "tip", "tips", "tooltip",
        "desc", "description", "message", "warning", "feedback", "validation", "validator", "danger", "info", "badge",
        "icon", "icons", "fa", "fas", "far", "bi", "glyphicon", "sr",
    }
)  # fmt: skip
"""Parts of the class of an element that holds a remark, or a picture drawn by a letter, and not a name."""


def wordings(element: Element) -> tuple[str, ...]:
    """Return what an element can be called: all its text; its first line; a line in another language; no remarks."""
    whole = element.seen_text()
    if not any(isinstance(each, Element) for each in element.children):
        return (whole,) if whole else ()
    lines = list(_lines(element))
    named = [whole, *lines[:1]]
    if len(lines) > 1 and has_cjk(lines[0]) is not has_cjk(lines[1]):
        named.append(lines[1])
    named.append(" ".join("".join(_without_notes(element)).split()))
    return tuple(dict.fromkeys(each for each in named if each))


def titles(element: Element) -> tuple[str, ...]:
    """Return what a button or link can be called: first line, a second one in another language, without remarks.

    For a card whose words are all in parts of it, also the first part: a style sheet may make its lines.
    """
    loose = any(isinstance(each, str) and each.strip() for each in element.children)
    inner = (each for each in element.children if isinstance(each, Element) and not is_note(each))
    parts = [text for each in inner if (text := each.seen_text())]
    return (*wordings(element)[1:], *(parts[:1] if len(parts) > 1 and not loose else ()))


def is_note(element: Element) -> bool:
    """Return whether an element within a label is a remark: a link, small print, an error, an icon."""
    if element.tag in _NOTE_TAGS:
        return True
    classes = element.get("class").casefold().replace("_", "-").split()
    return any(part in _NOTE_CLASSES for each in classes for part in each.split("-"))


def _lines(element: Element) -> Iterator[str]:
    line: list[str] = []
    for piece in _within(element):
        if piece.sort is Sort.TEXT:
            line.append(piece.text)
        elif piece.sort is not Sort.CONTROL:
            text = " ".join("".join(line).split())
            line = []
            if text:
                yield text
    if text := " ".join("".join(line).split()):
        yield text


def _within(element: Element) -> Iterator[Piece]:
    """Yield the pieces in an element, even in one that can be pressed itself."""
    for each in element.children:
        yield from (Piece(Sort.TEXT, each),) if isinstance(each, str) else pieces(each)


def _without_notes(element: Element) -> Iterator[str]:
    heard = not element.look.reachable
    waiting: list[Element | str] = [*reversed(element.children)]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif each.look.displayed and each.tag not in {"select", "textarea", "button"} and not is_note(each):
            shown = each.look.visible and (heard or each.look.reachable)
            around = "" if each.tag in INLINE else " "
            below = [child for child in reversed(each.children) if shown or isinstance(child, Element)]
            waiting += [around, *below, around]
