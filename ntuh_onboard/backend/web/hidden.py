"""Whether a person sees an element: what is hidden is never filled, and its words are never read (decoys, validators).

Styles are read where they stand in the page: in `style=`, and in its `<style>` sheets. A sheet of its own file is not
fetched; a page that hides a decoy there has to be told by its id in the profile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MOST_RULES = 200
_NEVER = frozenset(
    {"script", "style", "head", "title", "meta", "link", "template", "noscript", "datalist", "noframes", "noembed"}
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}@;]{1,300})\{([^{}]{0,2000})\}")
_DECLARATION = re.compile(r"([a-z-]{1,40})\s*:\s*([^;!]{1,200})")
_FAR_AWAY = re.compile(r"-\s*\d{3,}")
_NOTHING = re.compile(r"0+(\.0+)?(px|em|rem|pt|%)?")


@dataclass(frozen=True, slots=True)
class Look:
    """How an element looks.

    displayed: it takes room on the page. visible: it is not made invisible there. reachable: a person could use it,
    which what is moved off the page, or drawn without size or ink, is not.
    """

    displayed: bool = True
    visible: bool = True
    reachable: bool = True

    def __and__(self, other: Look) -> Look:
        return Look(
            self.displayed and other.displayed, self.visible and other.visible, self.reachable and other.reachable
        )

    @property
    def seen(self) -> bool:
        """Whether a person sees it and can use it."""
        return self.displayed and self.visible and self.reachable


def look(tag: str, attrs: Mapping[str, str], around: Look, by_sheet: Look | None) -> Look:
    """How an element looks, within one that looks like `around`."""
    own = of_declarations(attrs.get("style", ""))
    closed = "hidden" in attrs or (tag == "dialog" and "open" not in attrs)
    sheet = by_sheet or Look()
    shown = "visibility" in _declarations(attrs.get("style", "")) and own.visible
    return Look(
        displayed=around.displayed and own.displayed and sheet.displayed and not closed and tag not in _NEVER,
        visible=shown or (around.visible and own.visible and sheet.visible),
        reachable=around.reachable and own.reachable and sheet.reachable,
    )


def of_declarations(style: str) -> Look:
    """What one list of declarations says."""
    found = _declarations(style)
    placed = found.get("position", "static").strip() in {"absolute", "fixed"}
    away = placed and any(_FAR_AWAY.search(found.get(side, "")) for side in ("left", "top", "right", "bottom"))
    away = away or bool(_FAR_AWAY.search(found.get("text-indent", "")))
    clipped = placed and re.sub(r"[\s,]|px", "", found.get("clip", "")) in {"rect(0000)", "rect(1111)"}
    empty = any(_NOTHING.fullmatch(found.get(name, "").strip()) for name in ("opacity", "width", "height", "font-size"))
    return Look(
        displayed=found.get("display", "").strip() != "none",
        visible=found.get("visibility", "").strip() not in {"hidden", "collapse"},
        reachable=not (away or clipped or empty),
    )


def _declarations(style: str) -> dict[str, str]:
    return dict(_DECLARATION.findall(style.casefold())) if style else {}


def style_rules(sheet: str) -> Iterator[tuple[str, Look]]:
    """The selectors of a sheet that hide something; at most 200 of its rules are looked at."""
    for number, rule in enumerate(_RULE.finditer(_COMMENT.sub("", sheet))):
        if number >= MOST_RULES:
            return
        hides = of_declarations(rule[2])
        if hides != Look():
            yield from ((each.strip(), hides) for each in rule[1].split(",") if each.strip() and ":" not in each)
