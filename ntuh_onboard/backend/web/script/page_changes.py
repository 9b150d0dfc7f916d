"""Find what a page's own script changes on loading: what it shows, hides, removes or makes usable.

Pages hide themselves from foreign frames and show themselves by script (anti-clickjack), keep boxes read-only until
they are used so that no browser fills them, and show or hide parts by script. Only what is done at once, and without
an `if` that could go either way, counts. `_ACTIONS` is the table of known forms; any other changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ntuh_onboard.backend.web.script.reached_tokens import on_loading
from ntuh_onboard.backend.web.script.spoken_texts import texts_given
from ntuh_onboard.backend.web.script.tokens import Tokens, tokens_of

MOST_KEPT = 16
TELLS = re.compile(
    r"\.style\b|removeChild|\.remove\(|\.show\(|\.hide\(|\.fade|\.slide|\.css\(|removeAttr|\.prop\(|\.disabled|\.readOnly"
    r"|\.hidden\b|classList|removeClass|addClass|\.modal\(|\.dialog\(|\.toast\(|\.showModal\("
)
"""A script without any of these changes nothing that matters, and need not be looked at."""


class What(StrEnum):
    """What happens to an element."""

    STYLE = "style"
    GONE = "gone"
    WITHOUT = "without"
    CLASS_OFF = "class_off"
    CLASS_ON = "class_on"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a page.

    Attributes:
        selector: the elements, as in a style sheet.
        what: what happens to them.
        value: declarations, or the name of an attribute or a class.

    """

    selector: str
    what: What
    value: str = ""


@lru_cache(maxsize=MOST_KEPT)
def changes(script: str) -> tuple[Change, ...]:
    """Return what this script changes on loading, in order."""
    if not TELLS.search(script):
        return ()
    tokens = tokens_of(script)
    reached = on_loading(tokens, unframed=True)
    return tuple(each for at in sorted(reached.sure) if tokens.sort(at) == "name" for each in _at(tokens, at))


def _at(tokens: Tokens, at: int) -> Iterator[Change]:
    action = _ACTIONS.get(tokens.text(at))
    if action is None or not tokens.is_sign(at - 1, "."):
        return
    found = action(tokens, at)
    if found is None:
        return
    end, what, value = found
    selector = _selector(tokens, end)
    if selector:
        yield Change(selector, what, value)


Found = tuple[int, What, str]
"""Where the name of the changed element ends, what happens to it, and the value."""


def _style(tokens: Tokens, at: int) -> Found | None:
    """Read `….style.display = 'none'`."""
    if tokens.text(at - 2) != "style" or not tokens.is_sign(at + 1, "="):
        return None
    return at - 4, What.STYLE, f"{tokens.text(at)}:{_literal(tokens, at + 2) or _SHOWN[tokens.text(at)]}"


def _css(tokens: Tokens, at: int) -> Found | None:
    """Read `….css('display', 'none')`."""
    given = texts_given(tokens, at + 2) if tokens.is_sign(at + 1, "(") else ()
    return (at - 2, What.STYLE, f"{given[0]}:{given[1]}") if len(given) == 2 and given[0] in _SHOWN else None


def _called(what: What, value: str) -> Callable[[Tokens, int], Found | None]:
    """Return a reader for calls like `….show()`."""
    return lambda tokens, at: (at - 2, what, value) if tokens.is_sign(at + 1, "(") else None


def _named(what: What) -> Callable[[Tokens, int], Found | None]:
    """Return a reader for `….removeAttribute('readonly')`, `….classList.remove('hidden')`."""

    def found(tokens: Tokens, at: int) -> Found | None:
        given = texts_given(tokens, at + 2) if tokens.is_sign(at + 1, "(") else ()
        end = at - 4 if tokens.text(at - 2) == "classList" else at - 2
        return (end, what, given[0]) if given and given[0] else None

    return found


def _removed(tokens: Tokens, at: int) -> Found | None:
    """Read `….remove()`, `….classList.remove('hidden')`."""
    if tokens.text(at - 2) == "classList":
        return _named(What.CLASS_OFF)(tokens, at)
    return (at - 2, What.GONE, "") if tokens.is_sign(at + 1, "(") and tokens.is_sign(at + 2, ")") else None


def _added(tokens: Tokens, at: int) -> Found | None:
    """Read `….classList.add('hidden')`."""
    return _named(What.CLASS_ON)(tokens, at) if tokens.text(at - 2) == "classList" else None


def _opened(*words: str) -> Callable[[Tokens, int], Found | None]:
    """Return a reader for what opens a dialog of the page, if it is called with one of these words or none at all."""

    def found(tokens: Tokens, at: int) -> Found | None:
        if not tokens.is_sign(at + 1, "("):
            return None
        alone = tokens.is_sign(at + 2, ")") or (tokens.is_sign(at + 2, "{") and not _waits(tokens, at + 2))
        return (at - 2, What.STYLE, "display:block") if alone or _literal(tokens, at + 2) in words else None

    return found


