"""What is typed in practice stands once, on the fields of the tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from ntuh_onboard.journey.practice_answers import PRACTISED, practised
from ntuh_onboard.journey.step import Kind
from ntuh_onboard.journey.steps import JOURNEYS, READ_BACKS, STEPS, step_of_field
from ntuh_onboard.rules import FOLDS, Facts, Level, check
from ntuh_onboard.training import answers_file, scenario_file

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("journey", JOURNEYS)
def test_every_field_that_must_be_answered_has_its_answer(journey: str) -> None:
    """A new step is typed by hand-out, scenarios and tests as soon as it stands in the table."""
    earlier: set[str] = set()
    for step in map(STEPS.__getitem__, JOURNEYS[journey]):
        for asked in step.fields:
            free = asked.optional or asked.loaded or asked.falls_back or asked.kind is Kind.CONFIRM
            assert free or asked.prefill in earlier or asked.id in practised(journey), asked.id
        earlier |= {asked.id for asked in step.fields}


@pytest.mark.parametrize(("key", "text"), [each for each in PRACTISED.items() if not each[1].startswith("@")])
def test_no_answer_breaks_a_rule_by_itself(key: str, text: str) -> None:
    """Neither the hospital's nor, without anything to compare with, one of ours; a choice is one of its options."""
    step = step_of_field(key)
    assert step is not None
    asked = step.field(key)
    folded = FOLDS[asked.fold](text)
    facts = Facts(other=PRACTISED.get(asked.repeats))
    assert not [each.id for each in check(asked.rules, folded, facts) if each.level is Level.HOSPITAL]
    assert not asked.options or text in asked.options


@pytest.mark.parametrize(
    ("example", "journey"), [("answers", "onboard"), ("reset", "reset"), ("mail_check", "mail_check")]
)
def test_the_examples_of_answers_files_type_what_practice_types(example: str, journey: str) -> None:
    """All of it by name, for who writes one of their own; read-backs are only typed where an answer is lost."""
    typed = answers_file.load(str(EXAMPLES / f"{example}.toml")).answers
    lost = {asked.id for step in READ_BACKS.values() for asked in step.fields}
    usual = {key: answer for key, answer in practised(journey).items() if key in typed or key not in lost}
    assert typed == usual


def test_a_scenario_may_type_the_usual_answers_and_name_only_others(tmp_path: Path) -> None:
    """`usual = true`; without it, what is not named is not typed, as before."""
    shipped = scenario_file.load("straight")
    assert shipped.answers == practised("onboard")
    text = """{usual}
[title]
zh-TW = "一"
en = "One"
[about]
zh-TW = "二"
en = "Two"
[answers]
alias = "another.name"
"""
    own = {"alias": "another.name"}
    path = tmp_path / "scenario.toml"
    for usual, answers in (("usual = true", {**practised("onboard"), **own, "alias_again": "another.name"}), ("", own)):
        path.write_text(text.replace("{usual}", usual), encoding="utf-8")
        assert scenario_file.load(str(path)).answers == answers
    path.write_text(text.replace("{usual}", 'usual = "yes"'), encoding="utf-8")
    with pytest.raises(scenario_file.ScenarioError, match="usual"):
        scenario_file.load(str(path))
