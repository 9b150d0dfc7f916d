"""Every figure to the second, by a clock that is moved by hand (O-02, O-06, P-07, C-02, N-05, O-12)."""

from __future__ import annotations

import secrets

import pytest

from ntuh_onboard.backend.hospital import attempts, codes, sessions
from ntuh_onboard.backend.hospital.codes import Bound, Verdict
from ntuh_onboard.backend.hospital.figures import Figures
from ntuh_onboard.backend.hospital.store import MemoryStore

NOW = 1_800_000_000.0
FIGURES = Figures()
BOUND = Bound("104567", "0990104567", "a session")
SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of RFC 6238, appendix B: twenty bytes of ASCII."""


def test_the_figures_are_those_that_were_decided() -> None:
    """Security.md, section D and the lines that win."""
    figures = Figures()
    assert (figures.login_failures, figures.login_lock) == (5, 900)
    assert (figures.code_life, figures.code_tries) == (120, 3)
    assert (figures.wrong_codes, figures.wrong_codes_within) == (9, 3600)
    assert (figures.resend_after, figures.sends, figures.sends_within, figures.sends_a_day) == (60, 3, 600, 10)
    assert (figures.picture_life, figures.session_idle, figures.session_absolute) == (300, 300, 3600)
    assert (figures.totp_step, figures.totp_window, figures.totp_tries, figures.totp_tries_within) == (30, 1, 5, 300)
    assert (figures.hash_memory, figures.hash_time, figures.hash_lanes) == (19456, 2, 1)


@pytest.mark.parametrize(
    ("age", "verdict"),
    [(0, Verdict.RIGHT), (119, Verdict.RIGHT), (120, Verdict.RIGHT), (120.1, Verdict.EXPIRED), (121, Verdict.EXPIRED)],
)
def test_a_code_lives_120_seconds(age: float, verdict: Verdict) -> None:
    """O-02: two minutes, and not a moment more."""
    with MemoryStore().atomic() as unit:
        codes.issue(unit, BOUND, "012345", NOW)
        assert codes.take(unit, BOUND, "012345", NOW + age, FIGURES).verdict is verdict


def test_an_expired_code_costs_no_try() -> None:
    """It was right; and a wrong one after it still counts."""
    with MemoryStore().atomic() as unit:
        codes.issue(unit, BOUND, "012345", NOW)
        for _ in range(5):
            assert codes.take(unit, BOUND, "012345", NOW + 121, FIGURES).verdict is Verdict.EXPIRED
        assert codes.take(unit, BOUND, "999999", NOW + 121, FIGURES) == codes.Looked(Verdict.WRONG, left=2)


@pytest.mark.parametrize(
    "other", [Bound("104567", "0990104568", "a session"), Bound("104567", "0990104567", "another")]
)
def test_a_code_is_bound_to_number_and_session(other: Bound) -> None:
    """O-07: a changed number or another session makes it nobody's, without a try being counted."""
    with MemoryStore().atomic() as unit:
        codes.issue(unit, BOUND, "012345", NOW)
        for _ in range(4):
            assert codes.take(unit, other, "012345", NOW, FIGURES).verdict is Verdict.ABSENT
        assert codes.take(unit, BOUND, "012345", NOW, FIGURES).verdict is Verdict.RIGHT


def test_the_ninth_wrong_code_of_an_hour_is_the_last() -> None:
    """O-05: three codes with three tries each; a tenth is looked at when the first is an hour old."""
    with MemoryStore().atomic() as unit:
        for at in range(3):
            codes.issue(unit, BOUND, "012345", NOW + at)
            for _ in range(3):
                codes.take(unit, BOUND, "999999", NOW + at, FIGURES)
        codes.issue(unit, BOUND, "012345", NOW + 3)
        looked = codes.take(unit, BOUND, "012345", NOW + 3, FIGURES)
        assert looked == codes.Looked(Verdict.SPENT, until=NOW + 3600)
        assert codes.spent_until(unit, BOUND.account, NOW + 3599, FIGURES) == NOW + 3600
        assert codes.spent_until(unit, BOUND.account, NOW + 3600, FIGURES) is None


def test_sends_are_counted_for_account_and_number() -> None:
    """O-06: another account with the same number, and the same account with another, meet the same cool-down."""
    with MemoryStore().atomic() as unit:
        assert codes.count_send(unit, "104567", "0990104567", NOW, FIGURES) is None
        for account, phone in (("104567", "0990104568"), ("104568", "0990104567")):
            held = codes.count_send(unit, account, phone, NOW + 59.9, FIGURES)
            assert held == codes.Held(NOW + 60, cooling=True)
        assert codes.count_send(unit, "104568", "0990104568", NOW, FIGURES) is None


