"""Papers and supply chain: licence, list of libraries, the same wheel from the same sources."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.serve.server import ROOT
from tools.licences import lines


def test_the_list_names_every_library_with_its_licences() -> None:
    """Whether it is told as an expression, by id or by name; one that is not told is no silence."""
    listed = {
        "components": [
            {"name": "Zeta", "version": "1", "licenses": [{"license": {"id": "MIT"}}, {"license": {"id": "MIT"}}]},
            {"name": "alpha", "version": "2", "licenses": [{"expression": "MIT OR Apache-2.0"}]},
            {"name": "beta", "version": "3", "licenses": [{"license": {"name": "BSD"}}]},
            {"name": "gamma", "version": "4"},
        ]
    }
    assert list(lines(listed)) == ["alpha 2: MIT OR Apache-2.0", "beta 3: BSD", "gamma 4: unknown", "Zeta 1: MIT"]


@pytest.mark.long
def test_two_builds_apart_are_the_same_file(tmp_path: Path) -> None:
    """After every file has got another time; with licence, documents and files for administrators."""
    digests = []
    for at in ("one", "two"):
        for each in (ROOT / "ntuh_onboard").rglob("*.mo"):
            each.touch()
        command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-build-isolation", "--no-deps", "--wheel-dir"]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1764460800"}
        subprocess.run([*command, str(tmp_path / at), str(ROOT)], env=environment, check=True)
        (wheel,) = (tmp_path / at).glob("*.whl")
        digests.append(hashlib.sha256(wheel.read_bytes()).hexdigest())
    assert digests[0] == digests[1]
    names = "\n".join(zipfile.ZipFile(wheel).namelist())
    for part in ("/LICENSE", "share/ntuh-onboard/deploy/foot.ini", "share/doc/ntuh-onboard/SECURITY.md"):
        assert part in names
