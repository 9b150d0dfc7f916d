"""Read where a function of the page leads that a link calls: `<a href="javascript:openPage('/p')">`.

As with `form_submits`, it is read and not run, and only a plain address counts: a text, what the function was given, or
both joined.
"""

from __future__ import annotations

from collections.abc import Mapping

from ntuh_onboard.backend.web.script.form_submits import called, text_given
from ntuh_onboard.backend.web.script.page_functions import Function
from ntuh_onboard.backend.web.script.tokens import Tokens, tokens_of

_GOES = frozenset({"href", "replace", "assign"})


def move_of(script: str, functions: Mapping[str, Function]) -> str:
    """Return the one address that the function called by a script leads to; empty if there is none, or several."""
    tokens = tokens_of(script.strip().removeprefix("javascript:"))
    function, given = called(tokens, 0, len(tokens.all), {}, functions)
    if function is None:
        return ""
    places = (
        _address_at(function.tokens, at) for at in range(function.start, min(function.end, len(function.tokens.all)))
    )
    found = {text_given(function.tokens, at, given) for at in places if at >= 0}
    return (found.pop() or "") if len(found) == 1 else ""


def _address_at(tokens: Tokens, at: int) -> int:
    """Return where the address is that the name at this place goes to; -1 if it goes nowhere."""
    if tokens.text(at) == "open" and tokens.is_sign(at + 1, "(") and tokens.text(at - 2) in {"window", ""}:
        return at + 2
    if tokens.text(at) != "location" or tokens.sort(at) != "name":
        return -1
    end = at + 2 if tokens.is_sign(at + 1, ".") and tokens.text(at + 2) in _GOES else at
    return end + 2 if tokens.is_sign(end + 1, "=", "(") else -1
