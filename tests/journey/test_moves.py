"""The journey as a state machine: any order of acts, and what must hold after each."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ntuh_onboard.backend.protocol import Outcome
from ntuh_onboard.common.errors import ImpossibleMove
from ntuh_onboard.journey import moves
from ntuh_onboard.journey.state import Journey, begin
from ntuh_onboard.journey.step import Kind, Need
from ntuh_onboard.journey.step_acts import Found
from ntuh_onboard.journey.steps import JOURNEYS, READ_BACKS, STEPS

CANARY = "c4nary-7f1e"


def test_straight_through_every_journey() -> None:
    """Each journey walks its steps in the order of the table and ends at the last one."""
    for name, order in JOURNEYS.items():
        journey, seen = begin(name), []
        while journey.at != journey.order[-1]:
            seen.append(journey.at)
            journey = moves.advance(journey)
        assert [*seen, journey.at] == list(order)


def test_an_impossible_move_changes_nothing() -> None:
    """A refused move raises, names the move and the step, and leaves the journey as it was (it is frozen)."""
    journey = begin("onboard")
    for move in (moves.back, moves.lose, moves.read_again):
        with pytest.raises(ImpossibleMove) as refused:
            move(journey)
        assert refused.value.at == "progress"
    with pytest.raises(ImpossibleMove):
        moves.go_to(journey, "alias")
    assert journey == begin("onboard")


def test_choices_leave_steps_out_and_bring_them_back() -> None:
    """「僅網路帳號」 starts at the regulations; choosing otherwise later brings the steps back (J0.4)."""
    journey = moves.advance(moves.advance(begin("onboard"), {"progress": "mail_only"}))
    assert journey.at == "regulations"
    again = moves.advance(moves.go_to(journey, "progress"), {"progress": "password_changed"})
    assert again.at == "preflight"
    again = moves.advance(again)
    assert again.at == "sign_in"
    assert again.skipped == {"portal_password"}


def test_a_changed_contact_opens_what_rests_on_it_but_no_sealed_step() -> None:
    """Going back to the phone number asks for a new code, and never for a second password change."""
    journey = _walked_to("enter_code")
    changed = moves.advance(moves.go_to(journey, "contact"), {"mobile_phone": "0900000009"})
    assert changed.at == "send_code"
    assert {"sign_in", "portal_password", "regulations"} <= changed.done


def test_a_code_that_was_taken_is_not_asked_for_again() -> None:
    """Going back over it and forward again sends no message: the proof is there."""
    journey = _walked_to("account")
    for step in ("contact", "regulations", "send_code"):
        assert moves.advance(moves.go_to(journey, step)).at not in {"send_code", "enter_code"}
    assert moves.go_to(journey, "send_code").sealed
    assert not _walked_to("enter_code").seals("send_code")


def test_a_lost_session_keeps_finished_steps() -> None:
    """After SE the student signs in again and goes on where it was (R-06)."""
    journey = _walked_to("contact")
    again = moves.end_session(journey, Need.PORTAL_SESSION)
    assert again.at == "sign_in"
    assert moves.advance(again).at == "contact"


def test_a_lost_proof_begins_again_with_a_new_code() -> None:
    """The old code is never sent again (RB-8): the proof begins where a code is asked for."""
    again = moves.end_session(_walked_to("alias_again"), Need.PROOF)
    assert again.at == "send_code"
    assert moves.advance(moves.advance(again)).at == "account"


def test_by_hand_shows_later_steps_for_the_browser_too() -> None:
    """Who signed in by hand gave this program no session: the next steps can only be done there too (J0.7)."""
    journey = moves.did_by_hand(_walked_to("sign_in"))
    assert journey.at == "portal_password"
    assert journey.browser_only
    with pytest.raises(ImpossibleMove):
        moves.advance(journey)
    assert moves.did_by_hand(moves.did_by_hand(journey)).at == "regulations"


@pytest.mark.parametrize("step", [each for each in STEPS if STEPS[each].read_back])
def test_every_lost_commit_is_read_back_to_each_outcome(step: str) -> None:
    """Lost is a state of its own: done goes on, not done opens the step again, unknown asks the next way (R-01)."""
    lost = moves.lose(_walked_to(step))
    assert lost.asked is READ_BACKS[STEPS[step].read_back]
    for refused in (moves.back, moves.lose, moves.advance):
        with pytest.raises(ImpossibleMove):
            refused(lost)
    assert moves.settle(lost, Found(Outcome.DONE)).at == lost.order[lost.order.index(step) + 1]
    opened = moves.settle(lost, Found(Outcome.NOT_DONE))
    assert (opened.at, opened.lost, step in opened.done) == (step, "", False)
    asked = lost
    while asked.reading:
        asked = moves.settle(asked, Found(Outcome.UNKNOWN))
    assert asked.lost == step
    assert moves.read_again(asked).reading == STEPS[step].read_back


def _walked_to(step: str) -> Journey:
    journey = begin(next(name for name, order in JOURNEYS.items() if step in order))
    while journey.at != step:
        journey = moves.advance(journey)
    return journey


TEXTS = st.text("abc0123456789", max_size=6)


class JourneyMachine(RuleBasedStateMachine):
    """A student who does anything in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.journey = begin("onboard")
        self.typed: dict[str, str] = {}

    @rule(text=TEXTS)
    def type_half(self, text: str) -> None:
        """Type into every field of what is asked; secrets and picture codes carry the canary."""
        texts = {each.id: text if each.kept else CANARY for each in self.journey.asked.fields}
        before, self.journey = self.typed.copy(), moves.keep(self.journey, texts)
        for each in (each for step in STEPS.values() for each in step.fields if each.prefill in texts):
            if before.get(each.id) == before.get(each.prefill):  # follows the answer that it was filled in from
                self.typed.pop(each.id, None)
        self.typed.update({each.id: text for each in self.journey.asked.fields if each.kept})

    @precondition(lambda self: not self.journey.lost and self.journey.before)
    @rule()
    def back_and_forward(self) -> None:
        """Back, then forward, restores every half-filled field."""
        here = self.journey
        before = moves.back(here)
        forward = moves.go_to(here, before.at)
        assert forward.texts == before.texts == here.texts

    @precondition(lambda self: not self.journey.lost and self.journey.before)
    @rule()
    def back(self) -> None:
        """Esc."""
        self.journey = moves.back(self.journey)

    @precondition(lambda self: not self.journey.lost and not self.journey.browser_only)
    @rule(progress=st.sampled_from(["first", "password_changed", "mail_only", "interrupted"]))
    def advance(self, progress: str) -> None:
        """The step is done."""
        if self.journey.at != self.journey.order[-1]:
            texts = {"progress": progress} if self.journey.at == "progress" else {}
            self.typed.update(texts)
            self.journey = moves.advance(self.journey, texts, value=object())

    @rule()
    def lose(self) -> None:
        """An answer is lost, where one can be."""
        try:
            self.journey = moves.lose(self.journey)
        except ImpossibleMove:
            here = self.journey
            assert here.lost or here.sealed or here.browser_only or not here.step.read_back

    @precondition(lambda self: self.journey.reading)
    @rule(outcome=st.sampled_from(list(Outcome)))
    def settle(self, outcome: Outcome) -> None:
        """A read-back finds something."""
        self.journey = moves.settle(self.journey, Found(outcome))

    @precondition(lambda self: self.journey.lost)
    @rule()
    def read_again(self) -> None:
        """Ask once more."""
        self.journey = moves.read_again(self.journey)

    @precondition(lambda self: self.journey.at != self.journey.order[-1])
    @rule()
    def by_hand(self) -> None:
        """Done in the browser."""
        self.journey = moves.did_by_hand(self.journey)

    @rule(need=st.sampled_from([Need.PORTAL_SESSION, Need.PROOF]))
    def session_ends(self, need: Need) -> None:
        """A site ends a session."""
        if self.journey.at != self.journey.order[-1]:
            try:
                self.journey = moves.end_session(self.journey, need)
            except ImpossibleMove:
                assert self.journey.giver(need) in self.journey.skipped

    @rule(step=st.sampled_from(sorted(JOURNEYS["onboard"])))
    def go_to(self, step: str) -> None:
        """An error names an earlier step."""
        try:
            self.journey = moves.go_to(self.journey, step)
        except ImpossibleMove:
            assert self.journey.lost or self.journey.later(step) or step in self.journey.skipped

    @invariant()
    def in_a_listed_state(self) -> None:
        """Where the student is, is in the table; a read-back is asked only for a lost commit."""
        journey = self.journey
        assert journey.at in JOURNEYS["onboard"]
        assert journey.at not in journey.skipped or journey.at == "progress"
        assert not journey.reading or (journey.lost == journey.at and journey.reading in READ_BACKS)
        assert journey.by_hand <= journey.done | {journey.at, *journey.order}

    @invariant()
    def nothing_typed_is_lost_and_no_secret_is_kept(self) -> None:
        """Every text is as it was typed last; no secret or picture code is in the journey or in any repr."""
        assert {key: self.journey.texts.get(key) for key in self.typed} == self.typed
        assert CANARY not in repr(self.journey) + repr(dict(self.journey.texts))
        secret = {
            each.id for step in STEPS.values() for each in step.fields if each.kind in {Kind.SECRET, Kind.CAPTCHA}
        }
        assert secret.isdisjoint(self.journey.texts)


TestJourneyMachine = JourneyMachine.TestCase
TestJourneyMachine.settings = settings(max_examples=200, stateful_step_count=40)
