"""`demo --play`: what does not go together, and what cannot be written, is said before anything is played."""

from __future__ import annotations

import stat
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from ntuh_onboard.commands import play_scenario
from ntuh_onboard.commands.cli import main, parser
from ntuh_onboard.commands.demo import _practice
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.training.recorder import Recorder


@pytest.mark.parametrize(
    "options",
    [
        ("--over-http",),
        ("--trainer",),
        ("--persona", "fresh"),
        ("--answers", "x.toml"),
        ("--seat", "x.seat"),
        ("--journey", "reset"),
    ],
    ids=lambda options: options[0],
)
def test_what_the_scenario_decides_is_refused_beside_it(
    options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """A trainer who asks for web pages must not stand before a class on something else."""
    assert main(["demo", "--play", "straight", *options]) == Exit.USAGE
    told = capsys.readouterr()
    assert told.err == f"{options[0]} does not go with --play: the scenario decides that\n"
    assert told.out == ""


@pytest.mark.parametrize(
    ("decides", "options"),
    [("--seat", ("--persona", "fresh")), ("--seat", ("--trainer",)), ("--answers", ("--journey", "reset"))],
)
def test_a_seat_and_a_file_of_answers_decide_too(
    decides: str, options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """The class has its people and its trainer, the file its journey."""
    assert main(["demo", decides, "x.file", *options]) == Exit.USAGE
    assert f"{options[0]} does not go with {decides}" in capsys.readouterr().err


def test_a_recording_that_cannot_be_written_is_refused_before_the_play(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not after a journey that nobody can have back."""
    cast = tmp_path / "nowhere" / "x.cast"
    assert main(["demo", "--play", "straight", "--record", str(cast)]) == Exit.CONFIGURATION
    told = capsys.readouterr()
    assert f"--record: {cast}: there is no folder {cast.parent}" in told.err
    assert told.out == ""


def test_a_broken_scenario_is_refused_before_a_screen_is_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its file and what would be right."""
    file = tmp_path / "mine.toml"
    both = 'zh-TW = "a"\nen = "a"\n'
    file.write_text(f"switches = {{nope = true}}\n[title]\n{both}[about]\n{both}", encoding="utf-8")
    assert main(["demo", "--play", str(file)]) == Exit.CONFIGURATION
    told = capsys.readouterr()
    assert "mine.toml: switches: there is no 'nope'; there are talkative" in told.err
    assert told.out == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a folder's permissions are another matter there")
def test_a_recording_takes_the_place_of_an_older_file_whole(tmp_path: Path) -> None:
    """A file that everybody could read is not filled, but replaced; who still reads it reads the old one to its end."""
    cast = tmp_path / "a.cast"
    cast.write_text("old", encoding="utf-8")
    cast.chmod(0o644)
    recorder = Recorder(80, 24, "a title")
    recorder.take("seen")
    with cast.open(encoding="utf-8") as before:
        recorder.save(cast, [])
        assert before.read() == "old"
    assert stat.S_IMODE(cast.stat().st_mode) == 0o600
    assert "seen" in cast.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [cast]


@pytest.mark.parametrize(("options", "led"), [(("--trainer",), True), ((), False)])
def test_a_trainer_may_talk_for_as_long_as_it_takes(options: tuple[str, ...], *, led: bool) -> None:
    """Nothing is covered and nothing ends while a screen or the open panel is explained; else as for a student."""
    app = _practice(parser().parse_args(["demo", *options]))
    try:
        app.idle.look()
        assert app.idle.led is led
    finally:
        app.lane.close()


def test_where_a_scenario_got_stuck_is_said_at_the_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On one line of the errors, with its file; the status stays what it is."""
    played = SimpleNamespace(player=SimpleNamespace(stuck="stuck at beat 2 of 3, step contact: no answer for x"))
    monkeypatch.setattr(play_scenario, "_app", lambda _given: played)
    monkeypatch.setattr(play_scenario, "show", lambda make, **_: make() and Exit.UNFINISHED)
    assert main(["demo", "--play", "mine.toml"]) == Exit.UNFINISHED
    told = capsys.readouterr()
    assert told.err == "mine.toml: stuck at beat 2 of 3, step contact: no answer for x\n"
    assert told.out == ""
