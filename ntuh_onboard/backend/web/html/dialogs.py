"""Dialogs whose form is in the page: a button opens them by a script, and a person then finds their form there.

No script is run. A hidden part is taken for an open dialog only if the page's own words say so: the form in it is
recognised by the profile's words, it is the only such part, and no such form is open on the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.form_finding import ClueOf
from ntuh_onboard.backend.web.html.form_kinds import FormKind
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.tree import Element, parse, show

_BOXES = frozenset({"input", "select", "textarea"})
_NEVER_SHOWN = frozenset({"head", "template", "noscript", "script", "style"})
_MOST_PARTS = 30


def with_dialog_open(page: Page, kind: FormKind, clue_of: ClueOf) -> Page | None:
    """Return the page as it is once its dialog with this form is open; None if it has none, or more than one."""
    places = [each.place for each in _closed_parts(page)][:_MOST_PARTS]
    opened = [found for place in places if (found := _opened(page, place, kind, clue_of)) is not None]
    return opened[0] if len(opened) == 1 else None


def _closed_parts(page: Page) -> Iterator[Element]:
    """Yield the outermost hidden parts that contain boxes."""
    for each in page.tree.root.walk():
        hidden = not each.look.seen and each.tag not in _NEVER_SHOWN | _BOXES
        if hidden and each.parent is not None and each.parent.look.seen and _has_boxes(each):
            yield each


def _has_boxes(part: Element) -> bool:
    return any(each.tag in _BOXES and each.get("type") != "hidden" for each in part.walk())


def _opened(page: Page, place: int, kind: FormKind, clue_of: ClueOf) -> Page | None:
    tree = parse(page.source)
    part = next(each for each in tree.root.walk() if each.place == place)
    show(part)
    shown = Page(page.source, page.url, charset=page.charset, exact=page.exact, status=page.status, tree=tree)
    try:
        found = shown.form(kind, clue_of)
    except UnexpectedPage:
        return None
    within = all(part in each.element.above() for each in found.fields.values())
    return shown if within and found.by_words else None
