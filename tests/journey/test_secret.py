"""A secret shows itself to nobody who does not ask for it by `reveal()`."""

from __future__ import annotations

import copy
import io
import json
import logging
import pickle
import pprint
import traceback
from collections.abc import Callable
from dataclasses import asdict, astuple, dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.pretty import pretty_repr
from rich.traceback import Traceback

from ntuh_onboard.common.secret import MASK, PasswordMark, Secret

CANARY = "c4nary-7f1e"
SURROGATE = "Lantern\ud8004"


@dataclass
class Form:
    """As a form that holds one would."""

    name: str
    password: Secret


def drawn(what: object) -> str:
    """As rich draws it."""
    out = io.StringIO()
    Console(file=out, width=80).print(what)
    return out.getvalue()


def logged(*values: object) -> str:
    """As a log would hold it."""
    record = logging.LogRecord("a", logging.INFO, "b", 1, "%s %r", values, None)
    return logging.Formatter().format(record)


WAYS: dict[str, Callable[[Secret], str]] = {
    "repr": repr,
    "str": str,
    "ascii": ascii,
    "format": lambda secret: f"{secret:>40}",
    "f-string": lambda secret: f"{secret} {secret!r} {secret!s} {secret!a}",
    "str.format": "{0} {0!r}".format,  # the way itself is what is tried
    "percent": lambda secret: "%s %r" % (secret, secret),  # noqa: UP031  # as above
    "in a list": lambda secret: f"{[secret]}" + str({"password": secret}),
    "dataclass": lambda secret: repr(Form("Chen", secret)),
    "asdict": lambda secret: repr((asdict(Form("Chen", secret)), astuple(Form("Chen", secret)))),
    "replace": lambda secret: repr(replace(Form("Chen", secret), name="Lin")),
    "json": lambda secret: json.dumps({"password": secret}, default=str),
    "logging": lambda secret: logged(secret, [secret]),
    "pprint": lambda secret: pprint.pformat({"password": secret}),
    "rich": lambda secret: drawn(secret) + drawn([secret]) + pretty_repr({"password": secret}),
    "copy": lambda secret: repr((copy.copy(secret), copy.deepcopy([secret]))),
    "error": lambda secret: repr(ValueError(secret)) + str(ValueError(secret)),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_writing_it_gives_stars(way: str) -> None:
    """Three of them, however long it is (S-02)."""
    written = WAYS[way](Secret(CANARY))
    assert MASK in written
    assert CANARY not in written


@pytest.mark.parametrize(
    "way",
    [
        *(lambda secret, protocol=protocol: pickle.dumps(secret, protocol) for protocol in range(6)),
        lambda secret: pickle.dumps(Form("Chen", secret)),
        lambda secret: json.dumps({"password": secret}),
        lambda secret: secret.__reduce__(),
        lambda secret: secret.__getstate__(),
        vars,
        hash,
        lambda secret: {secret: 1},
        memoryview,
    ],
)
def test_what_would_carry_it_off_is_refused(way: Callable[[Secret], object]) -> None:
    """And the refusal does not hold it either."""
    with pytest.raises(TypeError) as refused:
        way(Secret(CANARY))
    assert CANARY not in str(refused.value)


def test_a_traceback_with_locals_does_not_hold_it() -> None:
    """Textual draws one on every fault that nobody catches."""

    def send(secret: Secret) -> None:
        form = {"password": secret}
        raise ValueError(form)

    try:
        send(Secret(CANARY))
    except ValueError as error:
        plain = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
        rich = drawn(Traceback.from_exception(type(error), error, error.__traceback__, show_locals=True))
    for written in (plain, rich):
        assert MASK in written
        assert CANARY not in written


def test_it_is_given_out_on_asking_and_can_be_forgotten() -> None:
    """A copy is the same object, so that forgetting one forgets all."""
    secret = Secret(CANARY)
    assert secret.reveal() == CANARY
    assert secret
    assert copy.copy(secret) is copy.deepcopy(secret) is secret
    secret.clear()
    assert secret.reveal() == ""
    assert not secret


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_two_are_equal_where_their_texts_are(one: str, other: str) -> None:
    """Whatever is in them, also what no keyboard gives."""
    assert (Secret(one) == Secret(other)) == (one == other)
    assert Secret(one) == Secret(one)


def test_it_equals_no_plain_text() -> None:
    """Not even its own."""
    assert Secret(CANARY) != CANARY
    assert Secret("") != None  # noqa: E711  # the comparison is what is tried


NEAR = [
    ("Lantern4Meadow", "Lantern4Meadow", True, True),
    ("Lantern4Meadow", "lantern4meadow", False, True),
    ("Lantern4Meadow", "LANTERN4MEADOW", False, True),
    ("Lantern4Meadow", "Lantern5Meadow", False, True),
    ("Lantern4Meadow", "Lantern4Meado", False, True),
    ("Lantern4Meadow", "antern4Meadow", False, True),
    ("Lantern4Meadow", "Lantern4Meadow1", False, True),
    ("Lantern4Meadow", "1Lantern4Meadow", False, True),
    ("Lantern4Meadow", "lantern4meadow1", False, True),
    ("Lantern4Meadow", "Lantern4Meadow12", False, False),
    ("Lantern4Meadow", "Lantern4Mead", False, False),
    ("Lantern4Meadow", "Lantern55eadow", False, False),
    ("Lantern4Meadow", "antern4MeadowL", False, False),
    ("Lantern4Meadow", "Harbour9Quietly", False, False),
    ("Lantern4Meadow", "", False, False),
    ("", "", True, True),
    ("", "a", False, True),
    ("Straße99", "STRASSE99", False, True),
    (SURROGATE, SURROGATE, True, True),
    (SURROGATE, "Lantern4", False, True),
    ("Lantern4", SURROGATE, False, True),
]


@pytest.mark.parametrize(("password", "other", "same", "near"), NEAR)
def test_a_mark_tells_same_and_near(password: str, other: str, same: bool, near: bool) -> None:  # noqa: FBT001  # a table's columns
    """Without the password: equal but for capitals, or one character added, dropped or changed (J6.4, P-05)."""
    mark = PasswordMark(Secret(password))
    assert (mark.same(other), mark.near(other)) == (same, near)


def edits(one: str, other: str) -> int:
    """How many characters must be added, dropped or changed (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, right in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (left != right))
    return row[-1]


@given(st.text("aAbB1", max_size=7), st.text("aAbB1", max_size=7))
def test_near_is_one_edit_and_no_more(password: str, other: str) -> None:
    """Compared with a plain reckoning that does hold the password."""
    mark = PasswordMark(Secret(password))
    assert mark.same(other) == (password == other)
    assert mark.near(other) == (edits(password.casefold(), other.casefold()) <= 1)


def test_a_mark_holds_no_password() -> None:
    """Nor anything that another mark's holder could compare it with: each has its own key."""
    one, other = PasswordMark(Secret(CANARY)), PasswordMark(Secret(CANARY))
    kept = [object.__getstate__(each) for each in (one, other)]
    assert CANARY not in repr(kept)
    digests = [state[1]["_PasswordMark__exact"] for state in kept if isinstance(state, tuple)]
    assert len(set(digests)) == 2
    assert repr(one) == str(one) == f"{one}" == MASK
    with pytest.raises(TypeError):
        pickle.dumps(one)
