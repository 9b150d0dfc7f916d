"""Find the sentences that a script shows to people, in a dialog or somewhere on the page."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from ntuh_onboard.backend.web.script.tokens import Tokens

_MOST_GIVEN = 60
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_WINDOWS = frozenset({"window", "document", "self", "top", "parent"})
_DIALOGS = frozenset({"swal", "sweetAlert"})
_DIALOG_MAKERS = frozenset(
    {"Swal", "swal", "toastr", "bootbox", "layer", "alertify", "iziToast", "Notiflix", "$", "jQuery"}
)
_DIALOG_VERBS = frozenset({"fire", "alert", "error", "success", "warning", "info", "msg", "message", "confirm", "show"})
"""Dialog libraries: `Swal.fire(…)`, `toastr.error(…)`, `bootbox.alert(…)`, `layer.msg(…)`."""
_LOUD = re.compile(r"growl|toast|notif|snackbar|show(?:message|msg|alert|dialog|error|info)", re.IGNORECASE)
"""Parts of the name of a function that shows a message, whatever library it is of: `PrimeFaces.growl(…)`."""
_PUT = frozenset({"innerText", "innerHTML", "textContent"})
_WIDE = re.compile(r"%u([0-9A-Fa-f]{4})")


def _unescaped(text: str) -> str:
    return unquote(_WIDE.sub(lambda found: chr(int(found[1], 16)), text), "latin-1")


_BARS = frozenset({"status", "defaultStatus", "title"})
"""Parts of the window in which a text is shown."""
_DECODERS: Mapping[str, Callable[[str], str]] = {
    "unescape": _unescaped,
    "decodeURIComponent": unquote,
    "decodeURI": unquote,
}
"""Functions that servers wrap a text in, lest its charset spoil it."""
_SHOWN_KEYS = frozenset(
    {"title", "text", "html", "message", "content", "msg", "body", "summary", "detail", "description"}
)
"""The keys of a dialog's settings for the words that it shows."""
_SILENT = frozenset(
    {"attr", "prop", "val", "css", "data", "setAttribute", "log", "debug", "setItem", "getItem", "push", "indexOf"}
    | {"includes", "replace", "match", "split", "test", "fetch", "ajax", "get", "post", "setTimeout", "setInterval"}
    | {"addEventListener", "getElementById", "querySelector", "querySelectorAll", "on", "bind", "datepicker"}
)
"""Functions with texts that nobody reads, or not yet."""
_WORDS = re.compile("[\u3400-\u9fff]|[A-Za-z]{2,}[,.]? [A-Za-z]{2,}")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Telling:
    """Texts shown to people; `loud` in a dialog."""

    texts: tuple[str, ...] = ()
    loud: bool = False


def is_the_windows(tokens: Tokens, at: int) -> bool:
    """Return whether a name stands alone or after `window.`; as a member of another object it is something else."""
    return not tokens.is_sign(at - 1, ".") or tokens.text(at - 2) in _WINDOWS


def telling(tokens: Tokens, at: int) -> Telling:
    """Return what the call of this name, or the assignment to it, shows to people."""
    name = tokens.text(at)
    if name in _DIALOG_MAKERS and tokens.is_sign(at + 1, "[") and tokens.is_sign(at + 4, "("):  # toastr['success'](…)
        loud = tokens.sort(at + 2) == "text" and tokens.all[at + 2].literal in _DIALOG_VERBS
        return Telling(tuple(_readable(texts_given(tokens, at + 5))), loud)
    if tokens.is_sign(at + 1, "=") and (name in _PUT or (name in _BARS and tokens.text(at - 2) in _WINDOWS)):
        return Telling(tuple(_readable(texts_given(tokens, at + 2))))
    if not tokens.is_sign(at + 1, "(") or name in _SILENT or tokens.text(at - 2) == "console":
        return Telling()
    if name == "alert" and is_the_windows(tokens, at):
        return Telling(texts_given(tokens, at + 2)[:1] or _held(tokens, at + 2), loud=True)
    behind = tokens.text(at - 2) if tokens.is_sign(at - 1, ".") else ""
    loud = (not behind and name in _DIALOGS) or (behind in _DIALOG_MAKERS and name in _DIALOG_VERBS)
    loud = loud or _LOUD.search(name) is not None
    texts = (*texts_given(tokens, at + 2), *_settings(tokens, at + 2))
    return Telling(tuple(_readable(texts or _held(tokens, at + 2))), loud)


def texts_given(tokens: Tokens, at: int) -> tuple[str, ...]:
    """Return the texts from here on, separated by commas; parts joined by `+` that are not texts are left out."""
    found: list[str] = []
    joined: list[str] = []
    any_text, deep = False, 0
    for here, token in enumerate(tokens.all[at : at + _MOST_GIVEN], start=at):
        if token.sort == "sign":
            deep += (token.text in _OPENING) - (token.text in _CLOSING)
        if deep < 0 or (token.text == ";" and token.sort == "sign"):
            break
        text = _text_at(tokens, here, deep)
        if text is not None:
            joined.append(text)
            any_text = True
        elif token.text == "," and token.sort == "sign" and not deep:
            found.append("".join(joined))
            joined = []
    return (*found, "".join(joined)) if any_text else ()


def _text_at(tokens: Tokens, at: int, deep: int) -> str | None:
    """Return the text at this place, decoded if a function around it does that; None if it is none of the arguments."""
    if tokens.sort(at) != "text" or deep > 1:
        return None
    literal = tokens.all[at].literal
    if not deep:
        return literal
    decode = _DECODERS.get(tokens.text(at - 2)) if tokens.is_sign(at - 1, "(") else None
    return None if decode is None else decode(literal)


def _readable(texts: tuple[str, ...]) -> Iterator[str]:
    """Yield those that contain words, without tags."""
    for each in texts:
        text = html.unescape(_TAG.sub(" ", each)) if "<" in each or "&" in each else each
        if _WORDS.search(text):
            yield text.strip()


def _settings(tokens: Tokens, at: int) -> Iterator[str]:
    """Yield the words in a dialog's settings: `{title: '…', text: '…'}`, or in a list of several."""
    if tokens.is_sign(at, "["):
        each, closed = at + 1, tokens.close(at)
        while each < closed and tokens.is_sign(each, "{"):
            yield from _settings(tokens, each)
            each = tokens.close(each) + 2
        return
    if not tokens.is_sign(at, "{"):
        return
    end, here = min(tokens.close(at), at + _MOST_GIVEN * 4), at + 1
    while here < end:
        if tokens.is_sign(here, "{", "[", "("):
            here = tokens.close(here)
        elif tokens.is_sign(here, ":") and tokens.text(here - 1).strip("'\"") in _SHOWN_KEYS:
            yield from texts_given(tokens, here + 1)[:1]
        here += 1


def _held(tokens: Tokens, at: int) -> tuple[str, ...]:
    """Return the text that a variable holds, if it is the only argument and the script assigns a text to it."""
    if tokens.sort(at) != "name" or not tokens.is_sign(at + 1, ")", ","):
        return ()
    for here in range(at - 1, 0, -1):
        if tokens.text(here) == tokens.text(at) and tokens.is_sign(here + 1, "=") and tokens.sort(here + 2) == "text":
            return texts_given(tokens, here + 2)[:1]
    return ()
