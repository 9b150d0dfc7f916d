"""What stands in the environment or in the current folder does not decide what runs: starts x tricks."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ntuh_onboard import __version__
from tests.long_cases import sparing
from tests.serve.server import ROOT
from tests.terminal.harness import plain_environment

PYTHON = sys.executable
INSTALLED = "/opt/ntuh-onboard/bin/"
HERE = str(Path(PYTHON).parent) + "/"


def deployed(file: str, pattern: str) -> list[str]:
    """The command of a file for administrators, up to the program's own arguments, with this Python."""
    found = re.search(pattern, (ROOT / "deploy" / file).read_text(encoding="utf-8"))
    assert found is not None
    return found[1].replace(INSTALLED, HERE).split()


def windows() -> list[str]:
    """As the script for Windows starts it."""
    text = (ROOT / "deploy/ntuh-onboard-kiosk.ps1").read_text(encoding="utf-8")
    found = re.search(r'\$Python -ArgumentList ((?:"[^"]+", )+)', text)
    assert found is not None
    return [PYTHON, *re.findall(r'"([^"]+)"', found[1])[:3]]


STARTS: Mapping[str, Callable[[], list[str]]] = {
    "script of pip": lambda: [f"{HERE}ntuh-onboard"],
    "python -m": lambda: [PYTHON, "-m", "ntuh_onboard"],
    "launcher": lambda: [*deployed("ntuh-onboard", r"#!(.+)\n"), str(ROOT / "deploy/ntuh-onboard")],
    "kiosk unit": lambda: deployed("ntuh-onboard-kiosk.service", r"foot\.ini (.+) kiosk"),
    "ssh": lambda: deployed("sshd-ntuh-onboard.conf", r"ForceCommand (.+) kiosk"),
    "Windows": windows,
}
MARK = """
import sys
with open({mark!r}, "a") as file:
    file.write("isolated\\n" if sys.flags.isolated else "first\\n")
"""
TRICKS: Mapping[str, tuple[str, bool]] = {
    "sitecustomize": ("sitecustomize.py", True),
    "usercustomize": ("usercustomize.py", True),
    "module of the library in PYTHONPATH": ("argparse.py", True),
    "module of the library in the folder": ("argparse.py", False),
    "package of this name in the folder": ("ntuh_onboard/__init__.py", False),
    "package of this name in PYTHONPATH": ("ntuh_onboard/__init__.py", True),
}
"""What is put where, and whether PYTHONPATH names the folder; else it is the current one."""
REDIRECTED = {
    ("script of pip", "package of this name in PYTHONPATH"),
    ("python -m", "package of this name in PYTHONPATH"),
    ("python -m", "package of this name in the folder"),
}
"""Where another program is started than this one, which no line of this one can help: docs/deployment.md says so."""
ISOLATED = {"launcher", "kiosk unit", "ssh", "Windows"}


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("start", sparing(list(STARTS), {"script of pip", "python -m", "ssh"}.__contains__))
def test_nothing_that_is_put_there_runs(tmp_path: Path, start: str, trick: str) -> None:
    """At most in the interpreter that is replaced at once, and not at all where administrators start it."""
    file, named = TRICKS[trick]
    mark, planted = tmp_path / "mark", tmp_path / "planted" / file
    planted.parent.mkdir(parents=True)
    planted.write_text(MARK.format(mark=str(mark)), encoding="utf-8")
    folder = tmp_path / "planted" if not named else tmp_path
    environment = plain_environment(tmp_path, **({"PYTHONPATH": str(tmp_path / "planted")} if named else {}))
    done = subprocess.run(
        [*STARTS[start](), "--version"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    ran = mark.read_text(encoding="utf-8").split() if mark.exists() else []
    if (start, trick) in REDIRECTED:
        assert ran == ["first"]
        return
    assert done.stdout == f"ntuh-onboard {__version__}\n", done.stderr
    assert "isolated" not in ran
    assert not (start in ISOLATED and ran)


def test_arguments_and_status_go_through(tmp_path: Path) -> None:
    """Also those with spaces and quotes, and the streams' encoding that somebody has set."""
    environment = plain_environment(tmp_path, PYTHONIOENCODING="cp950")
    command = [PYTHON, "-m", "ntuh_onboard", "demo", "--answers", "no 'such' \"file\" 檔", "--play", "x"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.decode("cp950") == "--answers does not go with --play: the scenario decides that\n"
