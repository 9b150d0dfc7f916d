"""The web backend keeps the port's contract, over http, against the simulator server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ntuh_onboard.backend.contract import AccountSiteContract, MailContract, PortalContract
from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.site.serving import Setting, Site, running
from ntuh_onboard.clock import ManualClock
from tests.web.practising import WebPractice


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    """One server for all tests of this file, reset before each."""
    with running(Setting(figures=Figures().cheap()), clock=ManualClock()) as site:
        yield site


@pytest.fixture
def practice(served: Site) -> WebPractice:
    """A hospital as on the first day."""
    served.stage.port.reset()
    return WebPractice(served)


class TestPortal(PortalContract):
    talkative = True


class TestAccountSite(AccountSiteContract):
    talkative = True


class TestMail(MailContract):
    talkative = True
