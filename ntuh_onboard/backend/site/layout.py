"""How the pages are laid out: what a hospital may change from one year to the next without a word.

The words stay; everything around them may move. A client that reads pages by their visible words passes every layout
(portal-facts.md, "Habits of such pages that a reader must survive").
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum


class Labels(StrEnum):
    """Where a field's label stands."""

    LEFT = "left"
    ABOVE = "above"
    FOR = "for"
    WRAP = "wrap"
    TEXT = "text"
    PLACEHOLDER = "placeholder"
    MIXED = "mixed"


class Messages(StrEnum):
    """How a page says what came of a form."""

    ALERT = "alert"
    SPAN = "span"
    VALIDATOR = "validator"


class Moves(StrEnum):
    """How a page sends the browser on."""

    REDIRECT = "redirect"
    META = "meta"
    SCRIPT = "script"


class Charset(StrEnum):
    """The pages' encoding, by Python's name for it; the two Big5 ones call themselves `big5` on the wire."""

    UTF8 = "utf-8"
    CP950 = "cp950"
    HKSCS = "big5hkscs"

    @property
    def label(self) -> str:
        """What the header and the meta element call it."""
        return "utf-8" if self is Charset.UTF8 else "big5"


class Reworded(StrEnum):
    """The page whose every control has another name and other words, by our name for it."""

    NONE = ""
    LOGIN = "login"
    CHANGE = "password"
    CONTACT = "contact"
    ACTIVATE = "activate"
    PHONE = "phone"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Layout:
    """One way of laying the pages out.

    labels, messages, moves, charset: as their classes say. declared: the charset stands in the header; else only in
    the page's meta element. seed: a number re-draws every name and id but those known from the wire, and decides each
    label's place where `labels` is mixed; None leaves the plain names. rename_all: the known names are re-drawn too.
    frames: a frameset around each site's first page. notice_page: a page of notices stands in between.
    soup: tags in upper case, without their ends, attributes without quotes. form_in_table: `<table><form><tr>`.
    decoys: hidden inputs with tempting names. in_place: a form of the account site or the webmail is answered with the
    next page itself, at the form's own address, which asked for again shows its first page (a MultiView). reworded: the
    words too are others on this page.
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

    def changed(self, changes: Mapping[str, object]) -> Layout:
        """This layout with other values by name, as they come from JSON; ValueError for what does not exist."""
        known = {each.name: getattr(self, each.name) for each in fields(self)}
        made: dict[str, object] = {}
        for name, value in changes.items():
            if name not in known:
                raise ValueError(f"{name!r} is none of {', '.join(known)}")
            made[name] = _fitting(name, known[name], value)
        return replace(self, **made)  # type: ignore[arg-type]  # every value was made fit for its field

    def draw(self, *what: str) -> int:
        """A number that this layout's seed gives for something; the same each time."""
        text = "/".join([str(self.seed), *what])
        return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")

    def place(self, page: str, key: str) -> Labels:
        """Where the label of this field stands."""
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
        raise ValueError(f"{name} is on or off")  # noqa: TRY004  # one kind of error for one kind of mistake
    return value
