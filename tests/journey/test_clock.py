"""One clock: it never goes back, whatever is done to the machine's wall clock."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntuh_onboard.common.clock import TAIPEI, ManualClock, SystemClock, _suspend_aware

ACTS = st.one_of(
    st.tuples(st.just("tick"), st.floats(0, 1e4)),
    st.tuples(st.just("jump"), st.floats(0, 1e4)),
    st.tuples(st.just("rate"), st.floats(0.1, 100)),
    st.tuples(st.just("seen"), st.floats(-1e6, 1e6)),
)


class Machine:
    """A machine whose two clocks stand still until they are moved."""

    def __init__(self) -> None:
        self.ticks = 5000.0
        self.wall = datetime(2026, 11, 24, 9, 41, tzinfo=TAIPEI).timestamp()

    def clock(self, rate: float = 1.0) -> SystemClock:
        return SystemClock(ticks=lambda: self.ticks, wall=lambda: self.wall, rate=rate)


def test_it_counts_from_nought_with_the_machine() -> None:
    """Whatever the machine's own count is."""
    machine = Machine()
    clock = machine.clock()
    assert clock.elapsed() == 0.0
    machine.ticks += 12.5
    assert clock.elapsed() == 12.5
    assert clock.now() == datetime(2026, 11, 24, 9, 41, 12, 500_000, tzinfo=TAIPEI)


@pytest.mark.parametrize("moved", [-3600.0, 3600.0, -86400.0 * 400])
def test_a_moved_wall_clock_changes_nothing(moved: float) -> None:
    """The wall clock is looked at once, at the beginning, and never for anything that runs out (R-04)."""
    machine = Machine()
    clock = machine.clock()
    machine.ticks += 60
    machine.wall += moved
    assert clock.elapsed() == 60.0
    assert clock.today() == date(2026, 11, 24)
    assert clock.now().strftime("%H:%M") == "09:42"


def test_practice_may_run_faster_and_only_from_now_on() -> None:
    """What has passed stays as it was; nothing is passed twice."""
    machine = Machine()
    clock = machine.clock()
    machine.ticks += 10
    clock.set_rate(60)
    assert (clock.elapsed(), clock.rate) == (10.0, 60)
    machine.ticks += 2
    assert clock.elapsed() == 130.0
    clock.set_rate(1)
    machine.ticks += 1
    assert clock.elapsed() == 131.0
    assert machine.clock(rate=3).rate == 3


def test_a_jump_moves_the_count_and_the_date() -> None:
    """As the trainer's 「+3 minutes」, and as a sleeping laptop."""
    clock = ManualClock(datetime(2026, 11, 24, 23, 59, tzinfo=TAIPEI))
    clock.jump(120)
    assert clock.elapsed() == 120.0
    assert clock.today() == date(2026, 11, 25)


@given(st.lists(ACTS))
def test_it_never_goes_back(acts: list[tuple[str, float]]) -> None:
    """In any order of faster, slower, forward, and dates seen at the hospital."""
    machine = Machine()
    clock = machine.clock()
    before = clock.elapsed()
    for name, much in acts:
        if name == "tick":
            machine.ticks += much
        elif name == "jump":
            clock.jump(much)
        elif name == "rate":
            clock.set_rate(much)
        else:
            clock.set_now(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=much))
        now = clock.elapsed()
        # Parts of a second are added up in another order after a change of rate.
        assert now >= before - 1e-6
        before = now


def test_the_hospitals_date_is_taken_and_counts_on() -> None:
    """A workstation's own date may be wrong; the countdowns do not notice."""
    machine = Machine()
    clock = machine.clock()
    machine.ticks += 30
    clock.set_now(datetime(2027, 1, 1, 1, 30, tzinfo=timezone(timedelta(hours=9))))
    assert clock.elapsed() == 30.0
    assert clock.now() == datetime(2027, 1, 1, 0, 30, tzinfo=TAIPEI)
    machine.ticks += 90
    assert clock.now().strftime("%H:%M:%S %z") == "00:31:30 +0800"


def test_the_day_is_the_one_in_taipei() -> None:
    """Also where the computer lives elsewhere."""
    clock = ManualClock(datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    assert clock.today() == date(2026, 11, 25)
    assert ManualClock(datetime(2026, 11, 24, 15, 59, tzinfo=UTC)).today() == date(2026, 11, 24)


def test_a_manual_clock_stands_still() -> None:
    """Until it is moved."""
    clock = ManualClock()
    assert [clock.elapsed(), clock.elapsed()] == [0.0, 0.0]
    assert clock.now() == clock.now()


def test_sleep_counts_where_the_system_can_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Linux has a clock that goes on while the machine sleeps; elsewhere the monotonic one is all there is (R-04)."""
    asked: list[int] = []
    monkeypatch.setattr(time, "CLOCK_BOOTTIME", 7, raising=False)

    def clock_gettime(which: int) -> float:
        asked.append(which)
        return 4242.0

    monkeypatch.setattr(time, "clock_gettime", clock_gettime, raising=False)
    assert _suspend_aware() == 4242.0
    assert asked == [7]
    monkeypatch.delattr(time, "CLOCK_BOOTTIME")
    before = time.monotonic()
    assert before <= _suspend_aware() <= time.monotonic()
    assert asked == [7]
