"""Form owner and successful controls: for each page of `pages/`, the pairs written by hand (HTML standard).

`tests/chromium` holds the same table against a real browser.
"""

from __future__ import annotations

import pytest

from tests.backend.web.samples import Case, cases


@pytest.mark.parametrize("case", list(cases()), ids=str)
def test_the_pairs_are_those_a_browser_sends(case: Case) -> None:
    """Names, values and their order; nothing is sent by a button without a form."""
    sent = case.submission()
    assert (None if sent is None else sent.pairs) == case.pairs
    if sent is not None:
        assert sent.url.partition("?")[0] == "https://portal.example/sink"
