"""Which commands listen, and where: on this computer alone unless somebody has said otherwise."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

import pytest

from tests.long_cases import sparing
from tests.serve.server import ROOT
from tests.terminal.harness import Terminal, plain_environment

PROGRAM = [sys.executable, "-I", "-m", "ntuh_onboard"]
SERVERS: Mapping[str, Sequence[str]] = {
    "simulate": ("simulate",),
    "serve": ("serve", "demo", "--url-file", "u"),
    "class": ("class", "--students", "1", "--board-file", "b"),
}
SCREENS: Mapping[str, tuple[Sequence[str], bool]] = {
    "run": (("run",), False),
    "demo": (("demo",), False),
    "demo over HTTP": (("demo", "--over-http"), True),
    "kiosk": (("kiosk", "demo"), False),
}
"""What stands in a terminal, and whether it listens."""
LISTENING = "0A"
FIRST = re.compile("您要從哪裡開始|Where do you want to begin|開始前|按|Press")


def family(pid: int) -> Iterator[int]:
    """This process and all that it started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from family(int(child))


def sockets(pid: int) -> set[str]:
    """The inodes of the sockets that this process holds."""
    held = set[str]()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found = re.fullmatch(r"socket:\[(\d+)\]", str(each.readlink()))
        except FileNotFoundError:
            continue
        held |= {found[1]} if found else set()
    return held


def listens(pid: int) -> set[str]:
    """The addresses at which this process, or one that it started, takes connections."""
    own = set[str]().union(*(sockets(each) for each in family(pid)))
    found = set[str]()
    for table, kind in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            _, local, _, state, *_, inode = line.split()[:10]
            if state == LISTENING and inode in own:
                raw = bytes.fromhex(local.partition(":")[0])
                words = (raw[at : at + 4][::-1] for at in range(0, len(raw), 4))
                found.add(socket.inet_ntop(kind, b"".join(words)))
    return found


@contextmanager
def serving(options: Sequence[str], folder: Path) -> Iterator[int]:
    """The process of a server that takes connections."""
    environment = plain_environment(folder, NTUH_ONBOARD_LANGUAGE="en")
    with subprocess.Popen([*PROGRAM, *options], stdout=subprocess.PIPE, cwd=folder, env=environment) as process:
        try:
            assert process.stdout is not None
            next(line for line in process.stdout if b"Ctrl+C" in line)
            yield process.pid
        finally:
            process.terminate()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("name", sparing(SERVERS, {"serve"}.__contains__))
def test_a_command_listens_where_the_page_for_staff_says(tmp_path: Path, name: str) -> None:
    """On loopback only, without an option that names another address."""
    with serving(SERVERS[name], tmp_path) as pid:
        found = listens(pid)
    assert found
    assert all(ip_address(each).is_loopback for each in found)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("name", sparing(SCREENS, {"run"}.__contains__))
def test_a_wizard_in_a_terminal_listens_nowhere(tmp_path: Path, name: str) -> None:
    """But for the simulated pages on this computer that it was asked to show."""
    options, serves = SCREENS[name]
    with Terminal([*PROGRAM, *options], environment=plain_environment(tmp_path), folder=tmp_path) as terminal:
        terminal.wait_for(FIRST)
        found = listens(terminal.program.process.pid)
    assert bool(found) is serves
    assert all(ip_address(each).is_loopback for each in found)


def test_a_check_listens_nowhere(tmp_path: Path) -> None:
    """It ends by itself, so that every socket says when it is to take connections."""
    told = (
        "import socket, sys\n"
        "socket.socket.listen = lambda self, *given: sys.stdout.write('listens\\n')\n"
        "from ntuh_onboard.commands import cli\n"
        "sys.exit(cli.main(['check', '--json', '--proxy', 'http://127.0.0.1:9']))\n"
    )
    environment = plain_environment(tmp_path, PYTHONPATH=str(ROOT))
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 4, done.stderr
    assert "listens" not in done.stdout
