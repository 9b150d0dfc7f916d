"""The browser engine keeps the port's contract, on pages that need their scripts; as over http, where that differs.

One browser serves all of them; each test has tabs, cookies and a hospital of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import ClassVar

import pytest

from ntuh_onboard.backend.contract import MailContract
from ntuh_onboard.backend.site.simulator import Site
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from tests.backend.web.layouts import laid_out
from tests.backend.web.practising import WebPractice
from tests.backend.web.test_verbs import OverHttpAccount, OverHttpPortal


class Scripted:
    talkative = True
    layout: ClassVar[Mapping[str, object]] = {"scripted": True}


class SinglePage:
    talkative = True
    layout: ClassVar[Mapping[str, object]] = {"spa": True}


UNASKED = {
    "test_a_lost_session_is_really_over",
    "test_everything_begins_anew",
    "test_every_read_tells_its_troubles[landing]",
    "test_a_session_ends_by_silence",
    "test_the_activation_tells_its_troubles",
    "test_the_reset_tells_its_troubles",
    "test_every_commit_tells_its_troubles[verify_code]",
}
"""These need a page asked for again; a view that a script has drawn is not, since a session may live in it alone.

Troubles then meet the commit itself: `test_faults.py` has all of them.
"""


@pytest.fixture
def practice(request: pytest.FixtureRequest, served: Site, browser: BrowserChoice) -> Iterator[WebPractice]:
    """A hospital as on the first day."""
    if "spa" in request.cls.layout and {request.node.name, getattr(request.node, "originalname", "")} & UNASKED:
        pytest.skip("the page is not asked for again")
    with closing(laid_out(served, request.cls.layout, browser=browser)) as made:
        yield made


class TestScriptedPortal(Scripted, OverHttpPortal): ...


class TestScriptedAccountSite(Scripted, OverHttpAccount): ...


class TestScriptedMail(Scripted, MailContract): ...


class TestSinglePagePortal(SinglePage, OverHttpPortal): ...


class TestSinglePageAccountSite(SinglePage, OverHttpAccount): ...


class TestSinglePageMail(SinglePage, MailContract): ...
