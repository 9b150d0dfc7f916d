"""How long a student may stay, how long without a key, and when the sites are asked again (K-04)."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future

import pytest

from ntuh_onboard.backend.protocol import Reach, SiteState
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.journey.step import Look
from ntuh_onboard.journey.steps import READ_BACKS, STEPS
from ntuh_onboard.kiosk.limits import READING, USUAL, WAITING, Stay, patience_at
from ntuh_onboard.kiosk.probe import Probe

EVERY = {**STEPS, **READ_BACKS}
TEXTS = sorted(key for key, step in STEPS.items() if step.look is Look.REGULATIONS)
PICTURES = sorted(key for key, step in EVERY.items() if step.picture is not None)


def test_most_steps_warn_after_two_minutes_and_end_half_a_minute_later() -> None:
    """120 s, and 30 s more; before the journey too."""
    assert (USUAL.warn, USUAL.wipe) == (120, 150)
    assert patience_at(None) is USUAL
    assert patience_at(STEPS["contact"]) is USUAL


@pytest.mark.parametrize("key", [*TEXTS, *PICTURES])
def test_reading_and_pictures_take_twice_as_long(key: str) -> None:
    """240 s, and the text or the picture stays in sight until then."""
    found = patience_at(EVERY[key])
    assert found is READING
    assert (found.cover, found.warn, found.wipe) == (240, 240, 270)


def test_waiting_for_a_code_is_longer_and_covers_what_is_personal() -> None:
    """After a minute, as on every shared computer."""
    found = patience_at(STEPS["enter_code"])
    assert found is WAITING
    assert found.cover == 60
    assert found.warn >= 240


@pytest.mark.parametrize("found", [USUAL, READING, WAITING])
def test_a_warning_stands_for_at_least_twenty_seconds(found: object) -> None:
    """T-08."""
    assert found.wipe - found.warn >= 20  # type: ignore[attr-defined]  # one of the three


def test_a_stay_is_announced_two_minutes_before_its_end_and_extended_once() -> None:
    """45 minutes, then once 15 more, and announced again."""
    clock = ManualClock()
    stay = Stay(clock)
    clock.jump(100_000)
    assert stay.left() > 100_000, "nobody has begun"
    stay.begin()
    clock.jump(43 * 60 - 1)
    assert not stay.to_announce()
    clock.jump(1)
    assert stay.to_announce()
    assert not stay.to_announce(), "once"
    assert stay.extend()
    assert stay.left() == 17 * 60
    clock.jump(15 * 60)
    assert stay.to_announce()
    assert not stay.extend()
    clock.jump(120)
    assert stay.left() <= 0


class Sites:
    """Sites that answer as they are told to, and count how often they are asked."""

    def __init__(self) -> None:
        self.state: SiteState | None = SiteState.UP
        self.asked = 0

    def ask(self) -> Future[Iterable[Reach]]:
        self.asked += 1
        future: Future[Iterable[Reach]] = Future()
        if self.state is None:
            future.set_exception(OSError("no name is found"))
        else:
            future.set_result((Reach("portal.example", SiteState.UP), Reach("help.example", self.state)))
        return future


def looked(probe: Probe) -> bool:
    """Ask where it is time, and take the answer."""
    probe.look()
    return probe.look()


@pytest.mark.parametrize("state", [SiteState.DOWN, SiteState.MAINTENANCE, SiteState.NETWORK_SIGN_IN, None])
def test_one_site_away_is_out_of_service_until_it_is_back(state: SiteState | None) -> None:
    """Down, in maintenance, behind another network's page, or no answer at all; it comes back by itself."""
    sites, clock = Sites(), ManualClock()
    probe = Probe(clock, sites.ask)
    sites.state = state
    assert not looked(probe)
    sites.state = SiteState.UP
    clock.jump(15)
    assert looked(probe)


def test_sites_that_are_away_are_asked_less_and_less_often() -> None:
    """After 15, 30, 60, 120, 240 and then every 300 seconds; afresh once they were back."""
    sites, clock = Sites(), ManualClock()
    sites.state = SiteState.DOWN
    probe = Probe(clock, sites.ask)
    waited: list[int] = []
    looked(probe)
    while len(waited) < 7:
        before, seconds = sites.asked, 0
        while sites.asked == before:
            clock.jump(1)
            seconds += 1
            looked(probe)
        waited.append(seconds)
    assert waited == [15, 30, 60, 120, 240, 300, 300]
    sites.state = SiteState.UP
    clock.jump(300)
    assert looked(probe)
    sites.state = SiteState.DOWN
    clock.jump(300)
    assert not looked(probe)
    clock.jump(15)
    asked = sites.asked
    looked(probe)
    assert sites.asked == asked + 1


@pytest.mark.parametrize("up", [True, False])
def test_a_question_that_the_wizard_took_back_says_nothing_of_the_sites(up: bool) -> None:  # noqa: FBT001  # pytest's
    """A process that leaves for a fresh one gives up its question; the next one must not begin out of service."""
    asked: list[Future[Iterable[Reach]]] = []

    def ask() -> Future[Iterable[Reach]]:
        asked.append(Future())
        return asked[-1]

    probe = Probe(ManualClock(), ask, up=up)
    probe.look()
    asked[0].cancel()
    assert probe.look() is up
    probe.look()
    assert len(asked) == 2, "it is asked again at once"
