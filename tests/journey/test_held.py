"""Which secrets are held, for how long, and what is known of the portal password afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.guards import default_password
from ntuh_onboard.journey.held_secrets import Held
from ntuh_onboard.journey.state import Journey, begin
from ntuh_onboard.journey.step import Field
from ntuh_onboard.journey.steps import STEPS
from tests.journey.fakes import CLOUD, CODE, DEFAULT, NEW


def asked(key: str) -> Field:
    """The field of this id."""
    return next(each for step in STEPS.values() for each in step.fields if each.id == key)


def holding(**secrets: str) -> tuple[Held, dict[str, Secret]]:
    """With these typed, in their order."""
    held, typed = Held(), {key: Secret(text) for key, text in secrets.items()}
    for key, secret in typed.items():
        held.take(asked(key), secret)
    return held, typed


def at(step: str, journey: str = "onboard") -> Journey:
    """A journey that has come here with every step done."""
    walked = begin(journey)
    while walked.at != step:
        walked = moves.advance(walked)
    return walked


def test_what_was_typed_is_held_and_given_back() -> None:
    """And nothing else."""
    held, typed = holding(portal_password=DEFAULT, code=CODE)
    assert held.get("code") is typed["code"]
    assert held.get("portal_new") is None
    assert (held.has("code"), held.has("portal_new")) == (True, False)
    assert held.all() == typed
    held.all().clear()
    assert held.has("code"), "what is given for one act is a copy"


def test_an_old_password_left_empty_is_the_one_of_the_sign_in() -> None:
    """One that was typed is taken as typed; without a sign-in there is nothing to fall back on."""
    held, typed = holding(portal_password=DEFAULT, portal_old="")
    assert held.get("portal_old") is typed["portal_password"]
    held, typed = holding(portal_password=DEFAULT, portal_old="other")
    assert held.get("portal_old") is typed["portal_old"]
    held, _ = holding(portal_old="")
    assert held.get("portal_old") == Secret("")


def test_the_password_of_the_sign_in_outlives_it_where_a_new_one_is_to_be_set() -> None:
    """The next step needs it as the old one; then all four are forgotten."""
    held, typed = holding(portal_password=DEFAULT)
    held.settled(["sign_in"], at("portal_password"))
    assert held.get("portal_password") == Secret(DEFAULT)
    for key, text in (("portal_old", ""), ("portal_new", NEW), ("portal_again", NEW)):
        typed[key] = Secret(text)
        held.take(asked(key), typed[key])
    held.settled(["portal_password"], at("contact"))
    assert held.all() == {}
    assert {each.reveal() for each in typed.values()} == {""}


@pytest.mark.parametrize(
    "journey",
    [
        at("contact", "contact"),
        replace(at("contact"), skipped=frozenset({"portal_password"}), done=frozenset({"sign_in"})),
        moves.pass_over(at("portal_password"), "portal_password"),
    ],
    ids=["not in this journey", "skipped", "passed over"],
)
def test_it_is_forgotten_at_once_where_none_is_to_be_set(journey: Journey) -> None:
    """Nothing needs it any more; the mark stays."""
    held, typed = holding(portal_password=NEW)
    held.settled(["sign_in"], journey)
    assert held.all() == {}
    assert typed["portal_password"].reveal() == ""
    assert held.mark is not None
    assert held.mark.same(NEW)


@pytest.mark.parametrize(
    ("step", "typed"),
    [("enter_code", {"code": CODE}), ("alias_again", {"cloud_password": CLOUD, "cloud_again": CLOUD})],
)
def test_a_step_that_is_done_needs_its_secrets_no_more(step: str, typed: dict[str, str]) -> None:
    """A step before it leaves them."""
    held, secrets = holding(**typed)
    held.settled(["send_code"], at(step))
    assert held.all() == secrets
    held.settled([step], at("done"))
    assert held.all() == {}
    assert {each.reveal() for each in secrets.values()} == {""}


def test_the_mark_is_of_the_password_of_now() -> None:
    """The one of the sign-in, then the new one; it outlives both (J2.4, P-05)."""
    held, _ = holding(portal_password=DEFAULT, portal_new=NEW)
    assert (held.mark, held.knew_portal) == (None, False)
    held.settled(["sign_in"], at("portal_password"))
    assert held.mark is not None
    assert held.mark.same(DEFAULT)
    held.settled(["portal_password"], at("contact"))
    assert held.mark.same(NEW)
    assert not held.mark.same(DEFAULT)
    assert held.knew_portal


@pytest.mark.parametrize("step", ["sign_in", "portal_password"])
def test_what_was_typed_in_the_browser_is_not_known(step: str) -> None:
    """A mark of what was typed here before would compare with the wrong password (J2.4)."""
    held, _ = holding(portal_password=DEFAULT, portal_new=NEW)
    if step == "portal_password":
        held.settled(["sign_in"], at("portal_password"))
    held.settled([step], moves.did_by_hand(at(step)))
    assert (held.mark, held.knew_portal) == (None, False)


@pytest.mark.parametrize(
    ("password", "default"),
    [
        *((each, True) for each in (DEFAULT, DEFAULT.lower(), "AB12345678", "A000000125")),
        *((each, False) for each in (NEW, "A1234567890", "A000000126", "")),
    ],
)
def test_a_default_password_is_one_shaped_like_an_identity_number(password: str, *, default: bool) -> None:
    """In any case of letters (J0.4)."""
    assert default_password(password) is default


def test_at_the_end_everything_is_forgotten() -> None:
    """The mark too; that it was compared is still known."""
    held, typed = holding(portal_password=DEFAULT, code=CODE)
    held.settled(["sign_in"], at("portal_password"))
    held.forget()
    assert (held.all(), held.mark, held.knew_portal) == ({}, None, True)
    assert {each.reveal() for each in typed.values()} == {""}
    held.forget()


def test_nothing_held_is_shown() -> None:
    """Three stars each."""
    held, _ = holding(portal_password=DEFAULT)
    assert DEFAULT not in repr(held.all()) + repr(held) + repr(held.get("portal_password"))
