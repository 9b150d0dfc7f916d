"""One simulator server for each test, on a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.site.layout import Layout
from ntuh_onboard.backend.site.simulator import Setting, Site, running
from ntuh_onboard.common.clock import ManualClock
from tests.backend.site.browser import Browser


def setting(layout: Layout | None = None, *, https: bool = False) -> Setting:
    """With hashes that cost nothing."""
    return Setting(layout=layout or Layout(), https=https, figures=Figures().cheap())


@pytest.fixture(scope="module")
def shared() -> Iterator[Site]:
    """One server for all tests of a file, reset before each."""
    with running(setting(), clock=ManualClock()) as site:
        yield site


@pytest.fixture
def site(shared: Site) -> Site:
    """As on the first day."""
    shared.stage.port.reset()
    shared.stage.layout({})
    return shared


@pytest.fixture
def browser(site: Site) -> Iterator[Browser]:
    """A browser at that server."""
    with Browser(site) as made:
        yield made


@pytest.fixture
def opened() -> Iterator[Callable[[Setting], Site]]:
    """Open servers with settings of their own."""
    with ExitStack() as stack:
        yield lambda given: stack.enter_context(running(given, clock=ManualClock()))
