"""A recording that is played leaves the terminal as it was, and writing one loses no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ntuh_onboard.commands.cli import main
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.training.recorder import Recorder, modes_undone
from tests.terminal.emulator import Emulator

BEGUN = (
    "\x1b[?1049h\x1b[?1000h\x1b[?1003h\x1b[?1006h\x1b[?25l\x1b[?2004h\x1b[?1004h\x1b[>1u\x1b[?2026$p\x1b[c\x1b[?2026h"
)
"""How a full-screen program begins."""


def test_every_mode_is_off_at_the_end(tmp_path: Path) -> None:
    """And what is for keys, mouse or answers is not in it at all: who plays it stands at a shell."""
    recorder = Recorder(80, 24, "t", now=iter(range(10)).__next__)
    for each in (BEGUN, "\x1b[1;31mred", "\x1b[?2026l"):
        recorder.take(each)
    recorder.save(tmp_path / "t.cast", ())
    drawn = [json.loads(line)[2] for line in (tmp_path / "t.cast").read_text(encoding="utf-8").splitlines()[1:]]
    emulator = Emulator(80, 24)
    for each in drawn:
        emulator.feed(each.encode())
    assert emulator.modes - {7} == {25}
    assert drawn[-1] == "\x1b[0m\x1b[?25h\x1b[?1049l"
    for each in ("1000", "1003", "1006", "2004", "1004", ">1u", "$p", "\x1b[c"):
        assert each not in "".join(drawn)


@pytest.mark.parametrize(("output", "undone"), [("", ""), ("\x1b[?25l\x1b[?25h", ""), ("\x1b[?7l", "\x1b[?7h")])
def test_only_what_was_changed_is_undone(output: str, undone: str) -> None:
    assert modes_undone(output) == "\x1b[0m" + undone


def test_a_recording_is_written_over_by_force_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Refused before anything is played; with --force it goes on to the scenario."""
    kept = tmp_path / "kept.cast"
    kept.write_text("mine", encoding="utf-8")
    assert main(["demo", "--play", "none", "--record", str(kept)]) == Exit.CONFIGURATION
    assert "--force" in capsys.readouterr().err
    assert main(["demo", "--play", "none", "--record", str(kept), "--force"]) == Exit.CONFIGURATION
    assert "--force" not in capsys.readouterr().err
    assert kept.read_text(encoding="utf-8") == "mine"
