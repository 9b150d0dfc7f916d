"""A page as lines, as a person reads it: text, controls, line ends and cells in their order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from ntuh_onboard.backend.web.html.tree import INLINE, Element
from ntuh_onboard.backend.web.html.word_forms import can_name, plain

CONTROLS = frozenset({"input", "select", "textarea", "button"})
MOST_LINES = 60
_EDGED = frozenset({"td", "th", "caption", "table"})


class Sort(Enum):
    """What is in a flow."""

    TEXT = auto()
    CONTROL = auto()
    BREAK = auto()
    CELL = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a flow.

    Attributes:
        sort: what it is.
        text: for TEXT.
        element: for CONTROL.

    """

    sort: Sort
    text: str = ""
    element: Element | None = None


_BREAK = Piece(Sort.BREAK)
_CELL = Piece(Sort.CELL)


def pieces(root: Element) -> Iterator[Piece]:
    """Yield what a person sees, in order, without hidden parts."""
    waiting: list[Element | Piece] = [root]
    as_written: set[Element] = set()
    while waiting:
        each = waiting.pop()
        if isinstance(each, Piece):
            yield each
            continue
        look = each.look
        if not look.displayed:
            continue
        if each.tag in CONTROLS:
            if look.seen and each.get("type").strip().casefold() != "hidden":
                yield Piece(Sort.CONTROL, element=each)
            continue
        edge = None if each.tag in INLINE else _CELL if each.tag in _EDGED else _BREAK
        if edge is not None:
            yield edge
            waiting.append(edge)
        waiting += _below(each, as_written)


def _below(element: Element, as_written: set[Element]) -> Iterator[Element | Piece]:
    """Yield what is in an element, the last first; `as_written`: whose texts keep their lines, as in `<pre>`."""
    shown = element.look.visible and element.look.reachable
    written = element.tag == "pre" or element in as_written
    lower = _lower(element)
    for child in reversed(element.children):
        if isinstance(child, Element):
            as_written.update([child] if written else ())
            yield child
            if child in lower:
                yield _BREAK
        elif shown:
            yield from _lines_of(child) if written else (Piece(Sort.TEXT, child),)


def _lower(element: Element) -> frozenset[Element]:
    """Return the children that are drawn in another row than the one before, by coordinates of their own."""
    found: list[Element] = []
    before: int | None = None
    for each in element.children:
        if not isinstance(each, Element) or "style" not in each.attrs:
            continue
        style = each.get("style")
        if "absolute" not in style or (hit := _TOP.search(style)) is None:
            continue
        top = int(hit[1])
        if before is not None and abs(top - before) > MOST_ROW:
            found.append(each)
        before = top
    return frozenset(found)


def _lines_of(text: str) -> Iterator[Piece]:
    """Yield the lines of a text that is shown as it is written, the last one first."""
    for at, line in enumerate(reversed(text.split("\n"))):
        if at:
            yield _BREAK
        yield Piece(Sort.TEXT, line)


_TOP = re.compile(r"(?:^|;)\s*top\s*:\s*(-?\d{1,5})(?:\.\d+)?px", re.IGNORECASE)
MOST_ROW = 10
"""Pixels by which what is drawn in one row may differ in height."""
_IN_BRACKETS = re.compile(r"[(（\[【〔][^()（）\[\]【】〔〕]*[)）\]】〕]\s*[:：*＊]*")


