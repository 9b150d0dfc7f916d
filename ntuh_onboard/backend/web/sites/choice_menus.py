"""A menu in a drop-down list: an option is an entry, which its script opens at once, or the button beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ntuh_onboard.backend.web.failures import UnexpectedPage
from ntuh_onboard.backend.web.html.buttons import Act
from ntuh_onboard.backend.web.html.controls import FILLED, SUBMITTERS, Control, Kind
from ntuh_onboard.backend.web.html.page import Page
from ntuh_onboard.backend.web.html.word_forms import plain
from ntuh_onboard.backend.web.http.redirects import absolute
from ntuh_onboard.backend.web.script.page_functions import FormSubmit

_OPENS = re.compile(r"location(?:\.href)?\s*=\s*(?:this\.|\w+\.)?(?:value|options\b)|window\.open\s*\(\s*this\.")
_SENDS = re.compile(r"(?:this\.)?form\.submit\s*\(|\.submit\s*\(\s*\)")


def option_entries(page: Page, wanted: Collection[str]) -> Iterator[Act]:
    """Yield what choosing an option with one of these words, in the form in which words are compared, does."""
    for box in page.controls:
        if box.kind is not Kind.CHOICE or not box.seen or box.disabled:
            continue
        for each in box.options:
            if plain(each.label) in wanted and not each.disabled and (act := _act(page, box, each.value)) is not None:
                yield act


def _act(page: Page, box: Control, value: str) -> Act | None:
    script = box.element.get("onchange")
    if _OPENS.search(script):
        try:
            return Act("", box.element, url=absolute(page.base, value, page.charset))
        except UnexpectedPage:
            return None
    mine = [each for each in page.controls if box.form is not None and each.form is box.form and each.seen]
    buttons = [each for each in mine if each.kind in SUBMITTERS and not each.disabled]
    if box.form is None or any(each.kind in FILLED and each is not box for each in mine):
        return None
    if len(buttons) == 1 or (not buttons and _SENDS.search(script)):
        pressed = ((buttons[0].name, buttons[0].value),) if buttons and buttons[0].name else ()
        return Act("", box.element, submit=FormSubmit("", adds=((box.name, value), *pressed)), sent_form=box.form)
    return None
