"""An answers file types into the real screens, and its status tells whether the account was activated."""

from __future__ import annotations

from pathlib import Path

import pytest

from ntuh_onboard.commands.cli import main
from ntuh_onboard.common.errors import NotPractice
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.training import answers_file
from ntuh_onboard.training.answers_file import AnswersError, Script, load
from tests.screens.moment import waited
from tests.screens.student import Student, practising

EXAMPLE = Path(__file__).parents[2] / "examples" / "answers.toml"


async def play(script: Script) -> tuple[int | None, dict[str, int]]:
    """Let it type to its end: the exit status, and what took effect."""
    student = practising(journey=script.journey)
    script.play(student.app)
    async with student.app.run_test(size=(120, 40)) as student.pilot:
        await student.until(lambda: student.app.return_value is not None or waits(student), "the end")
    return student.app.return_value, dict(student.stage.commits())


def waits(student: Student) -> bool:
    """A message takes two seconds to arrive, and the last page stands a moment: both clocks stand still."""
    student.clock.jump(0.05)
    waited(student.app.lock)
    return False


@pytest.mark.parametrize(
    ("example", "verb"),
    [
        ("answers", "account.activate"),
        ("reset", "account.reset_cloud_password"),
        ("mail_check", "mail.sign_in"),
    ],
)
async def test_each_example_comes_to_its_end(example: str, verb: str) -> None:
    """Status 0, and its last commit took effect once; the shorter ones as somebody who was activated before."""
    status, commits = await play(load(str(EXAMPLE.with_name(f"{example}.toml"))))
    assert status == Exit.DONE
    assert commits[verb] == 1


@pytest.mark.parametrize(
    ("key", "text"), [("alias_again", "another.name"), ("portal_again", "Different1"), ("mobile_phone", "12")]
)
async def test_a_wrong_answer_ends_with_another_status(monkeypatch: pytest.MonkeyPatch, key: str, text: str) -> None:
    """Nothing is activated, and a script can tell (exit codes)."""
    monkeypatch.setattr(answers_file, "PATIENCE", 1.5)
    script = load(str(EXAMPLE))
    status, commits = await play(Script({**script.answers, key: text}, script.journey))
    assert status == Exit.UNFINISHED
    assert commits.get("account.activate", 0) == 0


def test_it_is_refused_for_a_hospital_that_is_not_simulated() -> None:
    """Nobody types secrets from a file into a real site (J8.3)."""
    student = practising()
    student.scene.stage = None
    with pytest.raises(NotPractice):
        load(str(EXAMPLE)).play(student.app)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[answers]\nemployee = "1"', "employee"),
        ("[answers]\nemployee_id = 104567", "employee_id"),
        ('journey = "elsewhere"', "elsewhere"),
        ("journey = ", "answers.toml"),
        ("", ""),
    ],
)
def test_a_file_that_cannot_be_used_names_what_is_wrong(tmp_path: Path, text: str, named: str) -> None:
    """The file and the key (exit codes: configuration)."""
    path = tmp_path / "answers.toml"
    path.write_text(text, encoding="utf-8")
    if not named:
        assert load(str(path)) == Script({})
        return
    with pytest.raises(AnswersError, match=named):
        load(str(path))


def test_the_command_tells_of_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In words, with its status, before a screen is opened."""
    assert main(["demo", "--answers", str(tmp_path / "none.toml")]) == Exit.CONFIGURATION
    assert "none.toml" in capsys.readouterr().err
