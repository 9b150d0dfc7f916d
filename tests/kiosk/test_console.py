"""The terminal that the supervisor empties: which it is, and what becomes of one that takes nothing (S-08)."""

from __future__ import annotations

import os
import pty
import sys
import termios
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

from ntuh_onboard.kiosk.console import WIPE, Console, NoTerminal
from ntuh_onboard.startup.exits import Exit
from tests.kiosk.visitor import clog
from tests.patience import PATIENCE
from tests.terminal.harness import Terminal, plain_environment
from tests.terminal.student import ROOT


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal: the window's, and that of the programs in it."""
    window, inside = pty.openpty()
    yield window, inside
    os.close(inside)
    os.close(window)


@pytest.mark.parametrize("elsewhere", range(3))
def test_all_three_must_be_a_terminal(ends: tuple[int, int], elsewhere: int) -> None:
    """Keys, what is wiped, and what is drawn: one that leads into a file makes a screen that stays black."""
    led = [ends[1]] * 3
    Console(*led)
    nowhere = led[elsewhere] = os.open(os.devnull, os.O_RDWR)
    with pytest.raises(NoTerminal, match="input, its output and its errors"):
        Console(*led)
    os.close(nowhere)


def test_errors_that_lead_into_a_file_are_refused(tmp_path: Path) -> None:
    """The file says why, since it is where the wizard would draw."""
    log, kiosk = tmp_path / "errors", f"{sys.executable} -m ntuh_onboard kiosk demo"
    surroundings = plain_environment(tmp_path, PYTHONPATH=str(ROOT))
    with Terminal(["/bin/sh", "-c", f"exec {kiosk} 2>{log}"], environment=surroundings, folder=tmp_path) as one:
        assert one.wait_for_exit() == Exit.NO_TERMINAL
    assert "a kiosk needs a terminal for its input, its output and its errors" in log.read_text(encoding="utf-8")


def read_all(window: int) -> bytes:
    """What is left in the line."""
    os.set_blocking(window, False)
    found = b""
    with suppress(BlockingIOError):
        while True:
            found += os.read(window, 65536)
    return found


def test_what_hangs_in_the_line_makes_room_for_the_wiping(ends: tuple[int, int]) -> None:
    """Whatever of a student's screen still comes, the wiping comes behind it."""
    window, inside = ends
    console = Console(inside, inside, inside)
    clog(os.ttyname(inside))
    answer: Queue[bool] = Queue()
    Thread(target=lambda: answer.put(console.clear()), daemon=True).start()
    assert answer.get(timeout=PATIENCE)
    assert read_all(window).endswith(WIPE)


def test_a_stopped_terminal_is_told_of_and_wiped_once_it_goes_on(ends: tuple[int, int]) -> None:
    """Nobody is served on what was not wiped."""
    window, inside = ends
    console = Console(inside, inside, inside)
    termios.tcflow(inside, termios.TCOOFF)
    answer: Queue[bool] = Queue()
    Thread(target=lambda: answer.put(console.clear()), daemon=True).start()
    assert not answer.get(timeout=PATIENCE)
    termios.tcflow(inside, termios.TCOON)
    assert console.clear()
    assert read_all(window) == WIPE