def _waits(tokens: Tokens, opened: int) -> bool:
    """Return whether the settings of a dialog say that it is not open yet: `{autoOpen: false}`."""
    names = (at for at in range(opened, tokens.close(opened)) if tokens.text(at) in {"autoOpen", "show"})
    return any(tokens.is_sign(at + 1, ":") and tokens.text(at + 2) == "false" for at in names)


def _removed_child(tokens: Tokens, at: int) -> Found | None:
    """Read `a.parentNode.removeChild(a)`, `….removeChild(document.getElementById('a'))`."""
    close = tokens.close(at + 1) if tokens.is_sign(at + 1, "(") else -1
    return (close - 1, What.GONE, "") if at + 2 <= close - 1 < len(tokens.all) else None


def _property(tokens: Tokens, at: int) -> Found | None:
    """Read `….disabled = false`; a style sheet that is disabled is gone."""
    if not tokens.is_sign(at + 1, "="):
        return None
    value = tokens.text(at + 2)
    if value == "false":
        return at - 2, What.WITHOUT, tokens.text(at).casefold()
    return (at - 2, What.GONE, "style") if value == "true" and tokens.text(at) == "disabled" else None


def _prop(tokens: Tokens, at: int) -> Found | None:
    """Read `….prop('disabled', false)`."""
    literal = tokens.is_sign(at + 1, "(") and tokens.sort(at + 2) == "text" and tokens.text(at + 4) == "false"
    return (at - 2, What.WITHOUT, tokens.all[at + 2].literal.casefold()) if literal else None


_SHOWN: Mapping[str, str] = {"display": "block", "visibility": "visible", "opacity": "1"}
"""What an empty text sets a property to: the value that the element has without its own style."""
_ACTIONS: Mapping[str, Callable[[Tokens, int], Found | None]] = {
    **dict.fromkeys(_SHOWN, _style),
    "css": _css,
    **dict.fromkeys(("show", "fadeIn", "slideDown"), _called(What.STYLE, "display:block")),
    **dict.fromkeys(("hide", "fadeOut", "slideUp"), _called(What.STYLE, "display:none")),
    "remove": _removed,
    "removeChild": _removed_child,
    "add": _added,
    "removeClass": _named(What.CLASS_OFF),
    "addClass": _named(What.CLASS_ON),
    **dict.fromkeys(("removeAttribute", "removeAttr"), _named(What.WITHOUT)),
    **dict.fromkeys(("disabled", "readOnly", "hidden"), _property),
    "prop": _prop,
    "modal": _opened("show"),
    "toast": _opened("show"),
    "dialog": _opened("open"),
    "showModal": _opened(),
}


_WRAPPED = frozenset({"Modal", "Toast", "getOrCreateInstance"})
"""What makes something that can be shown of an element: `new bootstrap.Modal(…)`."""


def _literal(tokens: Tokens, at: int) -> str:
    return tokens.all[at].literal.strip() if tokens.sort(at) == "text" else ""


def _selector(tokens: Tokens, end: int) -> str:
    """Return the selector before the dot: `document.body`, `$('#a')`, `document.getElementById('a')`, a name."""
    if tokens.is_sign(end, ")"):
        return _selector_called(tokens, end)
    name = tokens.text(end)
    if tokens.sort(end) != "name":
        return ""
    if tokens.is_sign(end - 1, ".") and tokens.text(end - 2) == "document":
        return {"body": "body", "documentElement": "html"}.get(name, "")
    return "" if tokens.is_sign(end - 1, ".") else _held(tokens, end)


def _selector_called(tokens: Tokens, end: int) -> str:
    """Return the selector of a call that ends here: `$('#a')`, `getElementById('a')`, `new bootstrap.Modal(…)`."""
    opened = next((at for at in range(end - 1, max(end - 12, -1), -1) if tokens.close(at) == end), -1)
    given = _literal(tokens, opened + 1) if opened > 0 else ""
    called = tokens.text(opened - 1)
    if called in _WRAPPED:
        return given or _selector(tokens, end - 1)
    if called == "getElementById":
        return f'[id="{given}"]' if given and '"' not in given else ""
    return given if called in {"$", "jQuery", "querySelector"} and not given.startswith("<") else ""


def _held(tokens: Tokens, at: int) -> str:
    """Return what the variable with this name was set to before in the same script."""
    for here in range(at - 1, -1, -1):
        if tokens.text(here) == tokens.text(at) and tokens.is_sign(here + 1, "="):
            end = tokens.expressions[here + 2] - 1
            return _selector(tokens, end) if end > here + 2 else ""
    return ""
