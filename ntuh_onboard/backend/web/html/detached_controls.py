"""Find controls that the tree builder took away from their form after it had tied them to it.

If a formatting tag closes across a block (`<b><form><div><input></form></b>`), the contents of the block are put into a
copy of the formatting element, and a control that leaves its form's tree on the way loses its form (HTML standard,
"adoption agency algorithm" and "reset the form owner"). A finished tree does not show what happened to it. So for the
few controls that can have been moved, the tree of the source up to their own tag is compared with the finished one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why
from ntuh_onboard.backend.web.html.reopened_tags import ADOPTED
from ntuh_onboard.backend.web.html.source_marks import Marked

MOST_READ = 20_000_000
"""Characters that are parsed again for one page, all its controls together: a third of a second."""
Way = tuple[tuple[str, ...], tuple[str, ...]]


class Element(Protocol):
    """The part of an element of the page's tree that is needed here; the tree itself needs this module."""

    @property
    def tag(self) -> str:
        """The name of its tag."""

    @property
    def mark(self) -> int:
        """The number of its tag."""

    def above(self) -> Iterator[Element]:
        """Yield the elements around it, the nearest first."""


def untied(made: Marked, pointers: Mapping[int, Element], controls: Mapping[int, Element]) -> frozenset[int]:
    """Return the marks of controls that no longer belong to the form whose tag was open at them.

    Raises UnexpectedPage if finding out would take too long.

    Args:
        made: the marked source.
        pointers: the form whose tag was open, by a control's mark.
        controls: the control of each mark.

    """
    found: set[int] = set()
    read = 0
    for mark, form in pointers.items():
        control = controls.get(mark)
        if control is None or not _can_have_moved(control, form):
            continue
        until = made.ends[mark]
        read += until
        if read > MOST_READ:
            raise UnexpectedPage(Why.TOO_COMPLEX)
        before = _way_before(made.source[:until], made.attribute, mark, form.mark)
        if before is not None and before != _way(_down_to(control), _down_to(form)):
            found.add(mark)
    return frozenset(found)


def _can_have_moved(control: Element, form: Element) -> bool:
    """Return whether it can have been moved: then it is in a formatting element, and no longer in its form."""
    above = [*control.above()]
    return form not in above and any(each.tag in ADOPTED for each in above)


def _way_before(source: str, attribute: str, control: int, form: int) -> Way | None:
    parser = LexborHTMLParser(source)
    ends = [parser.css_first(f'[{attribute}="{mark}"]') for mark in (control, form)]
    if ends[0] is None or ends[1] is None:
        return None
    ways = [[(each.mem_id, each.tag or "") for each in _nodes_down_to(end)] for end in ends if end is not None]
    return _way(*ways)


def _nodes_down_to(node: LexborNode) -> Sequence[LexborNode]:
    found: list[LexborNode] = []
    at: LexborNode | None = node
    while at is not None:
        found.append(at)
        at = at.parent
    return found[::-1]


def _down_to(element: Element) -> list[tuple[int, str]]:
    return [(id(each), each.tag) for each in (*[*element.above()][::-1], element)]


def _way(control: Sequence[tuple[int, str]], form: Sequence[tuple[int, str]]) -> Way:
    """Return how both hang below the element around both, by tags and including that element's."""
    shared = max(sum(1 for _ in _shared(control, form)) - 1, 0)
    return tuple(tag for _, tag in control[shared:]), tuple(tag for _, tag in form[shared:])


def _shared(one: Sequence[tuple[int, str]], other: Sequence[tuple[int, str]]) -> Iterator[None]:
    for mine, theirs in zip(one, other, strict=False):
        if mine[0] != theirs[0]:
            return
        yield
