"""End one student's process and hand the terminal to the next, which is ready (S-08, K-07)."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType

from ntuh_onboard.kiosk.children import END_PATIENCE, LAST_PATIENCE, Child
from ntuh_onboard.kiosk.console import Console
from ntuh_onboard.kiosk.counts import Counts
from ntuh_onboard.kiosk.signals import ENDING, hold_off
from ntuh_onboard.kiosk.supervisor_messages import Word

SILENCE = 60.0
"""Seconds after which a process that has the terminal and sends nothing is considered hung, and is ended."""
SPARE_AFTER = 2.0
"""Seconds after which the next process is started even if this one's first screen is not visible yet."""
LONGEST_PAUSE = 30.0
"""Longest pause between two processes if none of them shows its first screen."""


class Supervisor:
    """Runs until SIGTERM or SIGHUP ends it; there is no other way (K-07).

    Args:
        command: starts a student's process; see `Child`.
        console: the terminal.
        counts: what is counted per day.
        broken: returns what to show if no process shows its first screen, with the reason as far as it is known.

    """

    def __init__(
        self, command: Sequence[str], console: Console, counts: Counts, broken: Callable[[], Sequence[str]]
    ) -> None:
        self._broken = broken
        self._command = command
        self._console = console
        self._counts = counts
        self._told: list[signal.Signals] = []
        self._spare: Child | None = None
        self._not_before = 0.0
        self._failures = 0
        self._down = self._typing = False

    def run(self) -> int:
        """Serve one student after another; returns the exit status, 128 and the number of the ending signal."""
        with self._signals() as wake:
            self._wipe()
            while not self._over():
                self._serve(wake)
            if self._spare is not None:
                self._spare.send(signal.SIGKILL)  # nobody has typed anything into it
                self._spare.end()
            self._console.restore()
            self._counts.close()
        return ENDING[self._told[0]]

    def _serve(self, wake: int) -> None:
        """Run one process, from handing it the terminal until nothing of it is left."""
        child = self._next()
        if child is None:
            self._pace(wake, ready=False)
            return
        child.go(burst=self._console.discard() or self._typing, down=self._down)
        self._typing = False
        begun = time.monotonic()
        with suppress(EOFError):
            while not self._over():
                self._look(child)
                there = self._keep_spare(wanted=child.ready or time.monotonic() - begun >= SPARE_AFTER)
                if child.ready:
                    self._counts.write()  # about the students before
                _wait([child.fd, wake], SILENCE / 4 if there else SPARE_AFTER / 2)
                if time.monotonic() - child.heard > SILENCE:
                    child.send(signal.SIGKILL)
        for number in self._told[:1]:
            child.send(number)
        child.end(LAST_PATIENCE if self._over() else END_PATIENCE)
        self._wipe()
        self._counts.ended()
        self._pace(wake, ready=child.ready)

    def _wipe(self) -> None:
        """Wipe the terminal; if it accepts no output, nobody is served until it does."""
        while not self._over() and not self._console.clear():
            pass  # each attempt takes its time; at the end `restore` tries once more

    def _next(self) -> Child | None:
        """Return the spare process, or start one now; None if the machine has no room for it."""
        spare, self._spare = self._spare, None
        try:
            return spare or Child(self._command)
        except OSError:
            return None

    def _keep_spare(self, *, wanted: bool) -> bool:
        """Start a spare process if there is none; if it has ended, start another one a little later."""
        if self._spare is not None:
            try:
                list(self._spare.told())
            except EOFError:
                self._spare.end()
                self._spare, self._not_before = None, time.monotonic() + SPARE_AFTER
        elif wanted and time.monotonic() >= self._not_before:
            self._not_before = time.monotonic() + SPARE_AFTER
            self._spare = self._next()
        return self._spare is not None

    def _look(self, child: Child) -> None:
        for word, value in child.told():
            if word in {Word.DOWN, Word.UP}:
                self._down = word is Word.DOWN
            self._typing = self._typing or word is Word.TYPING
            self._counts.take(word, value)

    def _pace(self, wake: int, *, ready: bool) -> None:
        """Wait, longer each time, if processes end before they have shown anything."""
        self._failures = 0 if ready else self._failures + 1
        if self._failures > 1 and not self._over():
            self._console.say(self._broken())
            self._counts.write()
            end = time.monotonic() + min(LONGEST_PAUSE, 0.5 * 2**self._failures)
            while not self._over() and (left := end - time.monotonic()) > 0:
                _wait([wake], left)
            self._wipe()

    @contextmanager
    def _signals(self) -> Iterator[int]:
        """Handle the signals while the body runs; yields a descriptor that becomes readable when one arrives."""
        wake, write = os.pipe()
        for each in (wake, write):
            os.set_blocking(each, False)
        before = signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        kept = {number: signal.signal(number, self._end) for number in ENDING}
        hold_off()
        try:
            yield wake
        finally:
            for number, handler in kept.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(before)
            os.close(wake)
            os.close(write)

    def _over(self) -> bool:
        return bool(self._told)

    def _end(self, number: int, frame: FrameType | None) -> None:
        self._told.append(signal.Signals(number))


def _wait(readable: Sequence[int], patience: float) -> None:
    select.select(readable, [], [], patience)
