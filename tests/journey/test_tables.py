"""The tables of steps refer to nothing that there is not."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from itertools import chain

import pytest

from ntuh_onboard.backend.protocol import CONTACT_FIELDS, Account, Contact, Landing, Mark
from ntuh_onboard.journey.state import begin
from ntuh_onboard.journey.step import Field, Kind, Need, Step
from ntuh_onboard.journey.steps import JOURNEYS, RAIL, READ_BACKS, STEPS, judge_skips, step_of_field
from ntuh_onboard.profiles import hospital_profile
from ntuh_onboard.rules import FOLDS, RULES

TABLE = (*STEPS.values(), *READ_BACKS.values())
ASKED = [(step, asked) for step in TABLE for asked in step.fields]
BY_ID = {asked.id: asked for _, asked in ASKED}
LOADS = {"contact": Contact}
VALUES = {"sign_in": Landing, "enter_code": Account}
"""What a step's load and submit give, as far as a table looks into it."""

each_step = pytest.mark.parametrize("step", TABLE, ids=lambda step: step.id)
each_field = pytest.mark.parametrize(("step", "asked"), ASKED, ids=lambda each: each.id)


def attributes(value: type[Contact | Account | Landing]) -> set[str]:
    """The names in a value of the port."""
    return {each.name for each in fields(value)}


def test_the_ids_are_their_keys_and_unique() -> None:
    """Steps and read-backs share one space of names."""
    assert all(key == step.id for key, step in chain(STEPS.items(), READ_BACKS.items()))
    assert STEPS.keys().isdisjoint(READ_BACKS)


def test_the_id_of_a_field_is_unique_over_all_steps() -> None:
    """So an error that names a field names its step. Only the two ways of one read-back ask for the same picture."""
    homes = Counter(asked.id for _, asked in ASKED)
    assert {key for key, times in homes.items() if times > 1} == {"read_back_captcha"}
    assert step_of_field("captcha") is STEPS["sign_in"]
    assert step_of_field("nothing") is None


@each_field
def test_a_field_names_rules_folds_and_words_that_there_are(step: Step, asked: Field) -> None:
    """A misspelled rule would be found at the first key otherwise."""
    assert set(asked.rules) <= RULES.keys()
    assert len(set(asked.rules)) == len(asked.rules)
    assert asked.fold in FOLDS
    assert not asked.word or asked.word in hospital_profile.load().words


@each_field
def test_a_field_refers_to_fields_and_steps_that_there_are(step: Step, asked: Field) -> None:
    """Prefills and fall-backs come from earlier, repeats stand in the same journey."""
    order = list(STEPS)
    if asked.prefill:
        origin, _, attribute = asked.prefill.partition(".")
        if attribute:
            assert STEPS[origin].load is not None
            assert attribute in attributes(LOADS[origin])
        else:
            assert BY_ID[origin].kept
            home = step_of_field(origin)
            assert home is not None
            assert order.index(home.id) < order.index(step.id)
    for other in filter(None, (asked.falls_back, asked.repeats)):
        assert BY_ID[other].kind is asked.kind
    if asked.falls_back:
        assert asked.kind is Kind.SECRET
    condition(asked.only_if)


def condition(text: str) -> None:
    """A condition is a choice's value, or an attribute of what an earlier submit gave (see `Journey.holds`)."""
    if not text:
        return
    name, equals, value = text.partition("=")
    if equals:
        assert value in BY_ID[name].options
        return
    step, _, attribute = text.partition(".")
    assert STEPS[step].submit is not None
    assert attribute in attributes(VALUES[step])


@each_field
def test_the_kind_of_a_field_fits_what_is_asked_of_it(step: Step, asked: Field) -> None:
    """Secrets are never folded (P-03); a choice has its options here or from the page; a tick has its rule."""
    if asked.kind is Kind.SECRET and not asked.shown:
        assert asked.fold == "none"
    assert (asked.kind is Kind.CHOICE) == bool(asked.options or asked.loaded)
    assert (asked.kind is Kind.CONFIRM) == ("confirm.ticked" in asked.rules)
    assert asked.kept == (asked.kind not in {Kind.SECRET, Kind.CAPTCHA} and not asked.repeats)
    if asked.kind in {Kind.TEXT, Kind.SECRET, Kind.CAPTCHA}:
        assert asked.optional != ("required" in asked.rules)
    assert step.field(asked.id) is asked
    with pytest.raises(KeyError):
        step.field("nothing")


@each_step
def test_a_step_refers_to_what_there_is(step: Step) -> None:
    """Its mark on the rail, its word, its read-back, what it skips, and where it begins again."""
    assert step.rail in RAIL
    assert not step.word or step.word in hospital_profile.load().words
    assert not step.read_back or step.read_back in READ_BACKS
    assert not step.restart or step.restart in STEPS
    condition(step.submit_if)
    options = {value for asked in step.fields for value in asked.options}
    for value, left_out in (step.skips or {}).items():
        assert value in options
        assert set(left_out) <= STEPS.keys()
        assert "done" not in left_out


