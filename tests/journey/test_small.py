"""The small parts: silence, abilities of a terminal, the busy lock, moments in words, and the code of a fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from rich.text import Text

from ntuh_onboard.common.clock import TAIPEI, ManualClock
from ntuh_onboard.journey.idle import COVER_AFTER, JUMP, WARN_AFTER, WIPE_AFTER, Idleness, IdleWatch
from ntuh_onboard.journey.tables.summary_notes import as_day
from ntuh_onboard.screens.base.busy_lock import BURST, BusyLock
from ntuh_onboard.screens.base.fatal import fault_code, last_words
from ntuh_onboard.screens.base.message_clock import at_hour
from ntuh_onboard.startup.terminal import Abilities, abilities


class Silence:
    """A watch that is looked at every quarter of a second, as the repaint timer does."""

    def __init__(self, *, relaxed: bool = False) -> None:
        self.clock = ManualClock()
        self.watch = IdleWatch(self.clock, relaxed=relaxed)
        self.watch.look()

    def after(self, seconds: float) -> Idleness:
        """What is due when so much time has passed, looked at all the while."""
        due = Idleness.NONE
        for _ in range(int(seconds * 4)):
            self.clock.jump(0.25)
            due = self.watch.look()
        return due


@pytest.mark.parametrize(
    ("seconds", "due", "relaxed"),
    [
        (0, Idleness.NONE, Idleness.NONE),
        (59.75, Idleness.NONE, Idleness.NONE),
        (60, Idleness.COVER, Idleness.NONE),
        (269.75, Idleness.COVER, Idleness.NONE),
        (270, Idleness.WARN, Idleness.NONE),
        (299.75, Idleness.WARN, Idleness.NONE),
        (300, Idleness.WIPE, Idleness.NONE),
        (3600, Idleness.WIPE, Idleness.NONE),
    ],
)
def test_silence_covers_then_warns_then_ends(seconds: float, due: Idleness, relaxed: Idleness) -> None:
    """After one minute, half a minute before the end, and after five; on one's own device nothing follows (J0.8)."""
    assert Silence().after(seconds) is due
    assert Silence(relaxed=True).after(seconds) is relaxed
    assert (COVER_AFTER, WARN_AFTER, WIPE_AFTER) == (60, 270, 300)


def test_a_key_begins_the_count_anew() -> None:
    """Also under the cover and under the warning."""
    silence = Silence()
    for seconds in (59, 100, 298):
        silence.after(seconds)
        silence.watch.touched()
        assert silence.watch.left() == WIPE_AFTER
        assert silence.after(1) is Idleness.NONE


def test_what_is_left_is_counted_down_and_never_below_nothing() -> None:
    """The warning shows it."""
    silence = Silence()
    silence.after(271)
    assert silence.watch.left() == 29
    silence.after(100)
    assert silence.watch.left() == 0


@pytest.mark.parametrize("relaxed", [False, True])
def test_a_jump_of_the_clock_covers_at_once(*, relaxed: bool) -> None:
    """The computer slept or was locked; also on one's own device, and once only."""
    silence = Silence(relaxed=relaxed)
    silence.after(1)
    silence.clock.jump(JUMP)
    assert silence.watch.look() is Idleness.NONE
    silence.clock.jump(JUMP + 1)
    silence.watch.touched()
    assert silence.watch.look() is Idleness.COVER, "the key that woke it came before the timer"
    assert silence.watch.look() is Idleness.NONE
    silence.clock.jump(JUMP + 1)
    assert silence.watch.look() is not Idleness.NONE


def test_the_key_that_wakes_a_computer_does_not_put_the_end_off() -> None:
    """An hour in a locked room: whoever opens the lid is not given the journey of somebody else."""
    silence = Silence()
    silence.clock.jump(3600)
    silence.watch.touched()
    assert silence.watch.look() is Idleness.WIPE
    own = Silence(relaxed=True)
    own.clock.jump(3600)
    own.watch.touched()
    assert own.watch.look() is Idleness.COVER


def test_nothing_is_counted_before_the_first_look() -> None:
    """The start screen holds nothing personal, and may stand for hours."""
    clock = ManualClock()
    watch = IdleWatch(clock)
    clock.jump(7200)
    watch.touched()
    assert watch.look() is Idleness.NONE


WINDOWS_TERMINAL = {"WT_SESSION": "1"}


