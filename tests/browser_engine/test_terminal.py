"""The whole journey by keys in a real terminal, on pages that only their scripts press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from ntuh_onboard.backend.web.engines.browser import private_folder
from ntuh_onboard.backend.web.engines.choice import BrowserChoice
from tests.browser_engine.processes import browsers, children, ended
from tests.terminal.served import ServedStudent, Server, simulator
from tests.terminal.student import CLOUD, PORTAL, SMALL, Look

COMMITS = (
    "portal.sign_in",
    "portal.change_password",
    "portal.save_contact",
    "account.send_code",
    "account.verify_code",
    "account.activate",
)
LEFT = ("剩餘有效時間", "left")
WIDE_EN = Look(120, 36, "en")
WALKS = [
    ("scripted", "browser", SMALL),
    ("scripted", "auto", WIDE_EN),
    ("spa", "auto", SMALL),
    ("spa", "browser", WIDE_EN),
]


class ScriptedStudent(ServedStudent):
    """Pages of scripts do not say how long a code counts."""

    def __init__(self, folder: Path, server: Server, look: Look) -> None:
        super().__init__(folder, server, look)
        place = self.places["enter_code"]
        words = tuple(each for each in place.words if each != LEFT)
        self.places = {**self.places, "enter_code": replace(place, words=words)}


def did(student: ScriptedStudent) -> Mapping[str, int]:
    """What took effect, by the simulator's own record."""
    return {name: times for name, times in student.ask("commits").items() if times}


@pytest.mark.parametrize(("layout", "engine", "look"), WALKS, ids=str)
def test_the_whole_journey_by_keys(
    browser: BrowserChoice, tmp_path: Path, layout: str, engine: str, look: Look
) -> None:
    """Every commit once, no secret on the terminal, and neither a process nor a folder of the browser is left."""
    del browser  # skips where there is none
    with simulator(tmp_path, "--layout", layout) as server:
        driven = replace(server, wizard=(*server.wizard, "--engine", engine))
        with ScriptedStudent(tmp_path, driven, look) as student:
            pid = student.program.process.pid
            student.walk("done")
            assert did(student) == dict.fromkeys(COMMITS, 1)
            theirs = children(pid)
            assert browsers(theirs)
            student.press("enter")
            assert student.ended() == 0
            assert ended(theirs)
            for secret in (PORTAL, CLOUD):
                assert secret[:4].encode() not in bytes(student.output)
    assert not [each for place in private_folder.places() for each in place.glob(f"{private_folder.PREFIX}{pid}-*")]
