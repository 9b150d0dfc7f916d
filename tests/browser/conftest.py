"""One browser for all; a window with cookies of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser import chromium
from tests.browser.chromium import Chromium
from tests.browser.window import Window


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    path = chromium.find()
    if path is None:
        pytest.fail(f"Chromium is not on this machine; {chromium.CHROMIUM}=path names one", pytrace=False)
    with chromium.opened(path) as running:
        yield running


@pytest.fixture
def window(browser: Chromium) -> Iterator[Window]:
    made = Window(browser)
    yield made
    made.close()
