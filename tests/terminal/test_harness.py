"""The terminal of the tests is proven on a tiny application, and on sequences by hand."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal.emulator import Emulator
from tests.terminal.harness import NeverCame, Terminal, plain_environment

ROOT = Path(__file__).parents[2]


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Terminal]:
    """The tiny application in a window of 60x20, ready."""
    environment = plain_environment(tmp_path)
    with Terminal(
        [sys.executable, "-m", "tests.terminal.tiny_app"], columns=60, rows=20, environment=environment, folder=ROOT
    ) as terminal:
        terminal.wait_for("啟用")
        yield terminal


def python(*lines: str, columns: int = 40, rows: int = 5) -> Terminal:
    """A few lines of Python in a terminal."""
    return Terminal([sys.executable, "-c", "\n".join(lines)], columns=columns, rows=rows)


def test_a_burst_in_one_write_arrives_key_by_key(tiny: Terminal) -> None:
    """Text, tab, text, tab, enter in one write: each lands in its field."""
    tiny.send("104567\tAbc12345\t\r")
    tiny.wait_for("→104567，Abc12345←")
    assert "••••••••" in tiny.text()


def test_wide_characters_stand_in_their_cells(tiny: Terminal) -> None:
    """A wide character is one character of the text and two cells of the screen."""
    assert tiny.emulator.find("and") == (tiny.row_of("帳號"), 5)
    assert tiny.emulator.find("密碼") == (tiny.row_of("帳號"), 9)
    tiny.press("f1")
    tiny.wait_for(re.compile("→說明：請洽 261120←"))


def test_single_keys_and_erasing(tiny: Terminal) -> None:
    """Erasing, moving and typed Chinese reach the field as they do from a keyboard, each shown before the next."""
    for keys, shown in (
        (["1", "0", "4", "5"], "  1045 "),
        (["backspace"], "  104 "),
        (["home"], lambda: tiny.emulator.screen.cursor.x == 3),
        (["帳"], "  帳104 "),
        (["tab", "x"], "  • "),
        (["shift+tab", "9"], "  帳9104 "),
        (["tab", "tab", "enter"], "→帳9104，x←"),
    ):
        tiny.press(*keys)
        tiny.wait_for(shown)


def test_the_window_changes_its_size(tiny: Terminal) -> None:
    """The program hears of a new size, and what it draws then is read in the new size."""
    tiny.resize(100, 30)
    tiny.wait_for(lambda: tiny.emulator.screen.columns == 100 and "啟用" in tiny.text())
    tiny.press("f2")
    tiny.wait_for("→100x30←")
    assert len(tiny.emulator.lines()) == 30


def test_the_terminal_is_left_as_it_was(tiny: Terminal) -> None:
    """While it runs the program has the alternate screen and raw mode; afterwards nothing of it is left."""
    assert {1049, 2004} <= tiny.emulator.modes
    assert not tiny.program.echoes()
    tiny.press("escape")
    assert tiny.wait_for_exit() == 3
    assert tiny.emulator.modes - {7} == {25}
    assert tiny.program.echoes()
    assert "啟用" not in tiny.text()


def test_what_never_comes_is_told_with_the_screen(tiny: Terminal) -> None:
    """A wait that fails shows what stood there instead."""
    with pytest.raises(NeverCame, match="啟用"):
        tiny.wait_for("nothing like it", timeout=0.05)
    with pytest.raises(NeverCame, match="啟用"):
        tiny.row_of("nothing like it")


def test_a_program_that_ended_is_not_waited_for() -> None:
    """The wait ends with the program, and its last words are on the screen."""
    with python("print('last words'); raise SystemExit(7)") as terminal:
        with pytest.raises(NeverCame, match="last words"):
            terminal.wait_for("never said")
        assert terminal.wait_for_exit() == 7


def test_ctrl_c_is_a_signal_until_raw_mode() -> None:
    """The pty is the program's controlling terminal: Ctrl+C ends a program that reads lines."""
    with python(
        "import signal, sys", "signal.signal(2, signal.SIG_DFL)", "print('ready')", "sys.stdin.read()"
    ) as terminal:
        terminal.wait_for("ready")
        terminal.press("ctrl+c")
        assert terminal.wait_for_exit() == -signal.SIGINT


def test_leaving_ends_the_program_and_its_children(tmp_path: Path) -> None:
    """Whatever was started in the terminal is gone when the test is over: nobody holds the pipe open any more."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with python("import os, signal", f"held = open({str(pipe)!r}, 'w')", "os.fork()", "signal.pause()") as terminal:
        reader = pipe.open()
        assert terminal.program.process.poll() is None
    with reader:
        assert reader.read() == ""


def test_a_long_text_is_sent_while_output_is_taken() -> None:
    """More than a pty holds in either direction does not block."""
    with python(
        "import sys, tty", "tty.setraw(0)", "print('ready', flush=True)",
        "while (got := sys.stdin.read(1)) != 'q': sys.stdout.write(got); sys.stdout.flush()",
    ) as terminal:  # fmt: skip
        terminal.wait_for("ready")
        terminal.send("x" * 40_000 + "q")
        terminal.wait_for_exit()
        assert terminal.output.count(b"x") == 40_000


@pytest.mark.parametrize("cut", range(1, 12))
def test_sequences_may_be_cut_anywhere(cut: int) -> None:
    """A sequence, or a character of several bytes, that arrives in pieces is still one."""
    emulator = Emulator(20, 2)
    written = "\x1b[31m密\x1b[>4;1m碼\x1b]52;c;x\x07".encode()
    for at in range(0, len(written), cut):
        emulator.feed(written[at : at + cut])
    assert emulator.lines() == ["密碼", ""]
    assert emulator.row(0)[2].fg == "red"
    assert not emulator.row(0)[2].underscore


def test_questions_are_answered_as_a_terminal_does() -> None:
    """Where is the cursor, what are you, do you know synchronised output and in-band resize."""
    emulator = Emulator(20, 5)
    assert emulator.feed(b"\x1b[3;4H\x1b[6n") == b"\x1b[3;4R"
    assert emulator.feed(b"\x1b[c") == b"\x1b[?62;22c"
    assert emulator.feed(b"\x1b[?2026$p\x1b[?2048$p") == b"\x1b[?2026;2$y\x1b[?2048;0$y"
    assert emulator.feed(b"\x1b[>1u\x1b[?u\x1b_Gi=1\x1b\\\x1bP+q544e\x1b\\") == b""
    assert emulator.lines() == [""] * 5


def test_half_drawn_frames_are_not_whole() -> None:
    """Amid a synchronised update the screen is not looked at."""
    emulator = Emulator(20, 2)
    emulator.feed(b"\x1b[?2026hhalf")
    assert not emulator.whole
    emulator.feed(b"\x1b[?2026l")
    assert emulator.whole


def test_half_a_wide_character_is_none() -> None:
    """Overwriting either half of a wide character takes away all of it."""
    emulator = Emulator(8, 2)
    emulator.feed("密碼\x1b[1;2Hx\x1b[2;1H帳號\x1b[2;3Hy".encode())
    assert emulator.lines() == [" x碼", "帳y"]
    assert [char.data for char in emulator.row(1)][:5] == ["帳", "", "y", " ", " "]


def test_the_alternate_screen_gives_the_usual_one_back() -> None:
    """What stood there before the program comes back when it leaves."""
    emulator = Emulator(20, 2)
    emulator.feed(b"$ shell\x1b[?1049h\x1b[Hprogram")
    assert emulator.lines()[0] == "program"
    emulator.feed(b"\x1b[?1049l")
    assert emulator.lines()[0] == "$ shell"
