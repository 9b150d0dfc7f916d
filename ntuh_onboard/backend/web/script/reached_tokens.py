"""Find which tokens of a script are reached when its page is loaded, as far as the script's text shows.

A function runs if it is called, or if it is passed to something that runs it on loading: `onload`, `ready(…)`, a timer
that ends soon, a listener for `load`. A name alone is not a call: `b.onclick = check` is about a click.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from ntuh_onboard.backend.web.script.tokens import Tokens, tokens_of

LONGEST_WAIT = 15.0
"""What happens after more seconds than this ends an abandoned session; it is not a step of the way."""
MOST_ROUNDS, _MOST_BACK, _MOST_FACTORS = 10, 12, 9
TIMER = "setTimeout"
_LOADS = frozenset({"ready", "load", "add_load", "jQuery", "$", "use"})
_LISTENS = frozenset({"addEventListener", "attachEvent"})
_EVENTS = frozenset({"load", "DOMContentLoaded", "onload"})
_ASKING = frozenset({"if", "for", "while", "switch", "catch"})
_WINDOWS = frozenset({"self", "top", "window", "parent", "location", "href"})
"""What a script compares to find out whether its page is in a frame."""
_IS_THERE = frozenset({"", "!=''", "!==''", "!=null", "!==null", ".length", ".length>0", ".length!=0", ".trim()!=''"})
"""What is said behind a variable's name to ask whether it has a text."""
_NOBODY = "\0"
"""The name of a function that no name leads to."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The tokens that are reached on loading.

    Attributes:
        places: those that are or may be reached.
        sure: those of them that do not depend on an `if` or the like.

    """

    places: Sequence[int]
    sure: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Body:
    """A function's body: its name, or None if it runs on loading by itself; and the body around it, or -1."""

    name: str | None
    around: int


@dataclass(frozen=True, slots=True)
class _Call:
    """A place where these names are called."""

    at: int
    names: frozenset[str]


def on_loading(tokens: Tokens, *, unframed: bool = False) -> Reached:
    """Return the places of the tokens that are reached on loading.

    `unframed`: the page is known to be in no frame, which some check before they show themselves.
    """
    bodies, inside = _bodies(tokens)
    calls = list(_calls(tokens))
    doubtful = _doubtful(tokens, unframed=unframed)
    runs = _running(bodies, inside, calls)
    certain = _running(bodies, inside, [each for each in calls if not doubtful[each.at]])
    places = [at for at, body in enumerate(inside) if body < 0 or runs[body]]
    sure = (at for at in places if not doubtful[at] and (inside[at] < 0 or certain[inside[at]]))
    return Reached(places, frozenset(sure))


def soon(tokens: Tokens, opened: int) -> bool:
    """Return whether the timer whose bracket opens here ends within the longest wait; one of unknown time does not."""
    return _delay(tokens, opened) <= LONGEST_WAIT * 1000


def _delay(tokens: Tokens, opened: int) -> float:
    """Return a timer's milliseconds: its second argument, a number or a product of numbers, or 0."""
    close = tokens.close(opened)
    comma = _comma(tokens, opened + 1, close)
    product, factors = 1.0, range(comma + 1, _comma(tokens, comma + 1, close))
    if len(factors) > _MOST_FACTORS:
        return inf
    for at in factors:
        if (at - comma) % 2 == 0:
            product *= 1 if tokens.is_sign(at, "*") else inf
        else:
            product *= _number(tokens.text(at).strip("'\"`"))
    return product if factors else 0.0


def _comma(tokens: Tokens, at: int, close: int) -> int:
    """Return the place of the next comma outside inner brackets, or else of the closing bracket."""
    while at < close and not tokens.is_sign(at, ","):
        at = tokens.close(at) + 1 if tokens.is_sign(at, "(", "[", "{") else at + 1
    return min(at, close)


def _number(text: str) -> float:
    try:
        return max(float(text), 1e-9)  # zero times something unknown is not known
    except ValueError:
        return inf


def _running(bodies: list[_Body], inside: list[int], calls: list[_Call]) -> list[bool]:
    """Return which bodies run because of these calls."""
    called: set[str] = set()
    runs: list[bool] = []
    for _ in range(MOST_ROUNDS):
        runs = [False] * len(bodies)
        for number, body in enumerate(bodies):  # an outer body always comes first
            around = body.around < 0 or runs[body.around]
            runs[number] = around and (body.name is None or body.name in called)
        more = {name for each in calls if inside[each.at] < 0 or runs[inside[each.at]] for name in each.names}
        if more == called:
            break
        called = more
    return runs