class Flow:
    """The pieces of a page, asked for what is beside a control."""

    def __init__(self, root: Element) -> None:
        self._pieces = tuple(pieces(root))
        self._at = {each.element: at for at, each in enumerate(self._pieces) if each.element is not None}

    @cached_property
    def _rows(self) -> Sequence[Sequence[Piece]]:
        """The contents of each line or cell, without empty ones."""
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
        """Return the text before it in its line, and the line above if that has text and no control; same cell only.

        After a tick or a radio button the text belongs to that one, not to this one. A line that is all in brackets
        goes on the one above it.
        """
        at = self._at.get(control)
        if at is None:
            return "", ""
        text, at, stop = self._line_back(at - 1)
        if stop is not None and stop.sort is Sort.CONTROL:
            return ("" if _is_tick(stop.element) else text), ""
        own = text.strip()
        above, steps = "", 0
        while (
            (not own or _IN_BRACKETS.fullmatch(own))
            and (not above or _IN_BRACKETS.fullmatch(above))
            and stop is not None
            and stop.sort is Sort.BREAK
            and steps < MOST_LINES
        ):
            steps += 1
            line, at, stop = self._line_back(at - 1)
            if stop is not None and stop.sort is Sort.CONTROL:
                return text, ""
            above = f"{line.strip()} {above}".strip()
        return (f"{above} {own}", "") if own and above else (text, above)

    def after(self, control: Element) -> str:
        """Return the text after it in its line, up to the next control."""
        at = self._at.get(control)
        found: list[str] = []
        for each in self._pieces[at + 1 :] if at is not None else ():
            if each.sort is not Sort.TEXT:
                break
            found.append(each.text)
        return "".join(found).strip()

    def beside(self, control: Element) -> Iterator[tuple[Element, str]]:
        """Yield the controls directly before and after it in its line or cell, with the text between."""
        at = self._at.get(control)
        for way in (-1, 1) if at is not None else ():
            between: list[str] = []
            here = (at or 0) + way
            while 0 <= here < len(self._pieces) and self._pieces[here].sort is Sort.TEXT:
                between.append(self._pieces[here].text)
                here += way
            found = self._pieces[here].element if 0 <= here < len(self._pieces) else None
            if found is not None:
                yield found, "".join(between).strip()

    def behind(self, control: Element, *, in_line: bool = False) -> str:
        """Return the text after a box, on a page that writes names there: several boxes, each followed by a text.

        They are in lines of their own, or with `in_line` all in one line. Empty if this one is not among such boxes.
        """
        at = self._row_at.get(control)
        if at is None or not _named_behind(self._rows[at]):
            return ""
        several = sum(each.sort is Sort.CONTROL for each in self._rows[at]) > 1
        around = [self._rows[each] for each in (at - 1, at + 1) if 0 <= each < len(self._rows)]
        fits = several if in_line else any(_named_behind(row) for row in around)
        return self.after(control) if fits else ""

    def in_column(self, control: Element, bare: Callable[[Element], bool]) -> bool:
        """Return whether it is the first of several boxes below as many lines of text: names in a column of their own.

        `bare` tells whether a box has no words but those around it.
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
        """Return the box that is all there is in a row."""
        pieces_of = self._rows[row] if row < len(self._rows) else ()
        return pieces_of[0].element if len(pieces_of) == 1 else None

    def lines(self) -> Iterator[str]:
        """Yield every line of text, without controls."""
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
        """Yield every run of text between controls, line ends and cells."""
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
        """Return the text from here back to something that is no text, where that is, and what it is."""
        found: list[str] = []
        while at >= 0 and self._pieces[at].sort is Sort.TEXT:
            found.append(self._pieces[at].text)
            at -= 1
        return "".join(reversed(found)), at, self._pieces[at] if at >= 0 else None


def _named_behind(row: Sequence[Piece]) -> bool:
    """Return whether each control of a line has words after it, and none before."""
    sorts: list[Sort] = []
    for each in row:
        if not (sorts and each.sort is Sort.TEXT and sorts[-1] is Sort.TEXT):
            sorts.append(each.sort)
    texts = (each.text for each in row if each.sort is Sort.TEXT)
    if any(_is_tick(each.element) for each in row):
        return False
    return sorts == [Sort.CONTROL, Sort.TEXT] * (len(sorts) // 2) and all(can_name(plain(each)) for each in texts)


def _is_tick(element: Element | None) -> bool:
    """Return whether it is a tick or a radio button: its words come after it."""
    return element is not None and element.get("type").strip().casefold() in {"radio", "checkbox"}
