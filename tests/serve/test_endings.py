"""A wizard ends with its browser, in order where it can and in any case, and nothing of it is left."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from ntuh_onboard.serve import student_session as session_module
from ntuh_onboard.serve.pages import Front
from ntuh_onboard.serve.server_pipe import PRELUDE
from ntuh_onboard.serve.student_session import Session, surroundings
from ntuh_onboard.serve.websocket_messages import Sized
from tests.long_cases import sparing
from tests.patience import PATIENCE
from tests.serve.server import Server, alive, kill, served, wait
from tests.serve.visitor import drawn, over, visiting

READY = "您要從哪裡開始"
STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.write(1, {prelude!r})
{does}
"""


async def test_a_browser_that_is_cut_off_takes_its_wizard_along(server: Server) -> None:
    """Without a word of the websocket's, as when it is killed; within a second."""
    async with visiting(server) as visitor, visitor.wizard() as socket:
        await drawn(socket, READY)
        (pid,) = server.wizards()
        connection = visitor.http.connector
        assert connection is not None
        await connection.close()
        assert wait(lambda: not alive(pid), "the wizard has ended") < 2


async def test_a_browser_that_goes_before_the_wizard_stands(server: Server) -> None:
    """The wizard that is still loading is told as well."""
    async with visiting(server) as visitor, visitor.wizard():
        pids = server.wizards()
    wait(lambda: not server.wizards(), "the wizard has ended")
    assert not [each for each in pids if alive(each)]


async def test_no_wizard_outlives_a_server_that_is_killed(tmp_path: Path) -> None:
    """The end of its pipe tells it."""
    with served(tmp_path) as server:
        async with visiting(server) as visitor, visitor.wizard() as socket:
            await drawn(socket, READY)
            (pid,) = server.wizards()
            kill(server.process.pid)
            wait(lambda: not alive(pid), "the wizard has ended")


@pytest.mark.parametrize("number", sparing([signal.SIGTERM, signal.SIGINT, signal.SIGHUP], signal.SIGTERM.__eq__))
async def test_a_signal_ends_the_server_with_all_wizards(tmp_path: Path, number: signal.Signals) -> None:
    """The browsers are told; the address is gone from its file."""
    with served(tmp_path, "--sessions", "2") as server:
        async with visiting(server) as one, one.wizard() as first, visiting(server) as two, two.wizard() as second:
            await drawn(first, READY)
            await drawn(second, READY)
            pids = server.wizards()
            server.process.send_signal(number)
            await asyncio.gather(over(first), over(second))
        assert server.process.wait(PATIENCE) == 0
        assert not [each for each in pids if alive(each)]
        assert not server.file.exists()


async def test_a_fault_is_told_on_the_page(tmp_path: Path) -> None:
    """A code and the help desk, and nothing of what was held (T-05)."""
    with served(tmp_path, practice=["--crash", "portal.reach"]) as server:
        async with visiting(server) as visitor, visitor.wizard() as socket:
            await drawn(socket, READY)
            await socket.send_json(["stdin", "\r"])
            said = await over(socket)
        log = (tmp_path / "log").read_text(encoding="utf-8")
    kind, text = json.loads(said)
    assert kind == "fault"
    assert "X-" in text
    assert "261120" in text
    assert "canary" not in text + log
    assert "Traceback" not in text + log


@pytest.mark.parametrize(
    "does",
    ["time.sleep(60)", "while True: pass", "while True: os.write(1, b'D' + (9).to_bytes(4, 'big') + b'x' * 9)"],
    ids=["sleeps", "spins", "draws"],
)
async def test_a_wizard_that_does_not_end_is_ended(does: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that hears neither the server nor SIGTERM, and one that draws without end."""
    monkeypatch.setattr(session_module, "PATIENCE", 0.2)
    monkeypatch.setattr(session_module, "INSIST", 0.2)
    script = STUBBORN.format(prelude=PRELUDE, does=does)
    session = await begun([sys.executable, "-I", "-c", script], gone)
    pid = session.pid
    await asyncio.wait_for(session.stop(), PATIENCE)
    assert not alive(pid)


async def test_a_wizard_that_has_ended_is_not_kept_by_its_input() -> None:
    """On Windows its reader waits there for one more key, and nobody would ever press it."""
    waits = "t = b'{\"type\": \"exit\"}'; os.write(1, b'M' + len(t).to_bytes(4, 'big') + t); sys.stdin.read()"
    ended = asyncio.Event()

    async def end() -> None:
        ended.set()

    session = await begun([sys.executable, "-I", "-c", f"import os, sys; os.write(1, {PRELUDE!r}); {waits}"], gone, end)
    await asyncio.wait_for(ended.wait(), PATIENCE)
    assert not session.running


async def test_a_program_that_is_no_wizard_is_not_shown() -> None:
    """What it prints goes nowhere, and the session ends with it."""
    ended = asyncio.Event()
    shown: list[bytes] = []

    async def keep(piece: bytes) -> None:
        shown.append(piece)

    async def end() -> None:
        ended.set()

    session = await begun([sys.executable, "-I", "-c", "print('hello')"], keep, end)
    await asyncio.wait_for(ended.wait(), PATIENCE)
    await session.stop()
    assert shown == []


def test_the_surroundings_of_a_wizard_are_clean() -> None:
    """No variable that imports, trusts or writes (S-05); size and colours are what the browser has."""
    hostile = {"TEXTUAL_DRIVER": "x", "PYTHONPATH": "x", "SSLKEYLOGFILE": "x", "https_proxy": "x", "NO_COLOR": "1"}
    made = surroundings(100, 30, {**hostile, "HOME": "/h", "TERM": "dumb", "COLUMNS": "7"})
    assert not hostile.keys() & made.keys()
    assert made["HOME"] == "/h"
    assert (made["COLUMNS"], made["ROWS"], made["COLORTERM"]) == ("100", "30", "truecolor")


async def gone(_: bytes) -> None:
    """A browser that is not there any more."""
    raise ConnectionResetError


async def nothing() -> None:
    """Nobody is to be told."""


async def begun(
    command: list[str],
    send: Callable[[bytes], Awaitable[None]],
    closed: Callable[[], Awaitable[None]] = nothing,
) -> Session:
    """A session of this program."""
    session = Session(command, Front.TERMINAL, send, closed)
    await session.begin(Sized(80, 24))
    return session
