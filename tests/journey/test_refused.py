"""What cannot be done is said in one sentence with a documented exit status, before anything is begun; no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from ntuh_onboard.commands.options import no_one_address
from ntuh_onboard.startup.exits import Exit
from tests.patience import PATIENCE
from tests.terminal.harness import plain_environment

ROOT = Path(__file__).resolve().parents[2]
SERVE = ("serve", "demo", "--url-file")
MANY = "name one address"


def said(folder: Path, *command: str) -> tuple[int, str]:
    """Exit status and standard error of a command that ends by itself."""
    ended = subprocess.run(
        [sys.executable, "-m", "ntuh_onboard", *command],
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
        cwd=folder,
        env=plain_environment(folder, PYTHONPATH=str(ROOT), PYTHONUTF8="1"),
    )
    return ended.returncode, ended.stderr


@pytest.mark.parametrize("number", ["99999", "65536", "-1", "x", "0000080000"])
@pytest.mark.parametrize("command", [(*SERVE, "u"), ("class",)], ids=" ".join)
def test_a_port_that_is_none_is_misuse(tmp_path: Path, command: Sequence[str], number: str) -> None:
    """It is told what a port is."""
    status, told = said(tmp_path, *command, f"--port={number}")
    assert status == Exit.USAGE
    assert f"{number}: a port is a number from 0 to 65535" in told


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("class", "--port", "65535"), "--port: at most 65534"),
        (("class", "--address", "0.0.0.0"), f"--address: {MANY}"),  # noqa: S104  # it is refused
        (("class", "--address", "::"), f"--address: {MANY}"),
        ((*SERVE, "u", "--host", "0.0.0.0"), f"--host: {MANY}"),  # noqa: S104  # as above
        ((*SERVE, "none/u"), "--url-file: none/u: there is no folder none"),
        ((*SERVE, "."), "--url-file: .: is a folder"),
        (("class", "--board-file", "none/b"), "--board-file: none/b: there is no folder none"),
        (("simulate", "--trainer-file", "none/t"), "--trainer-file: none/t: there is no folder none"),
        (("simulate", "--profile-file", "none/p"), "--profile-file: none/p: there is no folder none"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_what_cannot_be_done_is_refused_by_its_option(tmp_path: Path, command: Sequence[str], words: str) -> None:
    """The sentence names the option, and nothing has been written."""
    status, told = said(tmp_path, *command)
    assert status == Exit.CONFIGURATION
    assert told.replace(os.sep, "/").startswith(f"{command[0]}: {words}")
    assert told.count("\n") == 1
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("host", ["", "0", "0.0", "0x0", "0.0.0.0", "::", "0:0::0"])  # noqa: S104  # they are refused
def test_every_address_is_no_one_address_however_it_is_written(host: str) -> None:
    """The system takes more than one writing of it."""
    assert MANY in no_one_address(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "192.0.2.7", "::1", "localhost", "ws-12.example"])
def test_one_address_and_a_name_are_taken(host: str) -> None:
    """A name is what a certificate is made out to; it is not looked up."""
    assert no_one_address(host) == ""