@pytest.mark.parametrize(("at", "held"), [(59.9, True), (60, False), (61, False)])
def test_the_cool_down_is_sixty_seconds(at: float, *, held: bool) -> None:
    """O-06."""
    with MemoryStore().atomic() as unit:
        codes.count_send(unit, "104567", "0990104567", NOW, FIGURES)
        assert (codes.count_send(unit, "104567", "0990104567", NOW + at, FIGURES) is not None) is held


def test_a_refused_send_counts_nothing() -> None:
    """Impatience does not use up what is left."""
    with MemoryStore().atomic() as unit:
        codes.count_send(unit, "104567", "0990104567", NOW, FIGURES)
        for at in range(1, 60):
            assert codes.count_send(unit, "104567", "0990104567", NOW + at, FIGURES) is not None
        assert codes.count_send(unit, "104567", "0990104567", NOW + 60, FIGURES) is None


def test_three_sends_in_ten_minutes() -> None:
    """O-06: the fourth waits for the first to be ten minutes old, and says so."""
    with MemoryStore().atomic() as unit:
        for at in (0, 60, 120):
            assert codes.count_send(unit, "104567", "0990104567", NOW + at, FIGURES) is None
        assert codes.count_send(unit, "104567", "0990104567", NOW + 599, FIGURES) == codes.Held(
            NOW + 600, cooling=False
        )
        assert codes.count_send(unit, "104567", "0990104567", NOW + 600, FIGURES) is None


def test_ten_sends_a_day() -> None:
    """O-06: the eleventh waits for the first to be a day old."""
    day = 24 * 60 * 60
    with MemoryStore().atomic() as unit:
        for at in range(10):
            assert codes.count_send(unit, "104567", "0990104567", NOW + at * 700, FIGURES) is None
        held = codes.count_send(unit, "104567", "0990104567", NOW + day - 1, FIGURES)
        assert held == codes.Held(NOW + day, cooling=False)
        assert codes.count_send(unit, "104567", "0990104567", NOW + day, FIGURES) is None


def test_a_lock_lasts_fifteen_minutes() -> None:
    """P-07: it begins with the fifth failure, is not prolonged by trying, and leaves five tries behind it."""
    with MemoryStore().atomic() as unit:
        spent = [attempts.spend(unit, "who", NOW, FIGURES) for _ in range(5)]
        assert [each.left for each in spent] == [4, 3, 2, 1, 0]
        assert [each.until for each in spent] == [None] * 4 + [NOW + 900]
        for at in (0, 450, 899):
            assert attempts.spend(unit, "who", NOW + at, FIGURES) == attempts.Attempt(
                allowed=False, until=NOW + 900, left=0
            )
        assert attempts.spend(unit, "who", NOW + 900, FIGURES).left == 4
        assert attempts.spend(unit, "another", NOW, FIGURES).left == 4


def test_a_fitting_password_forgets_the_failures() -> None:
    """P-07: also when it is the fifth try."""
    with MemoryStore().atomic() as unit:
        for _ in range(5):
            attempts.spend(unit, "who", NOW, FIGURES)
        attempts.forgive(unit, "who")
        assert attempts.spend(unit, "who", NOW, FIGURES).left == 4


@pytest.mark.parametrize(("age", "text"), [(0, "1RT55V"), (300, "1RT55V"), (300.5, "")])
def test_a_picture_lives_five_minutes(age: float, text: str) -> None:
    """C-02."""
    with MemoryStore().atomic() as unit:
        session = sessions.begin(unit, "portal", NOW)
        sessions.hang_picture(unit, session, "1RT55V", NOW)
        assert sessions.take_picture(unit, session, NOW + age, FIGURES) == text


def test_a_session_ends_by_silence_and_by_age() -> None:
    """N-05: five minutes without an act; sixty in all, however busy it was."""
    with MemoryStore().atomic() as unit:
        silent, busy = (sessions.begin(unit, "portal", NOW) for _ in range(2))
        assert sessions.live(unit, silent.key, "portal", NOW + 300, FIGURES) is not None
        assert sessions.live(unit, silent.key, "portal", NOW + 600.5, FIGURES) is None
        assert sessions.live(unit, silent.key, "portal", NOW + 600, FIGURES) is None
        for minute in range(0, 61, 4):
            assert sessions.live(unit, busy.key, "portal", NOW + minute * 60, FIGURES) is not None
        assert sessions.live(unit, busy.key, "portal", NOW + 3601, FIGURES) is None


