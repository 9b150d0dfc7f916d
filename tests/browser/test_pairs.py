"""Form owner and successful controls: what our page reader sends is, byte for byte, what Chromium sends."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from ntuh_onboard.backend.web.submission import Submission
from tests.browser.sink import UTF8, Sent, Sink
from tests.browser.window import Window
from tests.web.samples import Case, cases

A_MOMENT = "new Promise(done => setTimeout(() => done(true), 150))"


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink.running() as running:
        for case in cases():
            says_itself = b"<meta" in case.bytes
            running.pages[f"/pages/{case.page}.html"] = ("text/html" if says_itself else UTF8, case.bytes)
        yield running


@pytest.mark.parametrize("case", list(cases()), ids=str)
def test_our_reader_sends_what_the_browser_sends(case: Case, sink: Sink, window: Window) -> None:
    """Method, address, type and body; nothing where the browser sends nothing."""
    url = f"{sink.url}/pages/{case.page}.html"
    ours = case.submission(url)
    assert pressed(sink, window, url, case.press) == ([] if ours is None else [as_sent(ours)])


def pressed(sink: Sink, window: Window, url: str, press: str) -> list[Sent]:
    """What the browser sends when this is pressed."""
    window.go(url)
    sink.sent.clear()
    window.run(f"document.getElementById({press!r}).click()")
    window.wait(lambda: sink.sent or window.run(A_MOMENT), press)
    window.wait(lambda: window.run("document.readyState") == "complete", press)
    return [one_boundary(each) for each in sink.sent]


def as_sent(ours: Submission) -> Sent:
    """As a server would keep it."""
    body, kind = ours.encoded() if ours.posts else (b"", "")
    address = urlsplit(ours.address)
    target = address.path + (f"?{address.query}" if address.query else "")
    return one_boundary(Sent(ours.method.upper(), target, kind, body))


def one_boundary(sent: Sent) -> Sent:
    """Boundaries are drawn by chance: the same one for both."""
    kind, found, boundary = sent.kind.partition("boundary=")
    return Sent(sent.method, sent.target, kind + found, sent.body.replace(boundary.encode(), b"-")) if found else sent
