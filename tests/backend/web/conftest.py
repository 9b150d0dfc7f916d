"""Servers and a client for the tests of the web backend."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme

from ntuh_onboard.backend.web.http.client import Client, Limits
from tests.backend.web.servers import Server
from tests.patience import SCALE

QUICK = Limits(connect=2 * SCALE, read=2 * SCALE, total=4 * SCALE, pause=0.0)
"""Longer than a busy machine keeps an answer back, and short enough to wait for a silence."""
Make = Callable[..., Client]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a client is to trust, for servers of this authority."""
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def secured(certificate: trustme.LeafCert) -> ssl.SSLContext:
    """A server's side of https."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(made)
    return made


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def other() -> Iterator[Server]:
    """A server that no client is allowed to ask."""
    with Server() as running:
        yield running


@pytest.fixture
def make() -> Iterator[Make]:
    """Make clients that are closed in the end."""
    with ExitStack() as stack:

        def client(*origins: str, **given: object) -> Client:
            made = Client(origins, **{"limits": QUICK, **given})  # type: ignore[arg-type]  # passed through as given
            stack.callback(made.close)
            return made

        yield client


@pytest.hookimpl(tryfirst=True)  # before what is left to others is sorted out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to `make long` all but the first case of each test of the contract at a hospital that tells no reasons.

    The hospital that talks is asked every one of them, and so is, without a wire, the one that does not (test_mock).
    """
    met = set[str]()
    for each in items:
        if each.path.name == "test_verbs.py" and "::TestSilent" in each.nodeid:
            test = each.nodeid.partition("[")[0]
            if test in met:
                each.add_marker(pytest.mark.long)
            met.add(test)