def _calls(tokens: Tokens) -> Iterator[_Call]:
    """Yield every place where something is called by name, also inside a text that is passed to a timer."""
    for at, token in enumerate(tokens.all):
        if token.sort != "name" or tokens.text(at - 1) == "function":
            continue
        if tokens.is_sign(at + 1, "("):
            yield _Call(at, frozenset({token.text}))
            if token.text == TIMER and tokens.sort(at + 2) == "text" and soon(tokens, at + 1):
                within = tokens_of(tokens.all[at + 2].literal)
                yield _Call(at, frozenset(name for each in _calls(within) for name in each.names))
        elif tokens.is_sign(at + 1, "."):
            if tokens.text(at + 2) in {"call", "apply"}:
                yield _Call(at, frozenset({token.text}))
        elif _handed_over(tokens, tokens.chain(at)):
            yield _Call(at, frozenset({token.text}))


def _handed_over(tokens: Tokens, at: int) -> bool:
    """Return whether the name that begins here is passed to something that runs it on loading."""
    if tokens.is_sign(at - 1, "="):
        return tokens.text(at - 2) == "onload"
    if tokens.is_sign(at - 1, "("):
        return _runs_what_it_is_given(tokens, at - 1)
    listener = tokens.is_sign(at - 1, ",") and tokens.sort(at - 2) == "text" and tokens.is_sign(at - 3, "(")
    return listener and tokens.text(at - 4) in _LISTENS and _runs_what_it_is_given(tokens, at - 3)


def _runs_what_it_is_given(tokens: Tokens, opened: int) -> bool:
    """Return whether the call whose bracket opens here runs a function that it is given, on loading or soon after."""
    called = tokens.text(opened - 1)
    if called == TIMER:
        return soon(tokens, opened)
    if called in _LISTENS:
        return tokens.sort(opened + 1) == "text" and tokens.all[opened + 1].literal in _EVENTS
    return called in _LOADS


def _doubtful(tokens: Tokens, *, unframed: bool) -> bytearray:
    """Return for each token whether it depends on something unknown: the body of an `if`, what comes after `&&`."""
    found = bytearray(len(tokens.all))
    for at in range(len(tokens.all)):
        if found[at]:
            continue
        begin = _waiting(tokens, at, unframed=unframed)
        if begin is not None:
            end = (tokens.statements if tokens.sort(at) == "name" else tokens.expressions)[begin]
            found[begin:end] = b"\1" * (end - begin)
    return found


def _waiting(tokens: Tokens, at: int, *, unframed: bool) -> int | None:
    """Return where the part begins that depends on the `if`, `else` or `?` at this place; None if none does."""
    if tokens.is_sign(at, "?") or (tokens.is_sign(at, "&", "|") and tokens.text(at) == tokens.text(at - 1)):
        return at + 1
    if tokens.sort(at) != "name" or tokens.is_sign(at - 1, "."):
        return None
    if tokens.text(at) in _ASKING and tokens.is_sign(at + 1, "("):
        behind = min(tokens.close(at + 1) + 1, len(tokens.all))
        if tokens.text(at) == "if" and _asks_for_a_known_text(tokens, at + 1):
            return None
        return None if unframed and tokens.text(at) == "if" and _in_own_window(tokens, at + 1) else behind
    if unframed and tokens.text(at) == "else" and _in_own_window(tokens, _asked_before(tokens, at)) is False:
        return None
    return at + 1 if tokens.text(at) == "else" or (tokens.text(at) == "catch" and tokens.is_sign(at + 1, "{")) else None


def _in_own_window(tokens: Tokens, opened: int) -> bool | None:
    """Return the answer to a condition about being in a frame, which the page is not; None for any other condition.

    `self === top`, `window.top == window.self`, `top.location != self.location`.
    """
    asked = tokens.all[opened + 1 : tokens.close(opened)] if opened >= 0 else ()
    if not 0 < len(asked) <= _MOST_FACTORS:
        return None
    compares = [each.text for each in asked if each.sort == "sign" and each.text != "."]
    if len(compares) != 1 or not all(each.text in _WINDOWS for each in asked if each.sort != "sign"):
        return None
    return {"==": True, "===": True, "!=": False, "!==": False}.get(compares[0])


