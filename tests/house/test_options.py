"""What an option names is looked at before anything is begun: a file that can be written, a host that can be found."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from ntuh_onboard.commands.options import no_one_address, unwritable
from ntuh_onboard.startup.exits import Exit
from tests.journey.test_refused import said

IN_ITS_PLACE = "is no plain file; one would be put in its place"
IN_FULL = "write an IP address in full, as 127.0.0.1 or ::1, or a name"


@pytest.mark.parametrize("option", ["--url-file", "--counts"])
def test_what_is_no_plain_file_is_not_replaced_by_one(tmp_path: Path, option: str) -> None:
    """A device, a pipe or a socket of the machine's, and a link to one: root could, and would remove it in the end."""
    pipe, line, link = tmp_path / "pipe", tmp_path / "line", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(line))
        for path in (pipe, line, link, Path("/dev/null"), Path("/dev/stdout")):
            assert unwritable(option, str(path)) == f"{option}: {path}: {IN_ITS_PLACE}"


def test_a_link_in_dev_to_a_plain_file_is_the_machines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """/dev/stdout is one while the output goes to a file."""
    (tmp_path / "log").touch()
    (tmp_path / "dev").mkdir()
    link = tmp_path / "dev" / "stdout"
    link.symlink_to(tmp_path / "log")
    monkeypatch.setattr("ntuh_onboard.commands.options._DEVICES", tmp_path / "dev")
    assert unwritable("--url-file", str(link)) == f"--url-file: {link}: {IN_ITS_PLACE}"


def test_a_plain_file_and_a_new_one_are_taken(tmp_path: Path) -> None:
    """Also where a link leads to one, or to nothing yet."""
    file, link, loose = tmp_path / "file", tmp_path / "link", tmp_path / "loose"
    file.touch()
    link.symlink_to(file)
    loose.symlink_to(tmp_path / "none")
    for path in (file, link, loose, tmp_path / "new"):
        assert unwritable("--url-file", str(path)) == ""
    assert unwritable("--url-file", None) == ""


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    """The system says why."""
    path = tmp_path / ("a" * 300)
    assert unwritable("--counts", str(path)).startswith(f"--counts: {path}: ")


def test_a_pipe_is_refused_by_the_command_and_stays(tmp_path: Path) -> None:
    """Before a terminal is looked at."""
    os.mkfifo(tmp_path / "pipe")
    status, told = said(tmp_path, "kiosk", "demo", "--counts", "pipe")
    assert (status, told) == (Exit.CONFIGURATION, f"kiosk: --counts: pipe: {IN_ITS_PLACE}\n")
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize(
    "host",
    ["127.1", "0x7f000001", "2130706433", "0177.0.0.1", "1.2.3.4.5", "[::1]", "fe80::1%lo", "a..b", "a" * 64, "字.tw"],
)
def test_a_host_that_no_browser_says_so_is_refused(host: str) -> None:
    """The system reads some of them as an address; a browser says it in its own way, and is not known by that."""
    assert no_one_address(host) == f"{host}: {IN_FULL}"


@pytest.mark.parametrize("host", ["LOCALHOST", "WS-12.Example", "127.0.0.2", "0:0:0:0:0:0:0:1", "2001:DB8::7"])
def test_a_host_is_written_in_more_than_one_way(host: str) -> None:
    """In capitals, or with its noughts: what a browser makes of it is known."""
    assert no_one_address(host) == ""


@pytest.mark.parametrize(
    "command", [("serve", "demo", "--url-file", "u", "--host"), ("class", "--address")], ids=lambda each: each[0]
)
def test_a_short_address_is_refused_by_its_option(tmp_path: Path, command: tuple[str, ...]) -> None:
    """Before a port is taken; nothing is written."""
    assert said(tmp_path, *command, "127.1") == (
        Exit.CONFIGURATION,
        f"{command[0]}: {command[-1]}: 127.1: {IN_FULL}\n",
    )
    assert not [*tmp_path.iterdir()]
