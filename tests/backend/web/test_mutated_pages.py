"""The whole journey over 40 sites that are drawn by a number, each as somebody else might have written it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.site import asgi
from ntuh_onboard.backend.site.layout import Charset
from ntuh_onboard.backend.site.render import encode
from ntuh_onboard.backend.site.simulator import Setting, Site, running
from ntuh_onboard.common.clock import ManualClock
from tests.backend.web.layouts import SWITCHES, laid_out, redrawn, right_to_the_end
from tests.backend.web.mutated_pages import mutated
from tests.long_cases import sparing

TIDY = [each for each in SWITCHES if "soup" not in each]
"""Upper-case pages without end tags are walked elsewhere; here tags are exchanged one by one."""
SITES = sparing(range(40), lambda seed: seed in {3, 17})


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    """One server for all of them, reset before each."""
    with running(Setting(figures=Figures().cheap()), clock=ManualClock()) as site:
        yield site


@pytest.mark.parametrize("seed", SITES)
def test_the_whole_journey_over_a_mutated_site(served: Site, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Every commit once, no wrong field: the server sees which ones were filled, whatever is around them."""

    def other(text: str, charset: Charset) -> bytes:
        return encode(mutated(text, seed), charset)

    monkeypatch.setattr(asgi, "encode", other)
    layout = TIDY[seed % len(TIDY)]
    drawn = redrawn(layout, seed) if seed % 2 else layout
    with closing(laid_out(served, drawn, talkative=seed % 4 < 2)) as practice:
        right_to_the_end(practice)
