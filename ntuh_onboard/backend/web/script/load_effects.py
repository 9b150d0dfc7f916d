"""Find what a page's scripts do when it is loaded, as far as their text shows: `alert('…')`, `location.href='…'`.

No script is run. The body of a function that is not called on loading does not count: it is what the page would say,
for example, if a box were left empty. What depends on an `if`, or on a timer of more than 15 seconds, does not count
either: it is what the page would say or do in another browser, or to somebody who has left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from ntuh_onboard.backend.web.script.form_sending import form_sent
from ntuh_onboard.backend.web.script.reached_tokens import TIMER, on_loading, soon
from ntuh_onboard.backend.web.script.spoken_texts import is_the_windows, telling, texts_given
from ntuh_onboard.backend.web.script.tokens import Tokens, tokens_of

_HERE = (("_self",), ("_top",), ("_parent",))
"""Windows that are this one."""

MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class Deeds:
    """What scripts do on loading.

    Attributes:
        alerts: the texts of alerts.
        moves: the addresses that the page goes on to.
        calls: the functions called by name, each with the texts it is given.
        told: other texts that are put where a person reads them: `.text('…')`, `innerText = '…'`, `show('…')`.
        sends: the forms that are sent, by name or id, or by `#` and place; empty if the script names none.

    """

    alerts: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    calls: tuple[tuple[str, tuple[str, ...]], ...] = ()
    told: tuple[str, ...] = ()
    sends: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    alerts: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    sends: list[str] = field(default_factory=list)
    moves: list[str] = field(default_factory=list)
    calls: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)


@lru_cache(maxsize=MOST_KEPT)
def deeds(script: str, depth: int = 0) -> Deeds:
    """Return what this script does on loading; kept for a while: the pages of a site carry the same scripts."""
    tokens = tokens_of(script)
    reached = on_loading(tokens)
    found = _Found()
    for at in reached.places:
        if tokens.sort(at) == "name":
            _look_at(tokens, at, found, sure=at in reached.sure, depth=depth)
    opens = [("open", (each,)) for each in found.doubtful]
    return Deeds(tuple(found.alerts), tuple(found.moves), (*found.calls, *opens), tuple(found.told), tuple(found.sends))


def _look_at(tokens: Tokens, at: int, found: _Found, *, sure: bool, depth: int) -> None:
    name = tokens.text(at)
    texts = texts_given(tokens, at + 2) if tokens.is_sign(at + 1, "(") else ()
    if texts:
        found.calls.append((name, texts))
    if name == TIMER and texts and depth == 0 and tokens.sort(at + 2) == "text":
        if sure and soon(tokens, at + 1):
            within = deeds(texts[0], depth + 1)
            found.alerts += within.alerts
            found.moves += within.moves
            found.told += within.told
            found.sends += within.sends
        return
    if sure:
        said = telling(tokens, at)
        (found.alerts if said.loud else found.told).extend(said.texts)
        found.sends.extend(form_sent(tokens, at))
    (found.moves if sure else found.doubtful).extend(_move(tokens, at))


def _move(tokens: Tokens, at: int) -> Iterator[str]:
    """Yield where a script goes.

    `location = '…'`, `.href = '…'`, `.replace('…')`, `.assign('…')`; `open('…', '_self')`, `navigate('…')`.
    """
    if tokens.text(at) in {"open", "navigate"} and tokens.is_sign(at + 1, "(") and is_the_windows(tokens, at):
        given = texts_given(tokens, at + 2)
        if given and given[0] and (tokens.text(at) == "navigate" or given[1:2] in _HERE):
            yield given[0]
        return
    if tokens.text(at) != "location" or not is_the_windows(tokens, at):
        return
    here = at + 1
    named = tokens.text(at + 2) if tokens.is_sign(here, ".") else ""
    if named in {"href", "replace", "assign"}:
        here = at + 3
    elif named:
        return
    if tokens.is_sign(here, "=") or (tokens.is_sign(here, "(") and named in {"replace", "assign"}):
        texts = texts_given(tokens, here + 1)
        if texts and texts[0]:
            yield texts[0]
