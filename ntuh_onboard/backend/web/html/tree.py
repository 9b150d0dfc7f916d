"""The tree of a page as a browser builds it; no other module knows which parser made it.

The parser is selectolax's lexbor, an HTML5 tree builder. Unlike BeautifulSoup on `html.parser` it is right on the tag
soup of 2005 (upper case, cells and rows never closed, a form opened in a table, a form within a form): with unclosed
cells `html.parser` puts the second cell inside the first, so that "the cell to the left" is the cell around; with a
nested form it makes two forms of what browsers make one. It imports in 3 ms (BeautifulSoup: 75 ms) and parsed a page of
60 KB in 1 ms (BeautifulSoup: 60 ms). A control's form is not read off the tree: see `source_marks.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.detached_controls import untied
from ntuh_onboard.backend.web.html.own_changes import apply_own_changes, may_change
from ntuh_onboard.backend.web.html.source_marks import Kind, Marked, marked
from ntuh_onboard.backend.web.html.style_sheets import Declared, rules, shown_on_screen
from ntuh_onboard.backend.web.html.visibility import Look, look, that_count
from ntuh_onboard.backend.web.http import unread_bytes

MOST_NODES, MOST_DEPTH, MOST_STYLED = 220_000, 500, 1_000_000
MOST_COMPARED = 20_000_000
"""Selectors of the style sheets times elements of the page: two seconds on a slow computer."""
_SIBLINGS = 50
"""In the time of one simple comparison, an element is compared with this many of those before it (`.a ~ p`)."""
_NO_MARK = -1
_HOLDERS, _SENT_OF = frozenset({"input", "textarea", "select", "option", "button"}), frozenset({"name", "value"})
"""Elements that hold what is sent, in these attributes or as their text."""
Styled = Mapping[int, Sequence[Declared]]
"""For an element of the parser's, what the style sheets say about it, the weightiest last."""


@dataclass(eq=False, slots=True)
class Element:
    """One element.

    Attributes:
        tag: the name of its tag.
        attrs: its attributes.
        parent: the element around it.
        place: its number in tree order.
        look: whether a person sees it.
        mark: the number of its tag; -1 if it has none.
        children: the elements and texts in it.
        by_sheet: what the page's style sheets say about it.

    """

    tag: str
    attrs: Mapping[str, str]
    parent: Element | None
    place: int
    look: Look
    mark: int = _NO_MARK
    children: list[Element | str] = field(default_factory=list)
    by_sheet: Sequence[Declared] = ()

    def __repr__(self) -> str:
        return f"<{self.tag} {self.place}>"

    def get(self, name: str) -> str:
        """Return an attribute's value, empty if it is missing."""
        return self.attrs.get(name, "")

    def walk(self) -> Iterator[Element]:
        """Yield this element and all in it, in tree order."""
        waiting = [self]
        while waiting:
            each = waiting.pop()
            yield each
            if each.children:
                waiting += [child for child in reversed(each.children) if isinstance(child, Element)]

    def above(self) -> Iterator[Element]:
        """Yield the elements around it, the nearest first."""
        around = self.parent
        while around is not None:
            yield around
            around = around.parent

    def raw_text(self) -> str:
        """Return all text in it, visible or not, as written."""
        pieces: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            each = waiting.pop()
            if isinstance(each, str):
                pieces.append(each)
            else:
                waiting.extend(reversed(each.children))
        return "".join(pieces)

    def seen_text(self) -> str:
        """Return the text in it that a person sees, with a blank between blocks.

        For an element that is itself moved off the page (a label for screen readers), return the text as it is heard.
        """
        heard = not self.look.reachable
        pieces: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            each = waiting.pop()
            if isinstance(each, str):
                pieces.append(each)
            elif each.look.displayed and each.tag not in _BOXES:
                around = "" if each.tag in INLINE else " "
                shown = each.look.visible and (heard or each.look.reachable)
                below = [child for child in reversed(each.children) if shown or isinstance(child, Element)]
                waiting += [around, *below, around]
        return " ".join("".join(pieces).split())


INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "dfn",
        "em",
        "font",
        "i",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "ins",
        "del",
        "nobr",
        "wbr",
    }
)
"""Elements within a line."""
_BOXES = frozenset({"select", "textarea"})


@dataclass(frozen=True)
class Tree:
    """A parsed page.

    Attributes:
        root: its outermost element.
        ids: its elements by id; of several with one id, the first.
        pointers: the form whose tag was open, by a control's mark (see `source_marks.py`, `detached_controls.py`).

    """

    root: Element
    ids: Mapping[str, Element]
    pointers: Mapping[int, Element]

    @cached_property
    def elements(self) -> Sequence[Element]:
        """Every element, in tree order; walked once."""
        return tuple(self.root.walk())

    def all(self, *tags: str) -> Iterator[Element]:
        """Return every element with one of these tags, in tree order."""
        if len(tags) == 1:
            return iter(self._by_tag.get(tags[0], ()))
        found = (each for tag in tags for each in self._by_tag.get(tag, ()))
        return iter(sorted(found, key=lambda each: each.place))

    @cached_property
    def _by_tag(self) -> Mapping[str, Sequence[Element]]:
        found: dict[str, list[Element]] = {}
        for each in self.elements:
            found.setdefault(each.tag, []).append(each)
        return found