def _asks_for_a_known_text(tokens: Tokens, opened: int) -> bool:
    """Return whether a condition only asks if a variable is empty that was set to a text before: `if (m != '')`."""
    asked = tokens.all[opened + 1 : tokens.close(opened)]
    if not asked or asked[0].sort != "name" or len(asked) > _MOST_FACTORS:
        return False
    asks = "".join(each.text.replace('"', "'") for each in asked[1:]) in _IS_THERE
    return asks and bool(held_text(tokens, opened + 1))


def held_text(tokens: Tokens, at: int) -> str:
    """Return the text that the variable at this place was set to before in the same script; else empty."""
    for here in range(at - 1, 0, -1):
        if tokens.text(here) == tokens.text(at) and tokens.is_sign(here + 1, "=") and not tokens.is_sign(here - 1, "."):
            alone = tokens.sort(here + 2) == "text" and tokens.expressions[here + 2] == here + 3
            return tokens.all[here + 2].literal if alone else ""
    return ""


def _asked_before(tokens: Tokens, at: int) -> int:
    """Return where the bracket of the `if` opens that an `else` belongs to; -1 if that is unclear."""
    end = at - 1
    if not tokens.is_sign(end, "}"):
        return -1
    block = next((here for here in range(end - 1, -1, -1) if tokens.close(here) == end), -1)
    if not tokens.is_sign(block - 1, ")"):
        return -1
    opened = next((here for here in range(block - 2, max(block - 12, -1), -1) if tokens.close(here) == block - 1), -1)
    return opened if tokens.text(opened - 1) == "if" else -1


def _bodies(tokens: Tokens) -> tuple[list[_Body], list[int]]:
    """Return every function's body, and for each token the innermost body that contains it, or -1."""
    starts = dict(_starts(tokens))
    bodies: list[_Body] = []
    inside: list[int] = []
    open_: list[tuple[int, int]] = [(-1, len(tokens.all))]  # the body that contains what follows, and its end
    for at in range(len(tokens.all)):
        while len(open_) > 1 and at >= open_[-1][1]:
            open_.pop()
        if at in starts:
            block = tokens.is_sign(at, "{")
            end = tokens.close(at) + 1 if block else tokens.expressions[at]
            bodies.append(_Body(starts[at], open_[-1][0]))
            open_.append((len(bodies) - 1, min(end, open_[-1][1])))
        inside.append(open_[-1][0])
    return bodies, inside


def _starts(tokens: Tokens) -> Iterator[tuple[int, str | None]]:
    """Yield where each function's body begins, and its name."""
    for at, token in enumerate(tokens.all):
        if token.sort == "name" and token.text == "function":
            found = next((here for here in range(at, at + 40) if tokens.is_sign(here, "{")), None)
            if found is not None:
                yield found, _name(tokens, at)
        elif token.text == "=>" and token.sort == "sign":
            yield at + 1, _name(tokens, at)


def _name(tokens: Tokens, at: int) -> str | None:
    """Return the name of a function; None if it runs by itself, since it is passed on or called in place."""
    own = tokens.text(at + 1) if tokens.text(at) == "function" and tokens.sort(at + 1) == "name" else ""
    return own if own and not tokens.is_sign(at - 1, "(", ",", "=", ":") else _place(tokens, at)


def _place(tokens: Tokens, at: int) -> str | None:
    """Return the name of an anonymous function, that is what it is assigned to; None if it runs by itself."""
    opened = 0
    for here in range(at - 1, max(at - _MOST_BACK, -1), -1):
        if tokens.is_sign(here, ")"):
            opened += 1
        elif tokens.is_sign(here, "("):
            opened -= 1
            if opened < 0:
                in_place = here == 0 or tokens.sort(here - 1) == "sign"
                return None if in_place or _runs_what_it_is_given(tokens, here) else _NOBODY
        elif tokens.is_sign(here, "=", ":") and opened == 0:
            name = tokens.text(here - 1) or _NOBODY
            return None if name == "onload" else name
        elif tokens.is_sign(here, ";", "{", "}"):
            break
    return _NOBODY
