"""Read `send(form, {name: 'text', …})`, whose function adds hidden boxes of these names to the form and sends it.

What JSF's command links call is one of them (`mojarra.jsfcljs`), and its function is known without being read: it is in
a file of the server's. Any other function is read for what it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ntuh_onboard.backend.web.script.page_functions import FormSubmit, Function
from ntuh_onboard.backend.web.script.tokens import Tokens

_ADDS, _APPENDS = frozenset({"createElement", "submit"}), frozenset({"appendChild", "append", "insertBefore"})
_ELSEWHERE = frozenset({"fetch", "XMLHttpRequest", "ajax", "axios", "sendBeacon", "eval"})
_KNOWN = frozenset({"mojarra.jsfcljs"})
_NO_NAMES = frozenset({"document", "forms", "getElementById", "getElementsByName", "form", "this", "window"})


def sent_with_added(tokens: Tokens, functions: Mapping[str, Function]) -> FormSubmit | None:
    """Return what such a call sends; None if there is none, or if what it adds is no text."""
    for at in range(len(tokens.all)):
        if tokens.sort(at) != "name" or not tokens.is_sign(at + 1, "("):
            continue
        name = "".join(each.text for each in tokens.all[tokens.chain(at) : at + 1])
        opened = next((each for each in range(at + 2, tokens.close(at + 1)) if tokens.is_sign(each, "{")), 0)
        if not opened or not (name in _KNOWN or _adds_boxes(functions.get(name))):
            continue
        added = tuple(_pairs(tokens, opened))
        if added and None not in {text for _, text in added}:
            return FormSubmit(_form(tokens, at + 2, opened), adds=tuple((key, text or "") for key, text in added))
    return None


def _adds_boxes(function: Function | None) -> bool:
    if function is None:
        return False
    names = {each.text for each in function.tokens.all[function.start : function.end] if each.sort == "name"}
    return names >= _ADDS and bool(names & _APPENDS) and not names & _ELSEWHERE


def _form(tokens: Tokens, start: int, end: int) -> str:
    """Return the name or id of the form that is handed over; empty for the one that the link is in."""
    given = tokens.all[start:end]
    texts = [each.literal for each in given if each.sort == "text"]
    names = [each.text for each in given if each.sort == "name" and each.text not in _NO_NAMES]
    return next((each for each in (*texts, *names) if each), "")


def _pairs(tokens: Tokens, opened: int) -> Iterator[tuple[str, str | None]]:
    """Yield each name with its text; None for what is no text."""
    for at in range(opened + 1, tokens.close(opened)):
        if tokens.is_sign(at, ":"):
            key, value = tokens.all[at - 1], tokens.all[at + 1]
            alone = tokens.is_sign(at + 2, ",", "}")
            text = value.literal if value.sort == "text" else value.text if value.sort == "number" else None
            yield key.literal if key.sort == "text" else key.text, text if alone else None
