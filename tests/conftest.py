"""What every test starts from: no variable of the machine that runs the tests changes what they see."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.chromium.installed_browser import Chromium

from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parent.parent
SLOWEST_FIRST = ("terminal", "classroom", "training", "screens", "faults", "handout", "kiosk", "serve", "check")
"""Folders whose tests take long: what is begun last must be short, or one worker ends alone."""
OFTEN = 50_000
"""New objects after which garbage is looked for: a wizard makes as many, and Python would look seventy times."""
Python = Callable[..., "subprocess.CompletedProcess[str]"]

settings.register_profile("check", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile("check")  # the same examples each time, however slow the machine; `make long` looks for others


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slowest folders; within a folder as it stands there."""
    places = {name: at for at, name in enumerate(SLOWEST_FIRST)}
    items.sort(key=lambda each: places.get(each.path.relative_to(ROOT / "tests").parts[0], len(places)))


@pytest.fixture(autouse=True, scope="session")
def _interruptible() -> None:
    """Hear Ctrl+C, and so the programs that tests start: a shell that runs this in the background has it ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def _lean() -> None:
    """Search no longer for garbage in what stays: the tests themselves, and the libraries.

    A wizard that has begun keeps from the search all that there is: right for one in a process, and not for hundreds.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OFTEN, 10, 10)
    gc.freeze = lambda: None


@pytest.fixture(scope="session")
def _homes() -> list[Path]:
    """The homes that were made, the one in use last."""
    return []


@pytest.fixture(autouse=True)
def _own_surroundings(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, _homes: list[Path]
) -> None:
    """Settings, home and terminal of the machine stay outside; a home is used again while nothing was put there."""
    if not _homes or [*_homes[-1].iterdir()]:
        _homes.append(tmp_path_factory.mktemp("home"))
    home = _homes[-1]
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
