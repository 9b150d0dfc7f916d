"""The family of errors: its drawing, its numbers, and what can be done about each."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from ntuh_onboard.common import errors
from ntuh_onboard.common.errors import BackendError, ImpossibleMove, Next, OnboardError, SessionEnded
from ntuh_onboard.journey.step import Step
from ntuh_onboard.journey.steps import JOURNEYS, RAIL, READ_BACKS, STEPS, step_of_field
from ntuh_onboard.journey.tables import ways_on
from ntuh_onboard.screens.base.refusals import acts_for, code_of, desk_for

DOORS = {"portal_reset", "no_code", "authenticator", "forgotten", "expired", "other"}
ACTS = {
    "again",
    "goto",
    "reset",
    "onboard",
    "desk",
    "browser",
    "reload",
    "agree",
    "wasreset",
    "tocontact",
    "resend",
}


def family(root: type[OnboardError]) -> Iterator[type[OnboardError]]:
    """A class and all below it, as far as errors.py draws them."""
    yield root
    for each in root.__subclasses__():
        if each.__module__ == errors.__name__:
            yield from family(each)


BACKEND = [each for each in family(BackendError) if issubclass(each, BackendError)]
TABLE = [*STEPS.values(), *READ_BACKS.values()]


def made(kind: type[BackendError]) -> BackendError:
    """One of this class."""
    return SessionEnded("portal") if kind is SessionEnded else kind()


def drawn() -> dict[str, str]:
    """The tree of the docstring: class -> the class above it. Several on one line stand under the same one."""
    above: dict[str, str] = {"OnboardError": "Exception"}
    path = [(0, "OnboardError")]
    for line in (errors.__doc__ or "").splitlines():
        names = re.findall(r"[├└]── (\w+)", line)
        if names:
            column = re.search(r"[├└]", line).start()  # type: ignore[union-attr]  # a name stands behind one
            path = [each for each in path if each[0] < column]
            above.update(dict.fromkeys(names, path[-1][1]))
            path.append((column, names[0]))
    return above


def test_the_tree_draws_every_class_and_no_other() -> None:
    """Each under the class that it belongs to."""
    classes = {each.__name__: each.__base__.__name__ for each in family(OnboardError) if each.__base__}
    assert drawn() == classes


def test_numbers_are_unique_and_of_three_figures_at_most() -> None:
    """The help desk reads them out."""
    numbers = [each.number for each in BACKEND]
    assert len(set(numbers)) == len(numbers)
    assert all(0 < number < 1000 for number in numbers)


@pytest.mark.parametrize("kind", BACKEND)
def test_an_error_names_a_field_and_a_step_that_there_are(kind: type[BackendError]) -> None:
    """A field's id names its step too."""
    if kind.default_field is not None:
        step = step_of_field(kind.default_field)
        assert step is not None
        assert kind.default_field in {each.id for each in step.fields}
    assert (kind in ways_on.STEPS) == (kind.next is Next.GO_TO)
    assert (kind in ways_on.JOURNEYS) == (kind.next is Next.CHANGE_JOURNEY)
    if kind.next is Next.GO_TO:
        assert ways_on.STEPS[kind] in STEPS


@pytest.mark.parametrize("kind", BACKEND)
def test_an_error_says_what_comes_next(kind: type[BackendError]) -> None:
    """By acts that the screens know; each id once; at a step to which no error leads."""
    acts = acts_for(made(kind), STEPS["account"])
    assert set(acts) <= ACTS
    assert len(set(acts)) == len(acts)
    if kind.next not in {Next.RETRY, Next.NEW_PICTURE, Next.SIGN_IN_AGAIN}:
        assert acts, "who cannot simply try again is told another way"


@pytest.mark.parametrize("way", Next)
def test_every_way_on_has_its_acts(way: Next) -> None:
    """Also one that no error uses today."""

    class Refusal(BackendError):
        next = way

    assert isinstance(acts_for(Refusal(), STEPS["contact"]), tuple)


