"""Files of trainers, as the editors of Windows write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ntuh_onboard.common.errors import OnboardError
from ntuh_onboard.training import answers_file, scenario_file

BOTH = 'zh-TW = "重設"\nen = "Café"\n'
SCENARIO = f'[title]\n{BOTH}[about]\n{BOTH}[[beat]]\nstep = "done"\n{BOTH}'
ANSWERS = '# 重設 Café\njourney = "reset"\n'
READERS: Mapping[str, tuple[Callable[[str], answers_file.Script | scenario_file.Scenario], str]] = {
    "scenario": (scenario_file.load, SCENARIO),
    "answers": (answers_file.load, ANSWERS),
}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_mark_in_front_of_the_text_is_no_part_of_it(tmp_path: Path, kind: str, encoding: str) -> None:
    """Notepad puts it there."""
    read, text = READERS[kind]
    path = tmp_path / "mine.toml"
    path.write_text(text.replace("\n", "\r\n"), encoding=encoding, newline="")
    assert read(str(path)).journey == ("reset" if kind == "answers" else "onboard")


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("encoding", ["big5", "cp1252", "utf-16"])
def test_another_encoding_is_named_in_words(tmp_path: Path, kind: str, encoding: str) -> None:
    """With what helps, and not in the words of a codec."""
    read, text = READERS[kind]
    path = tmp_path / "mine.toml"
    path.write_bytes(text.encode(encoding, errors="ignore"))
    with pytest.raises(OnboardError) as raised:
        read(str(path))
    assert str(raised.value) == f"{path}: not written in UTF-8; save it as UTF-8"
