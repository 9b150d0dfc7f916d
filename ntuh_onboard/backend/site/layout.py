"""How the pages are laid out: everything that a hospital may change from one year to the next without notice.

The words stay; everything around them may change. A client that reads pages by their visible words can read every
layout (portal-facts.md, "Habits of such pages that a reader must survive").
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum


class Labels(StrEnum):
    """Where the label of a field is."""

    LEFT = "left"
    ABOVE = "above"
    FOR = "for"
    WRAP = "wrap"
    TEXT = "text"
    PLACEHOLDER = "placeholder"
    MIXED = "mixed"


class Messages(StrEnum):
    """How a page reports the result of a form."""

    ALERT = "alert"
    SPAN = "span"
    VALIDATOR = "validator"


class Moves(StrEnum):
    """How a page sends the browser on."""

    REDIRECT = "redirect"
    META = "meta"
    SCRIPT = "script"


class Charset(StrEnum):
    """The encoding of the pages, by Python's name; the two kinds of Big5 both call themselves `big5` on the wire."""

    UTF8 = "utf-8"
    CP950 = "cp950"
    HKSCS = "big5hkscs"

    @property
    def label(self) -> str:
        """The name used in the header and in the meta element."""
        return "utf-8" if self is Charset.UTF8 else "big5"


class Reworded(StrEnum):
    """The page, by our name, on which all controls have other names and other words."""

    NONE = ""
    LOGIN = "login"
    CHANGE = "password"
    CONTACT = "contact"
    ACTIVATE = "activate"
    PHONE = "phone"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Layout:
    """One way of laying out the pages.

    Attributes:
        labels: where the labels of fields are.
        messages: how pages report the result of a form.
        moves: how pages send the browser on.
        charset: the encoding of the pages.
        declared: whether the header names the charset; if not, only the page's meta element does.
        seed: a number that replaces all names and ids except those seen on the wire, and that decides the place of each
            label where `labels` is mixed; None keeps the plain names.
        rename_all: replace the names seen on the wire too.
        frames: put a frameset around the first page of each site.
        notice_page: put a page of notices in between.
        soup: write tags in upper case and without their ends, attributes without quotes.
        form_in_table: write `<table><form><tr>`.
        decoys: add hidden inputs with tempting names.
        in_place: answer forms of the account site and the webmail with the next page itself, at the form's own address,
            where another request shows the first page again (a MultiView).
        reworded: the page on which the words differ too.
        scripted: let scripts do everything: buttons that send by fetch with a token, answers in JSON, boxes drawn over
            the page, a menu that opens under the pointer, a transformed password, a tick that frees the entries.
        spa: answer every address with one document, whose script asks for each view as JSON, draws it, and moves on by
            `history.pushState` (a single-page application).

    """

    labels: Labels = Labels.LEFT
    messages: Messages = Messages.ALERT
    moves: Moves = Moves.REDIRECT
    charset: Charset = Charset.UTF8
    declared: bool = True
    seed: int | None = None
    rename_all: bool = False
    frames: bool = False
    notice_page: bool = False
    soup: bool = False
    form_in_table: bool = False
    decoys: bool = False
    in_place: bool = False
    reworded: Reworded = Reworded.NONE
    scripted: bool = False
    spa: bool = False

    @property
    def by_script(self) -> bool:
        """Whether forms are sent by scripts alone, with a token, and answered in JSON."""
        return self.scripted or self.spa

    def changed(self, changes: Mapping[str, object]) -> Layout:
        """Return this layout with other values, given by name as in JSON; ValueError for anything unknown."""
        known = {each.name: getattr(self, each.name) for each in fields(self)}
        made: dict[str, object] = {}
        for name, value in changes.items():
            if name not in known:
                raise ValueError(f"{name!r} is none of {', '.join(known)}")
            made[name] = _fitting(name, known[name], value)
        return replace(self, **made)  # type: ignore[arg-type]  # every value was made fit for its field

    def draw(self, *what: str) -> int:
        """Return a number for something that depends on the seed only."""
        text = "/".join([str(self.seed), *what])
        return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")

    def place(self, page: str, key: str) -> Labels:
        """Return where the label of this field is."""
        if self.labels is not Labels.MIXED:
            return self.labels
        places = [each for each in Labels if each is not Labels.MIXED]
        return places[self.draw("place", page, key) % len(places)]


def _fitting(name: str, now: object, value: object) -> object:
    if isinstance(now, StrEnum):
        return type(now)(str(value))
    if name == "seed":
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise ValueError("seed is a whole number or nothing")
    if not isinstance(value, bool):
        raise ValueError(f"{name} is on or off")  # noqa: TRY004  # both mistakes raise the same kind of error
    return value