@pytest.mark.parametrize("step", TABLE, ids=lambda step: step.id)
def test_every_code_for_the_help_desk_has_one_form(step: Step) -> None:
    """`E-`, the place on the rail, and the error's number; different ones for different errors."""
    codes = [code_of(step, made(kind)) for kind in BACKEND]
    assert all(re.fullmatch(r"E-[1-9][0-9]{3}", each) for each in codes)
    assert len(set(codes)) == len(codes)
    assert {int(each[2]) for each in codes} == {RAIL.index(step.rail) + 1}


@pytest.mark.parametrize("step", TABLE, ids=lambda step: step.id)
def test_every_error_at_every_step_has_a_door(step: Step) -> None:
    """With an error or without one (J0.6)."""
    assert desk_for(step) in DOORS
    assert {desk_for(step, made(kind)) for kind in BACKEND} <= DOORS


@pytest.mark.parametrize(
    ("kind", "step", "door"),
    [
        *((each, "contact", "portal_reset") for each in (errors.WrongCredentials, errors.AccountLocked)),
        *((each, "contact", "portal_reset") for each in (errors.EnoughTries, errors.OldPasswordWrong)),
        *((each, "contact", "no_code") for each in (errors.SendLimit, errors.CoolingDown, errors.TriesSpent)),
        *((each, "contact", "no_code") for each in (errors.CodeWrong, errors.CodeExpired, errors.NoPhone)),
        (errors.PhoneMismatch, "contact", "no_code"),
        (errors.SomebodyElse, "contact", "expired"),
        (errors.AuthenticatorMissing, "enter_code", "authenticator"),
        (errors.AccountExpired, "contact", "expired"),
        (errors.Unreachable, "account", "expired"),
        (errors.Unreachable, "send_code", "no_code"),
        (errors.Unreachable, "sign_in", "portal_reset"),
        (errors.Unreachable, "contact", "other"),
    ],
)
def test_the_right_door(kind: type[BackendError], step: str, door: str) -> None:
    """By phone only the portal's reset and MOTP; a missing code in person (J0.6)."""
    assert desk_for(STEPS[step], kind()) == door


def test_an_error_holds_the_sites_words_and_no_sentence_of_ours() -> None:
    """Its text is its class, so that no log can hold what a site said."""
    error = errors.CoolingDown("請稍候", until=60.0, left=2)
    assert str(error) == "CoolingDown"
    assert (error.said, error.until, error.left, error.field) == ("請稍候", 60.0, 2, None)
    assert "請稍候" not in repr(error)
    assert errors.ContactRefused().field == "mobile_phone"
    assert errors.ContactRefused(field="home_phone").field == "home_phone"
    assert errors.SessionEnded("account", "逾時").said == "逾時"


def test_an_impossible_move_names_the_move_and_the_step() -> None:
    """For whoever reads a test's failure; students never see it."""
    error = ImpossibleMove("back", "preflight")
    assert (error.move, error.at, str(error)) == ("back", "preflight", "back is impossible at preflight")


def test_the_journey_of_an_error_is_one_that_there_is() -> None:
    """And the first way on leads there (J5.6, J8.1)."""
    changing = [each for each in BACKEND if each.next is Next.CHANGE_JOURNEY]
    assert {ways_on.JOURNEYS[each] for each in changing} == {"reset", "onboard"} <= JOURNEYS.keys()
    for each in changing:
        assert acts_for(made(each), STEPS["send_code"])[0] == ways_on.JOURNEYS[each]


@pytest.mark.parametrize("kind", [errors.WrongCredentials, errors.AccountLocked, errors.EnoughMailTries])
def test_a_forgotten_cloud_password_is_reset(kind: type[BackendError]) -> None:
    """At the mail; a forgotten one goes to the desk in person. While a commit is lost no other journey is begun."""
    mail, lost = STEPS["mail_sign_in"], READ_BACKS["read_back_cloud_password"]
    assert acts_for(kind(), mail) == ("reset", "desk")
    assert desk_for(mail, kind()) == desk_for(lost, kind()) == "forgotten"
    assert "reset" not in acts_for(kind(), lost)
