"""The signals that end a program reach it also while more keys wait than asyncio's own pipe holds (R-05, K-02)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ntuh_onboard.startup import isolation
from ntuh_onboard.startup.console_events import answered
from ntuh_onboard.startup.exits import Exit
from tests.patience import PATIENCE

SCRIPT = """
import asyncio, os, signal
from ntuh_onboard.startup.ending_signals import take_signals

def refuse(*_):
    raise NotImplementedError

async def wait(waiting):
    told, loop = asyncio.Queue(), asyncio.get_running_loop()
    if {bare}:
        loop.add_signal_handler = refuse
    take_signals(told.put_nowait)
    for _ in range(waiting):
        loop.call_soon_threadsafe(int)
    os.kill(os.getpid(), signal.{name})
    print(int(await asyncio.wait_for(told.get(), 10)))

asyncio.run(wait({waiting}))
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize(("name", "status"), [("SIGTERM", "143"), ("SIGHUP", "129"), ("SIGINT", "130")])
@pytest.mark.parametrize(("waiting", "bare"), [(0, False), (5000, False), (0, True)])
def test_no_signal_is_lost_behind_waiting_keys(name: str, status: str, waiting: int, *, bare: bool) -> None:
    """Nor is anything written where the screens are; nor on a loop that takes no signals, as on Windows (`bare`)."""
    script = SCRIPT.format(name=name, waiting=waiting, bare=bare)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (done.stdout.strip(), done.stderr) == (status, "")


@pytest.mark.skipif(os.name != "posix", reason="sends itself a signal, as a POSIX system does")
def test_ctrl_c_while_loading_leaves_no_traceback(tmp_path: Path) -> None:
    """The program that is loaded here presses it itself."""
    for folder in (tmp_path / "ntuh_onboard", tmp_path / "ntuh_onboard/commands"):
        folder.mkdir()
        (folder / "__init__.py").touch()
    (tmp_path / "ntuh_onboard/commands/cli.py").write_text(
        "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(9)\n", encoding="ascii"
    )
    boot = isolation.BOOT.format(folder=str(tmp_path), streams="")
    done = subprocess.run(
        [sys.executable, "-I", "-c", boot], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert (done.returncode, done.stderr) == (-2, "")


@pytest.mark.parametrize(
    ("event", "status", "waits"),
    [
        (0, Exit.INTERRUPT, False),
        (1, Exit.INTERRUPT, False),
        (2, Exit.HANGUP, True),
        (5, Exit.HANGUP, True),
        (6, Exit.TERMINATED, True),
        (7, None, False),
    ],
)
def test_a_console_of_windows_ends_the_program_in_order(event: int, status: Exit | None, *, waits: bool) -> None:
    """After the events that end it anyway, Windows is kept waiting until it has told everybody."""
    done: list[object] = []
    assert answered(event, done.append, lambda: done.append("waited")) is (status is not None)
    assert done == ([status] if status else []) + (["waited"] if waits else [])
