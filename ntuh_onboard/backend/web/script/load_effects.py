"""What a page's scripts do as soon as it is loaded, as far as their text shows it: `alert('…')`, `location.href='…'`.

A script is not run. What stands in the body of a function that nobody calls on loading is not what the page says: it
is what the page would say if a box were left empty. What waits for an `if`, or for a timer of more than 15 seconds, is
not taken either: it is what the page would say, or where it would go, in another browser or to someone who had left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ntuh_onboard.backend.web.script.reached_tokens import TIMER, on_loading, soon
from ntuh_onboard.backend.web.script.tokens import Tokens, tokens_of

_MOST_GIVEN = 60
_RECEIVERS = frozenset({"window", "document", "self", "top", "parent"})


@dataclass(frozen=True, slots=True)
class Deeds:
    """alerts: the texts of `alert`, in order. moves: the addresses that `location` is set to.

    calls: calls that are made on loading, by name, with the texts they are given, also those that wait for an `if`:
    whoever presses a link says yes to what it asks. An address that `location` may be set to stands among them as the
    `open` that it then is.
    """

    alerts: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    calls: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(slots=True)
class _Found:
    alerts: list[str] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)
    calls: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)


def deeds(script: str, depth: int = 0) -> Deeds:
    """What this script does on loading."""
    tokens = tokens_of(script)
    reached = on_loading(tokens)
    found = _Found()
    for at in reached.places:
        if tokens.sort(at) == "name":
            _look_at(tokens, at, found, sure=at in reached.sure, depth=depth)
    opens = [("open", (each,)) for each in found.doubtful]
    return Deeds(tuple(found.alerts), tuple(found.moves), (*found.calls, *opens))


def _look_at(tokens: Tokens, at: int, found: _Found, *, sure: bool, depth: int) -> None:
    name = tokens.text(at)
    texts = _texts(tokens, at + 2) if tokens.is_sign(at + 1, "(") else ()
    if texts:
        found.calls.append((name, texts))
    if name == "alert" and texts and _is_the_windows(tokens, at):
        if sure:
            found.alerts.append(texts[0])
    elif name == TIMER and texts and depth == 0 and tokens.sort(at + 2) == "text":
        if sure and soon(tokens, at + 1):
            within = deeds(texts[0], depth + 1)
            found.alerts += within.alerts
            found.moves += within.moves
    else:
        (found.moves if sure else found.doubtful).extend(_move(tokens, at))


def _is_the_windows(tokens: Tokens, at: int) -> bool:
    """Whether a name stands alone or behind `window.`: that of another object is something else."""
    return not tokens.is_sign(at - 1, ".") or tokens.text(at - 2) in _RECEIVERS


def _move(tokens: Tokens, at: int) -> Iterator[str]:
    """`location = '…'`, `location.href = '…'`, `location.replace('…')`, `location.assign('…')`."""
    if tokens.text(at) != "location" or not _is_the_windows(tokens, at):
        return
    here = at + 1
    named = tokens.text(at + 2) if tokens.is_sign(here, ".") else ""
    if named in {"href", "replace", "assign"}:
        here = at + 3
    elif named:
        return
    if tokens.is_sign(here, "=") or (tokens.is_sign(here, "(") and named in {"replace", "assign"}):
        texts = _texts(tokens, here + 1)
        if texts and texts[0]:
            yield texts[0]


def _texts(tokens: Tokens, at: int) -> tuple[str, ...]:
    """The texts given from here on, separated by commas; joined by `+`, whatever is no text left out."""
    found: list[str] = []
    joined: list[str] = []
    any_text, deep = False, 0
    for token in tokens.all[at : at + _MOST_GIVEN]:
        if token.sort == "sign" and token.text in "([{":
            deep += 1
        elif token.sort == "sign" and token.text in ")]}":
            deep -= 1
        if deep < 0 or (token.text == ";" and token.sort == "sign"):
            break
        if token.sort == "text" and not deep:
            joined.append(token.literal)
            any_text = True
        elif token.text == "," and token.sort == "sign" and not deep:
            found.append("".join(joined))
            joined = []
    return (*found, "".join(joined)) if any_text else ()
