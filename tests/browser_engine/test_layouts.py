from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

import pytest

from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from tests.backend.web.layouts import SWITCHES, laid_out, name_of, redrawn, right_by_any_way

BY_SCRIPT = [{"scripted": True}, {"spa": True}]
LAYOUTS = [
    *BY_SCRIPT,
    *(redrawn(each, 7) for each in BY_SCRIPT),
    *SWITCHES,
    *(redrawn(each, seed) for seed, each in enumerate(SWITCHES)),
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=name_of)
def test_the_whole_journey(served: Site, browser: BrowserChoice, layout: Mapping[str, object]) -> None:
    """Each commit once, no wrong field filled in, whatever the pages look like."""
    with closing(laid_out(served, layout, browser=browser)) as practice:
        right_by_any_way(practice)
