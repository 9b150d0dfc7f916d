"""What `make dist` has made is installed where there is no network, and a whole practice is walked there.

`make dist` runs it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ntuh_onboard import __version__
from tests.terminal.student import ROOT

MADE = ROOT / f"dist/ntuh-onboard-{__version__}-wheels-linux.zip"
ALONE = ("unshare", "--map-root-user", "--net")
"""Runs a program in a network namespace of its own, with no interface but a loopback that is down."""


def alone(*command: str | Path) -> str:
    """Run it without network, and return what it printed."""
    done = subprocess.run([*ALONE, *map(str, command)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(not MADE.exists(), reason="make dist has not made it")
@pytest.mark.skipif(shutil.which("unshare") is None, reason="unshare is not installed")
def test_it_is_installed_and_practised_without_network(tmp_path: Path) -> None:
    """From its ZIP, in a folder with Chinese and spaces."""
    assert alone("cat", "/proc/net/dev").count(":") == 1  # the loopback
    shutil.unpack_archive(MADE, tmp_path / "隨身碟 one")
    folder, installed = tmp_path / "隨身碟 one" / MADE.stem, tmp_path / "opt"
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=True)  # noqa: S607
    assert f"ntuh-onboard {__version__}" in alone(sys.executable, folder / "install.py", installed)
    ours = (installed / "bin/python", "-I", "-m", "ntuh_onboard")
    answers = ROOT / "examples/answers.toml"
    assert "Practice finished" in alone(*ours, "demo", "--plain", "--lang", "en", "--answers", answers)
    assert "usage" in alone(*ours, "serve", "--help")
