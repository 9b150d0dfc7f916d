"""The contract and 40 journeys over every layout, over http and https, talkative and not (`make layouts`).

That is more than the checks of every day may cost. `-k https` or `-k plain_http` runs one half.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing

import pytest

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.site.simulator import Setting, Site, running
from ntuh_onboard.common.clock import ManualClock
from tests.backend.web.layouts import SWITCHES, laid_out, name_of, redrawn, right_to_the_end
from tests.backend.web.practising import WebPractice
from tests.backend.web.test_verbs import (  # noqa: F401  # collected here too, on this module's pages
    TestAccountSite,
    TestMail,
    TestPortal,
    TestSilentAccountSite,
    TestSilentMail,
    TestSilentPortal,
)

SEEDS = 40
UNASKED = frozenset(
    {
        "test_a_lost_session_is_really_over",
        "test_everything_begins_anew",
        "test_the_activation_tells_its_troubles",
        "test_the_reset_tells_its_troubles",
    }
)
"""These need the page behind the code asked for again; one in its form's place is not (see `test_views.py`)."""
LAYOUTS = (*SWITCHES, *(redrawn(each, SEEDS * at) for at, each in enumerate(SWITCHES)))
Laid = Mapping[str, object]


@pytest.fixture(scope="module", params=[False, True], ids=["plain_http", "https"])
def served(request: pytest.FixtureRequest) -> Iterator[Site]:
    """One server for all tests, reset before each."""
    with running(Setting(https=request.param, figures=Figures().cheap()), clock=ManualClock()) as site:
        yield site


@pytest.fixture(params=LAYOUTS, ids=name_of)
def practice(served: Site, request: pytest.FixtureRequest) -> Iterator[WebPractice]:
    """A hospital as on the first day, in this layout; no form that came in may have held what was not offered."""
    if "in_place" in request.param and getattr(request.node, "originalname", "") in UNASKED:
        pytest.skip("the page is not asked for again on this layout")
    with closing(laid_out(served, request.param)) as made:
        yield made
    assert not [each for each in served.stage.judged() if each.wrong]


@pytest.mark.parametrize("talkative", [True, False], ids=["talkative", "silent"])
@pytest.mark.parametrize("layout", LAYOUTS[: len(SWITCHES)], ids=name_of)
def test_the_whole_journey(served: Site, layout: Laid, *, talkative: bool) -> None:
    """As the pages are, over this switch."""
    with closing(laid_out(served, layout, talkative=talkative)) as practice:
        right_to_the_end(practice)


@pytest.mark.parametrize("talkative", [True, False], ids=["talkative", "silent"])
@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("at", range(len(SWITCHES)), ids=lambda at: name_of(SWITCHES[at]))
def test_the_whole_journey_redrawn(served: Site, at: int, seed: int, *, talkative: bool) -> None:
    """Over this switch, with other names, ids and places than any other test has."""
    with closing(laid_out(served, redrawn(SWITCHES[at], SEEDS * at + seed), talkative=talkative)) as practice:
        right_to_the_end(practice)