@each_step
def test_a_load_reads_and_every_commit_can_be_read_back(step: Step) -> None:
    """A load or a picture may be asked for again at any time; a commit never without looking first (R-01)."""
    for act in filter(None, (step.load, step.picture)):
        assert act.mark is Mark.READ
    if step.id in STEPS and step.submit is not None:
        assert (step.submit.mark is Mark.COMMIT) == bool(step.read_back)
    if step.id in READ_BACKS:
        assert step.submit is not None
        assert (step.needs, step.gives, step.sealed) == (Need.NOTHING, Need.NOTHING, False)


@pytest.mark.parametrize("first", [step.read_back for step in STEPS.values() if step.read_back])
def test_the_ways_of_reading_back_come_to_an_end(first: str) -> None:
    """No read-back leads back to itself."""
    seen: list[str] = []
    while first:
        assert first not in seen
        seen.append(first)
        first = READ_BACKS[first].read_back
    assert len(seen) <= 2


def test_every_read_back_belongs_to_a_commit() -> None:
    """None is left over."""
    used = {step.read_back for step in TABLE}
    assert READ_BACKS.keys() <= used


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_journey_walks_steps_that_there_are(name: str) -> None:
    """Each once, in the order of the rail, to the end; what a step needs is given before it."""
    order = JOURNEYS[name]
    assert set(order) <= STEPS.keys()
    assert len(set(order)) == len(order)
    assert order[-1] == "done"
    rails = [RAIL.index(STEPS[each].rail) for each in order]
    assert rails == sorted(rails)
    have = {Need.NOTHING}
    for each in order:
        assert STEPS[each].needs in have
        have.add(STEPS[each].gives)


def test_every_step_and_every_mark_of_the_rail_is_walked() -> None:
    """By one journey at least."""
    walked = {each for order in JOURNEYS.values() for each in order}
    assert walked == STEPS.keys()
    assert {STEPS[each].rail for each in walked} == set(RAIL)


def test_what_can_be_changed_at_the_hospital_is_asked() -> None:
    """The contact page's fields, each with what stands there (J3.1)."""
    asked = {each.id: each.prefill for each in STEPS["contact"].fields if each.kind is Kind.TEXT}
    assert asked == {name: f"contact.{name}" for name in CONTACT_FIELDS}


def test_what_cannot_be_undone_is_sealed() -> None:
    """A password is not changed twice, an alias not given twice; the phone may be mended (J6.3)."""
    commits = {step.id for step in STEPS.values() if step.submit is not None and step.submit.mark is Mark.COMMIT}
    assert {each for each in commits if not STEPS[each].sealed} == {"contact", "send_code"}


def test_a_field_starts_with_what_was_typed_or_loaded() -> None:
    """What was typed wins, also where it was emptied on purpose."""
    journey = begin("onboard", known={"employee_id": "900001"})
    account_id, phone = STEPS["send_code"].field("account_id"), STEPS["send_code"].field("registered_phone")
    assert journey.starting(account_id) == "900001"
    assert journey.starting(phone) == ""
    assert begin("onboard", known={"account_id": "", "employee_id": "900001"}).starting(account_id) == ""
    assert journey.starting(STEPS["contact"].field("mobile_phone")) == ""


def test_a_condition_looks_at_answers_before_what_is_kept() -> None:
    """So that a choice shows its fields at once."""
    journey = begin("onboard", known={"channel": "sms"})
    assert journey.holds("")
    assert journey.holds("channel=sms")
    assert not journey.holds("channel=sms", {"channel": "authenticator"})
    assert not journey.holds("enter_code.asks_password")


def test_a_journey_of_no_name_is_not_begun() -> None:
    """KeyError, for whoever writes an answers file."""
    with pytest.raises(KeyError):
        begin("nowhere")


@each_step
def test_a_step_forgets_marks_and_remembers_fields_that_there_are(step: Step) -> None:
    """Secrets are forgotten, by the step that asks for them or by a later one; the mark is of a secret asked here."""
    here = {each.id: each for each in step.fields}
    assert all(BY_ID[key].kind is Kind.SECRET for key in step.forgets)
    assert not step.portal or here[step.portal].kind is Kind.SECRET
    assert not step.remembers or here[step.remembers].kept


def test_every_secret_is_forgotten_by_some_step() -> None:
    """Each is held until the step is over that sends it, and no longer."""
    asked = {each.id for _, each in ASKED if each.kind is Kind.SECRET}
    assert {key for step in TABLE for key in step.forgets} == asked


@pytest.mark.parametrize("left_out", ["preflight", "sign_im"])
def test_a_choice_that_leaves_out_what_only_the_student_knows_is_an_error(left_out: str) -> None:
    """Resuming would never take it: the hospital does not see such a step done, and an unknown one is no step."""
    progress = replace(STEPS["progress"], skips={"mail_only": ("sign_in", left_out)})
    with pytest.raises(ValueError, match=f"mail_only skips {left_out}"):
        judge_skips({**STEPS, "progress": progress})
