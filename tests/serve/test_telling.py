"""Telling an address holds nobody up: not in a terminal that was stopped, nor where an output is closed or full."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from ntuh_onboard.serve import announcing
from ntuh_onboard.serve.announcing import Announced
from ntuh_onboard.serve.web_server import Setting
from ntuh_onboard.startup.exits import Exit
from tests.patience import PATIENCE
from tests.serve.server import ROOT, wait
from tests.terminal.harness import plain_environment

STOP, GO_ON = b"\x13", b"\x11"
TELLS = re.compile(r"Open once, in a browser: (\S+)\r\n")


class Shown:
    """A server that tells its addresses on a terminal, whose keys are pressed here."""

    def __init__(self, folder: Path) -> None:
        self.terminal, other = os.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ntuh_onboard", "serve", "demo"],
            stdin=other,
            stdout=other,
            stderr=other,
            cwd=ROOT,
            env=plain_environment(folder),
        )
        os.close(other)
        os.set_blocking(self.terminal, False)
        self._output = b""

    def press(self, key: bytes) -> None:
        """As somebody at the keyboard does."""
        os.write(self.terminal, key)

    def output(self) -> str:
        """All that has been shown."""
        with suppress(OSError):  # nothing more, or the program is gone
            while piece := os.read(self.terminal, 4096):
                self._output += piece
        return self._output.decode()

    def address(self, number: int) -> str:
        """The one that is told so many lines later than the first; waits for it."""
        wait(lambda: len(TELLS.findall(self.output())) > number, "the address is told")
        return str(TELLS.findall(self.output())[number])


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Shown]:
    running = Shown(tmp_path)
    yield running
    running.press(GO_ON)
    running.process.kill()
    running.process.wait(PATIENCE)
    os.close(running.terminal)


async def opened(address: str) -> list[int]:
    """What a browser is answered that comes with this address, at first and at the page that it is sent to."""
    limit = aiohttp.ClientTimeout(total=PATIENCE)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=limit) as http:
        async with http.get(address, allow_redirects=False) as first:
            pass
        async with http.get(address.partition("?")[0]) as second:
            await second.read()
        return [first.status, second.status]


async def test_a_stopped_terminal_stops_nobody(shown: Shown) -> None:
    """Ctrl+S: who has the address comes in, and the server is told to end and ends; in order, though a line is left."""
    address = shown.address(0)
    shown.press(STOP)
    assert await opened(address) == [303, 200]
    assert await opened(address) == [403, 403]
    shown.process.send_signal(signal.SIGTERM)
    assert shown.process.wait(PATIENCE) == Exit.DONE
    assert len(TELLS.findall(shown.output())) == 1


async def test_a_terminal_that_goes_on_shows_what_was_told_meanwhile(shown: Shown) -> None:
    """Ctrl+Q: the address that is good now, and nothing twice."""
    address = shown.address(0)
    shown.press(STOP)
    assert await opened(address) == [303, 200]
    shown.press(GO_ON)
    assert await opened(shown.address(1)) == [303, 200]
    shown.address(2)
    shown.process.send_signal(signal.SIGTERM)
    assert shown.process.wait(PATIENCE) == Exit.DONE
    assert len(TELLS.findall(shown.output())) == 3
    assert shown.output().index("Ctrl+C ends it.") < shown.output().index(shown.address(1))


def wired(output: str, *command: str) -> list[str]:
    """This command with its output as a shell is told."""
    return ["/bin/sh", "-c", f'exec "$@" {output}', "sh", *command]


@pytest.mark.parametrize("output", [">&-", ">&- 2>&-", ">/dev/full 2>&1"])
def test_an_address_in_a_file_needs_no_output(tmp_path: Path, output: str) -> None:
    """Closed, as some that start services leave it, or on a full disk: it serves, and ends in order."""
    file, log = tmp_path / "address", tmp_path / "log"
    serve = [sys.executable, "-m", "ntuh_onboard", "serve", "demo", "--url-file", str(file)]
    with log.open("wb") as written:
        process = subprocess.Popen(wired(output, *serve), stderr=written, cwd=ROOT, env=plain_environment(tmp_path))
        try:
            wait(lambda: file.exists() or process.poll() is not None, "the address is told")
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == Exit.DONE
        finally:
            process.kill()
            process.wait(PATIENCE)
    assert log.read_text(encoding="utf-8") == ""
    assert not file.exists()


@pytest.mark.parametrize(
    ("command", "output", "said", "status"),
    [
        (
            "serve demo",
            ">&-",
            "serve: the address holds a token that must not stand in a log: say --url-file FILE\n",
            Exit.CONFIGURATION,
        ),
        ("kiosk demo", "<&- >&- 2>&-", "", Exit.NO_TERMINAL),
        ("serve demo --sessions 0 --url-file u", "2>&-", "", Exit.CONFIGURATION),
    ],
)
def test_a_refusal_needs_no_output(tmp_path: Path, command: str, output: str, said: str, status: Exit) -> None:
    """Its exit status tells it, where nothing else can."""
    program = [sys.executable, "-m", "ntuh_onboard", *command.split()]
    ended = subprocess.run(
        wired(output, *program),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
        cwd=tmp_path,
        env=plain_environment(tmp_path, PYTHONPATH=str(ROOT)),
    )
    assert (ended.returncode, ended.stderr) == (status, said)


def test_all_that_was_told_is_written_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order in which it was told, also where the output was full meanwhile and says so in place of waiting."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    monkeypatch.setattr(announcing, "AGAIN_AFTER", 0.01)
    with os.fdopen(read, encoding="utf-8") as told, os.fdopen(write, "w", encoding="utf-8") as output:
        filled = os.write(write, b"x" * 2**20)
        monkeypatch.setattr(sys, "stdout", output)
        announced = Announced(Setting(lambda _, front: ("false",), []), None)
        for _ in range(3):
            announced._renew()
        assert told.read(filled) == "x" * filled
        announced.end()
        output.close()
        assert [each.partition("/?token=")[0] for each in told] == ["Open once, in a browser: "] * 3
