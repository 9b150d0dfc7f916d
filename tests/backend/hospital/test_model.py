"""The hospital against a small model of it: any order of acts, faults and jumps of the clock, two students at once.

Never more than one activation for an account, never more tries than the limits, and neither student ever holds what is
the other's (E4).
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from ntuh_onboard.backend.hospital import attempts, codes
from ntuh_onboard.backend.hospital.records import ALIASES, everybody
from ntuh_onboard.backend.hospital.sqlite import SqliteStore
from ntuh_onboard.backend.hospital.store import MemoryStore, Store
from ntuh_onboard.backend.mock import Practice, open_practice
from ntuh_onboard.backend.protocol import Standing
from ntuh_onboard.backend.stage import Carrier, Fault
from ntuh_onboard.common.clock import ManualClock
from ntuh_onboard.common.errors import AnswerLost, BackendError, OldPasswordWrong, SessionEnded, WrongCredentials
from ntuh_onboard.common.secret import Secret
from tests.backend.hospital.walks import code_of

KINDS = ("fresh", "no_authenticator", "activated")
PASSWORDS = ("Walnut-31-cloud", "Copper-44-field", "Not-the-one-99")
ALIASES_TRIED = ("yifen.chen", "YiFen.Chen", "someone", "meiling.huang", "a..b")
STUDENTS = st.integers(0, 1)
WHO = st.sampled_from(KINDS)


class HospitalMachine(RuleBasedStateMachine):
    """Two students, three accounts. The model keeps passwords, aliases, and who each student is at which site."""

    def __init__(self) -> None:
        super().__init__()
        self.store = self.make_store()
        first = open_practice(ManualClock(), store=self.store, cheap_hashes=True)
        self.students = (first, first.another())
        self.people = {each.kind: each for each in first.stage.people()}
        self.passwords = {kind: self.people[kind].password.reveal() for kind in KINDS}
        self.aliases: dict[str, str] = {"activated": "meiling.huang"}
        self.portal: list[str | None] = [None, None]
        self.proof: list[str | None] = [None, None]

    def make_store(self) -> Store:
        """An empty store."""
        return MemoryStore()

    def teardown(self) -> None:
        """Let go of files."""
        self.store.close()

    @property
    def stage(self) -> Practice:
        """Whose stage is asked makes no difference but for pictures."""
        return self.students[0]

    def took_effect(self, verb: str, before: int) -> bool:
        """Whether the commit happened, as the hospital counts: never more than once for one call."""
        more = self.stage.stage.commits().get(verb, 0) - before
        assert more in {0, 1}
        return bool(more)

    def count(self, verb: str) -> int:
        return self.stage.stage.commits().get(verb, 0)

    @initialize(talkative=st.booleans(), asks=st.booleans(), strict=st.booleans())
    def behave(self, *, talkative: bool, asks: bool, strict: bool) -> None:
        """Any hospital."""
        self.stage.stage.switch("talkative", talkative)
        self.stage.stage.switch("asks_password", asks)
        self.stage.stage.switch("strict_passwords", strict)
        self.asks = asks

    @rule(seconds=st.sampled_from((1, 5, 31, 61, 121, 299, 601, 901, 3601)))
    def wait(self, seconds: int) -> None:
        """Time passes."""
        self.stage.stage.jump(seconds)

    @rule(
        verb=st.sampled_from(
            ("portal.sign_in", "portal.change_password", "account.send_code", "account.verify_code", "account.activate")
        ),
        fault=st.sampled_from((Fault.LOST_BEFORE, Fault.LOST_AFTER, Fault.SESSION_ENDED, Fault.REFUSED)),
    )
    def spoil(self, verb: str, fault: Fault) -> None:
        """Something goes wrong with the next call."""
        self.stage.stage.inject(verb, fault)

    @rule(behaviour=st.sampled_from(Carrier))
    def change_carrier(self, behaviour: Carrier) -> None:
        """The network changes its mind."""
        self.stage.stage.carrier(behaviour)

    @rule(student=STUDENTS, kind=WHO, guess=st.sampled_from((*PASSWORDS, "right", "right")), read=st.booleans())
    def sign_in(self, student: int, kind: str, guess: str, *, read: bool) -> None:
        """With the right password or another, with the picture read or not."""
        practice, before = self.students[student], self.count("portal.sign_in")
        practice.backend.portal.sign_in_page()
        self.portal[student] = None
        practice.backend.portal.picture()
        typed = practice.stage.picture_text() if read else "0"
        password = self.passwords[kind] if guess == "right" else guess
        try:
            practice.backend.portal.sign_in(self.people[kind].employee_id, Secret(password), typed, "T0")
        except WrongCredentials:
            assert read
        except BackendError:
            pass
        if self.took_effect("portal.sign_in", before):
            assert read
            assert password == self.passwords[kind]
            self.portal[student] = kind

    @rule(student=STUDENTS, old=st.sampled_from((*PASSWORDS, "right", "right")), new=st.sampled_from(PASSWORDS[:2]))
    def change_password(self, student: int, old: str, new: str) -> None:
        """From the right old one or another."""
        practice, kind = self.students[student], self.portal[student]
        before = self.count("portal.change_password")
        typed = self.passwords[kind] if old == "right" and kind else old
        try:
            practice.backend.portal.change_password(Secret(typed), Secret(new))
        except OldPasswordWrong:
            assert kind is not None
            assert typed != self.passwords[kind]
        except BackendError:
            pass
        if self.took_effect("portal.change_password", before):
            assert kind is not None
            assert typed == self.passwords[kind]
            self.passwords[kind] = new
            # The other student's session of the same account is over (N-07).
            if self.portal[1 - student] == kind:
                self.portal[1 - student] = None
                with pytest.raises(SessionEnded):
                    self.students[1 - student].backend.portal.landing()

    @rule(student=STUDENTS, kind=WHO, right=st.booleans())
    def send_code(self, student: int, kind: str, *, right: bool) -> None:
        """To the registered number, or to another."""
        who, before = self.people[kind], self.count("account.send_code")
        with suppress(BackendError):
            self.students[student].backend.account.send_code(who.employee_id, who.phone if right else "0990104599")
        if self.took_effect("account.send_code", before):
            assert right
            assert kind not in self.aliases

    @rule(student=STUDENTS, kind=WHO, typed=st.sampled_from(("message", "message", "app", "000000", "")))
    def verify_code(self, student: int, kind: str, typed: str) -> None:
        """With the newest message's code, the authenticator's, or neither."""
        practice, who, before = self.students[student], self.people[kind], self.count("account.verify_code")
        code = Secret(typed)
        if typed == "message" and practice.stage.messages(who.phone):
            code = code_of(practice, who)
        elif typed == "app":
            code = practice.stage.authenticator_code(who.employee_id) or code
        with suppress(BackendError):
            practice.backend.account.verify_code(who.employee_id, code)
        if self.took_effect("account.verify_code", before):
            assert typed in {"message", "app"}
            assert kind not in self.aliases
            self.proof[student] = kind

    @rule(
        student=STUDENTS, alias=st.sampled_from(ALIASES_TRIED), cloud=st.sampled_from(("Harbour-64-kite", "right", ""))
    )
    def activate(self, student: int, alias: str, cloud: str) -> None:
        """With a free alias or a taken one; with a password of its own, the portal's, or none."""
        practice, kind, before = self.students[student], self.proof[student], self.count("account.activate")
        password = self.passwords[kind] if cloud == "right" and kind else cloud
        try:
            practice.backend.account.activate(alias, Secret(password))
        except AnswerLost:
            pass
        except BackendError:
            assert self.count("account.activate") == before
        if self.took_effect("account.activate", before):
            assert kind is not None
            assert kind not in self.aliases
            assert alias != "a..b"
            assert alias.casefold() not in {each.casefold() for each in self.aliases.values()}
            assert not self.asks or (password and password != self.passwords[kind])
            self.aliases[kind] = alias

    @rule(student=STUDENTS)
    def leave(self, student: int) -> None:
        """Sign out of both."""
        self.students[student].backend.portal.sign_out()
        self.students[student].backend.account.sign_out()
        self.portal[student] = self.proof[student] = None

    @invariant()
    def nobody_is_anybody_else(self) -> None:
        """What opens for a student is what that student has signed in to, or proved."""
        for practice, portal, proof in zip(self.students, self.portal, self.proof, strict=True):
            try:
                page = practice.backend.portal.landing()
            except SessionEnded:
                pass
            else:
                assert portal is not None
                assert page.employee_id == self.people[portal].employee_id
            try:
                state = practice.backend.account.activation()
            except SessionEnded:
                pass
            else:
                assert proof is not None
                assert state.alias == self.aliases.get(proof)
                assert (state.standing is Standing.ACTIVATED) is (proof in self.aliases)

    @invariant()
    def no_limit_is_passed(self) -> None:
        """Tries, wrong codes, activations, aliases."""
        figures = self.stage.hospital.figures
        now = self.stage.hospital.moment()
        with self.store.atomic() as unit:
            assert all(row["failures"] <= figures.login_failures for _, row in unit.rows(attempts.ATTEMPTS))
            assert all(row["tries"] <= figures.code_tries for _, row in unit.rows(codes.CODES))
            for _, row in unit.rows(codes.WRONG):
                recent = [each for each in row["times"] if now - each < figures.wrong_codes_within]
                assert len(recent) <= figures.wrong_codes
            for _, row in unit.rows(codes.STEPS):
                assert len(row["wrong"]) <= figures.totp_tries
            records = {each.kind: each for each in everybody(unit)}
            owners = [row["owner"] for _, row in unit.rows(ALIASES)]
        assert {kind: records[kind].alias for kind in KINDS if records[kind].alias} == self.aliases
        assert len(owners) == len(set(owners)) == len(self.aliases)
        assert self.count("account.activate") == len(self.aliases) - 1


class HospitalFileMachine(HospitalMachine):
    """The same over a file."""

    def make_store(self) -> Store:
        """A file of its own for each run."""
        self.folder = tempfile.TemporaryDirectory()
        return SqliteStore(Path(self.folder.name) / "hospital.db")

    def teardown(self) -> None:
        """The file goes."""
        super().teardown()
        self.folder.cleanup()


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.mark.parametrize(("machine", "examples"), [(HospitalMachine, 60), (HospitalFileMachine, 15)])
def test_the_hospital_is_as_its_model(machine: type[HospitalMachine], examples: int) -> None:
    """Any order of acts, on both stores."""
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=examples, stateful_step_count=40, suppress_health_check=SLOW),
    )
