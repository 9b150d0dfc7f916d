"""`ntuh-onboard explain` tells what a code means, in the words that stand on the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ntuh_onboard.commands import cli
from ntuh_onboard.common import errors
from ntuh_onboard.common.errors import BackendError
from ntuh_onboard.journey.steps import STEPS
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.screens.base import refusals
from ntuh_onboard.startup.exits import Exit
from ntuh_onboard.texts.languages import language, tags
from ntuh_onboard.texts.sentences import Texts


def kinds() -> Iterator[type[BackendError]]:
    """Every error that a student may be shown."""
    for each in vars(errors).values():
        if isinstance(each, type) and issubclass(each, BackendError):
            yield each


@pytest.mark.parametrize("tag", tags())
def test_every_code_of_a_screen_is_explained(tag: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the sentence that stands at the field, and with the desk that the card names."""
    texts = Texts(language(tag), hospital_profile.load().words)
    shown: dict[str, set[str]] = {}
    for step in STEPS.values():
        for kind in kinds():
            error = kind.__new__(kind)  # some take arguments, of which no code tells anything
            keys = (refusals.sentence_at_field(error, step), f"desk.{refusals.desk_for(step, error)}.title")
            shown.setdefault(refusals.code_of(step, error), set()).update(texts.say(each) for each in keys)
    for code, sentences in shown.items():
        assert cli.main(["explain", code, "--lang", tag]) == Exit.DONE
        said = capsys.readouterr().out
        assert said.startswith(code)
        assert [each for each in sentences if each not in said] == []


def test_without_a_code_every_error_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "--lang", "en"]) == Exit.DONE
    said = capsys.readouterr().out
    assert [each for each in kinds() if f"E-x{each.number:03d}  " not in said] == []


@pytest.mark.parametrize("code", ["E-1999", "E-0011", "E-11", "X-12", "help", ""])
def test_a_code_of_no_error_is_a_wrong_command_line(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["explain", code])
    assert ended.value.code == Exit.USAGE
    assert f"{code!r} is " in capsys.readouterr().err


@pytest.mark.parametrize("code", ["e-3035", "E3035", "3035", " E-3035 "])
def test_a_code_may_be_typed_as_it_was_heard(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", code]) == Exit.DONE
    assert capsys.readouterr().out.startswith("E-3035")
