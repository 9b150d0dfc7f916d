"""What the Windows kiosk's script and its policies must say, as far as it can be read where there is no Windows."""

from __future__ import annotations

import re

import pytest

from tests.serve.server import ROOT

SCRIPT = (ROOT / "deploy" / "ntuh-onboard-kiosk.ps1").read_text(encoding="ascii")


def test_edge_has_a_folder_of_its_own_for_each_change() -> None:
    """One that runs already takes the address over and ends the new one at once, which would be opened without end."""
    started = SCRIPT.index("Start-Process $Edge")
    assert re.search(r'\$Folders = Join-Path \$env:TEMP "ntuh-onboard-edge-"', SCRIPT)
    assert "$Own = $Folders + [guid]::NewGuid()" in SCRIPT[:started]
    assert '"`"--user-data-dir=$Own`""' in SCRIPT[started:]
    removed = [each.start() for each in re.finditer(r'Remove-Item "\$Folders\*" -Recurse -Force', SCRIPT)]
    assert removed[0] < started < SCRIPT.index("Stop-Process") < removed[1]


@pytest.mark.parametrize("policy", ["StartupBoostEnabled=0", "BackgroundModeEnabled=0"])
def test_no_edge_runs_unseen(policy: str) -> None:
    """The step that sets Edge's policies names it."""
    steps = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8").partition("Edge's policies for that user")[2]
    assert policy in steps.partition("\n5. ")[0]
