from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from ntuh_onboard.common.secret import Secret
from ntuh_onboard.journey.steps import READ_BACKS, STEPS
from ntuh_onboard.rules import FOLDS, RULES, Facts, Level, Rule, check, mask_phone
from tests.rules.examples import EXAMPLES, FOLDED, MASKED, Example

ADVICE = {
    "identity.upper_case",
    "identity.check_digit",
    "secret.no_outer_blank",
    "password.near_old",
    "password.no_employee_id",
    "password.no_national_id",
    "password.no_phone",
    "password.no_name",
    "password.common",
    "password.keyboard_walk",
    "password.caps_lock",
    "mobile.foreign",
    "office_phone.shape",
    "home_phone.shape",
    "english_name.letters",
    "english_name.present",
    "alias.office",
    "alias.distinct",
    "alias.capitals",
    "alias.lookalike",
    "cloud.near_portal",
}


def disagreeing(rules: Mapping[str, Rule]) -> list[Example]:
    """The examples about which these rules say something else than the table."""
    asked = ((each, rules[each.rule]) for each in EXAMPLES)
    return [
        each
        for each, rule in asked
        if (not (each.text or rule.empty) or rule.holds(each.text, each.facts)) is not each.holds
    ]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each.rule}-{each.text[:20]!r}-{each.holds}")
def test_a_rule_says_what_the_table_says(example: Example) -> None:
    """Every example of the table is accepted or refused as written."""
    broken = check([example.rule], example.text, example.facts)
    assert broken == (() if example.holds else (RULES[example.rule],))


def test_the_table_is_long_enough_and_knows_every_rule() -> None:
    """At least 150 examples, none twice, and each rule has some."""
    assert len(EXAMPLES) >= 150
    assert len({(each.rule, each.text, id(each.facts)) for each in EXAMPLES}) == len(EXAMPLES)
    assert {each.rule for each in EXAMPLES} == set(RULES)


@pytest.mark.parametrize("key", RULES)
@pytest.mark.parametrize("verdict", [True, False], ids=["never_refuses", "always_refuses"])
def test_a_rule_that_is_turned_off_or_stuck_is_noticed(key: str, verdict: bool) -> None:  # noqa: FBT001  # a parameter of the table
    """With any one rule answering always the same, the table disagrees, and only about that rule."""
    stuck = {**RULES, key: replace(RULES[key], holds=lambda _text, _facts: verdict)}
    assert {each.rule for each in disagreeing(stuck)} == {key}


def test_the_rules_as_they_are_agree_with_the_table() -> None:
    """The comparison used above finds nothing wrong with the real rules."""
    assert disagreeing(RULES) == []


@pytest.mark.parametrize("key", RULES)
def test_a_rule_has_its_level_and_its_source(key: str) -> None:
    """What the hospital published blocks and all else warns; each rule says where it comes from."""
    rule = RULES[key]
    assert rule.id == key
    assert rule.level is (Level.ADVICE if key in ADVICE else Level.HOSPITAL)
    assert rule.source


@pytest.mark.parametrize("key", sorted(set(RULES) - {"required", "confirm.ticked", "english_name.present"}))
def test_an_empty_text_breaks_only_what_asks_for_one(key: str) -> None:
    """A field that may be empty gets no other remark, whatever is known."""
    assert check([key], "", Facts(other=Secret("x"), old=Secret(""))) == ()


def test_steps_name_only_rules_and_folds_that_exist_and_every_rule_is_asked_somewhere() -> None:
    """The table of steps and the table of rules fit each other."""
    fields = [each for step in (*STEPS.values(), *READ_BACKS.values()) for each in step.fields]
    assert {rule for each in fields for rule in each.rules} == set(RULES)
    assert {each.fold for each in fields} == set(FOLDS)


def test_check_names_all_broken_rules_in_the_order_asked() -> None:
    """Every broken rule is told, not only the first."""
    asked = ("password.digit", "required", "password.length", "password.letter")
    assert [each.id for each in check(asked, "ab", Facts())] == ["password.digit", "password.length"]
    assert [each.id for each in check(asked[::-1], "ab", Facts())] == ["password.length", "password.digit"]


def test_an_unknown_rule_is_an_error_of_ours() -> None:
    """A misspelt rule is never passed over in silence."""
    with pytest.raises(KeyError, match=r"no\.such"):
        check(("no.such",), "x", Facts())


@pytest.mark.parametrize(("fold", "typed", "folded"), FOLDED)
def test_a_fold_mends_what_the_keyboard_did(fold: str, typed: str, folded: str) -> None:
    """Full-width, spaces, dashes and country codes are folded; nothing else is changed."""
    assert FOLDS[fold](typed) == folded


@pytest.mark.parametrize(("typed", "shown"), MASKED)
def test_a_number_is_masked(typed: str, shown: str) -> None:
    """Ten digits as 09xx-xxx-567, every other number with only its last three digits (J5.2)."""
    assert mask_phone(typed) == shown


def test_facts_never_show_a_secret() -> None:
    """The repr of what is known holds no password and no national ID (S-02)."""
    facts = Facts(national_id=Secret("A123456789"), old=Secret("Lantern7"), other="Harbour5")
    assert not any(each in repr(facts) for each in ("A123456789", "Lantern7", "Harbour5"))
