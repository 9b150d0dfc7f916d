"""Line prompts in a real terminal: text and line ends, and nothing else, whatever happens."""

from __future__ import annotations

import re
import sys

import pytest

from ntuh_onboard.startup.exits import Exit
from tests.terminal.harness import Terminal, plain_environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pty")
DEMO = (sys.executable, "-m", "ntuh_onboard", "demo")
CONTROL = re.compile(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]")
"""Whatever is neither text nor the end of a line."""


def test_a_dumb_terminal_gets_line_prompts_by_itself() -> None:
    """It is said in one line; a password is not shown while it is typed, nor what a cursor key sends; Ctrl+C leaves."""
    environment = plain_environment(TERM="dumb")
    with Terminal((*DEMO, "--lang", "en"), columns=120, rows=40, environment=environment) as terminal:
        terminal.wait_for("because this terminal cannot place its cursor")
        for prompt, line in (
            ("Where do you want to begin?", ""),
            ("Press Enter (Start)", ""),
            ("Press Enter (All ready", ""),
            ("Campus 「", ""),
            ("(6 digits):", "\x1b[A104567"),
            ("6 digits are needed", "104567"),
            ("what you type is not shown", "A301045679"),
            ("How do you want pictures", "3"),
            ("Picture code 「", "wrong1"),
            ("The picture code was not right", "<"),
        ):
            terminal.wait_for(prompt)
            terminal.send(f"{line}\n")
        terminal.wait_for("press Enter to keep what you")
        terminal.press("ctrl+c")
        assert terminal.wait_for_exit() == Exit.INTERRUPT
        assert not CONTROL.search(bytes(terminal.output))
        assert terminal.output.count(b"A301045679") == 2  # handed out in practice; what was typed is not there
