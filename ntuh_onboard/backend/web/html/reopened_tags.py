"""Estimate how many elements a tree builder makes again, before it makes them.

A formatting element that a page does not close (`<p><b><p>`) is opened anew in every block that follows (HTML standard,
"reconstruct the active formatting elements"): 53 KB of `<b a=1><b a=2>...` took 3.2 GB in the parser. Counting tags or
colours does not show that: a list of 250 rows in 60 colours that closes its tags opens none anew. So the
builder's list is kept here, with its two bounds: three of the same tag, and none across the border of a cell.
"""

from __future__ import annotations

from dataclasses import dataclass, field

FORMATTING = frozenset({"b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"})
ADOPTED = FORMATTING | {"a"}
"""Elements that are copied into a block that they close across."""
_ALONE = frozenset({"a", "nobr"})
"""Elements of which a second one closes the first."""
_ALIKE, MOST_OPEN = 3, 500
_ATTRIBUTES_OF_ONE = 2
"""Attributes that take as much memory as an element of their own (measured: 165 bytes each, an element 330)."""
_CELLS = frozenset({"td", "th", "caption"})
_OF_TABLES = _CELLS | {"tr", "tbody", "thead", "tfoot"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5",
    "h6", "head", "header", "hgroup", "hr", "html", "li", "main", "menu", "nav", "ol", "p", "pre", "section",
    "summary", "table", "ul", "base", "link", "meta", "noframes", "script", "style", "template", "title", "col",
    "colgroup", *_OF_TABLES,
}  # fmt: skip
"""Elements before which nothing is opened anew; they may close one that is open."""


@dataclass(slots=True)
class _Scope:
    """The formatting elements that are open in the body, or in one cell, each by its name and its whole tag."""

    opened: list[tuple[str, str, int]] = field(default_factory=list)
    weight: int = 0

    def add(self, name: str, tag: str, weight: int) -> None:
        alike = [at for at, each in enumerate(self.opened) if each[1] == tag]
        if len(alike) >= _ALIKE:
            self._drop(alike[0])
        self.opened.append((name, tag, weight))
        self.weight += weight

    def close(self, name: str) -> None:
        for at in range(len(self.opened) - 1, -1, -1):
            if self.opened[at][0] == name:
                self._drop(at)
                return

    def _drop(self, at: int) -> None:
        self.weight -= self.opened.pop(at)[2]


class Reopened:
    """Counts the elements that are made again; it is given every tag in order.

    Attributes:
        elements: how many are made again, counted as ones without attributes.
        too_many: whether more are open at once than a tree may be deep.

    """

    def __init__(self) -> None:
        self.elements = 0
        self.too_many = False
        self._scope = _Scope()
        self._around: list[_Scope] = []
        """The scope around each open table."""
        self._closed = False

    def text(self) -> None:
        """Count for text, even a blank, or an inline element: what a block has closed is opened anew around it."""
        if self._closed:
            self.elements += self._scope.weight
            self._closed = False

    def opens(self, name: str, tag: str) -> None:
        """Count for a start tag; `tag` is its source."""
        if name in ADOPTED:
            self.text()
            if name in _ALONE:
                self._scope.close(name)
            self._scope.add(name, tag, 1 + tag.count("=") // _ATTRIBUTES_OF_ONE)
            self.too_many = self.too_many or len(self._scope.opened) > MOST_OPEN
        elif name not in _BLOCKS:
            self.text()
        else:
            self._closed = True
            if name == "table":
                self._around.append(self._scope)
            elif name in _OF_TABLES and self._around:
                self._scope = _Scope() if name in _CELLS else self._around[-1]

    def closes(self, name: str) -> None:
        """Count for an end tag."""
        if name in ADOPTED:
            self._scope.close(name)
            return
        self._closed = True
        if name == "table" and self._around:
            self._scope = self._around.pop()
        elif name in _OF_TABLES and self._around:
            self._scope = self._around[-1]