def test_a_session_is_of_one_site_and_cannot_be_guessed() -> None:
    """N-02: 256 bits, never the same twice; N-01: proof brings a new key, and the old one is dead."""
    with MemoryStore().atomic() as unit:
        keys = {sessions.begin(unit, "portal", NOW).key for _ in range(1000)}
        assert len(keys) == 1000
        assert all(len(each) >= 43 for each in keys)
        session = sessions.begin(unit, "portal", NOW)
        assert sessions.live(unit, session.key, "account", NOW, FIGURES) is None
        assert sessions.live(unit, "", "portal", NOW, FIGURES) is None
        renewed = sessions.renew(unit, session.key, "portal", NOW, "104567")
        assert renewed.key != session.key
        assert sessions.live(unit, session.key, "portal", NOW, FIGURES) is None


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_authenticator_is_that_of_rfc_6238(at: int, shown: str) -> None:
    """O-12: appendix B, SHA-1, its last six digits."""
    assert codes.current(SEED, at, FIGURES) == shown


@pytest.mark.parametrize(("off", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_an_authenticator_may_be_one_step_off(off: int, *, taken: bool) -> None:
    """O-12: slow or fast, by one step."""
    middle = NOW - NOW % 30 + 15
    with MemoryStore().atomic() as unit:
        code = codes.current(SEED, middle + off, FIGURES)
        looked = codes.take_authenticator(unit, "104567", SEED, code, now=middle, figures=FIGURES, counted=True)
        assert (looked.verdict is Verdict.RIGHT) is taken


def test_a_step_uses_up_the_steps_before_it() -> None:
    """O-12: who was a step fast cannot come again with an older code."""
    with MemoryStore().atomic() as unit:
        for off, verdict in ((30, Verdict.RIGHT), (30, Verdict.WRONG), (0, Verdict.WRONG), (-30, Verdict.WRONG)):
            code = codes.current(SEED, NOW + off, FIGURES)
            looked = codes.take_authenticator(unit, "104567", SEED, code, now=NOW, figures=FIGURES, counted=False)
            assert looked.verdict is verdict


def test_codes_are_six_digits_and_uniform() -> None:
    """O-01: leading zeros kept; chi-square over 10 digits in each place of 20,000 codes stays under 40 (p < 1e-5)."""
    drawn = [codes.new_code() for _ in range(20_000)]
    assert {len(each) for each in drawn} == {6}
    assert any(each.startswith("0") for each in drawn)
    for place in range(6):
        seen = [sum(each[place] == digit for each in drawn) for digit in "0123456789"]
        assert sum((each - 2000) ** 2 / 2000 for each in seen) < 40


def test_a_code_with_a_leading_zero_counts_whole() -> None:
    """O-01."""
    with MemoryStore().atomic() as unit:
        codes.issue(unit, BOUND, "000123", NOW)
        assert codes.take(unit, BOUND, "123", NOW, FIGURES).verdict is Verdict.WRONG
        assert codes.take(unit, BOUND, "000123", NOW, FIGURES).verdict is Verdict.RIGHT


def test_five_wrong_codes_of_an_authenticator_end_it_for_five_minutes() -> None:
    """O-12: of those that count; it is told until when, and a right one is not looked at meanwhile."""
    who = {"account": "104567", "seed": SEED, "figures": FIGURES}
    with MemoryStore().atomic() as unit:

        def look(code: str, at: float, *, counted: bool = True) -> codes.Looked:
            return codes.take_authenticator(unit, code=code, now=NOW + at, counted=counted, **who)  # type: ignore[arg-type]  # a table

        for at in range(5):
            assert look("999999", at, counted=False) == codes.Looked(Verdict.WRONG)
        for at in range(5):
            assert look("999999", at) == codes.Looked(Verdict.WRONG)
        spent = codes.Looked(Verdict.SPENT, until=NOW + 300)
        assert look(codes.current(SEED, NOW + 299, FIGURES), 299) == spent
        right = codes.current(SEED, NOW + 300, FIGURES)
        assert look(right, 300) == codes.Looked(Verdict.RIGHT)
        assert look("999999", 300) == codes.Looked(Verdict.WRONG)
        assert look("999999", 300) == codes.Looked(Verdict.SPENT, until=NOW + 301)
        assert unit.get(codes.STEPS, "104568") is None


def test_an_authenticators_first_step_counts_and_its_length_is_a_figure() -> None:
    """Nothing is used up before the first code; another length of step shows other codes."""
    with MemoryStore().atomic() as unit:
        first = codes.current(SEED, 45, FIGURES)
        looked = codes.take_authenticator(unit, "104567", SEED, first, now=45, figures=FIGURES, counted=True)
        assert looked.verdict is Verdict.RIGHT
    assert codes.current(SEED, 59, Figures(totp_step=60)) == codes.current(SEED, 0, FIGURES)


@pytest.mark.parametrize("code", ["\ud800", "４０７３１６", "", "40731"])
def test_what_is_no_code_is_wrong_and_breaks_nothing(code: str) -> None:
    """A broken terminal sends half characters."""
    with MemoryStore().atomic() as unit:
        looked = codes.take_authenticator(unit, "104567", SEED, code, now=NOW, figures=FIGURES, counted=True)
        assert looked.verdict is Verdict.WRONG


def test_the_last_try_of_all_tells_until_when_there_are_none() -> None:
    """O-04: a message's third try leaves no date; O-05: the hour's ninth does, for this account alone."""
    spent = []
    with MemoryStore().atomic() as unit:
        for at in range(3):
            codes.issue(unit, BOUND, "012345", NOW + at)
            spent.append([codes.take(unit, BOUND, "999999", NOW + at, FIGURES) for _ in range(3)][-1])
        other = Bound("104568", "0990104568", "another")
        codes.issue(unit, other, "012345", NOW)
        assert codes.take(unit, other, "999999", NOW, FIGURES) == codes.Looked(Verdict.WRONG, left=2)
    assert [each.verdict for each in spent] == [Verdict.SPENT] * 3
    assert [each.until for each in spent] == [None, None, NOW + 3600]


def test_no_code_is_out_where_none_was_sent() -> None:
    """A changed number leaves it so."""
    with MemoryStore().atomic() as unit:
        codes.follow(unit, "104567", "0990104568")
        assert unit.rows(codes.CODES) == []


def test_a_code_is_drawn_among_a_million(monkeypatch: pytest.MonkeyPatch) -> None:
    """O-01: 000000 to 999999."""

    def last(below: int) -> int:
        assert below == 1_000_000
        return below - 1

    monkeypatch.setattr(secrets, "randbelow", last)
    assert codes.new_code() == "999999"


def test_a_session_has_an_owner_once_somebody_has_proved_to_be_one() -> None:
    """O-08: recorded with the session; nobody owns one that is over, or a new one."""
    with MemoryStore().atomic() as unit:
        nobodys = sessions.begin(unit, "portal", NOW)
        owned = sessions.renew(unit, nobodys.key, "portal", NOW, "104567")
        fresh = sessions.begin(unit, "portal", NOW)
        assert [sessions.owner_of(unit, each.key) for each in (nobodys, owned, fresh)] == ["", "104567", ""]


def test_a_session_takes_its_picture_with_it() -> None:
    """C-01: nobody can answer a picture of a session that is over."""
    with MemoryStore().atomic() as unit:
        one, two = (sessions.begin(unit, "portal", NOW) for _ in range(2))
        for each in (one, two):
            sessions.hang_picture(unit, each, "1RT55V", NOW)
        assert sessions.end(unit, one.key)
        assert not sessions.end(unit, one.key)
        assert sessions.take_picture(unit, one, NOW, FIGURES) == ""
        assert sessions.take_picture(unit, two, NOW, FIGURES) == "1RT55V"


def test_all_sessions_of_one_owner_at_one_site_end_together() -> None:
    """N-07: no other owner's, and none at another site."""
    with MemoryStore().atomic() as unit:
        kept = [sessions.begin(unit, site, NOW, owner) for site, owner in (("account", "1"), ("portal", "2"))]
        ended = [sessions.begin(unit, "portal", NOW, "1") for _ in range(3)]
        sessions.end_others(unit, ended[0])
        assert {key for key, _ in unit.rows(sessions.SESSIONS)} == {each.key for each in (*kept, ended[0])}
        sessions.end_all(unit, "portal", "1")
        assert {key for key, _ in unit.rows(sessions.SESSIONS)} == {each.key for each in kept}
