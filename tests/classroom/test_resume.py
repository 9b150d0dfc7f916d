"""A class that is cut off goes on: seats, hospital, tokens and addresses are as they were."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.classroom import class_state
from ntuh_onboard.classroom.class_server import Class, ClassSetting, class_running
from ntuh_onboard.classroom.class_state import ClassState, NoClass
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.texts.sentences import Texts
from tests.classroom.conftest import Browser, rows
from tests.classroom.test_reset import CHOSEN, changed, signed_in
from tests.languages import EN
from tests.patience import PATIENCE
from tests.serve.server import ROOT
from tests.terminal.harness import plain_environment

LABELS = ("A1", "A2")


@contextmanager
def kept(folder: Path, before: ClassState | None = None) -> Iterator[Class]:
    """A class of two that keeps its state there."""
    site = hospital_profile.load()
    setting = ClassSetting(LABELS, figures=Figures().cheap(), folder=lambda _: folder, before=before)
    with class_running(setting, Texts(EN, site.words, site.hosts)) as held:
        held.keep_state("en", "127.0.0.1", 0, before.began if before else "2026-11-30T09:05")
        yield held


def test_what_was_done_is_still_done(tmp_path: Path) -> None:
    """By the hospital and on the board; every token opens what it opened, and no typed password is in a file."""
    folder, pupil, trainer = tmp_path / "class", Browser(), Browser()
    folder.mkdir()
    with kept(folder) as held:
        first = held.room.pupils[0]
        pupil.open(f"{held.base}/seat/{first.token}")
        changed(held, first)
        board, file = held.room.trainer, (folder / class_state.FILE)
        assert (folder.stat().st_mode | file.stat().st_mode) & 0o077 == 0
    for each in folder.iterdir():
        assert CHOSEN.reveal().encode() not in each.read_bytes()
    with kept(folder, ClassState.read(folder)) as held:
        assert held.room.trainer == board
        again = held.room.pupils[0]
        assert (again.token, again.label, again.person) == (first.token, first.label, first.person)
        trainer.open(held.board)
        row = rows(held, trainer)["A1"]
        assert (row["state"], row["done"]) == ("going", ["sign_in", "portal_password"])
        assert held.seat_file(again).reached == ("sign_in", "portal_password")
        assert not held.seat_file(again).person.password, "nobody knows it any more"
        assert "the one you chose" in Browser().open(f"{held.base}/seat/{again.token}")[1]
        signed_in(held, again, CHOSEN)


def begun(folder: Path, *options: str) -> tuple[subprocess.Popen[bytes], str]:
    """A class as a trainer begins it, and what it has said."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ntuh_onboard", "class", "--lang", "en", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        env=plain_environment(folder),
    )
    said = b""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if b"Ctrl+C" in line:
            break
    return process, said.decode()


def state_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(each.read_text(encoding="utf-8")) for each in folder.rglob(class_state.FILE)]


@pytest.mark.parametrize(("number", "stays"), [(signal.SIGKILL, True), (signal.SIGHUP, True), (signal.SIGINT, False)])
def test_a_class_that_nobody_has_ended_goes_on(tmp_path: Path, number: int, *, stays: bool) -> None:
    """Killed, or its window closed: at the same addresses. Ctrl+C ends it, and then nothing is kept."""
    process, _ = begun(tmp_path, "--students", "2")
    before = state_of(tmp_path)
    os.kill(process.pid, number)
    process.communicate(timeout=PATIENCE)
    assert len(before) == 1
    assert state_of(tmp_path) == (before if stays else [])
    again, said = begun(tmp_path, "--resume")
    try:
        assert ("goes on with the class that began" in said) is stays
        if stays:
            assert f"http://127.0.0.1:{before[0]['port']}/board/{before[0]['trainer']}" in said
            assert state_of(tmp_path) == before
        else:
            assert "no class was cut off" in said
    finally:
        again.kill()
        again.communicate()


def test_a_class_goes_on_by_itself_at_its_port_within_the_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where somebody has named the port, and the class was of this day."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    today = date.fromisoformat("2026-11-30")
    ClassState("2026-11-30T09:05", "en", "127.0.0.1", 8000, 8001, "t", LABELS, ("a", "b")).write(
        class_state.folder_of(8000)
    )
    assert class_state.of_today(0, today) is None
    assert class_state.of_today(8002, today) is None
    assert class_state.of_today(8000, today.replace(month=12, day=1)) is None
    assert class_state.of_today(8000, today) == class_state.newest() == class_state.newest(8000)
    class_state.forget_old(before=-60.0)
    with pytest.raises(NoClass, match="8000"):
        class_state.newest(8000)


def test_an_ended_class_is_nothing_to_go_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is an older one taken in its place, unless its port is named."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    state = ClassState("2026-11-30T09:05", "en", "127.0.0.1", 8000, 8001, "t", LABELS, ("a", "b"))
    state.write(class_state.folder_of(8000))
    os.utime(class_state.folder_of(8000) / class_state.FILE, (0, 0))
    class_state.end(class_state.folder_of(9000))
    with pytest.raises(NoClass, match="--resume --port 8000"):
        class_state.newest()
    assert class_state.newest(8000).began == state.began


def test_a_disk_that_is_full_ends_no_class(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is told of once, to the trainer."""
    (tmp_path / "gone").mkdir()
    with kept(tmp_path / "gone") as held:
        class_state.forget(tmp_path / "gone")
        for _ in range(2):
            assert Browser().open(f"{held.base}/take/1", post=True)[0] == 200
    assert capsys.readouterr().err.count("--resume may not work") == 1
