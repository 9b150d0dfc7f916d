"""A simulator server for the tests of the check."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ntuh_onboard.backend.site.simulator import Site, running


@pytest.fixture(scope="session")
def served() -> Iterator[Site]:
    """One server for all: whoever changes it puts it back."""
    with running() as site:
        yield site


@pytest.fixture
def site(served: Site) -> Iterator[Site]:
    """The server as at the beginning."""
    yield served
    served.stage.layout({})
    served.stage.open()
    served.stage.port.reset()
