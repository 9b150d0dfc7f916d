"""The panel in a real terminal, and practice over HTTP with faults that need a wire."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from ntuh_onboard.backend.drills import arm_cell
from ntuh_onboard.backend.stage import Waiting
from ntuh_onboard.commands.practice_over_http import practice_over_http
from ntuh_onboard.journey.state import begin
from ntuh_onboard.journey.walk import Walk
from ntuh_onboard.screens.trainer.jump import Ahead
from ntuh_onboard.startup.settings import load
from tests.terminal.harness import Terminal, plain_environment
from tests.terminal.student import ROOT

pytestmark = pytest.mark.long


def test_the_panel_opens_by_itself_and_shows_what_is_armed(tmp_path: Path) -> None:
    """`demo --trainer`: over the first step; F2 closes and opens it; Ctrl+Q asks before leaving."""
    command = [sys.executable, "-m", "ntuh_onboard", "demo", "--lang", "zh-TW", "--trainer"]
    environment = plain_environment(tmp_path, PYTHONPATH=str(ROOT))
    with Terminal(command, environment=environment, folder=tmp_path) as terminal:
        terminal.wait_for("您要從哪裡開始？")
        terminal.settle()
        terminal.press("enter")
        terminal.wait_for("訓練面板：讓練習出狀況")
        terminal.settle()
        terminal.press(*["down"] * 5, "enter")
        terminal.wait_for("已準備 1 次")
        assert "電信業者擋" in terminal.emulator.lines()[terminal.row_of("下一則簡訊不會到")]
        terminal.press("f2")
        terminal.wait_for(lambda: "訓練面板" not in terminal.text())
        terminal.settle()
        terminal.press("f2")
        terminal.wait_for("已準備 1 次")
        assert len(terminal.emulator.lines()) == 24


@pytest.mark.parametrize(("column", "done"), [("F9", 0), ("F10", 0), ("F7", 1)])
async def test_a_fault_on_the_wire_is_met_over_http(column: str, done: int) -> None:
    """Redirected elsewhere, a Wi-Fi page in its place, a wrong charset: it is read back, and nothing is sent twice."""
    scene, lane = practice_over_http(load({}), "fresh")
    assert scene.stage is not None
    assert scene.persona is not None
    try:
        walk = Walk(begin("onboard"), lane, scene.clock)
        ahead = Ahead(walk, scene.stage, scene.persona)
        assert (await ahead.to("alias_again")) is None
        assert arm_cell(scene.stage, "Q10", column)
        assert scene.stage.waiting() == (Waiting("Q10", column),)
        await ahead.submit()
        assert scene.stage.waiting() == ()
        assert scene.stage.commits().get("account.activate", 0) == done
        assert walk.journey.lost == "alias_again" or done
    finally:
        await asyncio.to_thread(lane.close)
