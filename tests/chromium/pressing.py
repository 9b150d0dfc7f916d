"""A button of a page pressed in the browser, and by our page reader; what is sent, in the same words."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from ntuh_onboard.backend.web.http.submission import Submission
from tests.chromium.sink import Sent, Sink
from tests.chromium.window import Window

_A_MOMENT = "new Promise(done => setTimeout(() => done(true), 150))"


def pressed(sink: Sink, window: Window, url: str, press: str, before: Callable[[], None] = lambda: None) -> list[Sent]:
    """What the browser sends when the element of this id is pressed. before: done once the page is there."""
    window.go(url)
    before()
    sink.sent.clear()
    window.run(f"document.getElementById({press!r}).click()")
    window.wait(lambda: sink.sent or window.run(_A_MOMENT), press)
    window.wait(lambda: window.run("document.readyState") == "complete", press)
    return [_one_boundary(each) for each in sink.sent]


def as_sent(ours: Submission) -> Sent:
    """As a server would keep it."""
    body, kind = ours.encoded() if ours.posts else (b"", "")
    address = urlsplit(ours.address)
    target = address.path + (f"?{address.query}" if address.query else "")
    return _one_boundary(Sent(ours.method.upper(), target, kind, body))


def _one_boundary(sent: Sent) -> Sent:
    """Boundaries are drawn by chance: the same one for both."""
    kind, found, boundary = sent.kind.partition("boundary=")
    return Sent(sent.method, sent.target, kind + found, sent.body.replace(boundary.encode(), b"-")) if found else sent
