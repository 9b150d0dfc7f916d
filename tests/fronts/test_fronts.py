"""One set of scenarios on every front, in both languages: the hospital receives the same, and it comes to its end.

`make fronts` runs all cells and prints the table.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fronts.fronts import FRONTS, on_this_machine
from tests.fronts.scenarios import SCENARIOS, received_in_process, scenario
from tests.long_cases import sparing

CELLS = [(name, front, lang) for front in FRONTS for lang in ("zh-TW", "en") for name in SCENARIOS]
QUICK = {("mail_check", "80x24", "zh-TW"), ("mail_check", "plain", "zh-TW"), ("alias_taken", "plain", "en")}


@pytest.mark.parametrize(("name", "front", "lang"), sparing(CELLS, QUICK.__contains__))
async def test_the_hospital_receives_the_same(
    name: str, front: str, lang: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Every call with what it was given, in its order, as from the same answers in this process without any front."""
    record_property("cell", (name, front, lang))
    if why := on_this_machine(front):
        pytest.skip(why)
    played = scenario(name)
    expected = await received_in_process(played)
    assert FRONTS[front](played, lang, tmp_path) == expected