def parse(source: str) -> Tree:
    """Return the tree of this source; raises UnexpectedPage if it is too large to be a page for people."""
    made = marked(source)
    parser = LexborHTMLParser(made.source)
    top = parser.root
    if top is None:
        return parse("<html></html>")
    if may_change(source):
        apply_own_changes(parser)
    root = _build(top, made.attribute, _styled(parser, made.elements))
    if unread_bytes.found_in(source):
        _show_unread(root)
    return _finished(root, made)


def _show_unread(root: Element) -> None:
    """Make unreadable bytes visible as such, except in what a form sends: that goes back byte for byte (J3.3)."""
    for each in root.walk():
        sent = _SENT_OF if each.tag in _HOLDERS else frozenset()
        each.attrs = {name: value if name in sent else unread_bytes.shown(value) for name, value in each.attrs.items()}
        if each.tag not in _HOLDERS:
            each.children = [unread_bytes.shown(child) if isinstance(child, str) else child for child in each.children]


def _finished(root: Element, made: Marked) -> Tree:
    ids: dict[str, Element] = {}
    forms: dict[int, Element] = {}
    others: dict[int, Element] = {}
    for each in root.walk():
        if each.get("id"):
            ids.setdefault(each.get("id"), each)
        if each.mark != _NO_MARK:
            (forms if each.tag == "form" else others)[each.mark] = each
    opened = frozenset(mark.number for mark in made.marks if mark.kind is Kind.OPEN) & forms.keys()
    pointers = {control: forms[form] for control, form in made.pointers(frozenset(opened)).items()}
    lost = untied(made, pointers, others)
    return Tree(root, ids, {mark: form for mark, form in pointers.items() if mark not in lost})


def _build(top: LexborNode, attribute: str, styled: Styled) -> Element:
    """Build our own tree from the parser's, without recursion: pages nest deeper than Python does."""
    root = _element(top, None, 0, attribute, styled)
    waiting: list[tuple[LexborNode, Element, int]] = [(top, root, 0)]
    order = 0
    while waiting:
        node, made, depth = waiting.pop()
        order += 1
        made.place = order
        below: list[tuple[LexborNode, Element, int]] = []
        child = node.first_child
        while child is not None:
            if child.is_text_node:
                made.children.append(child.text_content or "")
            elif child.is_element_node and child.tag != "template":
                under = _element(child, made, 0, attribute, styled)
                made.children.append(under)
                below.append((child, under, depth + 1))
            child = child.next
        waiting.extend(reversed(below))
        if order > MOST_NODES or depth > MOST_DEPTH:
            raise UnexpectedPage(Why.TOO_COMPLEX)
    return root


def _element(node: LexborNode, parent: Element | None, place: int, attribute: str, styled: Styled) -> Element:
    attrs = {name: value or "" for name, value in node.attributes.items()}
    mark = attrs.pop(attribute, "")
    tag = (node.tag or "").lower()
    around = parent.look if parent is not None else Look()
    by_sheet = styled.get(node.mem_id, ())
    seen = look(tag, attrs, around, by_sheet)
    return Element(tag, attrs, parent, place, seen, int(mark) if mark.isdecimal() else _NO_MARK, by_sheet=by_sheet)


def show(part: Element) -> None:
    """Make visible a part of the page that its own style hides, as a script that opens a dialog does."""
    part.look = part.parent.look if part.parent is not None else Look()
    for each in part.walk():
        if each is not part and each.parent is not None:
            each.look = look(each.tag, each.attrs, each.parent.look, each.by_sheet)


def _styled(parser: LexborHTMLParser, elements: int) -> Styled:
    """Return what the page's own style sheets say about its elements, if any of it can hide them.

    Raises UnexpectedPage if that would take too long: either every rule is applied, or none is believed.
    """
    idle = {each.mem_id for each in parser.css("noscript style")}
    sheets = (each for each in parser.css("style") if each.mem_id not in idle)
    texts = [each.text() or "" for each in sheets if shown_on_screen(each.attributes.get("media") or "")]
    found: dict[int, list[Declared]] = {}
    room = MOST_STYLED
    counting = tuple(that_count(rules(texts)))
    if sum(elements * (1 + elements // _SIBLINGS * ("~" in each.selector)) for each in counting) > MOST_COMPARED:
        raise UnexpectedPage(Why.TOO_COMPLEX)
    for rule in counting:
        try:
            nodes = parser.css(rule.selector)
        except SelectolaxError:  # a selector that the parser does not know hides nothing
            continue
        room -= len(nodes)
        if room < 0:
            raise UnexpectedPage(Why.TOO_COMPLEX)
        for node in nodes:
            found.setdefault(node.mem_id, []).append(rule.declared)
    return found
