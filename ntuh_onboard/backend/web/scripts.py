"""What a page's scripts do as soon as it is loaded, as far as their text shows it: `alert('…')`, `location.href='…'`.

A script is not run. What stands in the body of a function that nobody calls on loading is not what the page says: it
is what the page would say if a box were left empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

MOST, MOST_TOKENS, MOST_ROUNDS = 200_000, 50_000, 10
_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*+|/\*.*?\*/|<!--[^\n]*+)|(?P<text>"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\]|\\.)*+`)"""
    r"""|(?P<name>[A-Za-z_$][\w$]*+)|(?P<sign>=>|[=!]==?|[<>]=|[(){}\[\];,.+=?:&|!<>*/%-])""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-7]{1,3})|\r\n|.)", re.DOTALL)
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "\n": "", "\r": "", "\r\n": ""}
_LOADS = frozenset(
    {"onload", "ready", "load", "add_load", "setTimeout", "addEventListener", "attachEvent", "jQuery", "$"}
)
_RECEIVERS = frozenset({"window", "document", "self", "top", "parent"})


@dataclass(frozen=True, slots=True)
class Deeds:
    """alerts: the texts of `alert`, in order. moves: the addresses that `location` is set to.

    calls: calls that are made on loading, by name, with the texts they are given.
    """

    alerts: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    calls: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    sort: str
    text: str


def unescape(literal: str) -> str:
    """The text of a JavaScript literal, without its quotes."""

    def one(found: re.Match[str]) -> str:
        number = found[2] or found[3] or found[4]
        if number:
            value = int(number, 16)
            return chr(value) if value < 0x110000 else ""
        if found[5]:
            return chr(int(found[5], 8))
        return _SIMPLE.get(found[1], found[1])

    return _ESCAPE.sub(one, literal)


def deeds(script: str, depth: int = 0) -> Deeds:
    """What this script does on loading."""
    tokens = tuple(islice(_tokens(script[:MOST]), MOST_TOKENS))
    alerts: list[str] = []
    moves: list[str] = []
    calls: list[tuple[str, tuple[str, ...]]] = []
    for at in _on_loading(tokens):
        token = tokens[at]
        if token.sort != "name":
            continue
        texts = _texts(tokens, at + 2) if _is(tokens, at + 1, "(") else ()
        if texts:
            calls.append((token.text, texts))
        if token.text == "alert" and texts and not _is(tokens, at - 1, ".", after=_RECEIVERS):
            alerts.append(texts[0])
        elif token.text == "setTimeout" and texts and depth == 0 and tokens[at + 2].sort == "text":
            within = deeds(texts[0], depth + 1)
            alerts += within.alerts
            moves += within.moves
        else:
            moves += _move(tokens, at)
    return Deeds(tuple(alerts), tuple(moves), tuple(calls))


def _move(tokens: tuple[_Token, ...], at: int) -> Iterator[str]:
    """`location = '…'`, `location.href = '…'`, `location.replace('…')`, `location.assign('…')`."""
    if tokens[at].text != "location" or (_is(tokens, at - 1, ".") and tokens[at - 2].text not in _RECEIVERS):
        return
    here = at + 1
    named = tokens[at + 2].text if _is(tokens, here, ".") and at + 2 < len(tokens) else ""
    if named in {"href", "replace", "assign"}:
        here = at + 3
    elif named:
        return
    if _is(tokens, here, "=") or (_is(tokens, here, "(") and named in {"replace", "assign"}):
        texts = _texts(tokens, here + 1)
        if texts and texts[0]:
            yield texts[0]


def _is(tokens: tuple[_Token, ...], at: int, sign: str, after: frozenset[str] = frozenset()) -> bool:
    """Whether this sign stands there; with `after`, only where it does not follow one of these names."""
    if not 0 <= at < len(tokens) or tokens[at].text != sign or tokens[at].sort != "sign":
        return False
    return not after or at == 0 or tokens[at - 1].text not in after


def _texts(tokens: tuple[_Token, ...], at: int) -> tuple[str, ...]:
    """The texts given from here on, separated by commas; joined by `+`, whatever is no text left out."""
    found: list[str] = []
    joined: list[str] = []
    any_text, deep = False, 0
    for token in tokens[at : at + 60]:
        if token.sort == "sign" and token.text in "([{":
            deep += 1
        elif token.sort == "sign" and token.text in ")]}":
            deep -= 1
        if deep < 0 or (token.text == ";" and token.sort == "sign"):
            break
        if token.sort == "text" and not deep:
            joined.append(unescape(token.text[1:-1]))
            any_text = True
        elif token.text == "," and token.sort == "sign" and not deep:
            found.append("".join(joined))
            joined = []
    return (*found, "".join(joined)) if any_text else ()


def _tokens(script: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(script):
        if found.lastgroup and found.lastgroup != "comment":
            yield _Token(found.lastgroup, found[0])


@dataclass(frozen=True, slots=True)
class _Body:
    """A function's body: its name, None where it runs on loading by itself; the body around it, -1 for none."""

    name: str | None
    around: int


