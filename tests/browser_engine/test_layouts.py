from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

import pytest

from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from tests.backend.web.layouts import COMMITS, FILLED, SWITCHES, journey, laid_out, name_of, redrawn

SCRIPTED = {"scripted": True}
LAYOUTS = [SCRIPTED, redrawn(SCRIPTED, 7), *SWITCHES, *(redrawn(each, seed) for seed, each in enumerate(SWITCHES))]
BY_ITSELF = {("password", "strength")}
"""What a page sends by its own script: the panel that judges a new password."""


@pytest.mark.parametrize("layout", LAYOUTS, ids=name_of)
def test_the_whole_journey(served: Site, browser: BrowserChoice, layout: Mapping[str, object]) -> None:
    """Each commit once, no wrong field filled in, whatever the pages look like."""
    with closing(laid_out(served, layout, browser=browser)) as practice:
        journey(practice)
        assert dict(practice.stage.commits()) == COMMITS
        judged = served.stage.judged()
        assert not [each for each in judged if each.wrong]
        sent = {(each.page, each.pressed): set(each.changed) for each in judged}
        assert {key: fields for key, fields in sent.items() if key in FILLED} == FILLED
        assert {key for key, fields in sent.items() if key not in FILLED and fields} <= BY_ITSELF
