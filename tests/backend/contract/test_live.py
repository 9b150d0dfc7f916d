"""The suite at a live hospital, which has no stage: it runs what is safe there, and nothing else."""

from __future__ import annotations

import inspect

import pytest

from ntuh_onboard.backend.contract import AccountSiteContract, LiveSubject, MailContract, PortalContract
from ntuh_onboard.backend.mock import open_practice
from ntuh_onboard.common.clock import ManualClock

SAFE = {
    "test_reach_names_the_host",
    "test_nobody_is_signed_in_to_begin_with",
    "test_a_picture_is_a_small_image",
    "test_the_sign_in_page_offers_its_default_campus",
    "test_the_regulations_are_read",
}


@pytest.fixture
def practice() -> LiveSubject:
    """As far as the suite knows, nobody can play this hospital."""
    clock = ManualClock()
    return LiveSubject(open_practice(clock, cheap_hashes=True).backend, clock)


def marked(contract: type) -> set[str]:
    """The tests of a contract that may run at a live hospital."""
    every = inspect.getmembers(contract, inspect.isfunction)
    return {name for name, test in every if getattr(test, "live", False)}


class TestLive:
    """The marked tests pass without a stage."""

    @pytest.mark.parametrize("name", sorted(SAFE))
    def test_it_passes(self, practice: LiveSubject, name: str) -> None:
        contract = PortalContract() if hasattr(PortalContract, name) else AccountSiteContract()
        getattr(contract, name)(practice)


def test_no_other_test_is_marked() -> None:
    """A test that is marked by mistake would sign somebody in, or spend a try of theirs."""
    assert marked(PortalContract) | marked(AccountSiteContract) | marked(MailContract) == SAFE


def test_whatever_asks_for_the_stage_is_skipped(practice: LiveSubject) -> None:
    """So that a plug-in's report says why."""
    with pytest.raises(pytest.skip.Exception, match="needs a stage"):
        _ = practice.stage
