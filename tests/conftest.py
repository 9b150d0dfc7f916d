"""What every test starts from: no variable of the machine that runs the tests changes what they see."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.chromium.installed_browser import Chromium

ROOT = Path(__file__).resolve().parent.parent
Python = Callable[..., "subprocess.CompletedProcess[str]"]


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
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done

    return run
