"""Read buttons whose script sends a form: by `document.form1.submit()`, or by a function of the page that ends in it.

Such a function is read, not run, and only if everything it does to the form is plain: it puts texts, or what it was
given, into boxes by their name, gives it another address, and sends it. `__doPostBack` is one of them, and so is
Domino's `_doClick`. If it puts in anything else, or contacts a server in the background, it is unknown what would be
sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ntuh_onboard.backend.web.script.added_boxes import sent_with_added
from ntuh_onboard.backend.web.script.form_sending import form_sent
from ntuh_onboard.backend.web.script.page_functions import FormSubmit, Function
from ntuh_onboard.backend.web.script.tokens import Token, Tokens, tokens_of

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
_STOPPING = frozenset({"return", "false", "true", "alert", "window", "focus", "document", "null"})
"""What a script does only to stop, and to tell why."""
_MOST_BACK = 12
_MOST_FORWARDS = 3
"""Functions that do nothing but call the next one."""


def functions_of(scripts: Iterator[str]) -> Mapping[str, Function]:
    """Return the named functions of the page's own scripts; of two the last.

    Also `Site.send = function (…)`, and `Site = {send: function (…)}`.
    """
    found: dict[str, Function] = {}
    for script in scripts:
        tokens = tokens_of(script)
        for at in range(len(tokens.all)):
            if tokens.text(at) != "function" or tokens.sort(at) != "name":
                continue
            named = tokens.sort(at + 1) == "name"
            name = tokens.text(at + 1) if named else _assigned(tokens, at)
            opened = at + 2 if named else at + 1
            if not name or not tokens.is_sign(opened, "("):
                continue
            closed = tokens.close(opened)
            if tokens.is_sign(closed + 1, "{"):
                names = tuple(each.text for each in tokens.all[opened + 1 : closed] if each.sort == "name")
                found[name.removeprefix("window.")] = Function(names, tokens, closed + 2, tokens.close(closed + 1))
    return found


def _assigned(tokens: Tokens, at: int) -> str:
    """Return the name to which the function at this place is assigned, itself or in an object; empty if to none."""
    if tokens.is_sign(at - 1, "="):
        return _chain(tokens, at - 2)
    if not tokens.is_sign(at - 1, ":") or tokens.sort(at - 2) != "name":
        return ""
    around = (here for here in range(at - 3, 1, -1) if tokens.is_sign(here, "{") and tokens.close(here) > at)
    opened = next(around, 0)
    owner = _chain(tokens, opened - 2) if tokens.is_sign(opened - 1, "=") else ""
    return f"{owner}.{tokens.text(at - 2)}" if owner else ""


def submit_of(script: str, functions: Mapping[str, Function]) -> FormSubmit | None:
    """Return what the script of a button sends; None if it sends no form, or if that cannot be told."""
    tokens = tokens_of(script.strip().removeprefix("javascript:"))
    direct = sent_with_added(tokens, functions) or _sent(tokens, 0, len(tokens.all), {})
    if direct is not None:
        return direct
    call, given = called(tokens, 0, len(tokens.all), {}, functions)
    for _ in range(_MOST_FORWARDS):
        if call is None or not _only_calls(call):
            break
        onward, handed = called(call.tokens, call.start, call.end, given, functions)
        if onward is None:
            break
        call, given = onward, handed
    return None if call is None else _sent(call.tokens, call.start, call.end, given, call.parameters)


def _only_calls(function: Function) -> bool:
    """Return whether a function does nothing but call another one, if nothing stands against it."""
    tokens = function.tokens
    begin = _behind_guards(tokens, function.start, function.end)
    begin += tokens.text(begin) == "return"
    opened = next((at for at in range(begin, function.end) if tokens.is_sign(at, "(")), function.end)
    behind = tokens.close(opened) + 1
    behind += tokens.is_sign(behind, ";")
    if tokens.text(behind) == "return" and tokens.text(behind + 1) in {"false", "true"}:
        behind += 2 + tokens.is_sign(behind + 2, ";")
    return tokens.chain(opened - 1) == begin and behind == function.end


def _behind_guards(tokens: Tokens, start: int, end: int) -> int:
    """Return where a function goes on behind what only stops it: `if (…) { alert('…'); return false; }`."""
    at = start
    while at < end and tokens.text(at) == "if" and tokens.is_sign(at + 1, "("):
        begin = tokens.close(at + 1) + 1
        block = tokens.is_sign(begin, "{")
        closed = tokens.close(begin) if block else tokens.statements[begin]
        names = [tokens.text(each) for each in range(begin, min(closed, end)) if tokens.sort(each) == "name"]
        if "return" not in names or not _STOPPING.issuperset(names) or tokens.text(closed + 1) == "else":
            break
        at = closed + 1
    return at


def called(
    tokens: Tokens, start: int, end: int, given: Mapping[str, str | None], functions: Mapping[str, Function]
) -> tuple[Function | None, Mapping[str, str | None]]:
    """Return the first of the page's functions that is called there, and what its parameters are given."""
    for at in range(start, end):
        function = functions.get(_chain(tokens, at)) if tokens.is_sign(at + 1, "(") else None
        if function is not None:
            return function, dict(zip(function.parameters, _arguments(tokens, at + 1, given), strict=False))
    return None, {}


