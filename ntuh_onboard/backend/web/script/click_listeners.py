"""Find what a script does on a click on something that it names by its id: `$('#save').click(function () {…})`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ntuh_onboard.backend.web.script.tokens import Tokens, tokens_of

_BY_SELECTOR = frozenset({"querySelector", "$", "jQuery"})
_LISTENS = frozenset({"addEventListener", "on", "bind"})


def click_listeners(scripts: Iterable[str]) -> Mapping[str, str]:
    """Return the script that a click runs, by the id of what is clicked."""
    read = (tokens_of(each) for each in scripts if "click" in each)
    return {named: body for tokens in read for named, body in _listeners(tokens)}


def _listeners(tokens: Tokens) -> Iterator[tuple[str, str]]:
    for at in range(len(tokens.all)):
        named = _id_found(tokens, at)
        given = _listening(tokens, tokens.close(at + 1) + 1) if named else 0
        if given and (body := _body(tokens, given)):
            yield named, body


def _id_found(tokens: Tokens, at: int) -> str:
    """Return the id by which the call of this name finds an element; empty if it is no such call."""
    if not tokens.is_sign(at + 1, "(") or tokens.sort(at + 2) != "text" or tokens.close(at + 1) != at + 3:
        return ""
    literal = tokens.all[at + 2].literal
    if tokens.text(at) == "getElementById":
        return literal
    return literal[1:] if tokens.text(at) in _BY_SELECTOR and literal.startswith("#") else ""


def _listening(tokens: Tokens, at: int) -> int:
    """Return where the function is that listens to a click, behind what was found; 0 if none does."""
    name = tokens.text(at + 1) if tokens.is_sign(at, ".") else ""
    if name in _LISTENS and tokens.is_sign(at + 2, "("):
        return at + 5 if tokens.text(at + 3).strip("'\"") == "click" else 0
    called = (name == "click" and tokens.is_sign(at + 2, "(")) or (name == "onclick" and tokens.is_sign(at + 2, "="))
    return at + 3 if called else 0


def _body(tokens: Tokens, at: int) -> str:
    """Return the body of the function that is written here; empty if none is."""
    if tokens.text(at) == "function":
        opened = tokens.close(at + 1) + 1
    elif tokens.is_sign(at, "(") and tokens.is_sign(tokens.close(at) + 1, "=>"):
        opened = tokens.close(at) + 2
    else:
        return ""
    return " ".join(each.text for each in tokens.all[opened + 1 : tokens.close(opened)])
