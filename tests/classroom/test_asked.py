"""What `ntuh-onboard class` refuses before it begins, and what it leaves: nothing."""

from __future__ import annotations

import argparse
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from ntuh_onboard.commands import classroom, cli
from ntuh_onboard.startup.exits import Exit
from tests.classroom.test_command import LESSON, ON_WINDOWS, errors, lesson
from tests.patience import PATIENCE


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """The seats of every class that would have been held."""
    held: list[Sequence[str]] = []

    def none(plan: classroom._Plan) -> None:
        held.append(plan.setting.labels)

    monkeypatch.setattr(classroom, "_run_class", none)
    return held


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--roster", ""], "--roster: name a file"),
        (["--roster", "", "--students", "3"], "--roster: name a file"),
        (["--roster", "seats.csv", "--students", "3"], "one of them says how many seats there are"),
        (["--students", "0"], "--students: at least 1"),
        (["--students", "-1"], "--students: at least 1"),
        (["--students", "1001"], "at most 1000 seats"),
    ],
)
def test_seats_that_cannot_be_are_refused(
    asked: list[Sequence[str]], capsys: pytest.CaptureFixture[str], options: list[str], why: str
) -> None:
    """With the option's name, and then nothing is held."""
    assert cli.main(["class", *options]) == Exit.CONFIGURATION
    assert why in capsys.readouterr().err
    assert asked == []


def test_far_too_many_seats_are_refused_before_one_is_made(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip of the finger does not fill the memory."""

    def never(given: argparse.Namespace) -> Sequence[str]:
        raise AssertionError("seats were made")

    monkeypatch.setattr(classroom, "_labels", never)
    assert cli.main(["class", "--students", "99999999"]) == Exit.CONFIGURATION
    assert "at most 1000 seats" in capsys.readouterr().err


@pytest.mark.parametrize(("options", "count"), [([], 40), (["--students", "1"], 1), (["--students", "80"], 80)])
def test_a_class_has_as_many_seats_as_asked_for(asked: list[Sequence[str]], options: list[str], count: int) -> None:
    """Forty unless told otherwise."""
    assert cli.main(["class", *options]) == Exit.DONE
    assert [len(each) for each in asked] == [count]


@pytest.mark.parametrize(
    ("ending", "program"), [("SIGINT", LESSON), ("SIGTERM", LESSON), ("SIGINT", ("-c", ON_WINDOWS))]
)
def test_the_boards_file_goes_with_the_class(tmp_path: Path, ending: str, program: tuple[str, ...]) -> None:
    """Its address opens nothing any more."""
    file = tmp_path / "board"
    with lesson(tmp_path, f"--board-file={file}", program=program) as (_, process):
        assert "/board/" in file.read_text(encoding="utf-8")
        process.send_signal(getattr(signal, ending))
        assert process.wait(PATIENCE) == 0
    assert not file.exists()
    assert errors(tmp_path) == ""


def test_a_file_that_is_another_classes_by_now_stays(tmp_path: Path) -> None:
    """Only what this class wrote is removed."""
    file = tmp_path / "board"
    with lesson(tmp_path, f"--board-file={file}") as (_, process):
        file.write_text("http://127.0.0.1:9/board/other\n", encoding="utf-8")
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert file.read_text(encoding="utf-8") == "http://127.0.0.1:9/board/other\n"


def test_an_address_that_is_not_here_is_told_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    """In the class's language; 192.0.2.0/24 is for documents, and no computer's."""
    assert cli.main(["class", "--address", "192.0.2.250", "--lang", "en"]) == Exit.CONFIGURATION
    assert "does not have the address 192.0.2.250. It has: " in capsys.readouterr().err
    assert cli.main(["class", "--address", "192.0.2.250", "--lang", "zh-TW"]) == Exit.CONFIGURATION
    assert "這台電腦沒有 192.0.2.250" in capsys.readouterr().err
