"""What a page says to the person: alerts, visible validators, coloured text, lines of notices (J1.5, J1.6)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ntuh_onboard.backend.web.html.tree import Element, Tree
from ntuh_onboard.backend.web.html.word_forms import is_wording, plain
from ntuh_onboard.backend.web.script.basic_boxes import boxes_shown
from ntuh_onboard.backend.web.script.load_effects import Deeds, deeds
from ntuh_onboard.common.safe_text import safe, safe_line

_DAY = re.compile(r"\d{2,4}[/.-]\d{1,2}[/.-]\d{1,2}|民國\d{2,3}年\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月\d{1,2}日")
_READS_A_BOX = re.compile(
    r"document\.getElementById\(\s*['\"]([\w$:.-]+)['\"]\s*\)\.value\b|\$\(\s*['\"]#([\w$:.-]+)['\"]\s*\)\.val\(\s*\)"
)
_RED = re.compile(
    r"(?:^|;)color:(?:red|crimson|firebrick|darkred|maroon|tomato|orangered|#f00|#ff0000|#[c-f][0-9a-f]0[0-9a-f]0[0-9a-f]"
    r"|#[a-f]00|#b[0-9a-f]0[0-9a-f]0[0-9a-f]|rgb\((?:1[5-9]\d|2\d\d),\d{1,2},\d{1,2}\))"
)
_ALARMS = frozenset({"error", "danger", "warning", "alert", "invalid", "validator", "validation-summary-errors"})
_WITHOUT_LINES = frozenset(
    {"option", "li", "td", "th", "div", "p", "span", "font", "b", "strong", "em", "label", "a", "i"}
)
_FILLED_IN = frozenset({"input", "select", "textarea"})
_JAVASCRIPT = frozenset({"", "text/javascript", "application/javascript", "module", "text/jscript", "javascript"})
_BASIC = "vbscript"
_CALLS = re.compile(r"\b(?!alert\b)[A-Za-z_$][\w$]*\s*\(")
MOST_SCRIPT = 400_000


class Source(StrEnum):
    """Where the words of a message are."""

    ALERT = "alert"
    COLOURED = "coloured"


@dataclass(frozen=True, slots=True)
class Message:
    """Something that the page says to the person.

    Attributes:
        text: the words, made harmless.
        source: where they are.
        of: the id in a validator's `controltovalidate`; otherwise empty.

    """

    text: str
    source: Source
    of: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of 公告: its text, and its day as the page words it."""

    text: str
    day: str


def page_deeds(tree: Tree) -> Deeds:
    """Return what the page's own scripts do on loading, `<body onload>` included."""
    alerts: list[str] = []
    moves: list[str] = []
    told: list[str] = []
    sends: list[str] = []
    room = MOST_SCRIPT
    for each in tree.all("script", "body"):
        script = _on_load(tree, each.get("onload")) if each.tag == "body" else _inline(each)
        room -= len(script)
        if _language(each) == _BASIC:
            alerts += boxes_shown(each.raw_text())
        if script and room >= 0:
            found = deeds(_with_hidden_texts(tree, script))
            alerts += found.alerts
            moves += found.moves
            told += found.told
            sends += found.sends
    return Deeds(tuple(alerts), tuple(moves), told=tuple(told), sends=tuple(sends))


def _on_load(tree: Tree, script: str) -> str:
    """Return what a page does on loading, with the functions of its scripts behind it, if it calls any."""
    return ";\n".join((script, *inline_scripts(tree))) if _CALLS.search(script) else script


def _language(script: Element) -> str:
    named = script.get("type") or script.get("language") if script.tag == "script" else ""
    return named.strip().casefold().removeprefix("text/")


def _with_hidden_texts(tree: Tree, script: str) -> str:
    """Return a script with the texts of the hidden boxes that it reads, as servers hand over what is to be said."""

    def text_of(found: re.Match[str]) -> str:
        box = tree.ids.get(found[1] or found[2])
        hidden = box is not None and box.tag == "input" and box.get("type").casefold() == "hidden"
        return json.dumps(box.get("value")) if hidden and box is not None else found[0]

    return _READS_A_BOX.sub(text_of, script) if "alert" in script else script


