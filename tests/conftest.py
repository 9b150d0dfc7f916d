"""What every test starts from: no variable of the machine that runs the tests changes what they see."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.chromium.installed_browser import Chromium

from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parent.parent
SLOWEST_FIRST = ("terminal", "classroom", "training", "screens", "faults", "handout", "kiosk", "serve", "check")
"""Folders whose tests take long: what is begun last must be short, or one worker ends alone."""
FROZEN = 2_000_000
"""Objects that the wizards of a process may have kept from the search for garbage, some 300 MB."""
Python = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slowest folders; within a folder as it stands there."""
    places = {name: at for at, name in enumerate(SLOWEST_FIRST)}
    items.sort(key=lambda each: places.get(each.path.relative_to(ROOT / "tests").parts[0], len(places)))


@pytest.fixture(autouse=True, scope="module")
def _room() -> Iterator[None]:
    """Give back what wizards have left: each keeps from the garbage collector all that there is when it has begun."""
    yield
    if gc.get_freeze_count() > FROZEN:
        gc.unfreeze()
        gc.collect()
        gc.freeze()


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Settings, home and terminal of the machine stay outside."""
    home = tmp_path_factory.mktemp("home")
    for name in [*os.environ]:
        if name.startswith(("NTUH_ONBOARD_", "TEXTUAL", "XDG_", "KEYRING")) or name in {"NO_COLOR", "COLUMNS", "LINES"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))


@pytest.fixture
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def browser() -> Iterator[Chromium]:
    """One for all tests that need one; without one they fail."""
    from tests.chromium import installed_browser  # not for Windows

    path = installed_browser.find()
    if path is None:
        pytest.fail(installed_browser.MISSING, pytrace=False)
    with installed_browser.opened(path) as running:
        yield running


@pytest.fixture
def python(tmp_path: Path) -> Python:
    """Run a piece of Python in a fresh interpreter and give what it printed; fails where it fails."""

    def run(script: str, environ: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        clean = {"PATH": os.defpath, "HOME": str(tmp_path), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", script],
            env={**clean, **(environ or {})},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done

    return run
