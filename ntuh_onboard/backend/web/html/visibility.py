"""Whether a person sees an element: what is hidden is never filled, and its words are never read (decoys, validators).

Styles are read where they stand in the page: in `style=`, and in its `<style>` sheets, by the cascade (`sheets.py`). A
sheet of its own file is not fetched; a page that hides a decoy there has to be told by its id in the profile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ntuh_onboard.backend.web.html.style_sheets import Declared, Rule, cascaded, declarations

_NEVER = frozenset(
    {"script", "style", "head", "title", "meta", "link", "template", "noscript", "datalist", "noframes", "noembed"}
)
_CONTROLS = frozenset({"input", "button", "select", "textarea"})
_SIDES = ("left", "top", "right", "bottom")
_SIZES = ("opacity", "width", "height", "font-size")
_ASKED = frozenset({"display", "visibility", "position", "text-indent", "clip", *_SIDES, *_SIZES})
"""The properties by which something is hidden."""
_AS_AROUND = frozenset({"inherit", "unset", "revert"})
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


def look(tag: str, attrs: Mapping[str, str], around: Look, by_sheet: Iterable[Declared] = ()) -> Look:
    """How an element looks, within one that looks like `around`; by_sheet: what the sheets say, weightiest last."""
    found = cascaded((*by_sheet, declarations(attrs.get("style", ""))))
    if tag in _CONTROLS:
        found.pop("text-indent", None)  # it moves the words off a picture button, and the button stays where it is
    own = _of(found)
    closed = "hidden" in attrs or (tag == "dialog" and "open" not in attrs)
    inherits = found.get("visibility", "inherit") in _AS_AROUND
    return Look(
        displayed=around.displayed and own.displayed and not closed and tag not in _NEVER,
        visible=around.visible if inherits else own.visible,
        reachable=around.reachable and own.reachable,
    )


def _of(found: Mapping[str, str]) -> Look:
    """What these declarations say."""
    placed = found.get("position", "static") in {"absolute", "fixed"}
    away = placed and any(_FAR_AWAY.search(found.get(side, "")) for side in _SIDES)
    away = away or bool(_FAR_AWAY.search(found.get("text-indent", "")))
    clipped = placed and re.sub(r"[\s,]|px", "", found.get("clip", "")) in {"rect(0000)", "rect(1111)"}
    empty = any(_NOTHING.fullmatch(found.get(name, "")) for name in _SIZES)
    return Look(
        displayed=found.get("display", "") != "none",
        visible=found.get("visibility", "") not in {"hidden", "collapse"},
        reachable=not (away or clipped or empty),
    )


def that_count(rules: Iterable[Rule]) -> Iterator[Rule]:
    """The rules that hide something, and those that speak of the same properties: they may undo it."""
    cut = [
        replace(each, declared={name: value for name, value in each.declared.items() if name in _ASKED})
        for each in rules
    ]
    spoken = {name for each in cut if _may_hide(each.declared) for name in each.declared}
    return (each for each in cut if not (spoken | {"position"}).isdisjoint(each.declared) and spoken)


def _may_hide(declared: Declared) -> bool:
    return _of({**{name: value for name, (value, _) in declared.items()}, "position": "absolute"}) != Look()
