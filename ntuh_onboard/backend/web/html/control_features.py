"""What a box is for, by its features: type, `autocomplete`, general words, names, neighbours; not a site's own words.

Password managers and browsers recognise the fields of a million sites by such features. They are weaker than words that
the site is known by, and are used if those words are nowhere, or at several boxes. Two features that point to two boxes
are no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum, StrEnum
from functools import cache

from ntuh_onboard.backend.web.html.controls import Control
from ntuh_onboard.backend.web.html.labels import Claim, Labels, Rank
from ntuh_onboard.backend.web.html.word_forms import BRACKETS, can_name, has_cjk, plain, without_brackets
from ntuh_onboard.profiles.control_words import control_words

MOST_NAME, MOST_HINT = 14, 10
"""Characters of a name, and of a hint in brackets behind it; longer ones are sentences about it."""
_SHORT = 3
"""Letters of a part of a name that has to stand alone."""
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


class Role(StrEnum):
    """What a box is for."""

    ACCOUNT = "account"
    PASSWORD = "password"  # noqa: S105  # a box for one
    OLD_PASSWORD = "old_password"  # noqa: S105  # a box for one
    NEW_PASSWORD = "new_password"  # noqa: S105  # a box for one
    NEW_AGAIN = "new_again"
    CLOUD_PASSWORD = "cloud_password"  # noqa: S105  # a box for one
    CAPTCHA = "captcha"
    CODE = "code"
    PHONE = "registered_phone"
    ALIAS = "alias"
    CAMPUS = "campus"


SECRETS = frozenset({Role.PASSWORD, Role.OLD_PASSWORD, Role.NEW_PASSWORD, Role.NEW_AGAIN})
_TOKENS: Mapping[str, frozenset[Role]] = {
    "username": frozenset({Role.ACCOUNT}),
    "current-password": frozenset({Role.PASSWORD, Role.OLD_PASSWORD}),
    "new-password": frozenset({Role.NEW_PASSWORD, Role.NEW_AGAIN}),
    "one-time-code": frozenset({Role.CODE}),
    "tel": frozenset({Role.PHONE}),
    "tel-national": frozenset({Role.PHONE}),
}
"""Tokens of `autocomplete` (HTML standard, "autofill detail tokens")."""
_TYPES: Mapping[Role, frozenset[str]] = {
    Role.ACCOUNT: frozenset({"text", "email", "tel", "number"}),
    Role.CAPTCHA: frozenset({"text", "tel", "number"}),
    Role.CODE: frozenset({"text", "tel", "number"}),
    Role.PHONE: frozenset({"text", "tel", "number"}),
    Role.ALIAS: frozenset({"text", "email"}),
    Role.CAMPUS: frozenset({"select"}),
    Role.CLOUD_PASSWORD: frozenset({"password"}),
    **dict.fromkeys(SECRETS, frozenset({"password"})),
}
"""Types of boxes that features alone may find; words may find others."""


def can_be(role: Role, control: Control) -> bool:
    """Return whether a person could fill this control in, and its type fits the role."""
    return control.seen and not control.disabled and not control.read_only and control.type in _TYPES[role]


def by_token(role: Role, among: Sequence[Control]) -> tuple[Control, ...]:
    """Return the controls whose `autocomplete` says so."""
    return tuple(
        each
        for each in among
        if any(role in _TOKENS.get(token, ()) for token in each.element.get("autocomplete").casefold().split())
    )


def by_general_words(role: Role, among: Sequence[Control], labels: Labels) -> tuple[Control, ...]:
    """Return the controls whose words generally mean this, most plainly so."""
    best: dict[Rank, list[Control]] = {}
    for each in among:
        ranks = [mine.rank for mine in labels.claims(each) if role in meanings(mine)]
        if ranks:
            best.setdefault(min(ranks), []).append(each)
    return tuple(best[min(best)]) if best else ()


def by_name(role: Role, among: Sequence[Control]) -> tuple[Control, ...]:
    """Return the controls whose id or name says so, most plainly so. For password boxes, ignore the part `password`."""
    telling = control_words().names[role]
    ranks = {each: rank for each in among if (rank := _name_rank(each, telling)) is not None}
    best = min(ranks.values(), default=0)
    return tuple(each for each, rank in ranks.items() if rank == best)


def meanings(claim: Claim) -> frozenset[Role]:
    """Return what these words generally mean; if they are not in the list, what is meant by parts of them.

    A part counts more than the rest: 「新密碼(請再輸入一次)」 is not 「新密碼」. Else the last word says what the
    thing is (PORTAL帳號).
    """
    roles = _roles()
    exact = roles.get(claim.whole) or by_part(claim.whole)
    if not exact:
        exact = frozenset(role for form in claim.shorter for role in roles.get(form, ()))
    return exact or _by_last_word(claim.whole) or _by_last_word(without_brackets(claim.whole))


def may_mean_a_message(claim: Claim) -> bool:
    """Return whether these words mean a code of which they do not say that it is a picture's: 「驗證碼」."""
    telling = control_words().parts["picture"]
    return Role.CAPTCHA in meanings(claim) and not any(part in claim.whole for part in telling)


