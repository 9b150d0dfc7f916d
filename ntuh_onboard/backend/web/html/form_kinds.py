"""The kinds of form that a journey fills in, each by the boxes that it consists of, whatever they are called.

A part whose words are nowhere is found by its features (`control_features`), and at last by its place among the others:
the account before the password, old before new before again. `form_finding` applies the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ntuh_onboard.backend.web.html.control_features import SECRETS, Role
from ntuh_onboard.backend.web.html.controls import Control, Kind
from ntuh_onboard.backend.web.html.embedded_addresses import Image


@dataclass(frozen=True, slots=True)
class Places:
    """A form during the search.

    Attributes:
        boxes: all that can be filled in, in their order.
        pictures: those of the page.
        settled: the parts that are known, by key.

    """

    boxes: Sequence[Control]
    pictures: Sequence[Image]
    settled: Mapping[str, Control]


Place = Callable[[Places, Sequence[Control]], Sequence[Control]]
"""Returns which of some boxes a part can be, by where they are."""


@dataclass(frozen=True, slots=True)
class Part:
    """One box of a form.

    Attributes:
        key: the key of its words in the profile.
        role: what it is for.
        place: where it is; None if its place says nothing.
        needed: whether the form is not of this kind without it.
        worded: whether it is found by words only, a site's own or general ones; for what can never be changed again.

    """

    key: str
    role: Role
    place: Place | None = None
    needed: bool = True
    worded: bool = False

    @property
    def secret(self) -> bool:
        """Whether what is typed into it is not shown."""
        return self.role in SECRETS or self.role is Role.CLOUD_PASSWORD


@dataclass(frozen=True, slots=True)
class FormKind:
    """One kind of form.

    Attributes:
        name: our name for it.
        parts: its boxes.
        button: the key of the words on the button that sends it.
        one_password: the kind that it is where the page has only one password box; None if it is none then.

    """

    name: str
    parts: tuple[Part, ...]
    button: str
    one_password: FormKind | None = None


def _only(places: Places, among: Sequence[Control]) -> Sequence[Control]:
    """Return the only one that is left."""
    del places
    return among if len(among) == 1 else ()


def _before_password(places: Places, among: Sequence[Control]) -> Sequence[Control]:
    """Return the only one before the password."""
    password = places.settled.get("password")
    return () if password is None else [each for each in among if each.element.place < password.element.place]


def _beside_picture(places: Places, among: Sequence[Control]) -> Sequence[Control]:
    """Return the boxes directly before and after a picture; if there are none, the only one besides the account."""
    beside: list[Control] = []
    for picture in places.pictures:
        before = [each for each in places.boxes if each.element.place < picture.element.place]
        behind = [each for each in places.boxes if each.element.place > picture.element.place]
        beside += [*before[-1:], *behind[:1]]
    found = [each for each in among if each in beside]
    return found or (_only(places, among) if places.pictures and "account" in places.settled else ())


def _in_order(own: str, order: Sequence[str], *, hidden: bool) -> Place:
    """Return the rule for the box at the place that this part has in the order.

    There is none if there are more boxes than parts, or if another part is out of order; but if all others are known,
    it is the last one left.

    Args:
        own: the key of the part.
        order: the keys of the parts in their order.
        hidden: whether it is the order of password boxes; else of all boxes that are typed into.

    """

    def place(places: Places, among: Sequence[Control]) -> Sequence[Control]:
        typed = [each for each in places.boxes if each.kind is Kind.TEXT and (each.type == "password" or not hidden)]
        if len(typed) != len(order):
            return ()
        ordered = all(places.settled.get(key, box) is box for key, box in zip(order, typed, strict=True))
        if all(key == own or key in places.settled for key in order):
            return _only(places, among)
        mine = typed[order.index(own)]
        return [mine] if ordered and mine in among else ()

    return place


def _only_or_in_order(own: str, order: Sequence[str]) -> Place:
    """Return the rule for the only one that is left, else by order among all boxes that are typed into."""
    ordered = _in_order(own, order, hidden=False)
    return lambda places, among: _only(places, among) or ordered(places, among)


_PAIR = ("new_password", "new_again")
_CHANGE = ("old_password", *_PAIR)
_PROOF = ("network_account", "code")


def _secret(key: str, order: Sequence[str], *, needed: bool = True) -> Part:
    return Part(key, Role(key), _in_order(key, order, hidden=True), needed)


SIGN_IN = FormKind(
    "sign_in",
    (
        Part("password", Role.PASSWORD, _only),
        Part("captcha", Role.CAPTCHA, _beside_picture),
        Part("account", Role.ACCOUNT, _before_password),
        Part("campus", Role.CAMPUS, needed=False),
    ),
    "sign_in",
)
PASSWORD_CHANGE = FormKind(
    "password_change",
    tuple(_secret(key, _CHANGE) for key in _CHANGE),
    "change_password",
)
CODE_REQUEST = FormKind(
    "code_request",
    (
        Part("network_account", Role.ACCOUNT, _only_or_in_order("network_account", _PROOF)),
        Part("code", Role.CODE, needed=False),
    ),
    "send_code",
)
PHONE = FormKind("phone", (Part("registered_phone", Role.PHONE, _only),), "confirm_send")
CODE = FormKind(
    "code",
    (
        Part("code", Role.CODE, _only_or_in_order("code", _PROOF)),
        Part("network_account", Role.ACCOUNT, _only, needed=False),
    ),
    "next",
)
_ALIAS = Part("alias", Role.ALIAS, worded=True)
_CLOUD = Part("new_password", Role.CLOUD_PASSWORD, worded=True)
"""A password box that stands alone may as well ask for one that exists: it counts only if its words say which it is."""
ACTIVATION = FormKind(
    "activation",
    (_ALIAS, *(_secret(key, _PAIR, needed=False) for key in _PAIR)),
    "activate",
    FormKind("activation", (_ALIAS, _CLOUD), "activate"),
)
PASSWORD_RESET = FormKind(
    "password_reset",
    tuple(_secret(key, _PAIR) for key in _PAIR),
    "reset_password",
    FormKind("password_reset", (_CLOUD,), "reset_password"),
)
CONTACT = FormKind("contact", (), "save_changes")
"""Contact details: its boxes are told apart by words alone, and each goes back as it came."""
FORM_KINDS = (SIGN_IN, PASSWORD_CHANGE, CODE_REQUEST, PHONE, CODE, ACTIVATION, PASSWORD_RESET)
