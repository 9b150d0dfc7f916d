"""The rules of a page's `<style>` sheets in the order of the cascade: what a browser would apply on a screen.

Rules for paper, for a narrow window, or under any other condition are left out: a form that only a printer does not
show is there for whoever reads the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ntuh_onboard.backend.web.failures import UnexpectedPage, Why

MOST_WITHIN, MOST_VALUE = 50, 200
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_SIGN = re.compile(r"""(?P<sign>[{};])|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?""", re.DOTALL)
_DECLARATION = re.compile(r"\s*([a-z-]{1,40})\s*:\s*([^!]*)(!\s*important\s*)?")
_SCREENS = frozenset({"", "all", "screen", "only all", "only screen"})
_ANYWAY = frozenset({"@layer"})
"""Blocks whose rules hold unconditionally."""
_IDS = re.compile(r"#[\w-]")
_CLASSES = re.compile(r"\.[\w-]|\[")
_TYPES = re.compile(r"(?:^|[\s>+~])[a-z]", re.IGNORECASE)
Declared = Mapping[str, tuple[str, bool]]
"""The value of each property, and whether it is `!important`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; a rule overrides those with a smaller `weight`, then those before it."""

    selector: str
    declared: Declared
    weight: tuple[int, int, int]


def declarations(style: str) -> Declared:
    """Return what one list of declarations says; of two for the same property the later counts."""
    found: dict[str, tuple[str, bool]] = {}
    for each in style.casefold().split(";") if style else ():
        said = _DECLARATION.fullmatch(each)
        if said is not None and len(said[2]) <= MOST_VALUE:
            _put(found, said[1], (said[2].strip(), said[3] is not None))
    return found


def cascaded(declared: Iterable[Declared]) -> dict[str, str]:
    """Return the result of several lists, the weightiest last: it wins, but not over `!important`."""
    found: dict[str, tuple[str, bool]] = {}
    for each in declared:
        for name, value in each.items():
            _put(found, name, value)
    return {name: value for name, (value, _) in found.items()}


def _put(found: dict[str, tuple[str, bool]], name: str, value: tuple[str, bool]) -> None:
    if value[1] or not found.get(name, ("", False))[1]:
        found[name] = value


def shown_on_screen(media: str) -> bool:
    """Return whether a sheet for these media is for every screen; one with a condition, such as a width, is not."""
    return any(" ".join(each.split()).casefold() in _SCREENS for each in media.split(","))


def rules(sheets: Iterable[str]) -> list[Rule]:
    """Return all rules of these sheets, the weightiest last; raises UnexpectedPage (`_blocks`)."""
    found: list[Rule] = []
    for sheet in sheets:
        for selectors, body in _blocks(_COMMENT.sub("", sheet)):
            declared = declarations(body)
            found += (Rule(each, declared, _weight(each)) for each in selectors.split(",") if _can_be_asked(each))
    return sorted(found, key=lambda rule: rule.weight)


def _can_be_asked(selector: str) -> bool:
    """Return whether a selector says what holds now: `:hover` and the like say what would."""
    return bool(selector.strip()) and ":" not in selector


def _weight(selector: str) -> tuple[int, int, int]:
    ids, classes, types = (len(each.findall(selector.strip())) for each in (_IDS, _CLASSES, _TYPES))
    return ids, classes, types


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield selectors and declarations of each rule that holds on a screen; blocks are separated by counting braces.

    Raises UnexpectedPage if they are nested deeper than anybody writes them: a part of a sheet that is left out could
    be what hides a decoy.
    """
    around: list[tuple[str, bool, int]] = []  # for each open block: what is before it, whether it holds, its start
    begin = 0
    for found in _SIGN.finditer(sheet):
        if found["sign"] == "{":
            before = sheet[begin : found.start()].strip()
            holds = _holds(before) and (not around or around[-1][1])
            around.append((before, holds, found.end()))
        elif found["sign"] == "}" and around:
            yield from _rule(sheet, *around.pop(), found.start())
        if found["sign"]:
            begin = found.end()
        if len(around) > MOST_WITHIN:
            raise UnexpectedPage(Why.TOO_COMPLEX)
    if around:  # a sheet that ends within a rule
        yield from _rule(sheet, *around.pop(), len(sheet))


def _holds(before: str) -> bool:
    """Return whether the contents of a block hold on every screen, by what is before it."""
    name = before.casefold().partition(" ")[0]
    if name.startswith("@media"):
        return shown_on_screen(before[len("@media") :])
    return not name.startswith("@") or name in _ANYWAY


def _rule(sheet: str, before: str, holds: bool, begin: int, end: int) -> Iterator[tuple[str, str]]:  # noqa: FBT001  # a part of a block
    if holds and before[:1] != "@":
        yield before, sheet[begin:end]
