"""The colours and edges of the wizard, each named once: the only place with colour values.

The style sheet takes them as variables (`$ground`), widgets that draw themselves by name (`scene.theme["accent"]`).
Contrasts against the page, or against what a colour lies on, are held by `tests/screens/test_contrasts.py`: text 7:1,
frames of what can be used 3:1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

_NAMES = ("dark", "light", "contrast", "sixteen")
_COLOURS: Mapping[str, tuple[str, str, str, str]] = {
    "ground": ("#0d1418", "#fbfcfc", "#000000", "#000000"),  # the page
    "panel": ("#142027", "#eef3f4", "#000000", "#000000"),  # way ahead, stepper, status strip, cards
    "field": ("#111c22", "#ffffff", "#000000", "#000000"),  # the reader of long texts
    "chrome": ("#0c3339", "#0b4a50", "#000000", "#000080"),  # bands of header and keys
    "on-chrome": ("#ffffff", "#ffffff", "#ffffff", "#ffffff"),
    "rule": ("#2f434c", "#c3d0d4", "#ffffff", "#c0c0c0"),  # frame of what cannot be used now
    "line": ("#6d8791", "#5c727a", "#ffffff", "#c0c0c0"),  # frames, connectors
    "ink": ("#e8eff1", "#15232b", "#ffffff", "#c0c0c0"),  # text
    "strong": ("#ffffff", "#06141a", "#ffffff", "#ffffff"),  # titles, addresses
    "quiet": ("#a9bcc3", "#41545c", "#ffffff", "#c0c0c0"),  # leads, hints, what is not reached yet
    "accent": ("#56d6c9", "#0a565c", "#00ffff", "#00ffff"),  # yours, and onward
    "deep": ("#0d5a58", "#0a565c", "#005050", "#000080"),  # main button at rest, chosen option without focus
    "on-deep": ("#ffffff", "#ffffff", "#ffffff", "#ffffff"),
    "on-accent": ("#06211f", "#ffffff", "#000000", "#000000"),
    "focus": ("#7ef0e4", "#0b4aa2", "#ffff00", "#ffff00"),  # the one thing that has the focus
    "amber": ("#f7c34b", "#6f4400", "#ffd75f", "#ffff00"),  # look here
    "on-amber": ("#241a00", "#fff6df", "#000000", "#000000"),
    "red": ("#ff9a90", "#9b1216", "#ff9c9c", "#ff8080"),  # refused
    "green": ("#7fe0a0", "#0f5a35", "#87ff87", "#00ff00"),  # done, met
    "phone": ("#05090c", "#12222a", "#000000", "#000000"),  # body of the simulated phone
    "phone-ink": ("#e8eff1", "#f2f6f7", "#ffffff", "#ffffff"),
    "phone-quiet": ("#a9bcc3", "#b9c8cd", "#ffffff", "#ffffff"),
    "phone-line": ("#6d8791", "#5c727a", "#ffffff", "#c0c0c0"),
    "paper": ("#e9f1f3", "#ffffff", "#ffffff", "#ffffff"),  # newest message on the phone
    "on-paper": ("#12222a", "#15232b", "#000000", "#000000"),
    "paper-accent": ("#0b5b62", "#0a565c", "#000000", "#000000"),  # big digits on it
    "veil": ("#05080a", "#8a979c", "#000000", "#000000"),  # what lies behind a card
}
_TEXTUALS = {
    "scrollbar": "line",
    "scrollbar-hover": "line",
    "scrollbar-active": "accent",
    "scrollbar-background": "panel",
    "scrollbar-background-hover": "panel",
    "scrollbar-background-active": "panel",
    "scrollbar-corner-color": "panel",
}
"""Variables of Textual's own style sheets that are one of our colours."""
_FINE: Mapping[str, str] = {
    "edge": "round",
    "edge-focus": "heavy",
    "edge-primary": "heavy",
    "edge-block": "outer",
    "edge-bar": "outer",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, and the kinds of border lines.

    Attributes:
        name: its name in settings and on the command line.
        variables: the values of all tokens, as the style sheet takes them.

    """

    name: str
    variables: Mapping[str, str]

    def __getitem__(self, token: str) -> str:
        """Return the value of a token, such as `#0d1418` for `ground`."""
        return self.variables[token]

    def in_ascii(self) -> Theme:
        """Return the same colours with borders that any terminal can draw."""
        return replace(self, variables={**self.variables, **dict.fromkeys(_FINE, "ascii")})


THEMES: Mapping[str, Theme] = {
    name: Theme(
        name,
        {
            **{token: values[at] for token, values in _COLOURS.items()},
            **{variable: _COLOURS[token][at] for variable, token in _TEXTUALS.items()},
            **_FINE,
        },
    )
    for at, name in enumerate(_NAMES)
}
DARK, LIGHT, CONTRAST, SIXTEEN = THEMES.values()
FEW_COLOURS = frozenset({"standard", "windows"})
"""Rich's names for terminals with sixteen colours, to which the colours of other themes would be rounded unreadably."""
_NEXT = {"dark": LIGHT, "light": CONTRAST, "contrast": DARK}


def after(theme: Theme, *, ascii_only: bool) -> Theme:
    """Return the theme that comes next in the menu; with sixteen colours there is no other one."""
    following = _NEXT.get(theme.name, theme)
    return following.in_ascii() if ascii_only else following
