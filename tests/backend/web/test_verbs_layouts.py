"""The whole journey by the port's verbs, over pages laid out in every way that the simulator knows.

`make layouts` walks all of them with 40 seeds each, over http and https, and holds each against the contract too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import fields

import pytest

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.site.layout import Layout
from ntuh_onboard.backend.site.simulator import Setting, Site, running
from ntuh_onboard.common.clock import ManualClock
from tests.backend.site.browser import Browser
from tests.backend.web.layouts import SWITCHES, laid_out, name_of, redrawn, right_to_the_end
from tests.long_cases import sparing

LAYOUTS = [*SWITCHES, *(redrawn(each, seed) for seed, each in enumerate(SWITCHES))]
KEPT = {"seed", "rename_all", "reworded", "scripted", "spa"}
"""Two that `redrawn` turns, and two that need a browser (`test_browser_card`, `tests/browser_engine`)."""


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Site, Site]]:
    """Two servers for all tests of this file, over http and over https, reset before each."""
    with ExitStack() as stack:
        setting = [Setting(https=https, figures=Figures().cheap()) for https in (False, True)]
        yield (
            stack.enter_context(running(setting[0], clock=ManualClock())),
            stack.enter_context(running(setting[1], clock=ManualClock())),
        )


def test_every_switch_is_turned() -> None:
    """A switch that is added is walked over, or is named above."""
    assert {name for each in SWITCHES for name in each} | KEPT == {each.name for each in fields(Layout)}


NUMBERS = sparing(range(len(LAYOUTS)), lambda number: number % 4 in {0, 3})
"""Those that are left out here are walked with their fields renamed, over the other server, or the other way round."""


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: name_of(LAYOUTS[number]))
def test_the_whole_journey_on_this_layout(served: tuple[Site, Site], number: int) -> None:
    """Every commit once, no wrong field filled, no contact field touched but the one that was changed."""
    plain, secured = served
    site, talkative = (plain, secured)[number % 2], number % 4 < 2
    with closing(laid_out(site, LAYOUTS[number], talkative=talkative)) as practice:
        right_to_the_end(practice)


@pytest.mark.parametrize("wrong", [{"captcha": ""}, {"quick_menu": "A"}, {"UserID": "104567"}])
def test_the_server_would_see_a_wrong_field(served: tuple[Site, Site], wrong: Mapping[str, str]) -> None:
    """The judging can fail: a box left empty, a choice that was not made, a decoy that was filled."""
    laid_out(served[0], {"decoys": True}).close()
    with Browser(served[0]) as browser:
        browser.open("portal")
        typed = {"employee_id": "104567", "portal_password": "x", "captcha": "y", **wrong}
        decoys = {name: typed.pop(name) for name in wrong if name == "UserID"}
        browser.send(
            {**{browser.name("login", key): value for key, value in typed.items()}, **decoys},
            browser.name("login", "sign_in"),
            image=True,
        )
    (judged,) = served[0].stage.judged()
    assert judged.wrong or set(judged.changed) != {"employee_id", "portal_password", "captcha"}
