"""One simulated hospital behind one wire, for all tests of a file."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.site.simulator import Setting, Site, running
from ntuh_onboard.common.clock import ManualClock
from tests.faults.certificates import certificates
from tests.faults.wire import Wire, wired


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running(Setting(figures=Figures().cheap()), clock=ManualClock()) as site:
        yield site


@pytest.fixture(scope="module")
def wire(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """The sites' addresses are those of the wire: no page leads past it."""
    with wired(site.servers, certificates(), tmp_path_factory.mktemp("wire") / "ca.pem") as wire:
        site.stage.desk.bases = {**site.urls, **wire.urls}
        yield wire


@pytest.fixture(scope="module")
def foreign() -> Iterator[socket.socket]:
    """A server that nobody may ask."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        yield listening
