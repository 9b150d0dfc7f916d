"""Change a page as its own script does, before anything is read from it: a small table, each row with its reason.

- What a script shows, hides or takes away on loading (`page_changes`): pages show themselves only outside of a frame.
- A box that is read-only until it is used: this keeps browsers from filling it in; a person simply clicks into it.
  Where a script in a file of its own may do that, an empty password box is one: else nobody could type there.
- Tabs, each with a form of its own: those that are not open are hidden by a style sheet in a file.
- A link with `data-method`: the framework's script sends a form in its place, with the page's token (Rails, Yii).
- A button that is disabled until a tick is set, a box is filled in or some time has passed: it can be pressed after
  that, and the tick is then required. Where no script of the page tells, these are all buttons of a form with one tick:
  else nothing could send the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from ntuh_onboard.backend.web.script.page_changes import TELLS, Change, What, changes

MOST_CHANGED, MOST_SCRIPT = 200, 200_000
_ON_USE = ("onfocus", "onclick", "onmousedown", "onmouseover", "onmouseenter", "ontouchstart", "onkeydown")
_ON_TICK = ("onclick", "onchange", "oninput")
_UNLOCKS = re.compile(
    r"remove(?:Attribute|Attr)\s*\(\s*['\"]readonly|readOnly\s*=\s*(?:false|!)|readonly['\"]\s*,\s*false", re.IGNORECASE
)


_ENABLES = re.compile(
    r"(?:removeAttr(?:ibute)?|toggleAttribute)\s*\(\s*['\"]disabled|disabled['\"]?\s*(?:,|=(?!=))(?!\s*true)",
    re.IGNORECASE,
)
"""What makes a button one that can be pressed, if something is so."""
_PANE_CLASSES = frozenset({"tab-pane", "tabs-panel", "tab-panel", "tabpanel"})
_PANES = ", ".join(("[role=tabpanel]", *(f".{each}" for each in sorted(_PANE_CLASSES))))
_OPEN_PANE = frozenset({"active", "is-active", "show", "in", "current", "selected", "open"})
_BOXES = "input:not([type=hidden]):not([type=search]), select, textarea"
_BY_FORM = frozenset({"post", "put", "patch", "delete"})
_BY_FILES = re.compile(r"tabpanel|tab-pane|tabs-panel|tab-panel|data-(?:turbo-)?method")
"""What a page has that a script or a style in a file makes something of."""
_LOCKED = re.compile(r"readonly|disabled", re.IGNORECASE)


def apply_own_changes(parser: LexborHTMLParser) -> None:
    """Change the parsed page as its own script does on loading."""
    scripts = [each.text() or "" for each in parser.css("script") if "src" not in each.attributes]
    texts = [*scripts, *(each.attributes.get("onload") or "" for each in parser.css("body[onload]"))]
    for text in texts:
        if len(text) <= MOST_SCRIPT:
            for change in changes(text):
                _change(parser, change)
    _unlock(parser, texts)
    _enable(parser, texts)
    _close_other_tabs(parser)
    _make_forms_of_links(parser)


def _close_other_tabs(parser: LexborHTMLParser) -> None:
    """Hide the parts of a page behind tabs that are not open, where each has boxes: the style for it is in a file.

    What has no boxes can be read by pressing its tab, and stays.
    """
    for pane in parser.css(_PANES):
        beside = [each for each in (pane.parent.iter() if pane.parent is not None else ()) if _is_pane(each)]
        opened = [each for each in beside if _OPEN_PANE & {*(each.attributes.get("class") or "").split()}]
        if (
            len(opened) == 1
            and pane.mem_id != opened[0].mem_id
            and all(each.css_first(_BOXES) for each in (pane, *opened))
        ):
            pane.attrs["style"] = f"{pane.attributes.get('style') or ''};display:none"


def _make_forms_of_links(parser: LexborHTMLParser) -> None:
    """Put the form that is sent in place of a link behind it, and hide the link."""
    if parser.css_first("script[src], meta[name=csrf-token]") is None:
        return
    named, token = (parser.css_first(f"meta[name=csrf-{each}]") for each in ("param", "token"))
    for link in parser.css("a[href][data-method], a[href][data-turbo-method]"):
        given = link.attributes
        method = (given.get("data-turbo-method") or given.get("data-method") or "").strip().casefold()
        if method not in _BY_FORM:
            continue
        form = _made(parser, "form", method="post", action=given.get("href") or "")
        if method != "post":
            form.insert_child(_made(parser, "input", type="hidden", name="_method", value=method))
        if token is not None:
            param = "" if named is None else named.attributes.get("content")
            value = token.attributes.get("content") or ""
            form.insert_child(_made(parser, "input", type="hidden", name=param or "authenticity_token", value=value))
        asked = {
            name: given.get(name) or "" for name in ("data-confirm", "data-turbo-confirm", "title") if name in given
        }
        button = _made(parser, "button", **asked)
        button.insert_child(link.text().strip())
        form.insert_child(button)
        link.insert_after(form)
        link.attrs["style"] = "display:none"


def _made(parser: LexborHTMLParser, tag: str, **attributes: str) -> LexborNode:
    node = parser.create_node(tag)
    for name, value in attributes.items():
        node.attrs[name] = value
    return node


def _is_pane(node: LexborNode) -> bool:
    classes = {*(node.attributes.get("class") or "").split()}
    return node.attributes.get("role") == "tabpanel" or bool(classes & _PANE_CLASSES)


def _change(parser: LexborHTMLParser, change: Change) -> None:
    try:
        nodes = parser.css(change.selector)
    except SelectolaxError:  # jQuery knows selectors that a style sheet does not
        return
    for node in nodes[:MOST_CHANGED]:
        if change.what is What.GONE:
            if change.value in {"", node.tag}:
                node.decompose()
        elif change.what is What.STYLE:
            node.attrs["style"] = f"{node.attributes.get('style') or ''};{change.value} !important"
            if node.tag == "dialog" and change.value == "display:block":
                node.attrs["open"] = ""
        elif change.what is What.WITHOUT:
            _drop(node, change.value.casefold())
        else:
            _reclass(node, change)


def _reclass(node: LexborNode, change: Change) -> None:
    names = [each for each in (node.attributes.get("class") or "").split() if each not in change.value.split()]
    node.attrs["class"] = " ".join((*names, *(change.value.split() if change.what is What.CLASS_ON else ())))


def _unlock(parser: LexborHTMLParser, scripts: Iterable[str]) -> None:
    """Make boxes writable that are read-only until they are used."""
    boxes = parser.css("input[readonly], textarea[readonly]")
    listening = [each for each in scripts if _UNLOCKS.search(each) and "focus" in each] if boxes else []
    elsewhere = bool(boxes) and parser.css_first("script[src]") is not None
    for box in boxes:
        own = any(_UNLOCKS.search(box.attributes.get(name) or "") for name in _ON_USE)
        if own or any(_speaks_of(box, each) for each in listening) or (elsewhere and _is_empty_password(box)):
            _drop(box, "readonly")


def _is_empty_password(box: LexborNode) -> bool:
    return (box.attributes.get("type") or "").strip().casefold() == "password" and not box.attributes.get("value")


def _enable(parser: LexborHTMLParser, scripts: Iterable[str]) -> None:
    """Enable buttons that are disabled until a tick is set."""
    buttons = parser.css("button[disabled], input[type=submit][disabled], input[type=image][disabled]")
    ticks = parser.css("input[type=checkbox]") if buttons else []
    _enable_later(buttons, scripts)
    if parser.css_first("script") is not None or any(each.attributes.get(name) for each in ticks for name in _ON_TICK):
        _enable_all(parser)
    for tick in ticks:
        handlers = [tick.attributes.get(name) or "" for name in _ON_TICK]
        handlers += [each for each in scripts if _speaks_of(tick, each)]
        for button in buttons:
            if any("disabled" in each and _speaks_of(button, each) for each in handlers):
                _drop(button, "disabled")
                tick.attrs["required"] = ""


def _enable_later(buttons: Iterable[LexborNode], scripts: Iterable[str]) -> None:
    """Enable buttons that a script enables, whatever it waits for."""
    for button in buttons:
        if any(_ENABLES.search(each) and _speaks_of(button, each) for each in scripts):
            _drop(button, "disabled")
            _require_the_only_tick(button)


def _enable_all(parser: LexborHTMLParser) -> None:
    """Enable the buttons of a form, if none can be pressed and there is one tick for them to wait for."""
    for form in parser.css("form"):
        buttons = form.css("button:not([type=button]):not([type=reset]), input[type=submit], input[type=image]")
        if (
            buttons
            and all("disabled" in each.attributes for each in buttons)
            and len(form.css("input[type=checkbox]:not([checked])")) == 1
        ):
            for each in buttons:
                _drop(each, "disabled")
            _require_the_only_tick(buttons[0])


def _require_the_only_tick(button: LexborNode) -> None:
    around: LexborNode | None = button
    while around is not None and around.tag != "form":
        around = around.parent
    ticks = around.css("input[type=checkbox]:not([checked])") if around is not None else []
    if len(ticks) == 1:
        ticks[0].attrs["required"] = ""


def _speaks_of(node: LexborNode, script: str) -> bool:
    """Return whether a script names this element by its id, its name or a class, or all of its kind."""
    named = {node.attributes.get("id"), node.attributes.get("name"), *(node.attributes.get("class") or "").split()}
    named |= {f"[{each}]" for each in node.attributes if each.startswith("data-")}
    quoted = any(f"'{each}'" in script or f'"{each}"' in script for each in _selectors(named))
    return quoted or any(
        each and re.search(rf"(?:\.|\b{node.tag}){re.escape(each)}(?!\w)", script) for each in named if each
    )


def _selectors(names: Iterable[str | None]) -> Iterable[str]:
    return (f"{mark}{each}" for each in names if each for mark in ("", "#", "."))


def _drop(node: LexborNode, name: str) -> None:
    if name in node.attributes:
        del node.attrs[name]


def may_change(source: str) -> bool:
    """Return whether anything in the table could apply; cheap, for the many pages to which nothing does."""
    return bool(TELLS.search(source) or _LOCKED.search(source) or _BY_FILES.search(source))
