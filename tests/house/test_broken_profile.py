"""A profile that cannot be used is told before the first screen, by every command that sits somebody down to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Python

BEGIN = """
import sys
from textual.app import App
from ntuh_onboard.commands import cli

def run(self, **_):
    raise AssertionError("a screen was shown")

App.run = run
status = cli.main({arguments!r})
heavy = {{"requests", "urllib3", "selectolax"}} & {{name.partition(".")[0] for name in sys.modules}}
print(status, *sorted(heavy))
"""


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("[marks]\nsaved = 'x'", "line 3: marks.saved must be a list"),
        ("[patterns]\nleft = '{0}'", "line 3: patterns.left must hold"),
        ("[rules]\ninside = 'x'", "line 3: rules.inside"),
        ("[[messages]]\nwords = 'x'", "line 2: each of [[messages]]"),
        ("[servers]\nportal = 'http://[::1'", "line 3: servers.portal"),
    ],
)
def test_run_tells_every_mistake_before_its_first_screen(lines: str, said: str, python: Python, tmp_path: Path) -> None:
    """Exit 3 and the line, and neither wire nor parser is loaded for it."""
    path = tmp_path / "mended.toml"
    path.write_text(f'extends = "ntuh"\n{lines}\n', encoding="utf-8")
    done = python(BEGIN.format(arguments=["run", "--profile", str(path)]))
    assert done.stdout.split()[-1:] == ["3"]
    assert f"{path}, {said}" in done.stderr


@pytest.mark.parametrize("command", [["kiosk", "ntuh"], ["kiosk", "demo"], ["serve", "ntuh", "--url-file", "address"]])
def test_a_shared_computer_is_not_opened_with_it(command: list[str], python: Python, tmp_path: Path) -> None:
    """Who starts it is told, not the first student."""
    path = tmp_path / "mended.toml"
    path.write_text('extends = "ntuh"\n[marks]\nsaved = "x"\n', encoding="utf-8")
    done = python(BEGIN.format(arguments=[*command, "--profile", str(path)]))
    assert done.stdout.split() == ["3"]
    assert f"{path}, line 3: marks.saved must be a list" in done.stderr
    assert not (tmp_path / "address").exists()
