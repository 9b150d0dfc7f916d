"""One server for the tests that leave it as they found it; what needs a browser is collected where it is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.server import Server, served

IN_A_BROWSER = "in_a_browser"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Collected only where that folder was named (`make serve-browser`): not every machine has a browser."""
    if IN_A_BROWSER not in collection_path.parts:
        return None
    return None if any(IN_A_BROWSER in Path(each.partition("::")[0]).parts for each in config.args) else True


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("served")) as running:
        yield running
