"""The vault on a real Secret Service: gnome-keyring, in a session bus and a home of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tests.terminal.harness import plain_environment

NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
KEEPS = """
from ntuh_onboard.common import vault
from ntuh_onboard.common.secret import Secret

kept = vault.Kept.EMPLOYEE_ID
print(vault.open_vault(own_device=True).remember(kept, Secret("104567")))
print(vault.open_vault(own_device=True).recall(kept).reveal())
print(vault.open_vault(own_device=True).forget(kept))
print(vault.open_vault(own_device=True).recall(kept))
"""
UNLOCKS = "printf 'x\\n' | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1; exec \"$@\""


@pytest.mark.long
@pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason=f"needs {' and '.join(NEEDED)}")
def test_gnome_keyring_keeps_reads_back_and_forgets(tmp_path: Path) -> None:
    """Each by another opening of the vault; under a bus without the keyring nothing is kept, which other tests show."""
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", UNLOCKS, "sh", sys.executable, "-c", KEEPS],  # noqa: S607
        env=plain_environment(tmp_path, PYTHONPATH=str(Path(__file__).parents[2])),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.stdout.split() == ["True", "104567", "True", "None"], done.stderr
