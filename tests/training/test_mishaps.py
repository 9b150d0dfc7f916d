"""What can be armed and what can befall an account: in this process, and over HTTP with the trainer's token (J8.4)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ntuh_onboard.backend.drills import COLUMNS, REQUESTS, arm_again, arm_cell
from ntuh_onboard.backend.mock import open_practice
from ntuh_onboard.backend.site.simulator import Setting, running
from ntuh_onboard.backend.site.stage_client import StageClient
from ntuh_onboard.backend.stage import MESSAGE, Carrier, Condition, Fault, Stage, Waiting, Wire
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.errors import AccountExpired, AlreadyActivated, PhoneMismatch, Unreachable

ARMED = {Waiting("portal.sign_in", "down", 2), Waiting("account", "slow"), Waiting(MESSAGE, "late", 3)}


@pytest.fixture(params=["process", "wire"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """The stage of a hospital in this process, and of one behind HTTP."""
    if request.param == "process":
        yield open_practice(ManualClock(), cheap_hashes=True).stage
        return
    with running(Setting(), clock=ManualClock()) as site:
        yield StageClient(site.urls["stage"], site.token)


def arm(stage: Stage) -> None:
    """Three kinds of what can wait."""
    stage.inject("portal.sign_in", Fault.DOWN, 2)
    stage.inject("account", Fault.SLOW)
    stage.carrier(Carrier.LATE, 3)


def test_what_is_armed_is_seen_taken_back_and_armed_again(stage: Stage) -> None:
    """A trainer sees what waits; walking ahead sets it aside and puts it back."""
    arm(stage)
    waiting = stage.waiting()
    assert set(waiting) == ARMED
    stage.disarm()
    assert stage.waiting() == ()
    arm_again(stage, waiting)
    assert set(stage.waiting()) == ARMED
    stage.reset()
    assert stage.waiting() == ()


def test_nobody_has_this_id(stage: Stage) -> None:
    """ValueError, wherever the hospital is."""
    with pytest.raises(ValueError, match="nobody"):
        stage.befall("900001", Condition.LOCKED)


def test_every_cell_of_the_matrix_can_be_armed_where_there_is_a_wire(stage: Stage) -> None:
    """And without one, those that make sense in a process (security.md B3)."""
    for request in REQUESTS:
        for column, fault in COLUMNS.items():
            assert arm_cell(stage, request, column) is (isinstance(stage, Wire) or fault is not None)
    if isinstance(stage, Wire):
        assert {(each.verb, each.what) for each in stage.waiting()} == {
            (request, column) for request in REQUESTS for column in COLUMNS
        }


@pytest.mark.parametrize(
    ("condition", "error"),
    [
        (Condition.OLD_PHONE, PhoneMismatch),
        (Condition.ACTIVATED, AlreadyActivated),
        (Condition.EXPIRED, AccountExpired),
    ],
)
def test_what_befalls_an_account_is_met_where_it_matters(condition: Condition, error: type[Exception]) -> None:
    """The account site says so in its own words."""
    practice = open_practice(ManualClock(), cheap_hashes=True)
    who = practice.stage.people()[0]
    practice.stage.befall(who.employee_id, condition)
    practice.backend.account.regulations()
    with pytest.raises(error):
        practice.backend.account.send_code(who.employee_id, who.phone)


def test_a_whole_site_is_down_for_its_next_call_but_not_for_a_sign_out() -> None:
    """A sign-out would swallow it unseen."""
    practice = open_practice(ManualClock(), cheap_hashes=True)
    practice.stage.inject("portal", Fault.DOWN)
    practice.backend.portal.sign_out()
    practice.backend.account.regulations()
    with pytest.raises(Unreachable):
        practice.backend.portal.sign_in_page()
    practice.backend.portal.sign_in_page()


def test_a_message_with_another_code_does_not_open_the_door() -> None:
    """And the next message is right again."""
    practice = open_practice(clock := ManualClock(), cheap_hashes=True)
    who = practice.stage.people()[0]
    practice.stage.carrier(Carrier.WRONG_CODE, 1)
    for _ in range(2):
        practice.backend.account.regulations()
        practice.backend.account.send_code(who.employee_id, who.phone)
        clock.jump(61)
    assert practice.stage.waiting() == ()
    assert len(practice.stage.messages(who.phone)) == 2