def _chain(tokens: Tokens, at: int) -> str:
    """Return the name that ends at this place, with what is before its dots: `Site.send`; empty if it is none."""
    if tokens.sort(at) != "name":
        return ""
    return "".join(each.text for each in tokens.all[tokens.chain(at) : at + 1])


def _sent(
    tokens: Tokens, start: int, end: int, given: Mapping[str, str | None], parameters: Sequence[str] = ()
) -> FormSubmit | None:
    forms: list[str] = []
    sets: list[tuple[str, str]] = []
    action = ""
    end = min(end, len(tokens.all))
    doubtful, dead = _doubtful(tokens, start, end, {each: each in given for each in parameters})
    for at in range(start, end):
        if tokens.text(at) in _OTHERWISE and tokens.sort(at) == "name" and tokens.text(at + 2) != "value":
            return None  # `f.method.value` is a box of that name, as Struts has it
        if at in dead:
            continue
        ours = tokens.text(at - 2) in given and not tokens.is_sign(at - 3, ".")
        forms += ("" if ours or each in given else each for each in form_sent(tokens, at, given))
        put = _put(tokens, at)
        if put < 0:
            continue
        name, text = _box(tokens, at - 2), text_given(tokens, put, given)
        if not name or text is None or at in doubtful:
            return None
        if tokens.text(at) == "action":
            action = text
        else:
            sets.append((name, text))
    return FormSubmit(forms[0], tuple(sets), action) if len(set(forms)) == 1 else None


def _put(tokens: Tokens, at: int) -> int:
    """Return where the text put into a box is, by `.value =` or `.val(…)`, or is the form's address; else -1."""
    if not tokens.is_sign(at - 1, "."):
        return -1
    if tokens.text(at) in {"value", "action"} and tokens.is_sign(at + 1, "="):
        return at + 2
    return (
        at + 2 if tokens.text(at) == "val" and tokens.is_sign(at + 1, "(") and not tokens.is_sign(at + 2, ")") else -1
    )


def _doubtful(
    tokens: Tokens, start: int, end: int, defined: Mapping[str, bool]
) -> tuple[frozenset[int], frozenset[int]]:
    """Return the tokens that depend on an `if` that does not lead to the sending, and those that never run.

    Of the former it is unknown whether they run. `defined` tells of each parameter whether it is given something.
    """
    found: set[int] = set()
    dead: set[int] = set()
    for at in range(start, end):
        if tokens.text(at) == "if" and tokens.is_sign(at + 1, "("):
            begin = min(tokens.close(at + 1) + 1, end)
            body = range(begin, min(tokens.statements[begin], end))
            runs = _told(tokens.all[at + 2 : begin - 1], defined)
            if runs is False:
                dead.update(body)
            elif runs is None and not any(True for here in body for _ in form_sent(tokens, here)):
                found.update(body)
    return frozenset(found), frozenset(dead)


def _told(condition: Sequence[Token], defined: Mapping[str, bool]) -> bool | None:
    """Return whether `typeof x == 'undefined'`, or its contrary, holds; None for any other condition."""
    texts = [each.text for each in condition if each.text not in {"(", ")"}]
    match texts:
        case ["typeof", name, "==" | "===" | "!=" | "!==" as how, "'undefined'" | '"undefined"'] if name in defined:
            return defined[name] is how.startswith("!")
        case _:
            return None


def _box(tokens: Tokens, end: int) -> str:
    """Return what is before `.value`: `form.__Click`, `document.getElementById('x')`, `f['x']`."""
    if not tokens.is_sign(end, ")", "]"):
        return tokens.text(end) if tokens.sort(end) == "name" else ""
    opened = next((at for at in range(end - 1, max(end - _MOST_BACK, -1), -1) if tokens.close(at) == end), -1)
    given = tokens.all[opened + 1] if 0 <= opened < end - 1 else None
    return given.literal.lstrip("#") if given is not None and given.sort == "text" else ""


def text_given(tokens: Tokens, at: int, given: Mapping[str, str | None]) -> str | None:
    """Return the text that is put in, or the texts and what is given that it joins; None if any of it is unknown."""
    end = min(tokens.statements[at], tokens.expressions[at])
    if not all(tokens.is_sign(each, "+") for each in range(at + 1, end, 2)) or (end - at) % 2 == 0:
        return None
    parts = [each.literal if each.sort == "text" else given.get(each.text) for each in tokens.all[at:end:2]]
    return None if None in parts else "".join(filter(None, parts))


def _arguments(tokens: Tokens, opened: int, given: Mapping[str, str | None]) -> Iterator[str | None]:
    """Yield the arguments one by one; None for one that is no text. `given` are those of the caller's own caller."""
    at, closed = opened + 1, tokens.close(opened)
    while at < closed:
        end = min(tokens.expressions[at], closed)
        token = tokens.all[at]
        alone = end == at + 1 and token.sort in {"text", "number", "name"}
        written = given.get(token.text) if token.sort == "name" else token.text
        yield (token.literal if token.sort == "text" else written) if alone else None
        at = end + 1
