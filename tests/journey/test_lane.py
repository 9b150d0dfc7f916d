"""One line to the backend: one call at a time, in order; leaving waits for a commit and for nothing else."""

from __future__ import annotations

import itertools
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from ntuh_onboard.journey import lane as lanes
from ntuh_onboard.journey.lane import Closed, Lane
from tests.patience import PATIENCE

SOON = PATIENCE
"""Seconds after which a test gives up; none of them takes so long."""


class Site:
    """What a lane owns: counts how many calls are inside it at once, and in which order they came."""

    def __init__(self) -> None:
        self.thread = threading.current_thread()
        self.order: list[int] = []
        self.inside = 0
        self.most = 0

    def visit(self, number: int) -> threading.Thread:
        self.inside += 1
        self.most = max(self.most, self.inside)
        self.order.append(number)
        self.inside -= 1
        return threading.current_thread()


class Hung:
    """A call that answers only when it is let go."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.free = threading.Event()

    def __call__(self, site: Site) -> str:
        self.begun.set()
        assert self.free.wait(SOON)
        return "answered"


@pytest.fixture
def lane() -> Iterator[Lane[Site]]:
    opened = Lane(Site)
    yield opened
    opened.close()
    opened._thread.join(SOON)
    assert not opened._thread.is_alive(), "a lane ends when it is closed"


@pytest.fixture
def hung() -> Iterator[Hung]:
    call = Hung()
    yield call
    call.free.set()


def later(act: Callable[[], object]) -> Future[object]:
    """Do this in a thread of its own."""
    done: Future[object] = Future()
    threading.Thread(target=lambda: done.set_result(act()), daemon=True).start()
    return done


def until_refused(lane: Lane[Site]) -> None:
    """Ask until nothing is taken any more."""
    end = time.monotonic() + SOON
    while time.monotonic() < end:
        try:
            lane.submit(lambda site: None)
        except Closed:
            return
    pytest.fail("calls are still taken")


def test_calls_are_made_one_by_one_in_the_order_of_asking(lane: Lane[Site]) -> None:
    """In the one thread that also built what they are made with."""
    site = lane.submit(lambda site: site).result(SOON)
    futures = [lane.submit(lambda site, number=number: site.visit(number)) for number in range(100)]  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    assert {future.result(SOON) for future in futures} == {site.thread}
    assert site.thread is not threading.current_thread()
    assert (site.order, site.most) == ([*range(100)], 1)


def test_fifty_threads_at_once_stay_in_one_line(lane: Lane[Site]) -> None:
    """Whatever asks twice at the same moment, nothing is done twice at the same moment."""
    start = threading.Barrier(50)

    def ask(number: int) -> Future[threading.Thread]:
        start.wait(SOON)
        return lane.submit(lambda site: site.visit(number), commit=True)

    asked = [later(lambda number=number: ask(number)) for number in range(50)]  # type: ignore[misc]  # as above
    for each in asked:
        future = each.result(SOON)
        assert isinstance(future, Future)
        future.result(SOON)
    site = lane.submit(lambda site: site).result(SOON)
    assert (sorted(site.order), site.most) == ([*range(50)], 1)
    assert not lane.committing


def test_an_error_goes_to_who_asked_and_the_line_goes_on(lane: Lane[Site]) -> None:
    """Also one that is no Exception."""

    def wrong(error: BaseException) -> Callable[[Site], None]:
        def call(site: Site) -> None:
            raise error

        return call

    for error in (ValueError("no"), KeyboardInterrupt()):
        future = lane.submit(wrong(error), commit=True)
        assert future.exception(SOON) is error
    assert lane.submit(lambda site: 7).result(SOON) == 7
    assert not lane.committing


def test_it_is_built_once_at_the_first_call_and_again_only_where_that_failed() -> None:
    """A backend that cannot be opened says so to the first who asks."""
    numbers = itertools.count()

    def build() -> int:
        number = next(numbers)
        if number == 0:
            raise OSError("not yet")
        return number

    lane = Lane(build)
    assert next(numbers) == 0, "nothing is built before it is needed"
    numbers = itertools.count()
    assert isinstance(lane.submit(lambda owned: owned).exception(SOON), OSError)
    assert [lane.submit(lambda owned: owned).result(SOON) for _ in range(3)] == [1, 1, 1]
    lane.close()


def test_what_was_sent_is_not_kept_until_the_next_call(lane: Lane[Site]) -> None:
    """A call holds the secrets that it sends (S-02)."""

    class Call:
        def __call__(self, site: Site) -> int:
            return 1

    class Wrong:
        def __call__(self, site: Site) -> int:
            raise ValueError

    for make in (Call, Wrong):
        gone, call = threading.Event(), make()
        weakref.finalize(call, gone.set)
        future = lane.submit(call)
        assert future.exception(SOON) is None or isinstance(future.exception(), ValueError)
        del call, future  # an error remembers where it was raised, and so the call: whoever asked has let go of it
        assert gone.wait(SOON)


def test_leaving_does_not_wait_for_a_hung_read(lane: Lane[Site], hung: Hung) -> None:
    """What waited behind it is refused, and never begun."""
    first = lane.submit(hung)
    behind = [lane.submit(lambda site: site.visit(1)), lane.submit(lambda site: site.visit(2))]
    assert hung.begun.wait(SOON)
    begun = time.monotonic()
    assert lane.close(deadline=SOON * 10) is None
    assert time.monotonic() - begun < SOON
    for each in behind:
        assert isinstance(each.exception(SOON), Closed)
    hung.free.set()
    assert first.result(SOON) == "answered"
    assert lane._owned is not None
    assert lane._owned.order == []


def test_a_hung_read_holds_the_sign_out_up_for_its_own_time_only(
    lane: Lane[Site], hung: Hung, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two seconds by default (N-04), here less."""
    assert lanes.SIGN_OUT_DEADLINE == 2.0
    monkeypatch.setattr(lanes, "SIGN_OUT_DEADLINE", 0.02)
    lane.submit(lambda site: None).result(SOON)
    lane.submit(hung)
    assert hung.begun.wait(SOON)
    assert lane.close(lambda site: True) is None


