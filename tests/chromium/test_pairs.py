"""Form owner and successful controls: what our page reader sends is, byte for byte, what Chromium sends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ntuh_onboard.backend.web.html.controls import SUBMIT
from tests.backend.web.samples import Case, cases
from tests.chromium.pressing import as_sent, pressed
from tests.chromium.sink import UTF8, Sink
from tests.chromium.window import Window


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
    if SUBMIT in dict(case.pairs or ()).values() and window.run("navigator.language") != "zh-TW":
        pytest.skip("the browser has no Chinese words of its own: Debian has them in chromium-l10n")
    ours = case.submission(url)
    assert pressed(sink, window, url, case.press) == ([] if ours is None else [as_sent(ours)])
