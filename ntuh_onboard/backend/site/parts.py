"""The parts of a page, before anything decides how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text; `tag` is the element around it."""

    text: str
    tag: str = "p"
    shape: ClassVar[str] = "text"


@dataclass(frozen=True, slots=True)
class Lines:
    """A list of lines."""

    lines: tuple[str, ...]
    shape: ClassVar[str] = "lines"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values to read, not to change."""

    pairs: tuple[tuple[str, str], ...]
    shape: ClassVar[str] = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shape: ClassVar[str] = "table"


@dataclass(frozen=True, slots=True)
class Link:
    """A plain link; `note` is the text behind it."""

    label: str
    href: str
    note: str = ""
    shape: ClassVar[str] = "link"


@dataclass(frozen=True, slots=True)
class Field:
    """One control to fill in.

    Attributes:
        key: our name for it.
        label: the text that names it.
        kind: text, password, select, radio or checkbox.
        value: what it holds at first.
        options: the value and label of each choice.
        hint: a text in brackets after the label.
        example: a text after the control.
        limit: most characters.
        picture: the address of an image that belongs to it.

    """

    key: str
    label: str
    kind: str = "text"
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    example: str = ""
    limit: int | None = None
    picture: str = ""
    shape: ClassVar[str] = "field"


@dataclass(frozen=True, slots=True)
class Button:
    """A button that sends the form.

    Attributes:
        key: our name for it.
        label: the text on it.
        kind: submit, image, or event (a script link, which its argument identifies).
        argument: the argument of an event.

    """

    key: str
    label: str
    kind: str = "submit"
    argument: str = ""
    shape: ClassVar[str] = "button"


@dataclass(frozen=True, slots=True)
class Row:
    """Buttons and links side by side; `ident` is a known id of the element around them."""

    items: tuple[Button | Link, ...]
    ident: str = ""
    shape: ClassVar[str] = "row"


@dataclass(frozen=True, slots=True)
class Menu:
    """One entry of the menu bar, with the items that open below it."""

    label: str
    items: tuple[Button, ...] = ()
    shape: ClassVar[str] = "menu"


@dataclass(frozen=True, slots=True)
class Panel:
    """A part that can be refreshed by itself (an UpdatePanel); a change of the field `watches` refreshes it."""

    key: str
    label: str
    text: str
    watches: str
    shape: ClassVar[str] = "panel"


Part = Text | Lines | Facts | Table | Link | Field | Button | Row | Menu | Panel


@dataclass(frozen=True, slots=True)
class Form:
    """The only form of a page; `webforms`: with the hidden state of WebForms instead of a token against forgery."""

    action: str
    parts: tuple[Part, ...]
    webforms: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes:
        ident: our name for it.
        title: its title.
        form: its form.
        before: what comes before the form.
        after: what comes after the form.
        message: what it says about the last form.
        good: whether the message is good news.
        about: the key of the field that the message is about.
        status: the HTTP status.

    """

    ident: str
    title: str
    form: Form | None = None
    before: tuple[Part, ...] = ()
    after: tuple[Part, ...] = ()
    message: str = ""
    good: bool = False
    about: str = ""
    status: int = 200


@dataclass(frozen=True, slots=True)
class Offers:
    """What a form offered: only this is taken back (event validation).

    Attributes:
        free: the key of each text control, by name.
        fixed: the allowed values by name, one of which is sent.
        optional: the same for controls that may be missing.
        buttons: the keys of buttons by name.
        events: the keys of events by target and argument, written as `target|argument`.
        keys: the keys of the controls in `fixed` and `optional`, by name.
        shown: what was in a control, by name (never a password).

    """

    free: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, list[str]] = field(default_factory=dict)
    optional: dict[str, list[str]] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)
    events: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)


def controls(parts: tuple[Part, ...]) -> Iterator[Field | Button | Panel]:
    """Yield every control in these parts."""
    for part in parts:
        match part:
            case Row(items=items) | Menu(items=items):
                yield from (each for each in items if isinstance(each, Button))
            case Field() | Button() | Panel():
                yield part
            case _:
                continue