def test_leaving_waits_for_a_commit_in_flight_and_then_signs_out(lane: Lane[Site], hung: Hung) -> None:
    """The answer to the commit still arrives (R-05)."""
    commit = lane.submit(hung, commit=True)
    assert hung.begun.wait(SOON)
    assert lane.committing
    left = later(lambda: lane.close(lambda site: (commit.done(), threading.current_thread() is site.thread)))
    until_refused(lane)
    assert not left.done()
    hung.free.set()
    assert left.result(SOON) == (True, True)
    assert commit.result(SOON) == "answered"


def test_nothing_is_taken_any_more_from_the_moment_of_leaving(lane: Lane[Site], hung: Hung) -> None:
    """Not even while the commit in flight is waited for."""
    lane.submit(hung, commit=True)
    assert hung.begun.wait(SOON)
    left = later(lane.close)
    until_refused(lane)
    assert not left.done(), "it is refused while the commit is waited for"
    assert lane.close() is None, "leaving twice does no harm"
    hung.free.set()
    assert left.result(SOON) is None


def test_a_commit_is_waited_for_no_longer_than_its_deadline(lane: Lane[Site], hung: Hung) -> None:
    """Then nothing is signed out, since the line is held; and a second commit behind it is not sent at all."""
    assert lanes.COMMIT_DEADLINE == 20.0
    lane.submit(hung, commit=True)
    waiting = lane.submit(lambda site: site.visit(1), commit=True)
    assert hung.begun.wait(SOON)
    signed_out = threading.Event()
    begun = time.monotonic()
    assert lane.close(lambda site: signed_out.set(), deadline=0.02) is None
    assert time.monotonic() - begun < lanes.SIGN_OUT_DEADLINE
    assert isinstance(waiting.exception(SOON), Closed)
    hung.free.set()
    lane._thread.join(SOON)
    assert not signed_out.is_set()
    assert not lane.committing


def test_a_sign_out_that_fails_does_not_keep_anybody(lane: Lane[Site]) -> None:
    """Its value is given where it has one; where it raises, None (N-04)."""

    def wrong(site: Site) -> None:
        raise ConnectionError

    lane.submit(lambda site: None).result(SOON)
    assert lane.close(wrong) is None
    other = Lane(Site)
    other.submit(lambda site: None).result(SOON)
    assert other.close(lambda site: "signed out") == "signed out"


def test_nobody_is_signed_out_where_nothing_was_ever_asked() -> None:
    """The backend is not built only to be left."""
    built = threading.Event()
    lane = Lane(built.set)
    assert lane.close(lambda owned: True) is None
    lane._thread.join(SOON)
    assert not built.is_set()


def test_a_call_that_was_taken_back_is_not_made(lane: Lane[Site], hung: Hung) -> None:
    """Its turn is passed over, and it no longer counts as a commit."""
    lane.submit(hung)
    assert hung.begun.wait(SOON)
    waiting = lane.submit(lambda site: site.visit(1), commit=True)
    assert waiting.cancel()
    assert not lane.committing
    hung.free.set()
    assert lane.submit(lambda site: site.order).result(SOON) == []


def test_a_backend_that_asks_for_more_time_to_sign_out_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one whose pages are loaded in a browser."""
    monkeypatch.setattr(lanes, "SIGN_OUT_DEADLINE", 0.02)
    slow = threading.Event()

    class Slow:
        def sign_out_seconds(self) -> float:
            return SOON

    lane = Lane(Slow)
    lane.submit(lambda _: None).result(SOON)
    threading.Timer(0.1, slow.set).start()
    assert lane.close(lambda _: slow.wait(SOON)) is True