@pytest.mark.parametrize(
    ("environ", "encoding", "platform", "expected"),
    [
        ({"TERM": "xterm-256color"}, "utf-8", "linux", Abilities(ascii_only=False, chinese=True)),
        ({"TERM": "xterm-256color"}, "UTF8", "darwin", Abilities(ascii_only=False, chinese=True)),
        ({"TERM": "xterm"}, "iso-8859-1", "linux", Abilities(ascii_only=True, chinese=False)),
        ({"TERM": "xterm"}, "big5", "linux", Abilities(ascii_only=True, chinese=False)),
        ({"TERM": "linux"}, "utf-8", "linux", Abilities(ascii_only=True, chinese=False)),
        ({"TERM": "dumb"}, "utf-8", "linux", Abilities(ascii_only=True, chinese=True)),
        ({"TERM": "unknown"}, "utf-8", "linux", Abilities(ascii_only=True, chinese=True)),
        ({"TERM": ""}, "utf-8", "linux", Abilities(ascii_only=True, chinese=True)),
        ({}, "utf-8", "linux", Abilities(ascii_only=True, chinese=True)),
        ({"TERM": "xterm", **WINDOWS_TERMINAL}, "utf-8", "linux", Abilities(ascii_only=False, chinese=True)),
        ({}, "utf-8", "win32", Abilities(ascii_only=True, chinese=True)),
        ({}, "cp950", "win32", Abilities(ascii_only=True, chinese=True)),
        (WINDOWS_TERMINAL, "utf-8", "win32", Abilities(ascii_only=False, chinese=True)),
        (WINDOWS_TERMINAL, "cp65001", "win32", Abilities(ascii_only=False, chinese=True)),
        (WINDOWS_TERMINAL, "cp950", "win32", Abilities(ascii_only=True, chinese=True)),
        ({}, "cp1252", "win32", Abilities(ascii_only=True, chinese=False)),
        ({}, "cp437", "win32", Abilities(ascii_only=True, chinese=False)),
        ({}, "", "win32", Abilities(ascii_only=True, chinese=False)),
    ],
)
def test_what_a_terminal_can_draw(environ: dict[str, str], encoding: str, platform: str, expected: Abilities) -> None:
    """ASCII wherever the width of a box line is not sure; no Chinese where there are no characters for it."""
    assert abilities(environ, encoding, platform) == expected


@pytest.mark.parametrize(
    ("window", "ascii_only"), [("PseudoConsoleWindow", False), ("ConsoleWindowClass", True), ("", True)]
)
def test_a_terminal_of_windows_is_known_by_its_window(window: str, *, ascii_only: bool) -> None:
    """One that is the default terminal sets no variable for a program that was started from elsewhere."""
    assert abilities({}, "utf-8", "win32", window=window).ascii_only is ascii_only


class Watchable:
    """Seconds that are moved by hand, and the lock that reads them."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self.lock = BusyLock(lambda: self.seconds)


def test_one_act_at_a_time() -> None:
    """A second one does not begin, and does not wait either."""
    lock = Watchable().lock
    assert lock.takes_keys
    assert lock.begin()
    assert (lock.busy, lock.takes_keys) == (True, False)
    assert not lock.begin()
    lock.end()
    assert (lock.busy, lock.takes_keys) == (False, True)
    assert lock.begin()


def test_a_refusal_by_our_own_rules_drops_the_rest_of_the_burst() -> None:
    """For a quarter of a second; an act may begin all the same."""
    it = Watchable()
    it.lock.drop_burst()
    taken = [it.lock.takes_keys]
    for _ in range(2):
        it.seconds += BURST / 2
        taken.append(it.lock.takes_keys)
    assert taken == [False, False, True]
    it.lock.drop_burst()
    assert not it.lock.busy
    assert it.lock.begin()


def test_what_was_dropped_is_counted_for_each_act_anew() -> None:
    """The busy sign says how many keys were not taken."""
    lock = Watchable().lock
    lock.begin()
    lock.dropped += 3
    lock.end()
    assert lock.dropped == 3
    lock.begin()
    assert lock.dropped == 0


def test_a_moment_is_told_in_the_hour_of_taipei() -> None:
    """Also after the hospital's date was taken, and after the clock was put forward."""
    clock = ManualClock(datetime(2026, 11, 24, 9, 41, tzinfo=TAIPEI))
    sent = clock.elapsed()
    assert at_hour(clock, sent) == "09:41"
    clock.jump(180)
    assert (at_hour(clock, sent), at_hour(clock, clock.elapsed())) == ("09:41", "09:44")
    clock.set_now(datetime(2026, 11, 25, 0, 1, tzinfo=TAIPEI))
    assert at_hour(clock, sent) == "23:58"
    assert as_day(date(2026, 1, 5)) == "2026/01/05"


def fault(act: Callable[[], object]) -> str:
    """The code of what this raises."""
    with pytest.raises(Exception) as raised:  # noqa: PT011  # any fault has a code
        act()
    return fault_code(raised.value)


def divides() -> object:
    """One fault."""
    return 1 / 0


def test_the_code_of_a_fault_tells_its_kind_and_place_and_no_more() -> None:
    """The same fault has the same code, whatever its text says; another kind or place has another one (T-05)."""

    def says(text: str) -> Callable[[], object]:
        def act() -> object:
            raise ValueError(text)

        return act

    def divides_or_not(by: int) -> object:
        if by:
            return by // (by - by)
        return 1 // by

    assert fault(lambda: divides_or_not(0)) != fault(lambda: divides_or_not(1))
    assert fault(divides) == fault(divides)
    assert fault(says("c4nary")) == fault(says("else"))
    codes = [
        fault(divides),
        fault(says("")),
        fault(dict[str, str]().popitem),
        fault_code(ValueError()),
        fault_code(KeyError()),
    ]
    assert all(re.fullmatch(r"X-[0-9]{3}", each) for each in codes)
    assert len(set(codes)) == len(codes)


def test_last_words_are_no_markup() -> None:
    """They are drawn as they are."""
    assert last_words(ValueError(), lambda *_, **__: "[b]E-9001[/b]") == Text("[b]E-9001[/b]")
