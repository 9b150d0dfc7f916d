"""Find forms that a script sends by itself: `document.form1.submit()` and its variants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ntuh_onboard.backend.web.script.tokens import Tokens

_SENDS = frozenset({"submit", "requestSubmit"})
_BY_TEXT = frozenset({"getElementById", "querySelector", "$", "jQuery", "forms", "getElementsByName"})
_MOST_BACK = 12
Given = Mapping[str, str | None]
"""What the parameters of the function around are given."""
_NOTHING: Given = MappingProxyType({})


def form_sent(tokens: Tokens, at: int, given: Given = _NOTHING) -> Iterator[str]:
    """Yield the form that the call at this name sends: its name or id, `#` and its place, or empty if it is not named.

    `$('#f').submit(function …)` only says what would happen when it is sent.
    """
    if tokens.text(at) not in _SENDS or not (tokens.is_sign(at - 1, ".") and tokens.is_sign(at + 1, "(")):
        return
    if tokens.is_sign(at + 2, ")"):
        yield _receiver(tokens, at - 2, given)


def _receiver(tokens: Tokens, end: int, given: Given) -> str:
    """Return what is before the dot: `document.form1`, `document.forms[0]`, `$('#form1')`, `theForm`."""
    if tokens.is_sign(end, ")", "]"):
        opened = next((at for at in range(end - 1, max(end - _MOST_BACK, -1), -1) if tokens.close(at) == end), -1)
        if opened < 1 or tokens.text(opened - 1) not in _BY_TEXT:
            return ""
        named = tokens.all[opened + 1]
        if named.sort == "text":
            return named.literal.lstrip("#")
        if named.sort == "name":  # a parameter
            return (given.get(named.text) or "").lstrip("#")
        return f"#{named.text}" if named.sort == "number" else ""
    if tokens.sort(end) != "name":
        return ""
    return _set_to(tokens, end, given) or ("" if tokens.text(end) in {"this", "form"} else tokens.text(end))


def _set_to(tokens: Tokens, at: int, given: Given) -> str:
    """Return what a variable was set to before: `var theForm = document.forms['form1']`."""
    if tokens.is_sign(at - 1, "."):
        return ""
    for here in range(at - 1, 0, -1):
        if tokens.text(here) == tokens.text(at) and tokens.is_sign(here + 1, "="):
            end = tokens.expressions[here + 2]
            return _receiver(tokens, end - 1, given) if end - 1 > here + 2 else ""
    return ""
