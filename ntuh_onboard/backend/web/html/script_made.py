"""Recognise pages made by script: the words are there, but only the page's script can press them (J0.7)."""

from __future__ import annotations

from ntuh_onboard.backend.web.html.buttons import Act, best
from ntuh_onboard.backend.web.html.controls import FILLED, SUBMITTERS, Kind
from ntuh_onboard.backend.web.html.page import Clue, Page
from ntuh_onboard.backend.web.html.tree import Element

_ROLES = frozenset({"button", "link", "menuitem"})
_BUTTONS = SUBMITTERS | {Kind.BUTTON}
_FEW_LINES = 3
"""Lines of a page that says no more than that it is loading."""


def pressed_by_script(page: Page, clue: Clue) -> bool:
    """Return whether the words are on something that looks like a button but only the page's script can press."""
    known = {each.element for each in page.acts}
    for each in () if page.driven else page.tree.root.walk():
        pressed = each.tag in {"a", "button"} or each.get("role") in _ROLES or bool(each.get("onclick"))
        typed = each.tag == "input" and each.get("type").strip().casefold() == "button"
        if (pressed or typed) and each not in known:
            text = each.get("value") if typed else each.raw_text()
            if best(clue.words, (Act(" ".join(text.split()), each),)):
                return True
    return False


def sent_by_script(page: Page, form: Element) -> bool:
    """Return whether a form has buttons, whatever stands on them, and none of them sends it without its script."""
    mine = [each for each in page.controls if each.form is form and each.seen and each.kind in _BUTTONS]
    known = {each.element for each in page.acts}
    return bool(mine) and not page.driven and not any(each.kind in SUBMITTERS or each.element in known for each in mine)


def is_shell(page: Page) -> bool:
    """Return whether the page is empty until its script has run."""
    fillable = any(each.seen and each.kind in FILLED for each in page.controls)
    scripts = any("src" in each.attrs for each in page.tree.all("script"))
    return scripts and not page.driven and not (fillable or page.acts or page.frames) and len(page.lines) <= _FEW_LINES
