"""Fifty threads at each atomic operation: one winner, and no count above its limit (O-03, O-04, E5)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import pytest

from ntuh_onboard.backend.hospital import attempts, codes, sessions
from ntuh_onboard.backend.hospital.activation import ActivationPages
from ntuh_onboard.backend.hospital.codes import Bound, Verdict
from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.hospital.portal import PortalPages
from ntuh_onboard.backend.hospital.proof import ProofPages
from ntuh_onboard.backend.hospital.records import claim
from ntuh_onboard.backend.hospital.sign_in import PortalDoor
from ntuh_onboard.backend.hospital.store import Store
from ntuh_onboard.backend.mock import Practice
from ntuh_onboard.common.errors import BackendError
from ntuh_onboard.common.secret import Secret

RUNNERS = 50
NOW = 1_800_000_000.0
FIGURES = Figures()
BOUND = Bound("104567", "0990104567", "a session")
Result = TypeVar("Result")


def race(run: Callable[[int], Result]) -> list[Result]:
    """What fifty threads got that began together."""
    gate = threading.Barrier(RUNNERS)
    results: list[Result] = []

    def go(number: int) -> None:
        gate.wait()
        results.append(run(number))

    threads = [threading.Thread(target=go, args=(number,)) for number in range(RUNNERS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(results) == RUNNERS
    return results


def test_a_picture_is_taken_once(store: Store) -> None:
    """C-01."""
    with store.atomic() as unit:
        session = sessions.begin(unit, "portal", NOW)
        sessions.hang_picture(unit, session, "1RT55V", NOW)

    def run(_: int) -> str:
        with store.atomic() as unit:
            return sessions.take_picture(unit, session, NOW, FIGURES)

    assert sorted(race(run))[-2:] == ["", "1RT55V"]


def test_no_more_passwords_are_looked_at_than_the_limit(store: Store) -> None:
    """P-07."""

    def run(_: int) -> bool:
        with store.atomic() as unit:
            return attempts.spend(unit, "portal 104567", NOW, FIGURES).allowed

    assert sum(race(run)) == FIGURES.login_failures


def test_a_code_is_taken_once(store: Store) -> None:
    """O-03."""
    with store.atomic() as unit:
        codes.issue(unit, BOUND, "012345", NOW)

    def run(_: int) -> Verdict:
        with store.atomic() as unit:
            return codes.take(unit, BOUND, "012345", NOW, FIGURES).verdict

    assert race(run).count(Verdict.RIGHT) == 1


def test_no_more_tries_are_counted_than_the_limit(store: Store) -> None:
    """O-04: of fifty wrong ones two are told wrong, the third ends it; then not even the right one counts."""
    with store.atomic() as unit:
        codes.issue(unit, BOUND, "012345", NOW)

    def run(_: int) -> Verdict:
        with store.atomic() as unit:
            return codes.take(unit, BOUND, "999999", NOW, FIGURES).verdict

    results = race(run)
    assert results.count(Verdict.WRONG) == FIGURES.code_tries - 1
    assert results.count(Verdict.SPENT) == RUNNERS - FIGURES.code_tries + 1
    with store.atomic() as unit:
        row = unit.get(codes.CODES, BOUND.account)
        assert row is not None
        assert row["tries"] == FIGURES.code_tries
        assert codes.take(unit, BOUND, "012345", NOW, FIGURES).verdict is Verdict.SPENT


def test_one_message_is_sent(store: Store) -> None:
    """O-06: the others meet the cool-down."""

    def run(_: int) -> bool:
        with store.atomic() as unit:
            return codes.count_send(unit, "104567", "0990104567", NOW, FIGURES) is None

    assert sum(race(run)) == 1


def test_an_authenticators_code_is_taken_once(store: Store) -> None:
    """O-12."""
    seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    code = codes.current(seed, NOW, FIGURES)

    def run(_: int) -> Verdict:
        with store.atomic() as unit:
            return codes.take_authenticator(unit, "104567", seed, code, now=NOW, figures=FIGURES, counted=False).verdict

    assert race(run).count(Verdict.RIGHT) == 1


def test_an_alias_is_claimed_once(store: Store) -> None:
    """Whatever the capitals."""

    def run(number: int) -> bool:
        with store.atomic() as unit:
            return claim(unit, "yifen.chen" if number % 2 else "YiFen.Chen", str(104567 + number))

    assert sum(race(run)) == 1


def test_a_session_is_ended_once(store: Store) -> None:
    """N-04: one sign-out is confirmed."""
    with store.atomic() as unit:
        session = sessions.begin(unit, "portal", NOW)

    def run(_: int) -> bool:
        with store.atomic() as unit:
            return sessions.end(unit, session.key)

    assert sum(race(run)) == 1


def outcome(call: Callable[[], object]) -> str:
    """`done`, or the name of the error."""
    try:
        call()
    except BackendError as error:
        return type(error).__name__
    return "done"


def test_one_sign_in_of_fifty_with_one_picture(practice: Practice) -> None:
    """The verb as a whole: the picture lets one in."""
    door, who = PortalDoor(practice.hospital), practice.stage.people()[0]
    key, _ = door.open()
    hung = door.picture(key)
    results = race(lambda _: outcome(lambda: door.sign_in(key, who.employee_id, who.password, hung.text, "T0")))
    assert results.count("done") == 1
    assert practice.stage.commits()["portal.sign_in"] == 1


def test_one_proof_of_fifty_with_one_code(practice: Practice) -> None:
    """O-03, the verb as a whole."""
    proof, who = ProofPages(practice.hospital), practice.stage.people()[0]
    key, _ = proof.regulations()
    proof.send_code(key, who.employee_id, who.phone)
    practice.stage.jump(5)
    text = practice.stage.messages(who.phone)[0].text
    code = Secret("".join(each for each in text.split("，2分鐘")[0] if each in "0123456789"))
    results = race(lambda _: outcome(lambda: proof.verify_code(key, who.employee_id, code)))
    assert results.count("done") == 1
    assert practice.stage.commits()["account.verify_code"] == 1


@pytest.mark.parametrize("same_person", [True, False])
def test_one_activation_of_fifty(practice: Practice, *, same_person: bool) -> None:
    """One person with fifty names gets one; eleven people with one name: one gets it."""
    proof, pages = ProofPages(practice.hospital), ActivationPages(practice.hospital)
    people = [each for each in practice.stage.people() if each.kind not in {"activated", "expired", "no_authenticator"}]
    keys = []
    for who in people[:1] if same_person else people:
        code = practice.stage.authenticator_code(who.employee_id)
        assert code is not None
        keys.append(proof.verify_code(proof.regulations()[0], who.employee_id, code)[0])
    cloud = Secret("Harbour-64-kite")

    def run(number: int) -> str:
        alias = f"name{number}" if same_person else "one.name"
        return outcome(lambda: pages.activate(keys[number % len(keys)], alias, cloud))

    results = race(run)
    assert results.count("done") == 1
    assert practice.stage.commits()["account.activate"] == 1


def test_one_change_of_the_password_of_fifty(practice: Practice) -> None:
    """Q4: each from the same old one to another new one; one of them holds."""
    door, pages, who = PortalDoor(practice.hospital), PortalPages(practice.hospital), practice.stage.people()[0]
    keys = []
    for _ in range(RUNNERS):
        key, _ = door.open()
        text = door.picture(key).text
        keys.append(door.sign_in(key, who.employee_id, who.password, text, "T0")[0])

    def run(number: int) -> str:
        new = Secret(f"Walnut-{number}-cloud")
        return outcome(lambda: pages.change_password(keys[number], who.password, new))

    results = race(run)
    assert results.count("done") == 1
    assert practice.stage.commits()["portal.change_password"] == 1
