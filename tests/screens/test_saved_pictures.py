"""A picture code that was saved to be opened elsewhere does not stay on a shared computer."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from ntuh_onboard.screens.base.button_acts import ButtonAct
from tests.screens.student import wizard


async def test_a_saved_picture_goes_with_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It can be opened as long as the wizard runs; then neither it nor its folder is left."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    async with wizard("sign_in") as student:
        student.app.do(ButtonAct.SAVE_PICTURE)
        await student.until(lambda: left(tmp_path, "*.png"), "the picture")
    student.app.remove_traces()
    assert not left(tmp_path)


def left(folder: Path, names: str = "*") -> list[Path]:
    """What is in this folder and below it."""
    return [*folder.rglob(names)]
