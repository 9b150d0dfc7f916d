"""A page as lines, as a person reads it: text, controls, line ends and cells in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from ntuh_onboard.backend.web.html.tree import INLINE, Element
from ntuh_onboard.backend.web.html.word_forms import can_name, plain

CONTROLS = frozenset({"input", "select", "textarea", "button"})
MOST_LINES = 60
_CELLS = frozenset({"td", "th", "caption"})


class Sort(Enum):
    """What stands in a flow."""

    TEXT = auto()
    CONTROL = auto()
    BREAK = auto()
    CELL = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece; text for TEXT, element for CONTROL."""

    sort: Sort
    text: str = ""
    element: Element | None = None


_BREAK = Piece(Sort.BREAK)
_CELL = Piece(Sort.CELL)


def pieces(root: Element) -> Iterator[Piece]:
    """What a person sees, in order; hidden things are not there."""
    waiting: list[Element | Piece] = [root]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Piece):
            yield each
            continue
        if not each.look.displayed:
            continue
        if each.tag in CONTROLS:
            if each.look.seen and each.get("type").strip().casefold() != "hidden":
                yield Piece(Sort.CONTROL, element=each)
            continue
        edge = _CELL if each.tag in _CELLS | {"table"} else _BREAK
        edges = [] if each.tag in INLINE else [edge]
        below = (_below(child, shown=each.look.visible and each.look.reachable) for child in reversed(each.children))
        waiting += [*edges, *(one for one in below if one is not None), *edges]


def _below(child: Element | str, *, shown: bool) -> Element | Piece | None:
    if isinstance(child, Element):
        return child
    return Piece(Sort.TEXT, child) if shown else None


class Flow:
    """The pieces of a page, asked for what stands beside a control."""

    def __init__(self, root: Element) -> None:
        self._pieces = tuple(pieces(root))
        self._at = {each.element: at for at, each in enumerate(self._pieces) if each.element is not None}

    @cached_property
    def _rows(self) -> Sequence[Sequence[Piece]]:
        """What stands in each line or cell, empty ones left out."""
        rows: list[list[Piece]] = [[]]
        for each in self._pieces:
            if each.sort in {Sort.BREAK, Sort.CELL}:
                rows.append([])
            elif each.sort is Sort.CONTROL or each.text.strip():
                rows[-1].append(each)
        return [each for each in rows if each]

    @cached_property
    def _row_at(self) -> Mapping[Element, int]:
        return {one.element: at for at, row in enumerate(self._rows) for one in row if one.element is not None}

    def before(self, control: Element) -> tuple[str, str]:
        """The text before it in its line, and the line above it if that one has text and no control; same cell only.

        Behind a tick or a radio button the text is that one's, not this one's.
        """
        at = self._at.get(control)
        if at is None:
            return "", ""
        text, at, stop = self._line_back(at - 1)
        if stop is not None and stop.sort is Sort.CONTROL:
            return ("" if _is_tick(stop.element) else text), ""
        above, steps = "", 0
        while not text.strip() and not above and stop is not None and stop.sort is Sort.BREAK and steps < MOST_LINES:
            steps += 1
            above, at, stop = self._line_back(at - 1)
            above = above.strip()
            if stop is not None and stop.sort is Sort.CONTROL:
                return text, ""
        return text, above

    def after(self, control: Element) -> str:
        """The text behind it in its line, as far as the next control."""
        at = self._at.get(control)
        found: list[str] = []
        for each in self._pieces[at + 1 :] if at is not None else ():
            if each.sort is not Sort.TEXT:
                break
            found.append(each.text)
        return "".join(found).strip()

    def behind(self, control: Element, *, in_line: bool = False) -> str:
        """The text behind a box, on a page that writes names there: several boxes in a row, each with a text behind.

        They stand in lines of their own; in_line: all in one line. Empty where this one is not among such.
        """
        at = self._row_at.get(control)
        if at is None or not _named_behind(self._rows[at]):
            return ""
        several = sum(each.sort is Sort.CONTROL for each in self._rows[at]) > 1
        around = [self._rows[each] for each in (at - 1, at + 1) if 0 <= each < len(self._rows)]
        fits = several if in_line else any(_named_behind(row) for row in around)
        return self.after(control) if fits else ""

    def in_column(self, control: Element, bare: Callable[[Element], bool]) -> bool:
        """Whether it is the first of several boxes below as many lines of text: names in a column of their own.

        bare: whether a box has no words but those around it.
        """
        at = self._row_at.get(control)
        boxes = 0
        while at is not None and (box := self._alone(at + boxes)) is not None and bare(box):
            boxes += 1
        lines = 0
        while at is not None and at > lines and all(each.sort is Sort.TEXT for each in self._rows[at - lines - 1]):
            lines += 1
        return min(boxes, lines) > 1

    def _alone(self, row: int) -> Element | None:
        """The box that is all of a row."""
        pieces_of = self._rows[row] if row < len(self._rows) else ()
        return pieces_of[0].element if len(pieces_of) == 1 else None

    def lines(self) -> Iterator[str]:
        """Every line of text, controls left out."""
        line: list[str] = []
        for each in (*self._pieces, _BREAK):
            if each.sort is Sort.TEXT:
                line.append(each.text)
            elif each.sort is not Sort.CONTROL:
                text = " ".join("".join(line).split())
                line = []
                if text:
                    yield text
            else:
                line.append(" ")

    def texts(self) -> Iterator[str]:
        """Every run of text that no control, line end or cell parts."""
        run: list[str] = []
        for each in (*self._pieces, _BREAK):
            if each.sort is Sort.TEXT:
                run.append(each.text)
            elif run:
                text = " ".join("".join(run).split())
                run = []
                if text:
                    yield text

    def _line_back(self, at: int) -> tuple[str, int, Piece | None]:
        """The text from here back to what is no text, where that stands, and what it is."""
        found: list[str] = []
        while at >= 0 and self._pieces[at].sort is Sort.TEXT:
            found.append(self._pieces[at].text)
            at -= 1
        return "".join(reversed(found)), at, self._pieces[at] if at >= 0 else None


def _named_behind(row: Sequence[Piece]) -> bool:
    """Whether each control of a line has words behind it, and none before."""
    sorts: list[Sort] = []
    for each in row:
        if not (sorts and each.sort is Sort.TEXT and sorts[-1] is Sort.TEXT):
            sorts.append(each.sort)
    texts = (each.text for each in row if each.sort is Sort.TEXT)
    if any(_is_tick(each.element) for each in row):
        return False
    return sorts == [Sort.CONTROL, Sort.TEXT] * (len(sorts) // 2) and all(can_name(plain(each)) for each in texts)


def _is_tick(element: Element | None) -> bool:
    """Whether it is a tick or a radio button: its words stand behind it."""
    return element is not None and element.get("type").strip().casefold() in {"radio", "checkbox"}