def role_of(words: Iterable[str]) -> Role | None:
    """Return what words of a profile generally mean; None if that is nothing, or two things."""
    roles = _roles()
    found = {role for each in words for role in roles.get(plain(each), ())}
    return found.pop() if len(found) == 1 else None


_PARTS_OF = (
    ("password", Role.CODE, "message"),
    ("password", Role.OLD_PASSWORD, "old"),
    ("password", Role.NEW_AGAIN, "again"),
    ("code", Role.CAPTCHA, "picture"),
    ("code", Role.CODE, "message"),
)
"""Kinds of names, and what each means with a part of it; the first that fits counts."""


def speaks_of_mail(box: Control, labels: Labels) -> bool:
    """Return whether a box's words speak of mail, and what comes behind the name in an address stands behind it."""
    behind = labels.flow.after(box.element).lstrip("(（ ")
    named = any(_has(each.whole, control_words().parts["mail"]) for each in labels.claims(box))
    return named and behind.startswith(("@", "＠"))


class Against(IntEnum):
    """How much the words at a control speak against its being something."""

    NOT = 0
    ABOVE = 1
    OWN = 2


def speaks_against(role: Role, control: Control, labels: Labels) -> Against:
    """Return whether the control's words mean something else: another box's words, or words that nobody knows.

    Words only above it are doubtful: they may be a heading, or a sentence about the form. A password box may have any
    words except those that mean another of the password boxes.
    """
    named = [each for each in labels.claims(control) if _can_be_name(each) and not labels.is_heading(each)]
    meant = {one for each in named for one in meanings(each)}
    if role in meant or not named or (role in SECRETS and not meant & (SECRETS - {Role.PASSWORD})):
        return Against.NOT
    return Against.ABOVE if not meant and all(each.rank is Rank.ABOVE for each in named) else Against.OWN


def _can_be_name(claim: Claim) -> bool:
    """Return whether these words can be a box's name, and not a hint in it or a sentence above it."""
    if claim.rank is Rank.VALUE:
        return False
    return claim.rank is Rank.OWN or can_name(claim.whole)


def _name_rank(control: Control, telling: Sequence[str]) -> int | None:
    """Return the place in the list of the first part that is in the control's id or name."""
    written = [each for each in (control.id, control.name) if each]
    parts = {each.casefold() for one in written for each in _PARTS.findall(one)}
    whole = ["".join(_PARTS.findall(one)).casefold() for one in written]
    for rank, part in enumerate(telling):
        if part in parts or (len(part) > _SHORT and any(part in one for one in whole)):
            return rank
    return None


@cache
def _roles() -> Mapping[str, frozenset[Role]]:
    """Return the roles by general word, in the form in which words are compared."""
    found: dict[str, set[Role]] = {}
    for key, words in control_words().labels.items():
        for each in words:
            found.setdefault(plain(each), set()).add(Role(key))
    return {word: frozenset(roles) for word, roles in found.items()}


def alone(role: Role, among: Sequence[Control], labels: Labels) -> tuple[Control, ...]:
    """Return the boxes without words that `autocomplete` or their name points to; for a password, the page's only one.

    For a page that is no known kind of form. More than one result means that they point to several.
    """
    fitting = [each for each in among if can_be(role, each)]
    silent = [each for each in fitting if not any(_can_be_name(mine) for mine in labels.claims(each))]
    sure = {found[0] for rule in (by_token, by_name) if len(found := rule(role, silent)) == 1}
    if not sure and role is Role.PASSWORD and len(fitting) == 1:
        sure = {*silent}
    return tuple(sure)


@cache
def _last_words() -> Sequence[str]:
    """Return the general words in Chinese, the longest first: there the last word of a name says what the thing is."""
    return sorted((word for word in _roles() if has_cjk(word) and len(word) > 1), key=len, reverse=True)


def _by_last_word(words: str) -> frozenset[Role]:
    """Return what the last word of a name means; never the mail name, which is not found by a part of its words."""
    head = next((each for each in _last_words() if words.endswith(each)), "")
    return _roles().get(head, frozenset()) - {Role.ALIAS} if has_cjk(words) else frozenset()


def by_part(words: str) -> frozenset[Role]:
    """Return what a part of a name says of it: of a password, which one it is; of a code, where it comes from."""
    parts = control_words().parts
    bare = without_brackets(words)
    for kinds, role, telling in _PARTS_OF:
        named = any(each in bare for each in parts[kinds]) and len(bare) <= MOST_NAME and not _has(bare, parts["told"])
        if named and _has(bare, parts[telling]):
            return frozenset({role})
    hints = [each for each in BRACKETS.findall(words) if len(each) <= MOST_HINT and not _has(each, parts["told"])]
    again = _has(bare, parts["password"]) and any(_has(each, parts["again"]) for each in hints)
    return frozenset({Role.NEW_AGAIN}) if again else frozenset()


def _has(text: str, parts: Iterable[str]) -> bool:
    return any(each in text for each in parts)
