"""Tables as grids: which cell is to the left of a cell, and which above, with spans counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ntuh_onboard.backend.web.html.own_words import wordings
from ntuh_onboard.backend.web.html.text_lines import Sort, pieces
from ntuh_onboard.backend.web.html.tree import Element, Tree
from ntuh_onboard.backend.web.html.word_forms import has_cjk, is_wording

MOST_SPAN = 50
MOST_PLACES = 60_000
MOST_STEPS = 30
_ENGLISH = re.compile(r"[A-Za-z][A-Za-z_ ./()'*-]*")
_CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class _Place:
    table: Element
    row: int
    column: int
    width: int


class Grids:
    """All tables of a page."""

    def __init__(self, tree: Tree) -> None:
        self._cells: dict[tuple[Element, int, int], Element] = {}
        self._places: dict[Element, _Place] = {}
        self._read: dict[Element, tuple[list[str], bool]] = {}
        for table in tree.all("table"):
            self._lay_out(table)

    def cell_of(self, element: Element) -> Element | None:
        """Return the cell that an element is in."""
        return next((each for each in element.above() if each.tag in _CELLS and each in self._places), None)

    def right_of(self, cell: Element) -> Element | None:
        """Return the cell to the right of a cell."""
        place = self._places.get(cell)
        return None if place is None else self._cells.get((place.table, place.row, place.column + place.width))

    def words_for(self, element: Element) -> Iterator[tuple[bool, str]]:
        """Yield words in the cell to the left (True) or above (False) of the cell around; else of the cell around that.

        The whole cell, and its first line. If the cell to the left holds another control without words of its own, the
        words further left belong to both; a search for them finds two controls.
        """
        cell = self.cell_of(element)
        while cell is not None:
            place = self._places[cell]
            left, beside = self._left(place)
            above = self._above(place)
            if left:
                yield from ((True, text) for text in left)
                if not beside:
                    yield from ((False, text) for text in above)
                return
            if above:
                yield from ((False, text) for text in above)
                return
            cell = self.cell_of(cell)

    def _left(self, place: _Place) -> tuple[list[str], bool]:
        """Return the words to the left, and whether they are directly beside it."""
        beside = True
        for column in range(place.column - 1, max(place.column - MOST_STEPS, 0) - 1, -1):
            cell = self._cells.get((place.table, place.row, column))
            if cell is None:
                break
            words, control = self._words_in(cell)
            if words and any(is_wording(each) for each in words):
                return ([], False) if control else (words, beside)
            beside = beside and not control  # an empty cell, or one with a colon, is only a gap
        return [], False

    def _above(self, place: _Place) -> list[str]:
        """Return the words above; those of several cells are not the words of the one below them all."""
        for row in range(place.row - 1, max(place.row - MOST_STEPS, 0) - 1, -1):
            cell = self._cells.get((place.table, row, place.column))
            if cell is None:
                break
            words, control = self._words_in(cell)
            if words or not control:
                return [] if control or self._shared(cell, row, place) else words
        return []

    def _shared(self, cell: Element, row: int, place: _Place) -> bool:
        """Return whether another of the cells above this one has words too."""
        columns = range(place.column, place.column + place.width)
        others = {self._cells.get((place.table, row, column)) for column in columns} - {cell, None}
        return any(each is not None and self._words_in(each)[0] for each in others)

    def _words_in(self, cell: Element) -> tuple[list[str], bool]:
        """Return the words of a cell, and whether a control is in it."""
        if cell not in self._read:
            self._read[cell] = _words(cell), any(piece.sort is Sort.CONTROL for piece in pieces(cell))
        return self._read[cell]

    def _lay_out(self, table: Element) -> None:
        taken: dict[int, int] = {}
        for number, row in enumerate(_rows(table)):
            column = 0
            for cell in (each for each in row.children if isinstance(each, Element) and each.tag in _CELLS):
                while taken.get(column, 0) > number:
                    column += 1
                wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
                place = _Place(table, number, column, wide)
                self._put(cell, place, high)
                taken.update(dict.fromkeys(range(column, column + wide), number + high))
                column += wide

    def _put(self, cell: Element, place: _Place, high: int) -> None:
        self._places[cell] = place
        for across in range(place.column, place.column + place.width):
            for down in range(place.row, place.row + high):
                if len(self._cells) < MOST_PLACES:
                    self._cells.setdefault((place.table, down, across), cell)


def _rows(table: Element) -> Iterator[Element]:
    for each in table.children:
        if isinstance(each, Element) and each.tag in {"thead", "tbody", "tfoot"}:
            yield from (row for row in each.children if isinstance(row, Element) and row.tag == "tr")
        elif isinstance(each, Element) and each.tag == "tr":
            yield each


def _span(cell: Element, name: str) -> int:
    found = cell.get(name).strip()
    return min(max(int(found), 1), MOST_SPAN) if found.isdecimal() and len(found) < 6 else 1


def _words(cell: Element) -> list[str]:
    """Return the words of a cell (`own_words`); none if it holds a table whose cells name each other."""
    if _holds_names(cell) and not _is_translated(cell):
        return []
    return list(wordings(cell))


def _is_translated(cell: Element) -> bool:
    """Return whether all within this cell is one row of two cells: a name in Chinese, and in English."""
    rows = [each for each in cell.walk() if each.tag == "tr"]
    inner = [each for each in cell.walk() if each.tag in _CELLS and each is not cell]
    if len(rows) != 1 or len(inner) != 2:
        return False
    texts = [each.seen_text() for each in inner]
    return sum(map(has_cjk, texts)) == 1 and any(_ENGLISH.fullmatch(each) for each in texts)


def _holds_names(cell: Element) -> bool:
    """Return whether a row of a table within this cell has words in two cells, like a name and its value."""
    first: dict[Element | None, Element] = {}
    waiting = [(cell, cell)]
    while waiting:
        each, inner = waiting.pop()
        worded = any(isinstance(child, str) and child.strip() for child in each.children)
        if worded and inner is not cell and first.setdefault(inner.parent, inner) is not inner:
            return True
        below = (child for child in each.children if isinstance(child, Element) and child.look.displayed)
        waiting.extend((child, child if child.tag in _CELLS else inner) for child in below)
    return False
