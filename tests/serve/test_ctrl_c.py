"""One slip of the finger does not end the work of several people."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ntuh_onboard.serve import announcing
from tests.serve.server import ROOT
from tests.terminal.harness import Terminal, plain_environment

CLASS = ("class", "--students", "2", "--lang", "en")
SERVE = ("serve", "demo", "--sessions", "2")


@pytest.mark.parametrize(("command", "key"), [(CLASS, "\x03"), (CLASS, "\x1c"), (SERVE, "\x03")])
def test_two_interrupts_end_it_and_one_does_not(tmp_path: Path, command: tuple[str, ...], key: str) -> None:
    """Also where the key is the one beside it; the first one is answered."""
    program = [sys.executable, "-m", "ntuh_onboard", *command]
    where = {"environment": plain_environment(tmp_path, PYTHONPATH=str(ROOT)), "folder": tmp_path}
    with Terminal(program, columns=120, rows=60, **where) as terminal:  # type: ignore[arg-type]  # both are as declared
        terminal.wait_for("Ctrl+C")
        terminal.send(key)
        terminal.wait_for("again within 3 seconds")
        terminal.send(key)
        assert terminal.wait_for_exit() == 0


async def test_a_second_one_much_later_is_a_first_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "AGAIN_WITHIN", -1.0)
    until = announcing.Ending()
    keys = announcing._Interrupts(until, "again")
    keys.pressed()
    keys.pressed()
    assert not until.is_set()