def _on_loading(tokens: tuple[_Token, ...]) -> list[int]:
    """The places of the tokens that are reached on loading."""
    bodies, inside = _bodies(tokens)
    called: set[str] = set()
    reached: list[int] = []
    for _ in range(MOST_ROUNDS):
        runs = [False] * len(bodies)
        for number, body in enumerate(bodies):  # the one around always comes first
            around = body.around < 0 or runs[body.around]
            runs[number] = around and (body.name is None or body.name in called)
        reached = [at for at, body in enumerate(inside) if body < 0 or runs[body]]
        more = {tokens[at].text for at in reached if tokens[at].sort == "name" and not _defines(tokens, at)}
        if more == called:
            break
        called = more
    return reached


def _defines(tokens: tuple[_Token, ...], at: int) -> bool:
    """Whether the name is being given to a function here, which does not call it."""
    if at and tokens[at - 1].text == "function":
        return True
    return _is(tokens, at + 1, "=") and at + 2 < len(tokens) and tokens[at + 2].text == "function"


def _bodies(tokens: tuple[_Token, ...]) -> tuple[list[_Body], list[int]]:
    """Every function's body, and for each token the innermost body it stands in, -1 for none."""
    starts: dict[int, str | None] = {}
    for at, token in enumerate(tokens):
        if token.sort == "name" and token.text == "function":
            found = next((here for here in range(at, min(at + 40, len(tokens))) if _is(tokens, here, "{")), None)
            if found is not None:
                starts[found] = _name(tokens, at)
        elif token.text == "=>" and _is(tokens, at + 1, "{"):
            starts[at + 1] = _name(tokens, at)
    bodies: list[_Body] = []
    inside: list[int] = []
    braces: list[int] = [-1]  # for each open brace the body that holds what follows
    for at in range(len(tokens)):
        if _is(tokens, at, "{"):
            if at in starts:
                bodies.append(_Body(starts[at], braces[-1]))
                braces.append(len(bodies) - 1)
            else:
                braces.append(braces[-1])
        inside.append(braces[-1])
        if _is(tokens, at, "}") and len(braces) > 1:
            braces.pop()
    return bodies, inside


def _name(tokens: tuple[_Token, ...], at: int) -> str | None:
    """The name of a function; None where it is run by itself: given to `onload`, to `ready(…)`, or called in place."""
    if tokens[at].text == "function" and at + 1 < len(tokens) and tokens[at + 1].sort == "name":
        return tokens[at + 1].text
    opened = 0
    for here in range(at - 1, max(at - 12, -1), -1):
        token = tokens[here]
        if token.sort == "sign" and token.text == ")":
            opened += 1
        elif token.sort == "sign" and token.text == "(":
            opened -= 1
            if opened < 0:
                before = tokens[here - 1].text if here else ""
                return None if not before or before in _LOADS or tokens[here - 1].sort == "sign" else "\0"
        elif token.sort == "sign" and token.text in {"=", ":"} and opened == 0:
            name = tokens[here - 1].text if here else "\0"
            return None if name in _LOADS else name
        elif token.text in {";", "{", "}"}:
            break
    return "\0"