def form_meant(tree: Tree, named: str) -> Element | None:
    """Return the form that a script names, by name, id or `#` and its place; without a name, the page's only one."""
    forms = list(tree.all("form"))
    if named.startswith("#") and named[1:].isdecimal():
        return forms[int(named[1:])] if int(named[1:]) < len(forms) else None
    if not named:
        return forms[0] if len(forms) == 1 else None
    return next((each for each in forms if named in {each.get("name"), each.get("id")}), None)


def inline_scripts(tree: Tree) -> Iterator[str]:
    """Return the scripts in the page itself."""
    return (text for each in tree.all("script") if (text := _inline(each)))


def _inline(script: Element) -> str:
    kind = script.get("type").strip().casefold()
    plain_one = "src" not in script.attrs and kind in _JAVASCRIPT and _language(script) != _BASIC
    return script.raw_text() if plain_one else ""


def messages_of(tree: Tree, said: Deeds) -> tuple[Message, ...]:
    """Return the alerts, then whatever is red or marked as an alarm, in the order of the page."""
    found = [Message(text, Source.ALERT) for each in said.alerts if (text := safe(each).strip())]
    found += _coloured(tree)
    return tuple(dict.fromkeys(found))


def _coloured(tree: Tree) -> Iterator[Message]:
    within: set[Element] = set()
    for each in tree.elements:
        if each.parent in within:
            within.add(each)
        elif (
            (each.look.seen or _is_heard(each))
            and each.tag in _WITHOUT_LINES | {"ul"}
            and _alarms(each)
            and not _asks(each)
        ):
            within.add(each)  # its parts are the same message
            text = safe_line(each.seen_text(), 500)
            if is_wording(plain(text)):
                yield Message(
                    text, Source.COLOURED, each.get("controltovalidate") or each.get("data-val-controltovalidate")
                )


def _is_heard(element: Element) -> bool:
    """Return whether it is an alarm for screen readers, outside of what is seen."""
    return element.get("role") == "alert" and element.look.displayed and element.look.visible


def _asks(element: Element) -> bool:
    """Return whether there is something to fill in within it: then it is the frame of a form, and no message."""
    return any(each.tag in _FILLED_IN and each.get("type").casefold() != "hidden" for each in element.walk())


def _alarms(element: Element) -> bool:
    if not element.attrs:
        return False
    colour = element.get("color").strip().casefold()
    style = "".join(element.get("style").casefold().split())
    if colour and _RED.match(f"color:{colour}"):
        return True
    if _RED.search(style) or element.get("role") == "alert":
        return True
    return bool(
        _ALARMS & {part for name in element.get("class").casefold().split() for part in (name, *name.split("-"))}
    )


def dated_lines(tree: Tree) -> tuple[Line, ...]:
    """Return the rows of a table, and items of a list, that have a date and some words."""
    return tuple(dict.fromkeys(line for each in tree.all("tr", "li") if (line := _dated(each)) is not None))


def _dated(row: Element) -> Line | None:
    if not row.look.displayed or any(each.tag in {"tr", "li", "table"} for each in row.walk() if each is not row):
        return None
    if any(each.tag in {"input", "select", "textarea"} and each.get("type") != "hidden" for each in row.walk()):
        return None
    return _dated_item(row) if row.tag == "li" else _dated_cells(row)


def _dated_item(item: Element) -> Line | None:
    day = _DAY.match(item.seen_text())
    rest = item.seen_text()[day.end() :].strip() if day else ""
    return Line(safe_line(rest, 500), safe_line(day[0])) if day and rest else None


def _dated_cells(row: Element) -> Line | None:
    cells = [each.seen_text() for each in row.children if isinstance(each, Element) and each.tag in {"td", "th"}]
    days = [each for each in cells if _DAY.fullmatch(each)]
    words = [each for each in cells if each and each not in days]
    return Line(safe_line(" ".join(words), 500), safe_line(days[0])) if len(days) == 1 and words else None
