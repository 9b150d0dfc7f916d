"""One browser for all; a window with cookies of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chromium.installed_browser import Chromium
from tests.chromium.window import Window

HERE = Path(__file__).resolve().parent


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Collected only where this folder was named (`make browser`): not every machine has a browser."""
    named = [Path(each.partition("::")[0]).resolve() for each in config.args]
    return None if any(HERE in (each, *each.parents) for each in named) else True


@pytest.fixture
def window(browser: Chromium) -> Iterator[Window]:
    made = Window(browser)
    yield made
    made.close()
