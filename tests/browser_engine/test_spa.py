"""Single-page applications: one document, views by `history.pushState`, and nothing without its script."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace

import pytest

from ntuh_onboard.backend.contract.subject import person, sign_in
from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from ntuh_onboard.common import errors
from tests.backend.web.layouts import laid_out, name_of, right_by_any_way

SPA = {"spa": True}
LAYOUTS = [{**SPA, "messages": "span"}, {**SPA, "messages": "validator"}]
"""Beside those of `test_layouts.py`."""


@pytest.mark.parametrize("layout", LAYOUTS, ids=name_of)
def test_the_whole_journey(served: Site, browser: BrowserChoice, layout: Mapping[str, object]) -> None:
    with closing(laid_out(served, layout, browser=browser)) as practice:
        right_by_any_way(practice)


def test_auto_walks_it_in_the_browser(served: Site, browser: BrowserChoice) -> None:
    with closing(laid_out(served, SPA, browser=replace(browser, always=False))) as practice:
        right_by_any_way(practice)


def test_without_a_browser_it_is_known_before_anything_is_typed(served: Site) -> None:
    with closing(laid_out(served, SPA)) as practice:
        with pytest.raises(errors.NeedsBrowser):
            sign_in(practice, person(practice))
        assert not practice.stage.commits()
