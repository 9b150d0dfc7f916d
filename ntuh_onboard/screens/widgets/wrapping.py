"""Break lines of Chinese and Latin text at a width in cells.

Textual breaks at spaces only, so a Chinese sentence after a mark or a Latin word moves to the next line as a whole.
Here a line may also break beside a wide character, but not before closing punctuation or after an opening bracket (the
usual rule of Chinese typesetting); continued lines are indented to the text after the mark or number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len

NARROWEST = 4
"""Cells of a line with an indent and one wide character; a widget without a size yet asks for 0."""
_NOT_FIRST = frozenset("，。、；：！？）」』】〉》…,.;:!?)]}%")
_NOT_LAST = frozenset("（「『【〈《([{")
_MARK = re.compile(r"\s*(?:[0-9]{1,2}\s+|[✓v▸>*✗▲○!-]\s)?")
_PIECE = re.compile(r"\s+|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|.")


def wrap(text: str, width: int) -> list[str]:
    """Wrap `text` to lines of at most `width` cells, but not less than four; its own line feeds are kept."""
    return [line for paragraph in text.split("\n") for line in _wrap(paragraph, max(width, NARROWEST))]


def _wrap(paragraph: str, width: int) -> list[str]:
    if cell_len(paragraph) <= width:
        return [paragraph.rstrip() if paragraph.isspace() else paragraph]
    indent = " " * min(_indent(paragraph), width // 2)
    lines, line = [], ""
    for piece in _pieces(paragraph, width - len(indent)):
        if cell_len(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = indent + piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _indent(paragraph: str) -> int:
    """Return the indent of continued lines: up to the text after a mark or a number."""
    found = _MARK.match(paragraph)
    return cell_len(found.group()) if found else 0


def _pieces(paragraph: str, width: int) -> Iterator[str]:
    """Yield what must stay together on a line: words, and wide characters with adjacent punctuation."""
    held = ""
    for piece in _PIECE.findall(paragraph):
        if held and (piece[0] in _NOT_FIRST or held[-1] in _NOT_LAST):
            held += piece
            continue
        if held:
            yield from _cut(held, width)
        held = piece
    yield from _cut(held, width)


def _may_part(pair: str) -> bool:
    return pair[0] not in _NOT_LAST and pair[-1] not in _NOT_FIRST


def _cut(piece: str, width: int) -> Iterator[str]:
    """Cut a word that is longer than a line, since nothing may be lost."""
    while cell_len(piece) > width:
        at = width
        while at > 1 and cell_len(piece[:at]) > width:
            at -= 1
        at = next((each for each in range(at, 0, -1) if _may_part(piece[each - 1 : each + 1])), at)
        yield piece[:at]
        piece = piece[at:]
    yield piece
