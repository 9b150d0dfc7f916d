"""The signals that end a program reach it also while more keys wait than asyncio's own pipe holds (R-05, K-02)."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

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
