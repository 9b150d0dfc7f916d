"""The frame before Textual, in a real terminal (performance.md 4e)."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ntuh_onboard.startup import splash
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[2]


class Terminal:
    """A program on a pseudo-terminal: what it wrote, what it is sent, how the terminal stands."""

    def __init__(self, script: str) -> None:
        self.ours, self.theirs = pty.openpty()
        self.before = termios.tcgetattr(self.theirs)
        self.wrote = b""
        self.program = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", script],
            stdin=self.theirs,
            stdout=self.theirs,
            stderr=self.theirs,
            cwd=ROOT,
            start_new_session=True,
            env={"PATH": os.defpath, "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/nonexistent"},
        )

    def wait_for(self, words: str, limit: float = PATIENCE) -> None:
        """Read until the program has written `words`."""
        end = time.monotonic() + limit
        while words.encode() not in self.wrote:
            ready, _, _ = select.select([self.ours], [], [], max(0, end - time.monotonic()))
            assert ready, f"never saw {words!r} in {self.wrote!r}"
            self.wrote += os.read(self.ours, 65536)

    def send(self, keys: bytes) -> None:
        os.write(self.ours, keys)

    def ended(self) -> int:
        """The exit status, with all that was written to the end."""
        end = time.monotonic() + PATIENCE
        while self.program.poll() is None and time.monotonic() < end:
            if select.select([self.ours], [], [], 0.05)[0]:
                self.wrote += os.read(self.ours, 65536)
        while select.select([self.ours], [], [], 0)[0]:
            self.wrote += os.read(self.ours, 65536)
        return self.program.wait(PATIENCE)

    def close(self) -> None:
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait(PATIENCE)
        os.close(self.ours)
        os.close(self.theirs)


@pytest.fixture
def started() -> Iterator[list[Terminal]]:
    terminals: list[Terminal] = []
    yield terminals
    for each in terminals:
        each.close()


def start(started: list[Terminal], script: str) -> Terminal:
    terminal = Terminal(script)
    started.append(terminal)
    return terminal


WAITING = (
    "from ntuh_onboard.startup.splash import shown\n"
    "import sys, threading\n"
    "with shown(['醫事實習學生帳號開通精靈', 'starting']):\n"
    "    assert 'textual' not in sys.modules\n"
    "    for _ in range(600):\n"
    "        threading.Event().wait(0.05)\n"
)


def test_the_frame_stands_on_the_alternate_screen_and_typing_is_not_echoed(started: list[Terminal]) -> None:
    """The words are seen; echo, line mode and the translation of Enter are off, Ctrl+C is on."""
    terminal = start(started, WAITING)
    terminal.wait_for("starting")
    assert terminal.wrote.startswith(b"\x1b[?1049h")
    assert "醫事實習學生帳號開通精靈".encode() in terminal.wrote
    now = termios.tcgetattr(terminal.theirs)
    assert not now[3] & (termios.ECHO | termios.ICANON)
    assert not now[0] & termios.ICRNL
    assert now[3] & termios.ISIG


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129)],
)
def test_a_signal_during_the_splash_leaves_the_terminal_as_it_was(
    started: list[Terminal], number: signal.Signals, status: int
) -> None:
    """R-05: restored, and the documented exit status."""
    terminal = start(started, WAITING)
    terminal.wait_for("starting")
    terminal.program.send_signal(number)
    assert terminal.ended() == status
    assert termios.tcgetattr(terminal.theirs) == terminal.before
    assert terminal.wrote.endswith(b"\x1b[?1049l")


def test_ctrl_c_during_the_splash_restores_the_terminal_too(started: list[Terminal]) -> None:
    """KeyboardInterrupt passes through `shown`. A shell lets what it starts behind it ignore Ctrl+C: not so here."""
    heeded = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    script = heeded + WAITING.replace("with shown", "try:\n  with shown").replace("    ", "      ")
    terminal = start(started, f"{script}except KeyboardInterrupt:\n  print('interrupted', flush=True); sys.exit(130)\n")
    terminal.wait_for("starting")
    terminal.program.send_signal(signal.SIGINT)
    assert terminal.ended() == 130
    assert termios.tcgetattr(terminal.theirs) == terminal.before
    assert b"\x1b[?1049l" in terminal.wrote.split(b"interrupted")[0]


TEXTUAL = """
import os
from ntuh_onboard.startup.splash import shown
with shown(['starting']):
    os.read(0, 1)  # so that the rest has been typed before Textual is imported
    from textual.app import App
    from textual.widgets import Input
    class Form(App):
        def compose(self):
            yield Input(id='first')
            yield Input(id='second')
        def on_mount(self):
            self.query_one('#first').focus()
        def on_input_submitted(self, event):
            self.exit(event.value)
    typed = Form().run()
print('typed', repr(typed))
"""


def test_keys_typed_before_textual_arrive_in_its_first_input(started: list[Terminal]) -> None:
    """Also Enter, as Enter; afterwards the terminal is as it was before the splash."""
    terminal = start(started, TEXTUAL)
    terminal.wait_for("starting")
    terminal.send(b".104567\r")
    assert terminal.ended() == 0, terminal.wrote
    assert b"typed '104567'" in terminal.wrote
    assert termios.tcgetattr(terminal.theirs) == terminal.before


def test_without_a_terminal_nothing_is_written(tmp_path: Path) -> None:
    """A pipe or a file gets no frame, and the returned act does nothing."""
    target = tmp_path / "out"
    with target.open("wb") as out:
        splash.show(["starting"], out=out.fileno(), typed=out.fileno())()
    assert target.read_bytes() == b""


def test_the_terminal_is_put_back_once(started: list[Terminal]) -> None:
    """Calling again is harmless."""
    terminal = start(started, "")
    terminal.ended()
    restore = splash.show(["starting"], out=terminal.theirs, typed=terminal.theirs)
    assert termios.tcgetattr(terminal.theirs) != terminal.before
    restore()
    restore()
    assert termios.tcgetattr(terminal.theirs) == terminal.before
    os.write(terminal.theirs, b"end")
    terminal.wait_for("end")
    assert terminal.wrote.count(b"\x1b[?1049l") == 1


def test_a_terminal_that_is_gone_when_it_should_be_put_back_is_no_error() -> None:
    """The window was closed."""
    ours, theirs = pty.openpty()
    restore = splash.show(["starting"], out=theirs, typed=theirs)
    os.close(theirs)
    os.close(ours)
    restore()


@pytest.mark.parametrize("moment", ["_quiet", "_set"])
def test_an_end_in_the_middle_of_the_drawing_leaves_the_terminal_as_it_was(
    moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-05: a signal may come between any two lines; here it comes around the change of the terminal."""
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    real = getattr(splash, moment)
    calls = []

    def interrupted(*given: object) -> object:
        calls.append(real(*given))
        if len(calls) == 1:
            raise SystemExit(143)
        return calls[-1]

    monkeypatch.setattr(splash, moment, interrupted)
    with pytest.raises(SystemExit), splash.shown(["starting"], out=theirs, typed=theirs):
        pass
    assert termios.tcgetattr(theirs) == before
    os.close(theirs)
    os.close(ours)


def test_signals_are_handed_back() -> None:
    """After the body the program's own handlers stand again."""
    before = signal.getsignal(signal.SIGTERM)
    with splash.shown(["starting"], out=0, typed=0):
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before
