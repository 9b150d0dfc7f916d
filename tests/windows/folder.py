"""The folder that needs no installation, under Wine: from a path with Chinese and spaces, and nothing in it is changed.

`make windows-folder` makes it first; `NTUH_ONBOARD_FOLDER` names it, if it is not dist/ntuh-onboard-windows.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ntuh_onboard import __version__
from tests.patience import PATIENCE
from tests.terminal.student import ROOT
from tests.windows.console_student import wine

FOLDER = Path(os.environ.get("NTUH_ONBOARD_FOLDER", f"{ROOT}/dist/ntuh-onboard-windows"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy, as on a USB stick."""
    place = tmp_path_factory.mktemp("usb") / "臨床 實習 (1)"
    return Path(shutil.copytree(FOLDER, place))


def started(folder: Path, *arguments: str) -> tuple[int, str]:
    """How it ended, and what it printed. PYTHONPATH names a checkout, which must have no effect."""
    done = subprocess.run(
        ["wine", "cmd", "/c", "開通精靈.cmd", *arguments],  # noqa: S607
        env=wine(LC_ALL="C.UTF-8"),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("--version",), 0, f"ntuh-onboard {__version__}"),
        (("check", "--help"), 0, "--save-pages"),
        (("demo", "--plain", "--lang", "zh-TW"), 6, "練習模式"),
        (("nonsense",), 2, "invalid choice"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else None,
)
def test_it_starts_and_hands_on_what_it_was_given(
    folder: Path, arguments: tuple[str, ...], status: int, words: str
) -> None:
    """With the status of what it started; afterwards every file still has its sum, and there is no new one."""
    before = {*folder.rglob("*")}
    ended, text = started(folder, *arguments)
    assert ended == status, text
    assert words in text
    assert {*folder.rglob("*")} == before
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=True)  # noqa: S607
