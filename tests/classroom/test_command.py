"""`ntuh-onboard class` as a trainer starts it: its addresses, its words on the trainer's screen, and its end."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.classroom.class_server import ClassSetting, class_running
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.texts.sentences import Texts
from tests.classroom.conftest import Browser
from tests.languages import EN
from tests.patience import PATIENCE
from tests.serve.server import ROOT
from tests.terminal.harness import plain_environment

LESSON = ("-m", "ntuh_onboard")
ON_WINDOWS = """
import asyncio, signal, sys
from ntuh_onboard.commands import cli

def none(*_):
    raise NotImplementedError

asyncio.SelectorEventLoop.add_signal_handler = none
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(cli.main())
"""
"""As on Windows, whose event loops take no signals."""


def free_pair() -> int:
    """A port that is free, as the next one is."""
    for port in range(20_000, 60_000, 7):
        try:
            with socket.create_server(("127.0.0.1", port)), socket.create_server(("127.0.0.1", port + 1)):
                return port
        except OSError:
            continue
    raise AssertionError("no port is free")


@contextmanager
def lesson(
    folder: Path, *options: str, program: tuple[str, ...] = LESSON, encoding: str = "utf-8"
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A class of two; what it has said when it stood, and its process."""
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, *program, "class", "--students", "2", *options],
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=ROOT,
            env=plain_environment(folder, PYTHONIOENCODING=encoding),
        )
        try:
            assert process.stdout is not None
            said = b""
            for line in process.stdout:
                said += line
                if b"Ctrl+C" in line:
                    break
            yield said.decode(encoding), process
        finally:
            process.kill()
            process.communicate()


def errors(folder: Path) -> str:
    return (folder / "errors").read_text(encoding="utf-8")


def wizard_of(browser: Browser, base: str) -> str:
    """The address at which this pupil's wizard was opened."""
    assert browser.open(f"{base}/take/1", post=True)[0] == 200
    assert browser.open(f"{base}/wizard")[0] == 200
    return browser.address


def told(said: str) -> str:
    """The one address that was told."""
    found = re.search(r"(http://\S+)/\s*$", said, re.MULTILINE)
    assert found is not None, said
    return found[1]


def test_with_a_port_the_wizards_take_the_next_one(tmp_path: Path, browser: Browser) -> None:
    """Two ports that a firewall can be told of; a rehearsal with both shows what the class will see."""
    port = free_pair()
    with lesson(tmp_path, f"--port={port}", "--start-at-once") as (said, _):
        assert told(said) == f"http://127.0.0.1:{port}"
        assert urlsplit(wizard_of(browser, told(said))).port == port + 1


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_a_class_is_held_over_ipv6(tmp_path: Path, browser: Browser) -> None:
    """However the address was written; pages and wizards both."""
    with lesson(tmp_path, "--address", "0:0:0:0:0:0:0:1", "--start-at-once") as (said, _):
        port = urlsplit(told(said)).port
        assert told(said) == f"http://[::1]:{port}"
        assert wizard_of(browser, told(said)).startswith("http://[::1]:")
    assert errors(tmp_path) == ""


def test_a_class_answers_to_its_name_as_browsers_write_it(browser: Browser) -> None:
    """In small letters."""
    site = hospital_profile.load()
    texts = Texts(EN, site.words, site.hosts)
    with class_running(ClassSetting(("A1",), "LocalHost", figures=Figures().cheap()), texts) as held:
        assert held.base.startswith("http://localhost:")
        assert browser.open(f"{held.base}/")[0] == 200


def test_ctrl_c_ends_a_class_where_no_signal_can_be_waited_for(tmp_path: Path) -> None:
    """As on Windows: without a word of an error, and with everything gone."""
    with lesson(tmp_path, program=("-c", ON_WINDOWS)) as (_, process):
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    assert errors(tmp_path) == ""


@pytest.mark.parametrize(
    ("encoding", "words", "code"),
    [("utf-8", "請學生打開", True), ("cp950", "請學生打開", False), ("cp1252", "Students open", False)],
)
def test_the_trainers_screen_shows_what_it_can(tmp_path: Path, encoding: str, words: str, *, code: bool) -> None:
    """Without the signs for a QR code it shows none, which the board has too; without Chinese it says it in English."""
    with lesson(tmp_path, encoding=encoding) as (said, process):
        assert words in said
        assert "--address" in said, "nobody else reaches this computer's own address"
        assert ("▀" in said) is code
        assert "?" not in said
        assert told(said)
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert errors(tmp_path) == ""
