"""Whether a person sees an element: hidden ones are never filled in, and their words never read (decoys, validators).

Styles in the page are read: in `style=`, and in its `<style>` sheets, by the cascade (`style_sheets.py`). A sheet in a
file of its own is not fetched; if a page hides a decoy there, the profile has to name the control's id.
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
_EXTENTS = ("width", "height", "max-width", "max-height")
_ASKED = frozenset(
    {"display", "visibility", "position", "text-indent", "clip", "opacity", "font-size", "overflow", *_SIDES, *_EXTENTS}
)
"""The properties by which something is hidden, or visible nevertheless."""
_AS_AROUND = frozenset({"inherit", "unset", "revert"})
_FAR_AWAY = re.compile(r"-\s*\d{3,}")
_FAR_BACK = re.compile(r"^\s*\+?\d{3,}")
_NOTHING = re.compile(r"0+(\.0+)?(px|em|rem|pt|%)?")
_BY_AROUND = re.compile(r"(?:[\d.]+(?:em|%)|larger|smaller|inherit|unset|revert)")
"""Font sizes relative to the surrounding one: a share of nothing is nothing."""
_DRAWN = _CONTROLS | {"img"}
"""Elements with a size of their own, which a zero font size does not hide."""


@dataclass(frozen=True, slots=True)
class Look:
    """How an element looks.

    Attributes:
        displayed: it takes room on the page.
        unveiled: it is not made invisible there.
        lettered: its letters have a size.
        on_page: it is not moved off the page.
        indented: its words are moved off the page.
        whole: it has an extent and ink.

    """

    displayed: bool = True
    unveiled: bool = True
    lettered: bool = True
    on_page: bool = True
    indented: bool = False
    whole: bool = True

    def __and__(self, other: Look) -> Look:
        return Look(
            self.displayed and other.displayed,
            self.unveiled and other.unveiled,
            self.lettered and other.lettered,
            self.on_page and other.on_page,
            self.indented or other.indented,
            self.whole and other.whole,
        )

    @property
    def visible(self) -> bool:
        """Whether it can be seen where it is; an element within it may be visible even if it is not."""
        return self.unveiled and self.lettered

    @property
    def reachable(self) -> bool:
        """Whether a person could use it: not if it is moved off the page, or drawn without size or ink."""
        return self.on_page and self.whole and not self.indented

    @property
    def seen(self) -> bool:
        """Whether a person sees it and can use it."""
        return self.displayed and self.visible and self.reachable


def look(tag: str, attrs: Mapping[str, str], around: Look, by_sheet: Iterable[Declared] = ()) -> Look:
    """Return how an element looks within one like `around`; `by_sheet`: the sheets' rules, weightiest last."""
    style, by_sheet = attrs.get("style", ""), tuple(by_sheet)
    closed = "hidden" in attrs or (tag == "dialog" and "open" not in attrs)
    drawn_anyway = tag in _DRAWN and not (around.lettered and not around.indented)
    if not (style or by_sheet or closed or drawn_anyway or tag in _NEVER):
        return around  # as most elements of a page
    found = cascaded((*by_sheet, declarations(style)))
    control = tag in _CONTROLS
    if control:
        found.pop("text-indent", None)  # it moves the words off a picture button, and the button stays where it is
    veil, indent = found.get("visibility", "inherit"), found.get("text-indent", "inherit")
    return Look(
        displayed=around.displayed and found.get("display", "") != "none" and not closed and tag not in _NEVER,
        unveiled=around.unveiled if veil in _AS_AROUND else veil not in {"hidden", "collapse"},
        lettered=_lettered(found, around, drawn=tag in _DRAWN),
        on_page=_on_page(found, around),
        indented=not control and (around.indented if indent in _AS_AROUND else bool(_FAR_AWAY.search(indent))),
        whole=around.whole and (_laid_over(tag, attrs, found) or not _empty(found, control=control)),
    )


def _lettered(found: Mapping[str, str], around: Look, *, drawn: bool) -> bool:
    """Return whether letters have a size: the surrounding one, unless its own size changes that."""
    size = found.get("font-size", "")
    if not size or _BY_AROUND.fullmatch(size):
        return (around.lettered or drawn) and not _NOTHING.fullmatch(size)
    return not _NOTHING.fullmatch(size)


def _on_page(found: Mapping[str, str], around: Look) -> bool:
    """Return whether it is on the page: fixed to the window, or moved back from within what is moved off."""
    position = found.get("position", "static")
    sides = [found.get(side, "") for side in _SIDES]
    if position in {"absolute", "fixed"} and any(_FAR_AWAY.search(side) for side in sides):
        return False
    back = position == "fixed" or (position in {"absolute", "relative"} and any(map(_FAR_BACK.match, sides)))
    return around.on_page or back


def _laid_over(tag: str, attrs: Mapping[str, str], found: Mapping[str, str]) -> bool:
    """Return whether it is a transparent control over what stands for it: a drawn button, the sign of a tick."""
    kind = attrs.get("type", "submit" if tag == "button" else "").strip().casefold()
    if tag not in {"input", "button"} or not _NOTHING.fullmatch(found.get("opacity", "")):
        return False
    covers = all(found.get(name, "") == "100%" for name in ("width", "height"))
    placed = found.get("position", "static") == "absolute"
    return placed and (kind in {"checkbox", "radio"} or (covers and kind in {"submit", "button", "image"}))


def _empty(found: Mapping[str, str], *, control: bool) -> bool:
    """Return whether it has no extent or no ink; without extent it is still visible unless it clips its contents."""
    placed = found.get("position", "static") in {"absolute", "fixed"}
    if _NOTHING.fullmatch(found.get("opacity", "")):
        return True
    if placed and re.sub(r"[\s,]|px", "", found.get("clip", "")) in {"rect(0000)", "rect(1111)"}:
        return True
    cuts = control or found.get("overflow", "").partition(" ")[0] in {"hidden", "clip", "scroll", "auto"}
    return cuts and any(_NOTHING.fullmatch(found.get(name, "")) for name in _EXTENTS)


def that_count(rules: Iterable[Rule]) -> Iterator[Rule]:
    """Return the rules that hide something, and those about the same properties, which may undo it."""
    cut = [
        replace(each, declared={name: value for name, value in each.declared.items() if name in _ASKED})
        for each in rules
    ]
    spoken = {name for each in cut if _may_hide(each.declared) for name in each.declared}
    return (each for each in cut if not (spoken | {"position", "overflow"}).isdisjoint(each.declared) and spoken)


def _may_hide(declared: Declared) -> bool:
    """Return whether these declarations could hide something, whatever else applies to it."""
    style = ";".join(f"{name}:{value}" for name, (value, _) in declared.items())
    return look("p", {"style": f"position:absolute;overflow:hidden;{style}"}, Look()) != Look()
