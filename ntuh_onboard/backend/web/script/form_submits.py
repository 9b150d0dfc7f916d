"""Read buttons whose script sends a form: by `document.form1.submit()`, or by a function of the page that ends in it.

Such a function is read, not run, and only if everything it does to the form is plain: it puts texts, or what it was
given, into boxes by their name, gives it another address, and sends it. `__doPostBack` is one of them, and so is
Domino's `_doClick`. If it puts in anything else, or contacts a server in the background, it is unknown what would be
sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ntuh_onboard.backend.web.script.form_sending import form_sent
from ntuh_onboard.backend.web.script.tokens import Tokens, tokens_of

_BACKGROUND = frozenset({"fetch", "XMLHttpRequest", "ajax", "axios", "sendBeacon"})
_OTHERWISE = _BACKGROUND | {
    "serialize",
    "FormData",
    "createElement",
    "appendChild",
    "append",
    "eval",
    "method",
    "enctype",
}
"""Calls that send by themselves, or make what is sent in a way that is not read here."""
_MOST_BACK = 12


@dataclass(frozen=True, slots=True)
class FormSubmit:
    """A form that a script sends without any button.

    Attributes:
        form: its name or id, or `#` and its place on the page; empty for the form that the button is in.
        sets: the names or ids of the boxes that the script fills first, each with its text.
        action: the address that the script gives the form first; empty if the form keeps its own.

    """

    form: str
    sets: tuple[tuple[str, str], ...] = ()
    action: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the page's own scripts: its parameters, and the places of its body's tokens."""

    parameters: tuple[str, ...]
    tokens: Tokens
    start: int
    end: int


def functions_of(scripts: Iterator[str]) -> Mapping[str, Function]:
    """Return the named functions of the page's own scripts; of two with one name the last, as in a browser."""
    found: dict[str, Function] = {}
    for script in scripts:
        tokens = tokens_of(script)
        for at in range(len(tokens.all)):
            if tokens.text(at) == "function" and tokens.sort(at + 1) == "name" and tokens.is_sign(at + 2, "("):
                closed = tokens.close(at + 2)
                if tokens.is_sign(closed + 1, "{"):
                    names = tuple(each.text for each in tokens.all[at + 3 : closed] if each.sort == "name")
                    found[tokens.text(at + 1)] = Function(names, tokens, closed + 2, tokens.close(closed + 1))
    return found


def submit_of(script: str, functions: Mapping[str, Function]) -> FormSubmit | None:
    """Return what the script of a button sends; None if it sends no form, or if that cannot be told."""
    tokens = tokens_of(script.strip().removeprefix("javascript:"))
    direct = _sent(tokens, 0, len(tokens.all), {})
    if direct is not None:
        return direct
    for at in range(len(tokens.all)):
        function = functions.get(tokens.text(at)) if tokens.is_sign(at + 1, "(") else None
        if function is not None:
            given = dict(zip(function.parameters, _arguments(tokens, at + 1), strict=False))
            return _sent(function.tokens, function.start, function.end, given)
    return None


def _sent(tokens: Tokens, start: int, end: int, given: Mapping[str, str | None]) -> FormSubmit | None:
    forms: list[str] = []
    sets: list[tuple[str, str]] = []
    action = ""
    end = min(end, len(tokens.all))
    doubtful = _doubtful(tokens, start, end)
    for at in range(start, end):
        if tokens.text(at) in _OTHERWISE and tokens.sort(at) == "name":
            return None
        forms += form_sent(tokens, at)
        put = _put(tokens, at)
        if put < 0:
            continue
        name, text = _box(tokens, at - 2), _text(tokens, put, given)
        if not name or text is None or at in doubtful:
            return None
        if tokens.text(at) == "action":
            action = text
        else:
            sets.append((name, text))
    if len(set(forms)) != 1:
        return None
    return FormSubmit("" if forms[0] in given else forms[0], tuple(sets), action)


def _put(tokens: Tokens, at: int) -> int:
    """Return where the text put into a box is, by `.value =` or `.val(…)`, or is the form's address; else -1."""
    if not tokens.is_sign(at - 1, "."):
        return -1
    if tokens.text(at) in {"value", "action"} and tokens.is_sign(at + 1, "="):
        return at + 2
    return (
        at + 2 if tokens.text(at) == "val" and tokens.is_sign(at + 1, "(") and not tokens.is_sign(at + 2, ")") else -1
    )


def _doubtful(tokens: Tokens, start: int, end: int) -> frozenset[int]:
    """Return the tokens that depend on an `if` that does not lead to the sending: it is unknown whether they run."""
    found: set[int] = set()
    for at in range(start, end):
        if tokens.text(at) == "if" and tokens.is_sign(at + 1, "("):
            begin = min(tokens.close(at + 1) + 1, end)
            body = range(begin, min(tokens.statements[begin], end))
            if not any(True for here in body for _ in form_sent(tokens, here)):
                found.update(body)
    return frozenset(found)


def _box(tokens: Tokens, end: int) -> str:
    """Return what is before `.value`: `form.__Click`, `document.getElementById('x')`, `f['x']`."""
    if not tokens.is_sign(end, ")", "]"):
        return tokens.text(end) if tokens.sort(end) == "name" else ""
    opened = next((at for at in range(end - 1, max(end - _MOST_BACK, -1), -1) if tokens.close(at) == end), -1)
    given = tokens.all[opened + 1] if 0 <= opened < end - 1 else None
    return given.literal.lstrip("#") if given is not None and given.sort == "text" else ""


def _text(tokens: Tokens, at: int, given: Mapping[str, str | None]) -> str | None:
    """Return the text that is put in; None if it consists of more than one thing, or of an unknown one."""
    if min(tokens.statements[at], tokens.expressions[at]) != at + 1:
        return None
    token = tokens.all[at]
    return token.literal if token.sort == "text" else given.get(token.text)


def _arguments(tokens: Tokens, opened: int) -> Iterator[str | None]:
    """Yield the arguments one by one; None for one that is no text."""
    at, closed = opened + 1, tokens.close(opened)
    while at < closed:
        end = min(tokens.expressions[at], closed)
        token = tokens.all[at]
        alone = end == at + 1 and token.sort in {"text", "number"}
        yield (token.literal if token.sort == "text" else token.text) if alone else None
        at = end + 1
