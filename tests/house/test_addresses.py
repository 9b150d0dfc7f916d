"""A server's address is one that the client would ask, or the mistake is told before anybody sits down."""

from __future__ import annotations

import pytest

from ntuh_onboard.backend.web.http.client import Client
from ntuh_onboard.common.server_addresses import is_address, is_host, is_loopback

TAKEN = (
    "https://portal.ntuh.gov.tw",
    "https://portal.ntuh.gov.tw/",
    "https://portal.ntuh.gov.tw:8443",
    "HTTPS://Portal.ntuh.gov.tw",
    "https://portal",
    "https://192.0.2.7",
    "https://[2001:db8::1]:8443",
    "http://127.0.0.1:8000",
    "http://localhost:8000",
    "http://[::1]:8000",
)
REFUSED = (
    "",
    "portal.ntuh.gov.tw",
    "ftp://portal.ntuh.gov.tw",
    "https://",
    "http://portal.ntuh.gov.tw",
    "http://127.0.0.1.example.org",
    "http://[::1",
    "https://portal.ntuh.gov.tw:abc",
    "https://portal.ntuh.gov.tw:0",
    "https://portal.ntuh.gov.tw:65536",
    "https://user@portal.ntuh.gov.tw",
    "https://user:hush@portal.ntuh.gov.tw",
    "https://portal.ntuh.gov.tw?x",
    "https://portal.ntuh.gov.tw?",
    "https://portal.ntuh.gov.tw#x",
    "https://portal.ntuh.gov.tw/General",
    "https://portal.ntuh.gov.tw\\.example.org",
    " https://portal.ntuh.gov.tw",
    "https://portal.ntuh.gov.tw ",
    "https://portal .ntuh.gov.tw",
    "https://portal.ntuh.gov.tw\n",
    "https://127.1",
    "https://-portal",
    3,
    None,
)


@pytest.mark.parametrize("address", TAKEN)
def test_an_address_that_can_be_asked_is_taken(address: str) -> None:
    """By the client too."""
    assert is_address(address)
    Client((address,)).close()


@pytest.mark.parametrize("address", REFUSED)
def test_every_other_is_none(address: object) -> None:
    """Whatever it is, without a traceback."""
    assert not is_address(address)


def test_hosts_are_told_from_what_only_looks_like_one() -> None:
    """And this computer from every other."""
    assert all(map(is_host, ("portal.ntuh.gov.tw", "localhost", "127.0.0.1", "::1")))
    assert not any(map(is_host, ("", "127.1", "1.2.3.4.5", "a..b", "portal:1", "2130706433")))
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.9.9.9", "::1")))
    assert not any(map(is_loopback, ("localhost.example.org", "192.0.2.7", "")))
